"""What is due after a denial, for every kind of plan, with the counting examples of the rules' sources."""

from datetime import date
from typing import Any

import pytest

from backend.insurance.counting import Deadline
from backend.insurance.deadlines import appeal_deadlines
from tests.backend.insurance.cases import CaseEntries, refused

SELF_FUNDED = {"plan_type": "employer_self_funded", "internal_levels": 1, "grandfathered": "no"}
UPHELD: dict[str, Any] = {"level": "internal_1", "sent_on": "2026-03-01", "decision": "upheld"}


def _only(plan: dict[str, Any] | None, denial: dict[str, Any], *appeals: dict[str, Any]) -> Deadline:
    found = appeal_deadlines(refused(plan, denial, *appeals))
    assert len(found) == 1
    return found[0]


def test_an_employer_plan_gives_180_days_after_receipt() -> None:
    due = _only(SELF_FUNDED, {"notice_on": "2026-01-10", "received_on": "2026-01-15", "service": "after"})
    assert due.due_on == date(2026, 7, 14)
    assert due.aim_for_on == date(2026, 7, 14)
    assert due.source == "29 CFR 2560.503-1; 45 CFR 147.136"
    assert due.seen_on == date(2026, 11, 23)
    assert due.decision == "The insurer then has 60 days to decide."


def test_a_day_on_a_weekend_is_not_waited_for() -> None:
    # 180 days after 11 May 2026 are Saturday, 7 November 2026.
    due = _only(SELF_FUNDED, {"received_on": "2026-05-11"})
    assert (due.due_on, due.aim_for_on) == (date(2026, 11, 7), date(2026, 11, 6))


def test_an_unknown_day_of_receipt_is_counted_from_the_notice_and_said() -> None:
    due = _only(SELF_FUNDED, {"notice_on": "2026-01-15"})
    assert due.due_on == date(2026, 7, 14)
    assert "The day you received it is not entered, so this is counted from the date of the notice." in due.notes


def test_the_letters_own_date_wins_and_the_computed_one_stands_beside_it() -> None:
    due = _only(SELF_FUNDED, {"received_on": "2026-01-15", "deadline_on": "2026-06-30"})
    assert (due.due_on, due.computed_on, due.is_printed) == (date(2026, 6, 30), date(2026, 7, 14), True)
    assert due.notes[0] == "By the rule it would be Jul 14, 2026. The letter’s date counts."


def test_a_letter_without_any_date_asks_for_them() -> None:
    due = _only(SELF_FUNDED, {"reason": "experimental"})
    assert due.due_on is None
    assert due.asks == "Enter the date on the letter, and the day you received it."
    assert due.mend[0] == "denial"


@pytest.mark.parametrize("plan", [None, {"insurer": "X"}, {"plan_type": "unknown"}])
def test_an_unknown_kind_of_plan_is_asked_for_and_nothing_is_guessed(plan: dict[str, Any] | None) -> None:
    due = _only(plan, {"received_on": "2026-01-15"})
    assert due.due_on is None
    assert due.asks is not None
    assert due.mend == ("insurance_plan", None)


def test_an_unknown_kind_of_plan_still_has_the_letters_date() -> None:
    due = _only(None, {"received_on": "2026-01-15", "deadline_on": "2026-07-01"})
    assert (due.due_on, due.is_printed, due.asks) == (date(2026, 7, 1), True, None)


@pytest.mark.parametrize(
    ("received", "due_on", "aim_for_on"),
    [
        ("2026-10-31", date(2027, 3, 1), date(2027, 3, 1)),
        ("2026-09-18", date(2027, 1, 19), date(2027, 1, 15)),
    ],
)
def test_external_review_is_counted_in_months_and_moves_past_a_holiday(
    received: str, due_on: date, aim_for_on: date
) -> None:
    decided = {**UPHELD, "decision_received_on": received}
    due = _only(SELF_FUNDED, {"received_on": "2026-01-15", "reason": "experimental"}, decided)
    assert due.title == "External review"
    assert (due.due_on, due.aim_for_on) == (due_on, aim_for_on)
    assert due.source == "45 CFR 147.136(d)"
    assert due.decision == "The insurer then has 45 days to decide."


def test_a_plain_exclusion_has_no_external_review() -> None:
    decided = {**UPHELD, "decision_received_on": "2026-04-01"}
    due = _only(SELF_FUNDED, {"received_on": "2026-01-15", "reason": "excluded"}, decided)
    assert due.due_on is None
    assert "not open for a plain exclusion" in due.notes[0]


