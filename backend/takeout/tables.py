"""One table for each kind of record, as CSV that spreadsheets open by a double click."""

import csv
import json
from collections.abc import Sequence
from io import StringIO
from typing import Any

from backend.takeout.entries import Entry, known_fields
from backend.takeout.labels import field_label

# Excel takes a file without it for the code page of the machine.
_BYTE_ORDER_MARK = "\ufeff"
# A spreadsheet takes what begins with one of these for a formula, also after blanks.
_FORMULA = ("=", "+", "-", "@", "|", "%", "\t", "\r", "\n")


def table(kind: str, entries: Sequence[Entry]) -> str:
    """A row for each entry, those in the trash too, with a first row of names. What nobody entered is empty.

    Days and instants stand as they are in the record, so that nothing is lost between zones; amounts in dollars.
    """
    known = known_fields(kind)
    others = sorted({name for entry in entries for name in entry.fields} - {*known})
    names = [*known, *others]
    text = StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([*(plain(field_label(name)) for name in names), "In the trash", "Changes", "Number of the entry"])
    for entry in entries:
        cells = [_cell(name, entry.fields.get(name)) for name in names]
        writer.writerow([*cells, "yes" if entry.is_deleted else "", entry.edits, entry.id])
    return _BYTE_ORDER_MARK + text.getvalue()


def plain(text: str) -> str:
    """The text, with an apostrophe before what a spreadsheet would run; control characters cannot stand in a cell."""
    clean = "".join(sign for sign in text if sign in "\t\r\n" or ord(sign) >= 32)
    return f"'{clean}" if clean.lstrip(" ").startswith(_FORMULA) else clean


def _cell(name: str, value: Any) -> str | int | float:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int) and name.endswith("_cents"):
        sign = "-" if value < 0 else ""
        return f"{sign}{abs(value) // 100}.{abs(value) % 100:02d}"
    if isinstance(value, int | float):
        return value
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return plain("; ".join(value))
    return plain(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))
