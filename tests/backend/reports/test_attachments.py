import csv
import json
from datetime import date
from io import StringIO
from typing import Any

import pytest

from backend.reports.attachments import as_csv, as_json


def read(content: bytes) -> list[list[str]]:
    return list(csv.reader(StringIO(content.decode(), newline="")))


def test_a_row_of_a_table_reads_back_as_it_was() -> None:
    row = {"day": date(2026, 11, 24), "dose_mg": 42.5, "from_clinic": True, "route": None, "effects": ("a", "b, c")}
    assert read(as_csv([row])) == [list(row), ["2026-11-24", "42.5", "yes", "", "a; b, c"]]


def test_a_negative_number_stays_a_number() -> None:
    assert read(as_csv([{"change": -7}]))[1] == ["-7"]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@sum", "\t=1+1", "\r=1"])
def test_what_a_spreadsheet_would_run_is_text(text: str) -> None:
    assert read(as_csv([{"symptom": text}]))[1] == [f"'{text}"]


def test_json_keeps_order_letters_and_days() -> None:
    record = {"b": "Zoë", "a": date(2026, 11, 24)}
    assert list(json.loads(as_json(record))) == ["b", "a"]
    assert "Zoë".encode() in as_json(record)
    assert json.loads(as_json(record))["a"] == "2026-11-24"


def test_what_has_no_form_on_the_page_is_an_error() -> None:
    unknown: Any = {"x": object()}
    with pytest.raises(TypeError, match="object"):
        as_json(unknown)
