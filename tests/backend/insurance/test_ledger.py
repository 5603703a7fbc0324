"""Money in cents: what was billed, paid, sent in, allowed and paid back, with no amount counted twice."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.insurance.claims_csv import dollars, ledger_csv
from backend.insurance.ledger import Ledger, ledger
from tests.backend.insurance.cases import CaseEntries
from tests.journals import NOW, empty


def _ledger(entries: CaseEntries) -> Ledger:
    return ledger(entries.journal(), NOW)


def test_a_receipt_and_its_claim_are_one_line() -> None:
    entries = CaseEntries()
    session = entries.session(0)
    claim = entries.enter(
        "claim",
        service_on="2026-01-05",
        billed_cents=47_500,
        allowed_cents=26_000,
        paid_cents=18_200,
        submitted_on="2026-01-08",
        decided_on="2026-02-01",
    )
    entries.enter("expense", session=session, claim=claim, amount_cents=47_500, hsa_fsa_cents=20_000)
    (line,) = _ledger(entries).lines
    assert (line.billed_cents, line.paid_cents, line.allowed_cents) == (47_500, 47_500, 26_000)
    assert (line.reimbursed_cents, line.outstanding_cents, line.owed_cents) == (18_200, 29_300, 0)
    assert (line.on, line.session, line.is_decided) == (date(2026, 1, 5), session, True)


def test_without_links_the_day_of_the_only_session_joins_them() -> None:
    entries = CaseEntries()
    session = entries.session(0)
    entries.enter("expense", spent_on="2026-01-05", category="treatment session", amount_cents=40_000)
    entries.enter("claim", service_on="2026-01-05", billed_cents=40_000)
    (line,) = _ledger(entries).lines
    assert (line.session, line.billed_cents) == (session, 40_000)


def test_two_sessions_on_one_day_are_not_guessed_apart() -> None:
    entries = CaseEntries()
    entries.session(0, 9)
    entries.session(0, 15)
    entries.enter("expense", spent_on="2026-01-05", category="session", amount_cents=40_000)
    (line,) = _ledger(entries).lines
    assert line.session is None


def test_a_ride_home_is_a_cost_of_its_own() -> None:
    entries = CaseEntries()
    session = entries.session(0)
    entries.enter("expense", session=session, spent_on="2026-01-05", category="session", amount_cents=40_000)
    entries.enter("expense", session=session, spent_on="2026-01-05", category="travel", amount_cents=2_550)
    found = _ledger(entries)
    assert [(line.title, line.billed_cents) for line in found.lines] == [("travel", 2_550), ("session", 40_000)]
    assert found.per_session_cents == 40_000


def test_what_the_patient_received_wins_over_what_the_insurer_says_it_paid() -> None:
    entries = CaseEntries()
    claim = entries.enter("claim", paid_cents=18_200, decided_on="2026-02-01")
    entries.enter("expense", claim=claim, amount_cents=40_000, reimbursed_cents=10_000)
    assert _ledger(entries).total.reimbursed_cents == 10_000


def test_an_unpaid_bill_is_owed_and_not_outstanding() -> None:
    entries = CaseEntries()
    entries.enter("expense", amount_cents=40_000, paid_cents=15_000)
    total = _ledger(entries).total
    assert (total.owed_cents, total.outstanding_cents) == (25_000, 15_000)


def test_an_instalment_pays_a_bill_and_is_none() -> None:
    entries = CaseEntries()
    session = entries.session(0)
    entries.enter("expense", session=session, category="session", amount_cents=60_000, paid_cents=0)
    for day in ("2026-02-01", "2026-03-01"):
        entries.enter("expense", session=session, spent_on=day, category="instalment", amount_cents=20_000)
    total = _ledger(entries).total
    assert (total.billed_cents, total.paid_cents, total.owed_cents) == (60_000, 40_000, 20_000)


def test_what_is_sent_and_not_decided_is_waited_for() -> None:
    entries = CaseEntries()
    entries.enter("expense", spent_on="2026-01-05", amount_cents=40_000, submitted_on="2026-01-09")
    entries.enter("expense", spent_on="2026-01-06", amount_cents=1_000)
    total = _ledger(entries).total
    assert (total.submitted_cents, total.waiting_cents, total.outstanding_cents) == (40_000, 40_000, 41_000)


def test_years_are_tax_years_and_what_has_no_day_stands_last() -> None:
    entries = CaseEntries()
    entries.enter("expense", spent_on="2025-12-31", amount_cents=100)
    entries.enter("expense", spent_on="2026-01-01", amount_cents=200)
    entries.enter("expense", spent_on="2026-01-02", amount_cents=400, tax_year=2025)
    entries.enter("expense", amount_cents=800)
    assert [(year, sums.billed_cents) for year, sums in _ledger(entries).years] == [
        (2026, 200),
        (2025, 500),
        (None, 800),
    ]


def test_an_empty_journal_costs_nothing() -> None:
    found = ledger(empty(), NOW)
    assert (found.lines, found.years, found.per_session_cents) == ((), (), None)
    assert found.total.paid_cents == 0


@given(st.lists(st.integers(-1_000_000_000, 1_000_000_000), max_size=8))
def test_no_cent_is_lost_in_a_sum(amounts: list[int]) -> None:
    entries = CaseEntries()
    for amount in amounts:
        entries.enter("expense", spent_on="2026-01-05", amount_cents=amount)
    found = _ledger(entries)
    assert found.total.billed_cents == sum(amounts) == sum(sums.billed_cents for _, sums in found.years)


@pytest.mark.parametrize(
    ("cents", "text"), [(None, ""), (0, "0.00"), (5, "0.05"), (-1_999, "-19.99"), (1_210, "12.10")]
)
def test_dollars_have_two_digits(cents: int | None, text: str) -> None:
    assert dollars(cents) == text


def test_the_table_for_the_tax_return_has_a_row_a_line_and_no_formula() -> None:
    entries = CaseEntries()
    entries.enter(
        "expense",
        spent_on="2026-01-05",
        amount_cents=47_500,
        category="=HYPERLINK(1)",
        provider="Clinic, with a comma",
        service_codes=["96365", "J3490"],
    )
    rows = ledger_csv(_ledger(entries).lines).splitlines()
    assert rows[0].startswith("Date,What,Provider,Service codes")
    assert (
        rows[1]
        == '2026-01-05,\'=HYPERLINK(1),"Clinic, with a comma","96365, J3490",,475.00,475.00,0.00,,,,0.00,475.00,2026,no'
    )
