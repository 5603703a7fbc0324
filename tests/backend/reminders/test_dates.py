"""Reminders of days that others set."""

from datetime import date, timedelta
from typing import Any

import pytest

from shared_schemas.journal import Edit
from tests.backend.reminders.entries import NEW_YORK, NOW, check_in, entry, only, planned, record, rule

HERE = check_in(50, NOW - timedelta(days=2))
TODAY = date(2026, 11, 23)


def days(kind: str, *edits: Edit) -> list[tuple[str, int]]:
    """When the kind reminds: local day, and local hour."""
    moments = [one.due_at.astimezone(NEW_YORK) for one in planned(*only(kind), HERE, *edits)]
    return [(moment.date().isoformat(), moment.hour) for moment in moments]


def in_days(number: int) -> str:
    return (TODAY + timedelta(days=number)).isoformat()


def test_a_promised_answer_is_asked_for_on_its_day_in_the_morning() -> None:
    call = entry(2, "insurer_contact", at="2026-11-20T10:00:00-05:00", follow_up_on=in_days(4))
    assert days("follow_up", call) == [(in_days(4), 9)]


@pytest.mark.parametrize(
    "done",
    [
        entry(2, "insurer_contact", seq=2, followed_up_on=in_days(0)),
        entry(3, "insurer_contact", at="2026-11-27T10:00:00-05:00"),
    ],
)
def test_whoever_has_followed_up_is_not_reminded(done: Edit) -> None:
    call = entry(2, "insurer_contact", at="2026-11-20T10:00:00-05:00", follow_up_on=in_days(4))
    assert days("follow_up", call, done) == []


def test_an_appeal_is_reminded_of_30_14_7_2_and_1_days_before() -> None:
    denial = entry(2, "denial", deadline_on=in_days(10))
    assert days("appeal", denial) == [(in_days(3), 9), (in_days(8), 9), (in_days(9), 9)]


def test_an_appeal_that_is_sent_is_not_reminded_of() -> None:
    denial = entry(2, "denial", deadline_on=in_days(10))
    assert days("appeal", denial, entry(3, "appeal", denial=record(2), level="internal_1", sent_on=in_days(-1))) == []


def test_an_appeal_that_was_decided_is_not_reminded_of_and_the_next_step_is() -> None:
    denial = entry(2, "denial", received_on=in_days(-60), deadline_on=in_days(10))
    lost = {"denial": record(2), "level": "internal_1", "sent_on": in_days(-50), "decision_received_on": in_days(-2)}
    assert days("appeal", denial, entry(3, "appeal", **lost, decision="overturned")) == []
    upheld = entry(3, "appeal", **lost, decision="upheld", next_deadline_on=in_days(9))
    assert days("appeal", denial, upheld) == [(in_days(2), 9), (in_days(7), 9), (in_days(8), 9)]


def test_the_patients_own_days_hold() -> None:
    denial = entry(2, "denial", deadline_on=in_days(10))
    assert days("appeal", denial, rule(950, "appeal", days_before=[5])) == [(in_days(5), 9)]


@pytest.mark.parametrize("kind", ["claim", "expense"])
def test_what_must_be_sent_in_is_reminded_of_until_it_is(kind: str) -> None:
    waiting = entry(2, kind, submit_by_on=in_days(3))
    assert days("claim", waiting) == [(in_days(0), 9), (in_days(2), 9)]
    assert days("claim", waiting, entry(2, kind, seq=2, submitted_on=in_days(0))) == []


def test_an_approval_that_ends_is_reminded_of_unless_the_next_one_was_asked_for() -> None:
    approval = entry(2, "prior_authorization", requested_on=in_days(-90), valid_to_on=in_days(20))
    assert days("authorization", approval) == [(in_days(6), 9)]
    again = entry(3, "prior_authorization", requested_on=in_days(-1))
    assert days("authorization", approval, again) == []


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("denial", {"deadline_on": "0001-01-02"}),
        ("denial", {"deadline_on": "9999-12-31"}),
        ("insurer_contact", {"follow_up_on": "9999-12-31"}),
        ("claim", {"submit_by_on": "0001-01-01"}),
        ("denial", {"deadline_on": in_days(-1)}),
    ],
)
def test_days_that_are_over_or_mistyped_ask_for_nothing(kind: str, fields: dict[str, Any]) -> None:
    assert planned(*only("appeal", "follow_up", "claim"), HERE, entry(2, kind, **fields)) == []
