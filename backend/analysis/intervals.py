"""95 % bootstrap intervals of means: BCa, 9,999 resamples, seed 0.

The draw is that of `scipy.stats.bootstrap` with the same seed, and a test holds the results against it. Means of
resamples are taken here, and those that leave one block out, since SciPy picks the values out anew for each of them,
which takes most of the time. SciPy takes seconds to load: the first call imports it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from shared_schemas.progress import Interval

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

RESAMPLES = 9_999
SEED = 0
# Fewer values than this are shown one by one: an interval would look more certain than it is.
ENOUGH = 5
# Binary fractions: seven times 0.1 is a hair above 0.7, and means that are equal must be taken as equal.
_HAIR = 1e-9
# So many resamples at a time fit into a processor's cache, which makes them five times as fast as all at once.
_AT_ONCE = 100
# Five years have 261 weeks, which take five megabytes; most samples are smaller. All together at most 48 megabytes.
_KEPT_UP_TO, _SIZES_KEPT = 300, 8
BOOTSTRAP = f"95% interval by BCa bootstrap (SciPy, {RESAMPLES:,} resamples, seed {SEED})"
BOOTSTRAP_SOURCE = "Efron and Tibshirani 1993"


@dataclass(frozen=True)
class Blocks:
    """Values in blocks that are drawn whole: the sum and the count of each. Single values are blocks of one."""

    sums: tuple[float, ...]
    counts: tuple[int, ...]

    @classmethod
    def of_values(cls, values: Iterable[float]) -> "Blocks":
        """Every value a block of its own."""
        sums = tuple(values)
        return cls(sums, (1,) * len(sums))

    @property
    def mean(self) -> float:
        """The mean of all values."""
        return sum(self.sums) / sum(self.counts)


def intervals_of_means(samples: Sequence[Blocks]) -> list[Interval | None]:
    """The interval of each sample's mean, to four decimals; None with fewer than five blocks.

    Where all blocks have the same mean, the interval is that one point.
    """
    found: list[Interval | None] = [_certain(sample) for sample in samples]
    open_ones = [place for place, sample in enumerate(samples) if found[place] is None and len(sample.sums) >= ENOUGH]
    for size in {len(samples[place].sums) for place in open_ones}:
        places = [place for place in open_ones if len(samples[place].sums) == size]
        for place, interval in zip(places, _bootstrapped([samples[place] for place in places]), strict=True):
            found[place] = interval
    return found


def warm_up() -> None:
    """Loads SciPy, seconds that the first request need not wait for."""
    intervals_of_means([Blocks.of_values(range(ENOUGH))])


def _certain(sample: Blocks) -> Interval | None:
    if len(sample.sums) < ENOUGH:
        return None
    means = [total / count for total, count in zip(sample.sums, sample.counts, strict=True)]
    point = round(sample.mean, 4)
    return Interval(low=point, high=point) if max(means) - min(means) <= _HAIR else None


def _bootstrapped(samples: Sequence[Blocks]) -> list[Interval]:
    """The intervals of samples that have the same number of blocks."""
    import numpy as np

    # States that are noted together have the same counts, which are drawn once.
    kinds = list(dict.fromkeys(sample.counts for sample in samples))
    sums = np.array([sample.sums for sample in samples], dtype=float)
    counts = np.array(kinds, dtype=float)
    drawn = _drawn(np.concatenate([sums, counts]).T).T
    of_kind = [kinds.index(sample.counts) for sample in samples]
    means = drawn[: len(samples)] / drawn[len(samples) :][of_kind]
    return [_interval(*of_sample) for of_sample in zip(sums, counts[of_kind], means, strict=True)]


def _interval(sums: "NDArray[np.float64]", counts: "NDArray[np.float64]", means: "NDArray[np.float64]") -> Interval:
    """Bias-corrected and accelerated (Efron and Tibshirani 1993, 14.10 and 14.15), of the `means` of the resamples."""
    import numpy as np
    from scipy.special import ndtr, ndtri

    mean = sums.sum() / counts.sum()
    below, not_above = np.count_nonzero(means < mean - _HAIR), np.count_nonzero(means <= mean + _HAIR)
    bias = ndtri((below + not_above) / (2 * len(means)))
    without_one = (sums.sum() - sums) / (counts.sum() - counts)
    pulls = without_one.mean() - without_one
    acceleration = (pulls**3).sum() / (6 * (pulls**2).sum() ** 1.5)
    ends = bias + ndtri([0.025, 0.975])
    # As NumPy's `quantile` has them, which would look for each end in means that it does not sort.
    places = ndtr(bias + ends / (1 - acceleration * ends)) * (len(means) - 1)
    low, high = np.interp(places, np.arange(len(means)), np.sort(means)).tolist()
    return Interval(low=round(low, 4), high=round(high, 4))


def _drawn(columns: "NDArray[np.float64]") -> "NDArray[np.float64]":
    """The sum of each column over the rows of each resample: one line a resample, in the order SciPy draws them."""
    import numpy as np

    size = len(columns)
    resamples = _kept_resamples(size) if size <= _KEPT_UP_TO else _resamples(size)
    return np.concatenate([times.astype(float) @ columns for times in resamples])


@lru_cache(maxsize=_SIZES_KEPT)
def _kept_resamples(size: int) -> "tuple[NDArray[np.uint16], ...]":
    """By seed and size alone, so of no patient's values; making them takes longer than all that is done with them."""
    return tuple(_resamples(size))


def _resamples(size: int) -> "Iterator[NDArray[np.uint16]]":
    """How often each of `size` values is in each resample, a hundred resamples at a time."""
    import numpy as np

    draw = np.random.default_rng(SEED)
    for start in range(0, RESAMPLES, _AT_ONCE):
        many = min(_AT_ONCE, RESAMPLES - start)
        rows = draw.integers(0, size, (many, size)) + size * np.arange(many)[:, None]
        times = np.bincount(rows.ravel(), minlength=many * size).reshape(many, size)
        yield times.astype(np.uint16)