def test_a_second_level_is_the_plans_own_and_asked_for() -> None:
    decided = {**UPHELD, "decision_received_on": "2026-04-01"}
    two = {**SELF_FUNDED, "internal_levels": 2}
    due = _only(two, {"received_on": "2026-01-15", "reason": "experimental"}, decided)
    assert due.title == "Second internal appeal"
    assert due.due_on is None
    assert due.asks is not None
    printed = _only(two, {"received_on": "2026-01-15"}, {**decided, "next_deadline_on": "2026-06-01"})
    assert printed.due_on == date(2026, 6, 1)


def test_california_gives_six_months_and_no_state_law_holds_for_a_self_funded_plan() -> None:
    decided = {**UPHELD, "decision_received_on": "2026-08-31"}
    denial = {"received_on": "2026-01-15", "reason": "experimental"}
    insured = _only({"plan_type": "employer_insured", "state": "CA", "grandfathered": "no"}, denial, decided)
    assert insured.due_on == date(2027, 2, 28)
    funded = _only({**SELF_FUNDED, "state": "CA"}, denial, decided)
    assert funded.due_on == date(2026, 12, 31)
    elsewhere = _only({"plan_type": "individual", "state": "IL", "grandfathered": "no"}, denial, decided)
    assert elsewhere.due_on == date(2026, 12, 31)
    assert "Your state may give more time. Its insurance department says so." in elsewhere.notes


def test_medicare_takes_receipt_to_be_five_days_after_the_notice() -> None:
    # CMS: 120 days after receipt, presumed 5 days after the notice, so notice + 125.
    assert _only({"plan_type": "medicare"}, {"notice_on": "2026-12-01"}).due_on == date(2027, 4, 5)
    late = _only({"plan_type": "medicare"}, {"notice_on": "2026-12-01", "received_on": "2026-12-20"})
    assert late.due_on == date(2027, 4, 5)
    assert late.notes == ("A later day of receipt needs proof, so it is not counted.",)
    early = _only({"plan_type": "medicare"}, {"notice_on": "2026-12-01", "received_on": "2026-12-03"})
    assert early.due_on == date(2027, 4, 2)


@pytest.mark.parametrize(
    ("plan_type", "due_on", "title"),
    [
        ("medicare_advantage", date(2026, 3, 21), "Reconsideration by the plan"),
        ("medicaid", date(2026, 3, 16), "Appeal to the plan"),
        ("fehb", date(2026, 7, 15), "Ask the plan to reconsider"),
        ("tricare", date(2026, 4, 15), "Reconsideration"),
    ],
)
def test_other_plans_count_from_the_date_of_the_notice(plan_type: str, due_on: date, title: str) -> None:
    due = _only({"plan_type": plan_type}, {"notice_on": "2026-01-15", "received_on": "2026-02-15", "service": "after"})
    assert (due.due_on, due.title) == (due_on, title)


def test_medicaid_keeps_paying_when_it_is_asked_within_ten_days() -> None:
    found = appeal_deadlines(refused({"plan_type": "medicaid"}, {"notice_on": "2026-01-15", "service": "ongoing"}))
    assert [(due.title, due.due_on) for due in found] == [
        ("Ask that the treatment goes on meanwhile", date(2026, 1, 25)),
        ("Appeal to the plan", date(2026, 3, 16)),
    ]


def test_tricare_has_three_days_for_an_expedited_request_before_the_treatment() -> None:
    denial = {"notice_on": "2026-01-10", "received_on": "2026-01-15", "urgent": True, "service": "before"}
    found = appeal_deadlines(refused({"plan_type": "tricare"}, denial))
    assert [(due.title, due.due_on) for due in found] == [
        ("Expedited reconsideration", date(2026, 1, 18)),
        ("Reconsideration", date(2026, 4, 10)),
    ]
    assert all(due.is_urgent for due in found)


def test_the_plan_of_a_federal_employee_that_never_answers_is_no_end() -> None:
    found = appeal_deadlines(
        refused({"plan_type": "fehb"}, {"notice_on": "2026-01-15"}, {"level": "internal_1", "sent_on": "2026-02-01"})
    )
    assert [(due.kind, due.due_on) for due in found] == [
        ("decision", date(2026, 3, 3)),
        ("appeal", date(2026, 6, 1)),
    ]
    answered = {"level": "internal_1", "sent_on": "2026-02-01", "decision": "upheld", "decided_on": "2026-02-20"}
    assert _only({"plan_type": "fehb"}, {"notice_on": "2026-01-15"}, answered).due_on == date(2026, 5, 21)


def test_an_independent_review_that_comes_by_itself_asks_for_nothing() -> None:
    decided = {**UPHELD, "decided_on": "2026-04-01"}
    due = _only({"plan_type": "medicare_advantage"}, {"notice_on": "2026-01-15"}, decided)
    assert (due.due_on, due.asks) == (None, None)
    assert "by itself" in due.notes[0]


