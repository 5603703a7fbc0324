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


def test_values_with_decimals_agree_up_to_the_order_of_adding() -> None:
    # Resamples whose mean equals the sample's own count half; in binary fractions "equal" depends on the order.
    sample = Blocks.of_values(np.random.default_rng(7).normal(1.3, 1.8, 31).round(1).tolist())
    (found,), expected = intervals_of_means([sample]), _by_scipy(sample)
    assert found is not None
    assert (found.low, found.high) == (pytest.approx(expected.low, abs=0.002), pytest.approx(expected.high, abs=0.002))


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
