"""`/api/progress` and `/api/case` with its ledger."""

from typing import Any

from litestar import Request, Response, get
from litestar.params import FromQuery

from backend import given
from backend.answers import file_of, not_changed
from backend.computing import computed
from backend.insights.case import case_view
from backend.insights.progress import show_progress
from backend.insurance.claims_csv import ledger_csv
from backend.insurance.ledger import ledger
from backend.settings import VERSION
from shared_schemas.case import CaseView


@get("/api/case", counted="case", responses=not_changed())
async def show_case(
    request: Request[Any, Any, Any], account: given.Account, journals: given.Journals, now: given.Now
) -> Response[CaseView | None]:
    """Deadlines, what is missing, criteria and money. The ETag is the cursor and the hour: days begin at any hour."""
    head = await journals.head(account.account_id)
    etag = f'"{VERSION}-{head.seq}-{now:%Y%m%d%H}"'
    headers = {"ETag": etag, "Cache-Control": "private, no-cache"}
    if request.headers.get("if-none-match") == etag:
        return Response(None, status_code=304, headers=headers)
    journal = await journals.load(account.account_id)
    return Response(await computed(case_view, journal, now), headers=headers)


@get("/api/case/ledger.csv", counted="case", responses=file_of("text/csv"))
async def show_ledger(
    account: given.Account, journals: given.Journals, now: given.Now, year: FromQuery[int | None] = None
) -> Response[str]:
    """The ledger as a table for the tax return and for claims; of one tax year where it is asked for."""
    costs = ledger(await journals.load(account.account_id), now)
    lines = [line for line in costs.lines if year is None or line.tax_year == year]
    name = f"casebook-costs-{year or 'all'}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return Response(ledger_csv(lines), media_type="text/csv", headers=headers)


routes = [show_progress, show_case, show_ledger]
