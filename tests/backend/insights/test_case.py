"""The case over HTTP: what a patient with a denial sees, and what an empty journal says."""

import csv
from datetime import UTC, datetime
from io import StringIO
from typing import Any
from uuid import uuid4

import pytest

from backend.demo import demo_edits
from backend.insights.case import case_view
from shared_schemas.clock import stamp
from shared_schemas.journal import Journal
from tests.conftest import Browser
from tests.journals import NOW, PATIENTS

DEVICE = "0123456789abcdef"


async def _enter(browser: Browser, kind: str, **fields: Any) -> str:
    record = str(uuid4())
    moment = stamp(datetime.now(UTC), 0, DEVICE)
    edit = {"id": str(uuid4()), "record": record, "kind": kind, "stamp": moment, "set": fields}
    answer = await browser.post("/api/sync", json={"protocol": 1, "device": DEVICE, "edits": [edit]})
    assert answer.json()["rejected"] == []
    return record


async def test_a_denial_of_today_is_due_and_names_the_form_that_takes_the_next_entry(signed_in: Browser) -> None:
    await _enter(signed_in, "insurance_plan", plan_type="employer_self_funded", grandfathered="no")
    denial = await _enter(signed_in, "denial", notice_on="2031-01-10", received_on="2031-01-15", service="after")
    case = (await signed_in.get("/api/case")).json()
    (due,) = case["deadlines"]
    assert (due["due_on"], due["aim_for_on"], due["has_passed"]) == ("2031-07-14", "2031-07-14", False)
    assert due["mend"] == {"kind": "denial", "record": denial}
    assert due["source"] == "29 CFR 2560.503-1; 45 CFR 147.136"
    assert case["deadlines_caution"].endswith("The date printed on the letter always wins.")
    assert "does not promise coverage" in case["criteria_caution"]


async def test_a_phone_that_has_seen_it_is_told_nothing_twice(signed_in: Browser) -> None:
    first = await signed_in.get("/api/case")
    etag = {"If-None-Match": first.headers["etag"]}
    same = await signed_in.get("/api/case", headers=etag)
    assert (same.status_code, same.content) == (304, b"")
    await _enter(signed_in, "denial", notice_on="2026-01-10")
    assert (await signed_in.get("/api/case", headers=etag)).status_code == 200


async def test_the_ledger_is_a_table_of_all_or_of_one_year(signed_in: Browser) -> None:
    await _enter(signed_in, "expense", spent_on="2025-12-31", amount_cents=100)
    await _enter(signed_in, "expense", spent_on="2026-01-01", amount_cents=200)
    answer = await signed_in.get("/api/case/ledger.csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="casebook-costs-all.csv"'
    assert [row["Billed"] for row in csv.DictReader(StringIO(answer.text))] == ["2.00", "1.00"]
    of_year = await signed_in.get("/api/case/ledger.csv?year=2025")
    assert [row["Billed"] for row in csv.DictReader(StringIO(of_year.text))] == ["1.00"]
    assert (await signed_in.get("/api/case/ledger.csv?year=x")).status_code == 400


async def test_nobody_without_a_session_sees_a_case(browser: Browser) -> None:
    assert (await browser.get("/api/case")).status_code == 401
    assert (await browser.get("/api/case/ledger.csv")).status_code == 401


async def test_the_case_is_described_in_the_schema(browser: Browser) -> None:
    schema = (await browser.get("/schema/openapi.json")).json()
    assert "/api/case" in schema["paths"]
    assert {"CaseView", "CaseDeadline", "LedgerView"} <= set(schema["components"]["schemas"])


@pytest.mark.parametrize("patient", PATIENTS, ids=lambda patient: patient.__name__)
def test_every_example_patient_has_a_case_that_goes_over_the_wire(patient: Any) -> None:
    case = case_view(patient(), NOW)
    assert case.model_validate_json(case.model_dump_json()) == case


def test_the_example_patient_has_a_day_to_come_a_day_passed_and_all_that_a_case_shows() -> None:
    now = datetime(2026, 11, 24, 17, 30, tzinfo=UTC)
    case = case_view(Journal.from_edits(demo_edits(now)), now)
    to_come = [due for due in case.deadlines if due.due_on and not due.has_passed and due.kind == "appeal"]
    assert [due.is_printed for due in to_come] == [True]
    assert any(due.has_passed for due in case.deadlines)
    assert case.criteria[0].is_own
    assert {"met", "not_documented"} <= {criterion.status for criterion in case.criteria[0].criteria}
    assert case.missing
    assert case.ledger.total.reimbursed_cents > 0
    assert case.figures[0].rows
