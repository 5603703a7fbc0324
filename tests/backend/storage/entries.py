"""Edits of a patient's log, as storage keeps them: unjudged, with readable ids."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from backend.storage.journals import Journals
from shared_schemas.clock import stamp
from shared_schemas.journal import Edit, LoggedEdit
from tests.conftest import NOW

DEVICE = "0123456789abcdef"


def edit_id(number: int) -> str:
    return f"00000000-0000-7000-8000-{number:012x}"


def record_id(number: int) -> str:
    return f"10000000-0000-7000-8000-{number:012x}"


def entry(
    number: int, record: int = 1, kind: str = "check_in", entered: datetime | None = None, **changes: Any
) -> Edit:
    """Edit `number` of record `record`; later numbers are entered later."""
    moment = entered or NOW - timedelta(hours=1) + timedelta(milliseconds=number)
    return Edit(
        id=edit_id(number),
        record=record_id(record),
        kind=kind,
        stamp=stamp(moment, 0, DEVICE),
        set=changes or {"mood": 6},
    )


def phone_writes_after_the_look(
    monkeypatch: pytest.MonkeyPatch, journals: Journals, account: str, written: Edit
) -> None:
    """From now on `written` is appended whenever all edits of the log were read, until the patch is undone."""
    read = journals.edits

    async def edits(account_read: str, **place: int) -> list[LoggedEdit]:
        found = await read(account_read, **place)
        if not place:
            await journals.append_edits(account, [written], NOW)
        return found

    monkeypatch.setattr(journals, "edits", edits)
