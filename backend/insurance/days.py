"""Calendar days as deadlines count them: days, months, federal holidays, business days. Rules are data elsewhere."""

from calendar import monthrange
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from holidays import HolidayBase

# Outside of these years a day is a slip of the finger, and no deadline is computed from it.
YEARS = range(1990, 2200)
MonthWithoutDay = Literal["first_of_next", "last_of_month"]


def is_plausible(day: date | None) -> bool:
    """Whether a deadline may be counted from it."""
    return day is not None and day.year in YEARS


def days_after(day: date, days: int) -> date:
    """The start day is not counted: 15 January and 180 days are 14 July (29 CFR 2560.503-1)."""
    return day + timedelta(days=days)


def months_after(day: date, months: int, without_day: MonthWithoutDay = "last_of_month") -> date:
    """The same day of a later month.

    Where that month has no such day: the first of the next one for external review (31 October and 4 months are 1
    March; 45 CFR 147.136(d)(2)(i)), else its last day.
    """
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    last = monthrange(year, month)[1]
    if day.day <= last:
        return date(year, month, day.day)
    ended = date(year, month, last)
    return ended + timedelta(days=1) if without_day == "first_of_next" else ended


def is_business_day(day: date) -> bool:
    """Neither Saturday, Sunday nor a federal holiday, observed days included."""
    return day.weekday() < 5 and day not in _federal_holidays()


def business_day_from(day: date) -> date:
    """The day itself, or the next business day."""
    while not is_business_day(day):
        day += timedelta(days=1)
    return day


def business_day_until(day: date) -> date:
    """The day itself, or the business day before."""
    while not is_business_day(day):
        day -= timedelta(days=1)
    return day


@cache
def _federal_holidays() -> "HolidayBase":
    # Half a second to load, and only where a day is counted.
    from holidays import country_holidays

    return country_holidays("US", categories=("government",))
