"""`GET /api/progress`, and which part of the journal it was asked for."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from litestar import Request, Response, get
from litestar.background_tasks import BackgroundTask
from litestar.exceptions import ClientException
from litestar.params import FromQuery
from pydantic import ValidationError

from backend import given
from backend.analysis.completeness import next_ahead
from backend.analysis.selection import SelectionError
from backend.answers import not_changed
from backend.charts.progress import progress
from backend.computing import computed
from backend.settings import VERSION
from shared_schemas.journal import Journal
from shared_schemas.progress import Progress, Selection

_WORDS = {
    "since": "must be a day, as YYYY-MM-DD",
    "until": "must be a day, as YYYY-MM-DD",
    "instrument": "must be the id of a questionnaire",
    "course": "must be the number of a course, from 1",
}


class WrongSelectionException(ClientException):
    """What was asked for is not there, or has no such name. Carries fields and rules."""

    def __init__(self, errors: list[dict[str, str]]) -> None:
        super().__init__("there is no such part of the journal", extra=errors)


@get("/api/progress", counted="progress", responses=not_changed())
async def show_progress(
    request: Request[Any, Any, Any],
    account: given.Account,
    storage: given.Storage,
    now: given.Now,
    since: FromQuery[str | None] = None,
    until: FromQuery[str | None] = None,
    instrument: FromQuery[str | None] = None,
    course: FromQuery[str | None] = None,
) -> Response[Progress]:
    """Findings, figures and the numbers behind them; of a part when days, a questionnaire or a course are asked for.

    The ETag is the journal's cursor and the day, since what is expected of a journal grows with the days, and the
    second at which the next entry that lies ahead begins to count: a planned session, or one of a clock that is fast.
    """
    asked = {"since": since, "until": until, "instrument": instrument, "course": course}
    selection = read_selection(
        {**{name: value for name, value in asked.items() if value is not None}, **_others(request)}
    )
    head = await storage.journals.head(account.account_id)
    part = ".".join(str(value or "") for value in selection.model_dump(mode="json").values())
    tag = f"{VERSION}-{storage.epoch}-{head.seq}-{now:%Y%m%d}-{part}"
    headers = {"Cache-Control": "private, no-cache"}
    told = request.headers.get("if-none-match", "")
    if _holds(told, tag, now):
        return Response(b"", status_code=304, headers={**headers, "ETag": told})  # type: ignore[arg-type]
    journal = await storage.journals.load(account.account_id)
    content = await computed(_content, journal, now, selection)
    ahead = next_ahead(journal, now)
    headers["ETag"] = f'"{tag}-{int(ahead.timestamp()) if ahead else ""}"'
    # Written by Pydantic itself: Litestar would turn it into dictionaries first. To forget a journal of years takes a
    # tenth of the whole time, so it is kept until the answer is gone.
    later = BackgroundTask(_forget, journal)
    return Response(content, media_type="application/json", headers=headers, background=later)  # type: ignore[arg-type]


def _holds(etag: str, tag: str, now: datetime) -> bool:
    """Whether the answer that has this ETag would be the same now; `tag` is all of it but the second at its end."""
    until = etag.removeprefix(f'"{tag}-').removesuffix('"')
    return etag == f'"{tag}-{until}"' and (until == "" or _is_ahead(until, now))


def _is_ahead(second: str, now: datetime) -> bool:
    return re.fullmatch("[0-9]{1,12}", second) is not None and now.timestamp() < int(second)


async def _forget(_: Journal) -> None:
    """Nothing: what was held for this is held no longer."""


def _content(journal: Journal, now: datetime, selection: Selection) -> bytes:
    try:
        return progress(journal, now, selection).model_dump_json().encode()
    except SelectionError as error:
        raise WrongSelectionException([{"field": error.field, "message": str(error)}]) from error


def _others(request: Request[Any, Any, Any]) -> dict[str, str]:
    return {name: "" for name in request.query_params if name not in Selection.model_fields}


def read_selection(asked: Mapping[str, str]) -> Selection:
    """The part that `asked` names by its four fields. Raises WrongSelectionException, which repeats no value."""
    unknown = [name for name in asked if name not in Selection.model_fields]
    if unknown:
        known = ", ".join(Selection.model_fields)
        raise WrongSelectionException([{"field": "", "message": f"a part is named by {known}, and by nothing else"}])
    try:
        return Selection.model_validate(asked)
    except ValidationError as error:
        fields = [str(problem["loc"][0]) for problem in error.errors(include_input=False, include_url=False)]
        raise WrongSelectionException([{"field": field, "message": _WORDS[field]} for field in fields]) from error
