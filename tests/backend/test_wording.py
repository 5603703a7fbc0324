from datetime import date

import pytest

from backend import wording


def test_a_day_reads_as_people_write_it() -> None:
    assert wording.day(date(2026, 11, 24)) == "Nov 24, 2026"
    assert wording.day(date(2026, 3, 4)) == "Mar 4, 2026"


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (42.5, 1, "42.5"),
        (42.0, 1, "42"),
        (-7, 1, "−7"),
        (0.125, 2, "0.13"),
        (1234, 0, "1,234"),
        (-0.04, 1, "0"),
        (2.5, 0, "3"),
    ],
)
def test_a_number_has_no_needless_digits_and_a_true_minus(value: float, decimals: int, text: str) -> None:
    assert wording.number(value, decimals) == text


def test_a_change_carries_its_sign_and_no_change_has_none() -> None:
    assert [wording.signed(value) for value in (7, -7, 0, 0.04)] == ["+7", "−7", "0", "0"]


def test_a_dose_is_given_by_weight_only_where_the_weight_is_known() -> None:
    assert wording.dose(42.5, 0.5) == "42.5 mg (0.50 mg/kg)"
    assert wording.dose(42.5, None) == "42.5 mg"
    assert wording.dose(None, None) == "–"


def test_what_is_attached_has_the_digits_that_are_printed() -> None:
    assert [wording.rounded(value, 2) for value in (0.49826, 0.5, 40.0)] == [0.5, 0.5, 40]
    assert isinstance(wording.rounded(40.0, 0), int)
    assert wording.rounded(None, 2) is None


def test_a_long_text_is_cut_after_a_word_and_says_so() -> None:
    assert wording.shortened("not  medically\nnecessary", 100) == "not medically necessary"
    assert wording.shortened("the treatment is not necessary", 20) == "the treatment is…"
    assert len(wording.shortened("a" * 100_000, 80)) == 80


def test_lists_and_counts_read_as_sentences_do() -> None:
    assert wording.listed(["a"]) == "a"
    assert wording.listed(["a", "b", "c"]) == "a, b and c"
    assert wording.listed([]) == ""
    assert wording.count(1, "session") == "1 session"
    assert wording.count(1200, "session") == "1,200 sessions"


@pytest.mark.parametrize(("amount", "words"), [(0, "0 sessions"), (1, "1 session"), (12, "12 sessions")])
def test_one_thing_is_singular_and_none_or_many_are_plural(amount: int, words: str) -> None:
    assert wording.count(amount, "session") == words


def test_a_plural_that_is_not_an_s_is_given() -> None:
    assert (wording.count(1, "entry", "entries"), wording.count(2, "entry", "entries")) == ("1 entry", "2 entries")
