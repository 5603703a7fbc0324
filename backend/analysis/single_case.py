"""Effect sizes for two phases of one person's scores: non-overlap of all pairs, Tau, and Tau-U.

All are signed so that more is better: pass `higher_is_better=False` for a scale on which more is worse.
"""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Sequence

METHOD = (
    "Non-overlap of all pairs (a tie counts half), Tau = 2 NAP − 1, and Tau-U = (S_AB − S_A) / (m n), which takes a"
    " trend of the first phase off."
)
SOURCE = "Parker and Vannest 2009; Parker, Vannest, Davis and Sauber 2011"


def nap(first: Sequence[float], second: Sequence[float], *, higher_is_better: bool) -> float:
    """Share of all pairs in which the value of the second phase is the better one, 0-1; 0.5 is no difference.

    Raises ZeroDivisionError for a phase without values. Parker and Vannest 2009.
    """
    return (tau(first, second, higher_is_better=higher_is_better) + 1) / 2


def tau(first: Sequence[float], second: Sequence[float], *, higher_is_better: bool) -> float:
    """Better pairs minus worse pairs, as a share of all pairs, −1 to 1.

    Raises ZeroDivisionError for a phase without values. Parker, Vannest, Davis and Sauber 2011.
    """
    return _between(first, second, higher_is_better) / (len(first) * len(second))


def tau_u(first: Sequence[float], second: Sequence[float], *, higher_is_better: bool) -> float:
    """Tau less the trend within the first phase, whose values stand in the order of time. Can lie beyond −1 and 1.

    Raises ZeroDivisionError for a phase without values. Parker, Vannest, Davis and Sauber 2011.
    """
    trend = _trend(first) if higher_is_better else -_trend(first)
    return (_between(first, second, higher_is_better) - trend) / (len(first) * len(second))


def _between(first: Sequence[float], second: Sequence[float], higher_is_better: bool) -> int:
    """Kendall's S of all pairs of one value of each phase; above 0 is better."""
    ordered = sorted(first)
    rises = sum(_below_less_above(ordered, value) for value in second)
    return rises if higher_is_better else -rises


def _trend(values: Sequence[float]) -> int:
    """Kendall's S of the values with time: pairs that rise minus pairs that fall."""
    earlier: list[float] = []
    rises = 0
    for value in values:
        rises += _below_less_above(earlier, value)
        insort(earlier, value)
    return rises


def _below_less_above(ordered: Sequence[float], value: float) -> int:
    return bisect_left(ordered, value) - (len(ordered) - bisect_right(ordered, value))
