"""The data behind the pages as files: one JSON of all that is printed, and a CSV of sessions and one of scores."""

import csv
import json
from collections.abc import Mapping, Sequence
from datetime import date
from io import StringIO
from typing import Any

# A spreadsheet runs a cell that begins with one of these as a formula.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def as_json(value: Any) -> bytes:
    """UTF-8 JSON with days as "2026-11-24", names in the order of the pages."""
    return (json.dumps(value, ensure_ascii=False, indent=1, default=_day) + "\n").encode()


def as_csv(rows: Sequence[Mapping[str, Any]]) -> bytes:
    """UTF-8 CSV with a line of names; lists are joined by "; ", claims are yes or no, what is unknown is empty."""
    out = StringIO()
    writer = csv.DictWriter(out, fieldnames=list(rows[0]) if rows else [], lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({name: _cell(value) for name, value in row.items()} for row in rows)
    return out.getvalue().encode()


def _day(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(type(value).__name__)


def _cell(value: Any) -> Any:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        value = "; ".join(value)
    if isinstance(value, str) and value.startswith(_FORMULA_STARTS):
        return f"'{value}"
    return value
