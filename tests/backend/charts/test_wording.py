from datetime import date, datetime

import pytest

from backend.charts.wording import count, day, number, signed


@pytest.mark.parametrize(
    ("value", "decimals", "words"),
    [
        (6, 1, "6"),
        (6.0, 1, "6"),
        (4.7, 1, "4.7"),
        (0.3333, 1, "0.3"),
        (100, 0, "100"),
        (1200, 1, "1200"),
        (-14, 1, "−14"),
        (-0.5, 1, "−0.5"),
        (0, 1, "0"),
        (-0.04, 1, "0"),
        (-0.4, 0, "0"),
    ],
)
def test_a_number_has_no_needless_digits_and_a_real_minus_sign(value: float, decimals: int, words: str) -> None:
    assert number(value, decimals) == words


@pytest.mark.parametrize(("value", "words"), [(7, "+7"), (-7, "−7"), (0, "0"), (-0.04, "0"), (0.04, "0")])
def test_a_change_says_its_sign_and_no_change_has_none(value: float, words: str) -> None:
    assert signed(value) == words


def test_a_percentage_of_a_rise_and_a_fall() -> None:
    assert (signed(58.333, 0), signed(-70.0, 0)) == ("+58", "−70")


def test_a_day_reads_as_a_person_writes_it() -> None:
    assert day(date(2026, 11, 24)) == "Nov 24, 2026"
    assert day(datetime(2026, 1, 5, 9, 30).astimezone().date()) == "Jan 5, 2026"
    assert [day(date(2026, month, 1))[:3] for month in (2, 3, 4, 5, 6, 7, 8, 9, 10, 12)] == [
        "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Dec",
    ]  # fmt: skip


@pytest.mark.parametrize(("amount", "words"), [(0, "0 sessions"), (1, "1 session"), (12, "12 sessions")])
def test_one_thing_is_singular_and_none_or_many_are_plural(amount: int, words: str) -> None:
    assert count(amount, "session") == words


def test_a_plural_that_is_not_an_s_is_given() -> None:
    assert (count(1, "entry", "entries"), count(2, "entry", "entries")) == ("1 entry", "2 entries")
