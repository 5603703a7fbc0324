"""How long reliefs last, with those still going on when the data end: Kaplan-Meier by SciPy, log-log interval.

SciPy takes seconds to load: the first call imports it.
"""

import warnings
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from shared_schemas.progress import CurvePoint, Interval

METHOD = (
    "Kaplan-Meier over the sessions with relief (SciPy), log-log 95% interval; censored at the next session or at the"
    " end of the entries."
)
SOURCE = "Kaplan and Meier 1958; Kalbfleisch and Prentice 1980"


@dataclass(frozen=True)
class Survival:
    """The curve, its median and the interval of the median. A median that is not reached is None."""

    curve: tuple[CurvePoint, ...]
    median: float | None
    median_interval: Interval


def kaplan_meier(ended: Sequence[float], censored: Sequence[float]) -> Survival:
    """The survival curve of durations that ended and durations that lasted at least so long, at each of them.

    At least one of them. Shares are 0-1, to four decimals; before the first end the share is 1 and the interval a
    point. The median is the first duration at which at most half are left; the ends of its interval likewise, of the
    two bounds.
    """
    from scipy import stats

    curve = stats.ecdf(stats.CensoredData(uncensored=list(ended), right=list(censored))).sf
    with warnings.catch_warnings():
        # Where all or none are left the log-log formula has no value; `_bounds` says what holds there.
        warnings.simplefilter("ignore", RuntimeWarning)
        band = curve.confidence_interval(method="log-log")
    lengths, ends, cuts = sorted((*ended, *censored)), Counter(ended), Counter(censored)
    found = (curve.quantiles, curve.probabilities, band.low.probabilities, band.high.probabilities)
    points = [
        CurvePoint(
            days=days,
            share=round(share, 4),
            interval=_bounds(share, low, high),
            at_risk=len(lengths) - bisect_left(lengths, days),
            ended=ends[days],
            censored=cuts[days],
        )
        for days, share, low, high in zip(*(one.tolist() for one in found), strict=True)
    ]
    return Survival(
        tuple(points),
        _first_half([(point.days, point.share) for point in points]),
        Interval(
            low=_first_half([(point.days, point.interval.low) for point in points]),
            high=_first_half([(point.days, point.interval.high) for point in points]),
        ),
    )


def _bounds(share: float, low: float, high: float) -> Interval:
    if share in (0.0, 1.0):
        return Interval(low=share, high=share)
    return Interval(low=round(low, 4), high=round(high, 4))


def _first_half(points: Sequence[tuple[float, float | None]]) -> float | None:
    return next((days for days, share in points if share is not None and share <= 0.5), None)
