"""How long reliefs last, with those still going on when the data end: Kaplan-Meier with a log-log interval.

Tests hold both against lifelines and against SciPy.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import exp, log, sqrt
from statistics import NormalDist

from shared_schemas.progress import CurvePoint, Interval

METHOD = (
    "Kaplan-Meier over the sessions with relief, log-log 95% interval; censored at the next session or at the end of"
    " the entries. The sessions of one person are taken as independent of each other, which they hardly are: the"
    " interval may be too narrow."
)
SOURCE = "Kaplan and Meier 1958; Kalbfleisch and Prentice 1980"
_HALF_WIDTH = NormalDist().inv_cdf(0.975)


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
    points = tuple(_curve(Counter(ended), Counter(censored)))
    return Survival(
        points,
        _first_half([(point.days, point.share) for point in points]),
        Interval(
            low=_first_half([(point.days, point.interval.low) for point in points]),
            high=_first_half([(point.days, point.interval.high) for point in points]),
        ),
    )


def _curve(ends: Counter[float], cuts: Counter[float]) -> Iterator[CurvePoint]:
    at_risk = ends.total() + cuts.total()
    share, spread = 1.0, 0.0
    for days in sorted({*ends, *cuts}):
        left = at_risk - ends[days]
        share *= left / at_risk
        spread += ends[days] / (at_risk * left) if left else 0.0  # Greenwood's sum, which nobody asks for at share 0
        yield CurvePoint(
            days=days,
            share=round(share, 4),
            interval=_bounds(share, spread),
            at_risk=at_risk,
            ended=ends[days],
            censored=cuts[days],
        )
        at_risk = left - cuts[days]


def _bounds(share: float, spread: float) -> Interval:
    """Kalbfleisch and Prentice's: the interval of log(-log(share)), carried back."""
    if share in (0.0, 1.0):
        return Interval(low=share, high=share)
    middle, width = log(-log(share)), _HALF_WIDTH * sqrt(spread) / -log(share)
    low, high = (exp(-exp(middle + side)) for side in (width, -width))
    return Interval(low=round(low, 4), high=round(high, 4))


def _first_half(points: Sequence[tuple[float, float | None]]) -> float | None:
    return next((days for days, share in points if share is not None and share <= 0.5), None)
