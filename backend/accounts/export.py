"""`/api/account/export` and `/api/account/export.zip`: everything that is kept of an account, to take away."""

from typing import Any

from litestar import Response, get
from litestar.response import Stream

from backend import given
from backend.accounts.takeout import everything, members_of
from backend.answers import file_of
from backend.takeout.archive import archived


@get("/api/account/export", counted="export", noted="exported")
async def export(account: given.Account, journals: given.Journals, now: given.Now) -> Response[dict[str, Any]]:
    """Each record as it is now, every edit it came from, and what the server keeps beside them; no attachments."""
    content = (await everything(journals, account, now)).content
    return Response(content, headers=_named(f"casebook-export-{now:%Y-%m-%d}.json"))


@get("/api/account/export.zip", counted="export", responses=file_of("application/zip"), noted="exported")
async def export_files(account: given.Account, journals: given.Journals, now: given.Now) -> Stream:
    """The same as a ZIP with a page to read, a table for each kind of entry, and the attachments as they came.

    It is made while it is sent, so it has no `Content-Length`.
    """
    found = await everything(journals, account, now)
    chunks = archived(members_of(journals, found), now)
    return Stream(chunks, media_type="application/zip", headers=_named(f"casebook-{now:%Y-%m-%d}.zip"))


def _named(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}


routes = [export, export_files]
