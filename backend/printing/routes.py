"""`/api/reports`: the evidence report asked for, waited for, looked at page by page, and fetched; letters drafted."""

import asyncio
import re
from collections.abc import Coroutine
from datetime import datetime
from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, JSONBody

from backend import given
from backend.answers import file_of, more_expected
from backend.limits import require_turn
from backend.printing.evidence import Making
from backend.printing.jobs import Job, Jobs
from backend.printing.workshop import WorkFailedError, Workshop, WorkshopBusyError
from backend.problems import problem
from backend.reports.letter_files import letter_docx, letter_pdf
from backend.reports.letters import letter_draft
from backend.reports.pictures import page_count, page_picture
from backend.settings import LETTER_BODY_BYTES, PREVIEW_SECONDS, REPORT_SECONDS, REPORTS_PER_MINUTE
from backend.storage.login_sessions import SignedIn
from shared_schemas.reports import EvidenceRequest, LetterDraft, LetterRequest, ReportJob, ReportPages, WrittenLetter

_JOBS = Jobs()


def _on_busy(_: Request[Any, Any, Any], __: WorkshopBusyError) -> Response[Any]:
    return problem(503, "many reports are being made; try again in a minute", headers={"Retry-After": "30"})


def _on_failure(_: Request[Any, Any, Any], __: WorkFailedError) -> Response[Any]:
    return problem(500, "the report could not be made; nothing was lost")


REFUSALS: dict[Any, Any] = {WorkshopBusyError: _on_busy, WorkFailedError: _on_failure}


@post(
    "/api/reports/evidence",
    status_code=200,
    exception_handlers=REFUSALS,
    noted="report_made",
    responses=file_of("application/pdf") | more_expected(ReportJob),
)
async def evidence(
    data: JSONBody[EvidenceRequest],
    request: Request[Any, Any, Any],
    account: given.Account,
    storage: given.Storage,
    settings: given.Settings,
    workshop: NamedDependency[Workshop],
    now: given.Now,
) -> Response[Any]:
    """The evidence report as a PDF; with `Prefer: respond-async` 202 and where to fetch it."""
    await require_turn(storage, "reports", account.account_id, REPORTS_PER_MINUTE, now)
    journals = storage.journals
    making = Making(await journals.load(account.account_id), data, account.account_id, now)
    workshop.check_room()
    if "respond-async" not in request.headers.get("prefer", ""):
        return _pdf(await making.pdf(journals, workshop, settings, lambda: None), now)

    def begun(job: Job) -> Coroutine[Any, Any, bytes]:
        return making.pdf(journals, workshop, settings, job.advance)

    job = _JOBS.begin(account.account_id, making.steps, begun, now)
    return Response(_view(job), status_code=202, headers={"Location": _location(job)})


@get("/api/reports/{job_id:str}", responses=file_of("application/pdf") | more_expected(ReportJob))
async def report(job_id: FromPath[str], account: given.Account, now: given.Now) -> Response[Any]:
    """The PDF once it is made, 202 until then. 404 for another account's, an unknown or a forgotten one."""
    job = _found(job_id, account, now)
    if not job.task.done():
        return Response(_view(job), status_code=202)
    if job.has_failed:
        return Response(_view(job))
    return _pdf(await job.task, job.begun_at)


@get("/api/reports/{job_id:str}/pages", counted="pages")
async def pages(
    job_id: FromPath[str], account: given.Account, workshop: NamedDependency[Workshop], now: given.Now
) -> ReportPages:
    """How many pages a finished report has."""
    return ReportPages(pages=await workshop.run(PREVIEW_SECONDS, page_count, await _finished(job_id, account, now)))


@get(
    "/api/reports/{job_id:str}/pages/{number:str}",
    counted="pages",
    exception_handlers=REFUSALS,
    responses=file_of("image/png"),
)
async def page(
    job_id: FromPath[str],
    number: FromPath[str],
    account: given.Account,
    workshop: NamedDependency[Workshop],
    now: given.Now,
) -> Response[bytes]:
    """One page of a finished report as a picture, counted from 1."""
    pdf, place = await _finished(job_id, account, now), int(number) if re.fullmatch(r"\d{1,4}", number, re.A) else 0
    picture = await workshop.run(PREVIEW_SECONDS, page_picture, pdf, place)
    if picture is None:
        raise NotFoundException("no such page")
    return Response(picture, media_type="image/png", headers={"Cache-Control": "private, no-store"})


def _found(job_id: str, account: SignedIn, now: datetime) -> Job:
    job = _JOBS.find(job_id, account.account_id, now)
    if job is None:
        raise NotFoundException("no such report")
    return job


async def _finished(job_id: str, account: SignedIn, now: datetime) -> bytes:
    job = _found(job_id, account, now)
    if not job.task.done() or job.has_failed:
        raise NotFoundException("the report is not made yet")
    return await job.task


def _location(job: Job) -> str:
    return f"/api/reports/{job.id}"


def _view(job: Job) -> ReportJob:
    status = "waiting" if not job.task.done() else "failed" if job.has_failed else "ready"
    return ReportJob(id=job.id, status=status, location=_location(job), step=job.step, steps=job.steps)


def _pdf(content: bytes, now: datetime) -> Response[bytes]:
    name = f"casebook-report-{now:%Y-%m-%d}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type="application/pdf", headers=headers)


@post("/api/reports/letters", status_code=200, counted="letters")
async def letter(
    data: JSONBody[LetterRequest], account: given.Account, journals: given.Journals, now: given.Now
) -> LetterDraft:
    """A letter filled in from the record, for the patient to go on with."""
    journal = await journals.load(account.account_id)
    return await asyncio.to_thread(letter_draft, data.kind, journal, now)


@post(
    "/api/reports/letters/file",
    status_code=200,
    counted="letters",
    request_max_body_size=LETTER_BODY_BYTES,
    exception_handlers=REFUSALS,
    responses=file_of("application/*"),
)
async def letter_file(
    data: JSONBody[WrittenLetter],
    account: given.Account,  # noqa: ARG001  # whoever is signed in
    settings: given.Settings,
    workshop: NamedDependency[Workshop],
    now: given.Now,
) -> Response[bytes]:
    """The letter as the patient left it, as PDF or Word file. Nothing of it is kept."""
    name = f"casebook-letter-{now:%Y-%m-%d}.{data.format}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    with workshop.packet():
        if data.format == "docx":
            content = await workshop.run(REPORT_SECONDS, letter_docx, data, now)
        else:
            content = await workshop.run(REPORT_SECONDS, letter_pdf, data, now, settings.fonts_dirs)
    return Response(content, media_type=_MEDIA_TYPES[data.format], headers=headers)


_MEDIA_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
routes = [evidence, letter, letter_file, report, pages, page]
