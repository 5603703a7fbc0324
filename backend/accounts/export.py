"""`/api/account/export`: everything in the journal, to take away."""

from datetime import datetime
from typing import Any

from litestar import Response, get

from backend.storage.journals import Journals
from backend.storage.login_sessions import SignedIn
from shared_schemas.clock import wire_instant
from shared_schemas.journal import fold


@get("/api/account/export")
async def export(account: SignedIn, journals: Journals, now: datetime) -> Response[dict[str, Any]]:
    """Everything in the journal: each record as it is now, and every edit it came from."""
    edits = await journals.edits(account.account_id)
    content = {
        "made_at": wire_instant(now),
        "email": account.email,
        "records": [
            {"id": record, "kind": folded.kind, "fields": folded.fields}
            for record, folded in sorted(fold(edits).items())
        ],
        "edits": [edit.model_dump(mode="json") for edit in edits],
    }
    name = f"casebook-export-{now:%Y-%m-%d}.json"
    return Response(content, headers={"Content-Disposition": f'attachment; filename="{name}"'})


routes = [export]
