"""Claims to send, approvals that end, answers that were promised: every other day that counts."""

from datetime import date
from typing import Any

import pytest

from backend.insurance.agenda import deadlines
from tests.backend.insurance.cases import CaseEntries, one


def _claim(plan: dict[str, Any] | None, **claim: Any) -> date | None:
    entries = CaseEntries()
    if plan:
        entries.enter("insurance_plan", **plan)
    entries.enter("claim", **claim)
    (due,) = deadlines(entries.journal())
    return due.due_on


def test_a_claim_is_due_by_its_own_day_then_the_plans_then_the_laws() -> None:
    service = {"service_on": "2028-02-29"}
    filing = {"plan_type": "medicare", "claim_filing_days": 90}
    assert _claim(filing, **service, submit_by_on="2028-04-01") == date(2028, 4, 1)
    assert _claim(filing, **service) == date(2028, 5, 29)
    # CMS and TRICARE: one calendar year after the service; a leap day's year ends with February.
    assert _claim({"plan_type": "medicare"}, **service) == date(2029, 2, 28)
    assert _claim({"plan_type": "tricare"}, **service) == date(2029, 2, 28)


@pytest.mark.parametrize("plan", [None, {"plan_type": "individual"}, {"plan_type": "unknown"}])
def test_without_a_rule_the_day_is_asked_for(plan: dict[str, Any] | None) -> None:
    entries = CaseEntries()
    if plan:
        entries.enter("insurance_plan", **plan)
    claim = entries.enter("claim", service_on="2026-01-05")
    (due,) = deadlines(entries.journal())
    assert (due.due_on, due.mend) == (None, ("claim", claim))
    assert due.asks is not None


def test_a_claim_that_was_sent_is_not_due() -> None:
    assert deadlines(one("claim", service_on="2026-01-05", submitted_on="2026-01-09")) == ()


def test_a_receipt_with_a_day_is_due_until_it_is_sent_or_has_a_claim() -> None:
    (due,) = deadlines(one("expense", spent_on="2026-01-05", submit_by_on="2026-04-05"))
    # 5 April 2026 is a Sunday.
    assert (due.due_on, due.aim_for_on) == (date(2026, 4, 5), date(2026, 4, 3))
    assert deadlines(one("expense", submit_by_on="2026-04-05", submitted_on="2026-01-09")) == ()
    assert deadlines(one("expense", submit_by_on="2026-04-05", claim="00000000-0000-7000-8000-000000000000")) == ()


def test_receipts_without_a_claim_are_due_by_the_plans_own_time_a_month_at_once() -> None:
    entries = CaseEntries()
    entries.enter("insurance_plan", plan_type="individual", claim_filing_days=90)
    for day in ("2026-01-05", "2026-01-12", "2026-01-19", "2026-02-02"):
        entries.enter("expense", spent_on=day, category="session", amount_cents=47_500)
    entries.enter("claim", service_on="2026-01-19", submitted_on="2026-01-20")
    for beside in ("travel", "instalment"):
        entries.enter("expense", spent_on="2026-01-06", category=beside, amount_cents=2_000)
    april, may = deadlines(entries.journal())
    assert (april.due_on, april.notes) == (date(2026, 4, 5), ("1 more receipt can go with it.",))
    assert april.counting == "90 days after the service, as your plan says."
    assert (may.due_on, may.notes) == (date(2026, 5, 3), ())
    assert deadlines(one("expense", spent_on="2026-01-05", category="session")) == ()


def test_an_approval_asks_for_its_renewal_or_says_when_it_ends() -> None:
    (renewal,) = deadlines(one("prior_authorization", renewal_due_on="2026-05-01", valid_to_on="2026-06-01"))
    assert renewal.due_on == date(2026, 5, 1)
    (end,) = deadlines(one("prior_authorization", valid_to_on="2026-06-01"))
    assert end.title == "The approval ends"
    assert deadlines(one("prior_authorization", valid_to_on="2026-06-01", decision="denied")) == ()


def test_a_promised_answer_is_the_insurers_until_it_came() -> None:
    (promise,) = deadlines(one("insurer_contact", follow_up_on="2026-05-01"))
    assert promise.is_for_the_insurer
    assert deadlines(one("insurer_contact", follow_up_on="2026-05-01", followed_up_on="2026-04-30")) == ()


def test_days_stand_in_their_order_and_unknown_ones_last() -> None:
    entries = CaseEntries()
    entries.enter("claim", service_on="2026-01-05")
    entries.enter("funding_option", option="clinical_trial", follow_up_on="2026-06-01")
    entries.enter("va_step", step="referral", follow_up_on="2026-05-01")
    assert [due.due_on for due in deadlines(entries.journal())] == [date(2026, 5, 1), date(2026, 6, 1), None]


def test_a_year_that_cannot_be_is_asked_for_again() -> None:
    (due,) = deadlines(one("claim", service_on="0001-01-01", submit_by_on="9999-12-31"))
    assert due.due_on is None
