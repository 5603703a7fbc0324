"""Golden numbers: "a course starts at the first session and at one more than 90 days after the last; on treatment is a
session and the 28 days after it; a gap is from there to the next session" (Casebook's own definitions, which
`backend.analysis.courses` states and the report prints)."""

from datetime import timedelta

from backend.analysis.courses import begun_sessions, courses, gaps
from tests.journals import NOW, Entries, at, empty, responder, with_gaps


def test_a_patient_without_sessions_has_no_course_and_no_gap() -> None:
    assert courses(empty(), NOW) == ()
    assert gaps(()) == ()


def test_six_sessions_in_three_weeks_are_one_course_without_a_gap() -> None:
    (course,) = courses(responder(), NOW)
    assert len(course.sessions) == 6
    assert course.started_at == at(0, 10)
    assert course.last_at == at(17, 10)
    assert gaps(course.sessions) == ()


def test_treatment_after_four_months_without_is_a_second_course() -> None:
    first, second = courses(with_gaps(), NOW)
    assert [len(course.sessions) for course in (first, second)] == [3, 2]
    assert (first.last_at, second.started_at) == (at(14, 10), at(134, 10))


def test_the_gap_begins_28_days_after_the_last_session_and_ends_with_the_next() -> None:
    # Sessions on day 14 and day 134: the gap is day 42 to day 134, 92 days.
    (gap,) = gaps(begun_sessions(with_gaps(), NOW))
    assert (gap.began_at, gap.ended_at) == (at(42, 10), at(134, 10))
    assert gap.ended_at - gap.began_at == timedelta(days=92)


def test_a_session_exactly_90_days_after_the_last_still_belongs_to_its_course() -> None:
    entries = Entries()
    entries.session(0, hour=10)
    entries.session(90, hour=10)
    assert len(courses(entries.journal(), NOW)) == 1


def test_a_session_an_hour_more_than_90_days_after_the_last_starts_a_course() -> None:
    entries = Entries()
    entries.session(0, hour=10)
    entries.session(90, hour=11)
    assert [len(course.sessions) for course in courses(entries.journal(), NOW)] == [1, 1]


def test_a_course_is_counted_from_its_last_session_not_from_its_first() -> None:
    entries = Entries()
    for day in (0, 80, 160):
        entries.session(day)
    assert len(courses(entries.journal(), NOW)) == 1


def test_sessions_exactly_four_weeks_apart_leave_no_gap() -> None:
    entries = Entries()
    for day in (0, 28, 56):
        entries.session(day)
    assert gaps(begun_sessions(entries.journal(), NOW)) == ()


def test_sessions_five_weeks_apart_leave_a_gap_of_a_week() -> None:
    entries = Entries()
    entries.session(0)
    entries.session(35)
    (gap,) = gaps(begun_sessions(entries.journal(), NOW))
    assert gap.ended_at - gap.began_at == timedelta(days=7)


def test_a_session_dated_ahead_has_not_happened_yet() -> None:
    entries = Entries()
    entries.session(0)
    entries.session(10)
    assert begun_sessions(entries.journal(), at(5))[-1].started_at == at(0, 10)
    assert len(courses(entries.journal(), at(5))[0].sessions) == 1


def test_a_session_counts_from_the_minute_it_begins() -> None:
    entries = Entries()
    entries.session(0, hour=10)
    assert len(begun_sessions(entries.journal(), at(0, 10))) == 1
    assert begun_sessions(entries.journal(), at(0, 9.99)) == ()


def test_sessions_entered_in_any_order_stand_in_the_order_they_happened() -> None:
    entries = Entries()
    for day in (7, 0, 3):
        entries.session(day)
    starts = [session.started_at for session in begun_sessions(entries.journal(), NOW)]
    assert starts == [at(0, 10), at(3, 10), at(7, 10)]


def test_a_session_without_a_date_is_in_no_course() -> None:
    entries = Entries()
    entries.session(0)
    entries.write("treatment_session", at(1), dose_mg=40)
    assert len(courses(entries.journal(), NOW)[0].sessions) == 1


def test_a_course_begins_where_the_patient_says_so() -> None:
    entries = Entries()
    for day in (0, 7, 14):
        entries.session(day, starts_course=day == 7)
    assert [len(course.sessions) for course in courses(entries.journal(), NOW)] == [1, 2]


def test_four_weeks_later_at_another_hour_is_no_gap() -> None:
    entries = Entries()
    entries.session(0, 9)
    entries.session(28, 15)
    assert gaps(begun_sessions(entries.journal(), NOW)) == ()
