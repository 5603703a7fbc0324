"""Worked examples as published, and as the R packages SingleCaseES 0.7 and scan print them:

- Parker, Vannest and Davis 2011 (Behavior Modification 35): NAP 38.5 / 42, Tau 35 / 42; Tau 16 / 20, Tau-U 11 / 20;
- Parker and Vannest 2009 (Behavior Therapy 40): NAP 0.96;
- Tarlow 2017 (Behavior Modification 41): a pure trend, Tau 1 and Tau-U 0.6;
- Wilbert, Analyzing Single-case Data with R and scan, "Tau-U": S of A vs. B 18 of 20 pairs (Tau 0.900), of the trend
  of A 2, of A vs. B less the trend of A 16. What scan divides the last by keeps it within 1; Parker 2011 divides by the
  pairs of A and B, as here;
- Parker, Vannest, Davis and Sauber 2011 (Behavior Therapy 42), "Bob", as `tau_u(bob, method = "parker")` prints it in
  the reference of scan: S 16 of 20 pairs (Tau 0.80), of the trend of A 3, of A vs. B less the trend of A 13 (0.65);
- the data of scan (data-raw/scan-Data.R) with what its reference and book print for them: `nap(exampleAB)` as pairs,
  better ones and ties; `nap(Grosche2011)` as NAP rescaled to −100 to 100 (Grosche 2011, Empirische Sonderpädagogik 3);
  and the daily pain of Borckardt and Nash 2014 (Neuropsychological Rehabilitation 24), whose phases do not overlap.
"""

from itertools import combinations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.analysis.single_case import nap, tau, tau_u

_A, _B = [20, 20, 26, 25, 22, 23], [28, 25, 24, 27, 30, 30, 29]
_SCORES = st.lists(st.integers(0, 27), min_size=1, max_size=12)


def test_non_overlap_of_all_pairs_as_published() -> None:
    assert nap(_A, _B, higher_is_better=True) == pytest.approx(38.5 / 42)
    assert tau(_A, _B, higher_is_better=True) == pytest.approx(35 / 42)
    first, second = [4, 3, 4, 3, 4, 7, 5, 2, 3, 2], [5, 9, 7, 9, 7, 5, 9, 11, 11, 10, 9]
    assert round(nap(first, second, higher_is_better=True), 2) == 0.96


def test_tau_u_takes_the_trend_of_the_first_phase_off_as_published() -> None:
    first, second = [3, 3, 4, 5], [4, 5, 6, 7, 7]
    assert tau(first, second, higher_is_better=True) == pytest.approx(16 / 20)
    assert tau_u(first, second, higher_is_better=True) == pytest.approx(11 / 20)


def test_the_sums_of_pairs_are_those_that_scan_prints() -> None:
    first, second = [2, 0, 1, 4], [3, 5, 9, 7, 8]
    assert tau(first, second, higher_is_better=True) == pytest.approx(0.900)
    assert tau_u(first, second, higher_is_better=True) * 20 == pytest.approx(16)


def test_the_example_of_the_paper_on_tau_u() -> None:
    first, second = [2, 3, 5, 3], [4, 5, 5, 7, 6]
    assert tau(first, second, higher_is_better=True) == pytest.approx(16 / 20)
    assert tau_u(first, second, higher_is_better=True) == pytest.approx(13 / 20)


@pytest.mark.parametrize(
    ("values", "better", "ties"),
    [
        pytest.param(
            [54, 53, 56, 58, 52, 61, 62, 71, 66, 64, 78, 70, 74, 82, 77, 86, 68, 80, 86, 87], 75, 0, id="Johanna"
        ),
        pytest.param(
            [41, 59, 56, 51, 52, 57, 56, 67, 75, 66, 69, 68, 73, 77, 79, 86, 82, 75, 83, 89], 72, 1, id="Karolina"
        ),
        pytest.param(
            [55, 58, 53, 50, 52, 55, 68, 68, 81, 67, 78, 73, 72, 78, 81, 78, 71, 85, 80, 76], 73, 1, id="Anja"
        ),
    ],
)
def test_the_pairs_that_scan_counts_in_its_example(values: list[float], better: int, ties: int) -> None:
    assert nap(values[:5], values[5:], higher_is_better=True) == pytest.approx((better + ties / 2) / 75)