def test_the_va_has_no_last_day_for_a_clinical_appeal_and_a_year_for_benefits() -> None:
    found = appeal_deadlines(refused({"plan_type": "va"}, {"notice_on": "2028-02-29"}))
    assert [(due.title, due.due_on) for due in found] == [
        ("If the letter decides on benefits", date(2029, 2, 28)),
        ("Clinical appeal", None),
    ]


@pytest.mark.parametrize(
    ("levels", "service", "urgent", "due_on"),
    [
        (1, "before", False, date(2026, 3, 31)),
        (1, "after", False, date(2026, 4, 30)),
        (2, "before", False, date(2026, 3, 16)),
        (2, "after", False, date(2026, 3, 31)),
        (1, "before", True, date(2026, 3, 4)),
    ],
)
def test_the_insurer_has_its_own_day_once_the_appeal_is_sent(
    levels: int, service: str, urgent: bool, due_on: date
) -> None:
    due = _only(
        {**SELF_FUNDED, "internal_levels": levels},
        {"received_on": "2026-01-15", "service": service, "urgent": urgent},
        {"level": "internal_1", "sent_on": "2026-03-01"},
    )
    assert (due.kind, due.is_for_the_insurer, due.due_on) == ("decision", True, due_on)


def test_an_overturned_denial_has_nothing_due() -> None:
    won = {**UPHELD, "decision": "overturned"}
    assert appeal_deadlines(refused(SELF_FUNDED, {"received_on": "2026-01-15"}, won)) == ()


def test_two_denials_have_a_day_each_and_an_appeal_of_neither_stands_with_none() -> None:
    entries = CaseEntries()
    entries.enter("insurance_plan", **SELF_FUNDED)
    entries.enter("denial", received_on="2026-02-15")
    entries.enter("denial", received_on="2026-01-15")
    entries.enter("appeal", level="internal_1", sent_on="2026-03-01")
    found = appeal_deadlines(entries.journal())
    assert [due.due_on for due in found] == [date(2026, 7, 14), date(2026, 8, 14)]


def test_the_plan_in_force_on_the_day_of_the_notice_decides() -> None:
    entries = CaseEntries()
    entries.enter("insurance_plan", plan_type="medicare_advantage", began_on="2025-01-01", ended_on="2026-01-31")
    entries.enter("insurance_plan", **SELF_FUNDED, began_on="2026-02-01")
    entries.enter("denial", notice_on="2026-01-15")
    assert [due.due_on for due in appeal_deadlines(entries.journal())] == [date(2026, 3, 21)]


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_year_that_cannot_be_is_asked_for_again(day: str) -> None:
    due = _only(SELF_FUNDED, {"notice_on": day, "received_on": day, "deadline_on": day})
    assert due.due_on is None
    assert due.asks is not None
    sent = _only(SELF_FUNDED, {"notice_on": "2026-01-15"}, {"level": "internal_1", "sent_on": day})
    assert sent.due_on is None


@pytest.mark.parametrize(("service", "is_said"), [("ongoing", False), (None, True)])
def test_a_window_of_days_is_shown_while_nobody_has_said_that_it_does_not_hold(
    service: str | None, is_said: bool
) -> None:
    found = appeal_deadlines(refused({"plan_type": "medicaid"}, {"notice_on": "2026-01-15", "service": service}))
    assert found[0].due_on == date(2026, 1, 25)
    assert (
        found[0].notes == ("Only where the treatment was going on when it was refused. Say so on the denial.",)
    ) == (is_said)
    over = appeal_deadlines(refused({"plan_type": "medicaid"}, {"notice_on": "2026-01-15", "service": "after"}))
    assert [due.title for due in over] == ["Appeal to the plan"]


def test_what_the_letter_says_after_the_last_level_is_not_lost() -> None:
    decided = {"sent_on": "2026-03-01", "decision": "upheld", "decided_on": "2026-05-01"}
    levels = ({"level": "internal_1", **decided}, {"level": "internal_2", **decided, "next_deadline_on": "2026-06-30"})
    printed = _only({"plan_type": "medicare"}, {"notice_on": "2026-01-15"}, *levels)
    assert (printed.title, printed.due_on, printed.is_printed) == ("What follows", date(2026, 6, 30), True)
    open_end = _only(
        {"plan_type": "medicare"},
        {"notice_on": "2026-01-15"},
        {**levels[0]},
        {**levels[0], **levels[1], "next_deadline_on": None},
    )
    assert (open_end.due_on, open_end.mend[0]) == (None, "appeal")
    assert "If the letter names another step" in (open_end.asks or "")


def test_an_expedited_external_review_that_is_on_its_way_is_what_is_waited_for() -> None:
    sent = {"level": "external_review", "sent_on": "2026-03-02", "expedited": True}
    due = _only(SELF_FUNDED, {"received_on": "2026-01-15", "reason": "experimental"}, sent)
    assert (due.kind, due.due_on) == ("decision", date(2026, 3, 5))
