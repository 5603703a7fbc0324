"""Counting days, with the worked examples of the rules themselves."""

from datetime import date

import pytest

from backend.insurance.days import (
    business_day_from,
    business_day_until,
    days_after,
    is_business_day,
    is_plausible,
    months_after,
)


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        (date(2026, 1, 15), 180, date(2026, 7, 14)),  # the start day is not counted (29 CFR 2560.503-1)
        (date(2028, 1, 15), 180, date(2028, 7, 13)),  # a leap day lies between
        (date(2026, 12, 1), 125, date(2027, 4, 5)),
        (date(2028, 2, 28), 2, date(2028, 3, 1)),
    ],
)
def test_the_start_day_is_not_counted(start: date, days: int, end: date) -> None:
    assert days_after(start, days) == end


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2026, 10, 31), 4, date(2027, 3, 1)),  # 45 CFR 147.136(d)(2)(i)
        (date(2026, 10, 30), 4, date(2027, 3, 1)),
        (date(2026, 10, 28), 4, date(2027, 2, 28)),
        (date(2027, 10, 30), 4, date(2028, 3, 1)),  # there is a 29th February, but no 30th
        (date(2027, 10, 29), 4, date(2028, 2, 29)),
        (date(2026, 9, 18), 4, date(2027, 1, 18)),
        (date(2026, 12, 31), 4, date(2027, 5, 1)),
    ],
)
def test_external_review_takes_the_first_of_the_next_month_where_the_month_has_no_such_day(
    start: date, months: int, end: date
) -> None:
    assert months_after(start, months, "first_of_next") == end


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
    ],
)
def test_other_month_rules_take_the_last_day_of_the_month(start: date, months: int, end: date) -> None:
    assert months_after(start, months) == end


def test_a_day_is_moved_past_weekend_and_federal_holiday() -> None:
    # 18 January 2027 is the birthday of Martin Luther King, Jr.; 5 July 2027 stands for the 4th, a Sunday.
    assert business_day_from(date(2027, 1, 18)) == date(2027, 1, 19)
    assert business_day_from(date(2027, 1, 16)) == date(2027, 1, 19)
    assert business_day_until(date(2027, 1, 18)) == date(2027, 1, 15)
    assert not is_business_day(date(2027, 7, 5))
    assert is_business_day(date(2027, 7, 6))


def test_a_year_that_is_a_slip_of_the_finger_is_no_day_to_count_from() -> None:
    assert not is_plausible(None)
    assert not is_plausible(date(1, 1, 1))
    assert not is_plausible(date(9999, 12, 31))
    assert is_plausible(date(2028, 2, 29))