@pytest.mark.parametrize(
    ("first", "second", "rescaled"),
    [
        pytest.param(
            [3.39, 2.09, 1.46, 3.23, 3.06, 2.83],
            [2.44, 1.86, 2.17, 2.59, 3.92, 4.14, 3.31, 2.69, 4.27, 4.66, 3.20, 4.98, 4.42],
            38.5,
            id="Eva",
        ),
        pytest.param(
            [13.00, 17.40, 13.00, 7.74, 8.82, 7.50, 5.82],
            [
                6.26,
                5.6,
                12.79,
                9.17,
                10.59,
                9.23,
                10.71,
                7.61,
                9.78,
                8.33,
                12.0,
                12.19,
                10.7,
                11.36,
                7.89,
                10.82,
                11.56,
            ],
            -4.2,
            id="Georg",
        ),
        pytest.param(
            [7.69, 7.27, 7.02, 5.37, 4.57, 3.02, 4.68, 4.97, 5.73, 7.63, 6.98, 7.50],
            [6.91, 4.86, 6.71, 5.67, 5.00, 6.14, 8.14, 4.53],
            -10.4,
            id="Olaf",
        ),
    ],
)
def test_real_readers_as_scan_prints_them(first: list[float], second: list[float], rescaled: float) -> None:
    assert round(100 * tau(first, second, higher_is_better=True), 1) == rescaled


def test_pain_that_never_comes_back_to_where_it_was() -> None:
    pain = [7, 9, 8, 7, 7, 8, 8, 3, 4, 2, 4, 2, 1, 4, 5, 3, 2, 1, 2, 4, 4]
    assert nap(pain[:7], pain[7:], higher_is_better=False) == 1
    assert tau(pain[:7], pain[7:], higher_is_better=True) == -1


def test_a_pure_trend_as_published() -> None:
    first, second = [1, 2, 3, 4, 5], [6, 7, 8, 9, 10]
    assert tau(first, second, higher_is_better=True) == 1
    assert tau_u(first, second, higher_is_better=True) == pytest.approx(0.6)


def test_where_less_is_better_a_fall_is_above_zero() -> None:
    assert tau(_A, _B, higher_is_better=False) == pytest.approx(-35 / 42)
    assert tau_u([16, 15, 14], [9, 8], higher_is_better=False) == pytest.approx((6 - 3) / 6)


def test_no_difference_at_all_is_a_half() -> None:
    assert nap([5, 5, 5], [5, 5], higher_is_better=True) == 0.5


@given(_SCORES, _SCORES, st.booleans())
def test_counting_every_pair_one_by_one_gives_the_same(first: list[int], second: list[int], higher: bool) -> None:
    sign = 1 if higher else -1
    between = sum(sign * ((b > a) - (b < a)) for a, b in product(first, second))
    trend = sum(sign * ((b > a) - (b < a)) for a, b in combinations(first, 2))
    pairs = len(first) * len(second)
    assert tau(first, second, higher_is_better=higher) == pytest.approx(between / pairs)
    assert tau_u(first, second, higher_is_better=higher) == pytest.approx((between - trend) / pairs)


@given(_SCORES, _SCORES, st.integers(0, 11), st.integers(1, 9))
def test_a_worse_score_on_treatment_never_improves_them(
    first: list[int], second: list[int], place: int, worse: int
) -> None:
    changed = list(second)
    changed[place % len(second)] += worse
    for effect in (nap, tau, tau_u):
        assert effect(first, changed, higher_is_better=False) <= effect(first, second, higher_is_better=False)
