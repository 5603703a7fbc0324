"""Worked examples as published, and as the R packages SingleCaseES 0.7 and scan print them:

- Parker, Vannest and Davis 2011 (Behavior Modification 35): NAP 38.5 / 42, Tau 35 / 42; Tau 16 / 20, Tau-U 11 / 20;
- Parker and Vannest 2009 (Behavior Therapy 40): NAP 0.96;
- Tarlow 2017 (Behavior Modification 41): a pure trend, Tau 1 and Tau-U 0.6;
- Wilbert, Analyzing Single-case Data with R and scan, "Tau-U": S of A vs. B 18 of 20 pairs (Tau 0.900), of the trend
  of A 2, of A vs. B less the trend of A 16. What scan divides the last by keeps it within 1; Parker 2011 divides by the
  pairs of A and B, as here.
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
