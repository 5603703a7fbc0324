"""`/api/progress`, `/api/case` with its ledger, and `/api/reports`."""

import asyncio
from datetime import datetime
from typing import Any

from litestar import Request, Response, get, post
from litestar.exceptions import NotFoundException

from backend.insights.case import case_view
from backend.insights.jobs import Jobs
from backend.insights.progress import show_progress
from backend.insurance.claims_csv import ledger_csv
from backend.insurance.ledger import ledger
from backend.settings import VERSION, Settings
from backend.storage.journals import Journals
from backend.storage.login_sessions import SignedIn
from shared_schemas.api import EvidenceRequest, ReportJob
from shared_schemas.case import CaseView
from shared_schemas.journal import Journal

_JOBS = Jobs()


@get("/api/case")
async def show_case(
    request: Request[Any, Any, Any], account: SignedIn, journals: Journals, now: datetime
) -> Response[CaseView | None]:
    """Deadlines, what is missing, criteria and money. The ETag is the cursor and the hour: days begin at any hour."""
    head = await journals.head(account.account_id)
    etag = f'"{VERSION}-{head.seq}-{now:%Y%m%d%H}"'
    headers = {"ETag": etag, "Cache-Control": "private, no-cache"}
    if request.headers.get("if-none-match") == etag:
        return Response(None, status_code=304, headers=headers)
    journal = await journals.load(account.account_id)
    return Response(await asyncio.to_thread(case_view, journal, now), headers=headers)


@get("/api/case/ledger.csv")
async def show_ledger(account: SignedIn, journals: Journals, now: datetime, year: int | None = None) -> Response[str]:
    """The ledger as a table for the tax return and for claims; of one tax year where it is asked for."""
    costs = ledger(await journals.load(account.account_id), now)
    lines = [line for line in costs.lines if year is None or line.tax_year == year]
    name = f"casebook-costs-{year or 'all'}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return Response(ledger_csv(lines), media_type="text/csv", headers=headers)


@post("/api/reports/evidence", status_code=200)
async def evidence(
    data: EvidenceRequest,
    request: Request[Any, Any, Any],
    account: SignedIn,
    journals: Journals,
    settings: Settings,
    now: datetime,
) -> Response[Any]:
    """The evidence report as a PDF; with `Prefer: respond-async` 202 and where to fetch it."""
    journal = await journals.load(account.account_id)
    making = asyncio.to_thread(_made, journal, data, now, settings)
    if "respond-async" not in request.headers.get("prefer", ""):
        return _pdf(await making, now)
    job = _JOBS.begin(account.account_id, making, now)
    location = f"/api/reports/{job.id}"
    waiting = ReportJob(id=job.id, status="waiting", location=location)
    return Response(waiting, status_code=202, headers={"Location": location})


@get("/api/reports/{job_id:str}")
async def report(job_id: str, account: SignedIn, now: datetime) -> Response[Any]:
    """The PDF once it is made, 202 until then. 404 for another account's, an unknown or a forgotten one."""
    job = _JOBS.find(job_id, account.account_id, now)
    if job is None:
        raise NotFoundException("no such report")
    if not job.task.done():
        waiting = ReportJob(id=job.id, status="waiting", location=f"/api/reports/{job.id}")
        return Response(waiting, status_code=202)
    if job.task.cancelled() or job.task.exception() is not None:
        return Response(ReportJob(id=job.id, status="failed", location=f"/api/reports/{job.id}"))
    return _pdf(await job.task, job.begun_at)


def _made(journal: Journal, options: EvidenceRequest, now: datetime, settings: Settings) -> bytes:
    from backend.reports.evidence import evidence_pdf  # Matplotlib and Typst take a second, and only reports need them

    return evidence_pdf(journal, options, now, settings.fonts_dirs)


def _pdf(content: bytes, now: datetime) -> Response[bytes]:
    name = f"casebook-report-{now:%Y-%m-%d}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type="application/pdf", headers=headers)


routes = [show_progress, show_case, show_ledger, evidence, report]
