"""References: SciPy, and lifelines' KaplanMeierFitter, whose interval is the log-log (exponential Greenwood) one."""

import math

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from lifelines import KaplanMeierFitter
from lifelines.utils import median_survival_times
from scipy import stats

from backend.analysis.survival import Survival, kaplan_meier
from shared_schemas.progress import Interval

_DAYS = st.lists(st.integers(1, 400).map(lambda tenths: tenths / 10), max_size=15)


def _ends(found: Survival) -> list[float]:
    bounds = [bound for point in found.curve for bound in (point.interval.low, point.interval.high)]
    return [*(point.share for point in found.curve), *(bound for bound in bounds if bound is not None)]


def _fitted(ended: list[float], censored: list[float]) -> KaplanMeierFitter:
    return KaplanMeierFitter().fit([*ended, *censored], [True] * len(ended) + [False] * len(censored))


def _compare_curves(found: Survival, fitter: KaplanMeierFitter) -> None:
    band = fitter.confidence_interval_
    for point in found.curve:
        share = float(fitter.predict(point.days))
        assert point.share == pytest.approx(share, abs=1e-4)
        if 0 < share < 1:
            row = band.loc[point.days]
            assert point.interval.low == pytest.approx(row.iloc[0], abs=1e-4)
            assert point.interval.high == pytest.approx(row.iloc[1], abs=1e-4)


def _compare_medians(found: Survival, fitter: KaplanMeierFitter) -> None:
    assert (found.median or math.inf) == fitter.median_survival_time_
    low, high = (float(bound) for bound in median_survival_times(fitter.confidence_interval_).iloc[0])
    assert (found.median_interval.low or math.inf) == low
    # At the last point, with none left, lifelines carries the upper bound on from the point before.
    assert found.median_interval.high in ((None if math.isinf(high) else high), found.curve[-1].days)


def test_the_leukaemia_trial_that_textbooks_use() -> None:
    # Freireich 1963, 6-mercaptopurine: 9 relapses among 21; the median remission is 23 weeks.
    ended = [6.0, 6, 6, 7, 10, 13, 16, 22, 23]
    censored = [6.0, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
    found = kaplan_meier(ended, censored)
    assert found.median == 23
    # Kleinbaum and Klein, Survival Analysis, table 2.2: .857, .807, .753, .690, .627, .538, .448.
    shares = [round(point.share, 3) for point in found.curve if point.ended]
    assert shares == [0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448]
    _compare_curves(found, _fitted(ended, censored))
    _compare_medians(found, _fitted(ended, censored))


@settings(deadline=None, max_examples=40)
@given(_DAYS, _DAYS)
def test_any_durations_agree_with_lifelines(ended: list[float], censored: list[float]) -> None:
    assume(ended or censored)
    found, fitter = kaplan_meier(ended, censored), _fitted(ended, censored)
    _compare_curves(found, fitter)
    # At a half exactly it depends on the last binary digit whether it is reached.
    assume(all(abs(end - 0.5) > 1e-4 for end in _ends(found)))
    _compare_medians(found, fitter)


@settings(deadline=None, max_examples=40)
@given(_DAYS, _DAYS)
@pytest.mark.filterwarnings("ignore:The confidence interval is undefined:RuntimeWarning")
def test_any_durations_agree_with_scipy(ended: list[float], censored: list[float]) -> None:
    assume(ended or censored)
    curve = stats.ecdf(stats.CensoredData(uncensored=ended, right=censored)).sf
    band = curve.confidence_interval(method="log-log")
    found = kaplan_meier(ended, censored).curve
    assert [point.days for point in found] == curve.quantiles.tolist()
    assert [point.share for point in found] == pytest.approx(curve.probabilities.tolist(), abs=1e-4)
    for point, low, high in zip(found, band.low.probabilities, band.high.probabilities, strict=True):
        if 0 < point.share < 1:
            assert (point.interval.low, point.interval.high) == pytest.approx((low, high), abs=1e-4)


def test_a_median_that_is_not_reached_is_not_made_up() -> None:
    found = kaplan_meier([5.0], [10.0, 11, 12, 13])
    assert (found.median, found.median_interval.high) == (None, None)


def test_relief_that_never_ended_is_a_flat_line_without_nan() -> None:
    found = kaplan_meier([], [7.0, 14, 21])
    assert [(point.share, point.interval) for point in found.curve] == [(1, Interval(low=1, high=1))] * 3
    assert found.median is None


def test_relief_that_always_ended_reaches_zero_without_nan() -> None:
    found = kaplan_meier([3.0, 3, 3], [])
    assert [(point.share, point.at_risk, point.ended) for point in found.curve] == [(0, 3, 3)]
    assert found.median == 3
