"""What holds for every rule: the one switch, quiet hours, a pause."""

from datetime import UTC, datetime, timedelta

from tests.backend.reminders.entries import NEW_YORK, NOW, check_in, entry, only, planned, rule, session, subjects

# The session ends at 21:10 in New York, so that a day after it is in the quiet hours.
EVENING = datetime(2026, 11, 23, 20, 30, tzinfo=NEW_YORK)


def test_one_switch_turns_everything_off() -> None:
    everything = [session(2, NOW), entry(3, "denial", deadline_on="2026-12-01"), check_in(4, NOW - timedelta(days=3))]
    assert subjects(*everything) != []
    assert subjects(*everything, rule(950, "all", is_on=False)) == []


def test_what_falls_into_the_quiet_hours_comes_at_their_end() -> None:
    [first, *_] = planned(*only("after_session")[:-1], session(2, EVENING), now=EVENING)
    assert first.due_at == datetime(2026, 11, 25, 8, 0, tzinfo=NEW_YORK).astimezone(UTC)


def test_what_is_of_no_use_any_more_when_the_quiet_hours_end_is_dropped() -> None:
    afternoon = datetime(2026, 11, 23, 17, 0, tzinfo=NEW_YORK)
    # Asked two hours after its end, at 19:40; of use until 01:40.
    quiet = rule(950, "all", quiet_from="19:00", quiet_until="09:00")
    asked = planned(session(2, afternoon), quiet, now=afternoon)
    assert not any(one.subject.endswith(":2") for one in asked)


def test_quiet_hours_at_noon_do_not_go_over_midnight() -> None:
    quiet = rule(950, "all", quiet_from="12:00", quiet_until="14:00")
    start = datetime(2026, 11, 23, 10, 0, tzinfo=NEW_YORK)
    [first, *_] = planned(*only("after_session"), quiet, session(2, start, minutes=60), now=start)
    assert first.due_at == datetime(2026, 11, 23, 13, 0, tzinfo=NEW_YORK) + timedelta(hours=1)


def test_a_pause_moves_what_is_still_of_use_to_its_end_and_drops_the_rest() -> None:
    until = NOW + timedelta(days=3)
    pause = rule(950, "all", quiet_from="00:00", quiet_until="00:00", paused_until=until.isoformat())
    denial = entry(2, "denial", deadline_on="2026-11-30")
    asked = planned(*only("appeal", "after_session")[:-1], pause, session(3, NOW), denial, check_in(4, NOW))
    assert [(one.subject.partition(":")[0], one.due_at >= until) for one in asked if one.due_at <= until] == [
        ("after-session", True)
    ]
    assert [one.due_at.date().day for one in asked if one.subject.startswith("letter")] == [28, 29]


def test_a_pause_until_the_end_of_the_calendar_is_a_pause() -> None:
    for last in ("9999-12-31T23:59:59-14:00", "9999-12-31T22:00:00Z"):
        pause = rule(950, "all", quiet_from="21:00", quiet_until="08:00", paused_until=last)
        assert planned(session(2, NOW), entry(3, "denial", deadline_on="2026-12-01"), pause) == []


def test_reminders_stand_in_the_order_of_their_times_and_none_is_past_its_use() -> None:
    asked = planned(session(2, NOW), entry(3, "denial", deadline_on="2026-12-01"), rule(950, "check_in", is_on=True))
    assert [one.due_at for one in asked] == sorted(one.due_at for one in asked)
    assert all(one.due_at < one.expires_at for one in asked)
    assert len({one.subject for one in asked}) == len(asked)
