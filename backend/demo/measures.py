"""Questionnaires and daily check-ins of the example patient, with noise, days forgotten and a few late entries."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from backend.demo.diary import ZONE, Diary
from backend.demo.story import FIRST_WEEK, PlannedSession, on_scale, phq9_of, week_of

FIRST_DAY_AGO = 730
_NOT_ANSWERED = {-82, -66, -54, -30}  # weeks whose questionnaire was forgotten
_NOT_DISTURBED = {FIRST_WEEK, -48, -46, 0}  # weeks whose total the story tells, so without noise
# How readily each item takes a point: sleep, mood and tiredness early, moving slowly and item 9 last.
_PHQ9_WEIGHTS = (1.2, 1.25, 1.1, 1.2, 0.9, 1.1, 1.0, 0.6, 0.38)
_GAD7_WEIGHTS = (1.2, 1.2, 1.1, 1.1, 0.7, 0.9, 0.75)
_AWAY = range(612, 621)  # nine days of travel without an entry
_BAD_DAY_NOTES = (
    "Could not get up before noon.",
    "Cancelled dinner again.",
    "Slept badly, thoughts going round.",
    "Hard day at work, could not concentrate.",
)
_GOOD_DAY_NOTES = (
    "Walked by the lake.",
    "Cooked for friends.",
    "Worked a full day.",
    "Called my sister, laughed a lot.",
)


def write_measures(diary: Diary, sessions: Sequence[PlannedSession]) -> None:
    """PHQ-9 every two weeks, GAD-7 every four, a check-in on most days up to yesterday."""
    _write_questionnaires(diary)
    _write_check_ins(diary, {session.days_ago for session in sessions})


def _write_questionnaires(diary: Diary) -> None:
    for week in range(FIRST_WEEK, 1, 2):
        if week in _NOT_ANSWERED:
            continue
        # The evening before the day of the week on which the sessions were.
        answered_at = diary.at(diary.last_session_ago - 7 * week + 1, 20, diary.random.randrange(0, 55, 5))
        total = phq9_of(week) + (0 if week in _NOT_DISTURBED else diary.random.gauss(0, 0.9))
        answers = _answers(diary, min(max(round(total), 0), 27), _PHQ9_WEIGHTS)
        _write_measure(diary, answered_at, "phq9", answers, difficulty=min(round(total / 8), 3))
        if (week - FIRST_WEEK) % 4 == 0:
            anxiety = min(max(round(1.5 + 0.64 * phq9_of(week) + diary.random.gauss(0, 0.9)), 0), 21)
            _write_measure(diary, diary.later(answered_at, 4), "gad7", _answers(diary, anxiety, _GAD7_WEIGHTS))


def _write_measure(diary: Diary, answered_at: datetime, instrument: str, answers: list[int], **more: Any) -> None:
    diary.write(
        "outcome_measure",
        diary.later(answered_at, diary.random.choice((0, 1, 1, 2))),
        instrument=instrument,
        answered_at=answered_at,
        time_zone=ZONE,
        answers=answers,
        **more,
    )


def _answers(diary: Diary, total: int, weights: Sequence[float]) -> list[int]:
    """Item answers of 0-3 that add up to `total`: each point goes where its weight, shared by points given, is most."""
    answers = [0] * len(weights)
    for _ in range(total):
        share = [
            weight / (given + 1) * diary.random.uniform(0.85, 1.15) if given < 3 else 0.0
            for weight, given in zip(weights, answers, strict=True)
        ]
        answers[share.index(max(share))] += 1
    return answers


def _write_check_ins(diary: Diary, session_days_ago: set[int]) -> None:
    mood_drift = 0.0
    for days_ago in _days_with_check_in(diary):
        mood_drift = 0.55 * mood_drift + diary.random.gauss(0, 0.75)
        # Two good days after a session are part of what people tell.
        afterglow = 0.7 if {days_ago + 1, days_ago + 2} & session_days_ago else 0.0
        fields = _state(diary, days_ago, mood_drift + afterglow)
        _write_check_in(diary, days_ago, fields)


def _days_with_check_in(diary: Diary) -> Iterator[int]:
    for days_ago in range(FIRST_DAY_AGO, 0, -1):
        is_ill = phq9_of(week_of(diary, days_ago)) > 14
        is_forgotten = diary.random.random() < (0.22 if is_ill else 0.125) or days_ago in _AWAY
        if not is_forgotten or days_ago in (FIRST_DAY_AGO, 1):
            yield days_ago


def _state(diary: Diary, days_ago: int, lift: float) -> dict[str, Any]:
    week = week_of(diary, days_ago)
    illness = phq9_of(week)
    mood = on_scale(9.0 - 0.34 * illness + lift)
    return {
        "mood": mood,
        "anxiety": on_scale(1.0 + 0.33 * illness - 0.6 * lift + diary.random.gauss(0, 0.7)),
        "energy": on_scale(8.2 - 0.31 * illness + 0.7 * lift + diary.random.gauss(0, 0.8)),
        "well_being": on_scale(8.8 - 0.33 * illness + 0.9 * lift + diary.random.gauss(0, 0.5)),
        "sleep_hours": round(2 * (7.4 - 0.11 * illness + diary.random.gauss(0, 0.7))) / 2,
        "sleep_quality": on_scale(7.8 - 0.28 * illness + diary.random.gauss(0, 1.0)),
        "function": on_scale(8.8 - 0.32 * illness + 0.5 * lift + diary.random.gauss(0, 0.6)),
        "global_change": _global_change(illness) if diary.day(days_ago).weekday() == 6 and week > FIRST_WEEK else None,
        "notes": _note(diary, mood),
    }


def _global_change(illness: float) -> int:
    """1 very much better to 7 very much worse, against the state before the first session."""
    return min(max(4 + round((illness - 21) / 5.5), 1), 7)


def _note(diary: Diary, mood: int) -> str | None:
    if diary.random.random() > 0.06:
        return None
    return diary.random.choice(_GOOD_DAY_NOTES if mood >= 5 else _BAD_DAY_NOTES)


def _write_check_in(diary: Diary, days_ago: int, fields: dict[str, Any]) -> None:
    is_morning = diary.random.random() < 0.12
    at = diary.at(days_ago, 8 if is_morning else diary.random.choice((19, 20, 21, 21, 22)), diary.random.randrange(60))
    late_minutes = diary.random.choice((780, 1_500, 2_900)) if diary.random.random() < 0.06 else 1
    entered = diary.later(at, late_minutes if days_ago > 3 else 1)
    record = diary.write("check_in", entered, at=at, time_zone=ZONE, **fields)
    if days_ago > 3 and diary.random.random() < 0.03:
        mood = on_scale(fields["mood"] + diary.random.choice((-1, 1)))
        diary.amend(record, "check_in", diary.later(entered, diary.random.randrange(20, 900)), mood=mood)
