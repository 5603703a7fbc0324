from datetime import UTC, time, timedelta
from typing import Any

import pytest

from backend.reminders.rules import Rules, zone_of
from shared_schemas.journal import Edit, Journal, problem_with
from tests.backend.reminders.entries import NEW_YORK, NOW, check_in, entry, rule


def rules(*edits: Edit) -> Rules:
    return Rules.of(Journal.from_edits(edits))


def test_without_settings_the_defaults_hold() -> None:
    default = rules()
    assert default.after_session_hours == (2, 24, 72, 168)
    assert default.appeal_days_before == (30, 14, 7, 2, 1)
    assert default.check_in_at is None
    assert default.questionnaires_at == time(10)


def test_what_a_setting_does_not_say_keeps_its_default() -> None:
    assert rules(rule(1, "check_in", is_on=True)).check_in_at == time(19)
    assert rules(rule(1, "claim", is_on=False)).claim_days_before == ()


def test_the_newest_setting_of_a_rule_counts() -> None:
    assert rules(rule(1, "claim", days_before=[5]), rule(2, "claim", days_before=[9])).claim_days_before == (9,)


def test_quiet_hours_that_begin_when_they_end_are_none() -> None:
    assert rules(rule(1, "all", quiet_from="22:00", quiet_until="07:00")).quiet == (time(22), time(7))
    assert rules(rule(1, "all", quiet_from="22:00", quiet_until="22:00")).quiet is None


def test_a_zone_nobody_knows_is_passed_over() -> None:
    known, unknown = check_in(1, NOW), entry(2, "check_in", at=NOW.isoformat(), time_zone="Mars/Olympus")
    assert zone_of(Journal.from_edits([known, unknown])) == NEW_YORK
    assert zone_of(Journal.from_edits([unknown])) == UTC
    assert zone_of(Journal.from_edits([entry(3, "check_in", at=NOW.isoformat(), time_zone="America")])) == UTC


@pytest.mark.parametrize(
    "fields",
    [
        {"at_time": "24:00"},
        {"at_time": "9:00"},
        {"hours_after": [0]},
        {"hours_after": [24] * 11},
        {"days_before": [1.5]},
        {"every_days": 0},
        {"rule": "horoscope"},
    ],
)
def test_a_setting_that_cannot_be_is_refused_by_its_field(fields: dict[str, Any]) -> None:
    problem = problem_with("reminder", fields)
    assert problem is not None
    assert problem.field == next(iter(fields))


def test_a_pause_is_an_instant() -> None:
    until = NOW + timedelta(days=3)
    assert rules(rule(1, "all", paused_until=until.isoformat())).paused_until == until
