"""Edits of a patient's log, as storage keeps them: unjudged, with readable ids."""

from datetime import datetime, timedelta
from typing import Any

from shared_schemas.clock import stamp
from shared_schemas.journal import Edit
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
