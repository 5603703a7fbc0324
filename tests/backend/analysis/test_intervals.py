"""The reference is `scipy.stats.bootstrap` itself, drawing by its own means."""

import numpy as np
import pytest
from scipy import stats

from backend.analysis.intervals import RESAMPLES, SEED, Blocks, intervals_of_means
from shared_schemas.progress import Interval


def _by_scipy(sample: Blocks) -> Interval:
    def mean(sums, counts, axis=-1):
        return sums.sum(axis=axis) / counts.sum(axis=axis)

    found = stats.bootstrap(
        (np.array(sample.sums, dtype=float), np.array(sample.counts, dtype=float)),
        mean, n_resamples=RESAMPLES, paired=True, vectorized=True, method="BCa", rng=SEED,
    ).confidence_interval  # fmt: skip
    return Interval(low=round(float(found.low), 4), high=round(float(found.high), 4))


@pytest.mark.parametrize("size", [5, 31, 150, 301])
def test_the_interval_is_the_one_scipy_draws(size: int) -> None:
    values = (np.random.default_rng(7).normal(2.6, 3.6, size).round() / 2).tolist()
    sample = Blocks.of_values(values)
    assert intervals_of_means([sample]) == [_by_scipy(sample)]


@pytest.mark.parametrize("seed", [2, 11, 43])
def test_weeks_noted_in_tenths_have_a_tenth_of_the_interval_of_whole_numbers(seed: int) -> None:
    # Resamples whose mean equals the sample's own count half. In whole numbers SciPy knows them; in binary fractions
    # "equal" would depend on the order of adding, and an end of the last two samples be off by up to 0.02 points.
    draw = np.random.default_rng(seed)
    counts = tuple(draw.integers(1, 7, 6).tolist())
    whole = tuple(int(draw.integers(0, 101, count).sum()) for count in counts)
    (found,) = intervals_of_means([Blocks(tuple(one / 10 for one in whole), counts)])
    expected = _by_scipy(Blocks(whole, counts))
    assert found is not None
    assert 10 * found.low == pytest.approx(expected.low, abs=1e-3)
    assert 10 * found.high == pytest.approx(expected.high, abs=1e-3)


def test_weeks_of_different_length_are_drawn_whole() -> None:
    draw = np.random.default_rng(11)
    sample = Blocks(tuple(draw.integers(10, 60, 24).tolist()), tuple(draw.integers(1, 8, 24).tolist()))
    assert intervals_of_means([sample]) == [_by_scipy(sample)]


def test_samples_of_one_size_share_a_draw_and_keep_their_order() -> None:
    draw = np.random.default_rng(3)
    samples = [
        Blocks.of_values(draw.normal(mean, 2, size).round().tolist()) for mean, size in ((0, 9), (4, 12), (8, 9))
    ]
    assert intervals_of_means(samples) == [_by_scipy(sample) for sample in samples]


def test_four_values_have_no_interval() -> None:
    assert intervals_of_means([Blocks.of_values([1.0, 2, 3, 4]), Blocks.of_values([])]) == [None, None]


def test_values_that_are_all_equal_are_one_point_and_no_nan() -> None:
    assert intervals_of_means([Blocks.of_values([2.0] * 6)]) == [Interval(low=2, high=2)]


def test_weeks_in_which_the_same_decimal_was_noted_every_day_are_one_point_and_no_nan() -> None:
    # As a sum of binary fractions 0.1 noted on five days has another mean than on nine.
    days = (5, 9, 4, 4, 8, 9, 9, 8)
    sample = Blocks(tuple(sum([0.1] * count) for count in days), days)
    assert intervals_of_means([sample]) == [Interval(low=0.1, high=0.1)]
