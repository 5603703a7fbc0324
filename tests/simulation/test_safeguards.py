"""Each safeguard is there for a reason: without it a history breaks the invariant that it guards."""

from dataclasses import replace

import pytest

from tests.simulation.run import run_seed
from tests.simulation.wire import Safeguards

# The first seed to look at, where a failure is rare: without the epoch, only certain restores go wrong.
CASES = [
    ("epoch_check", 170, {"I7"}),
    ("id_check", 0, {"I2"}),
    ("acknowledgement_merge", 0, {"I1", "I17"}),
    ("clock_rule", 0, {"I14"}),
    ("digest_check", 0, {"I1", "I13"}),
    ("erasure_journal", 50, {"I15"}),
]
SEEDS = 60


@pytest.mark.parametrize(("safeguard", "first", "broken"), CASES, ids=[name for name, _, _ in CASES])
def test_without_a_safeguard_an_invariant_breaks(safeguard: str, first: int, broken: set[str]) -> None:
    without = replace(Safeguards(), **{safeguard: False})
    failures = {}
    for seed in range(first, first + SEEDS):
        failures |= run_seed(seed, without).failures
    assert {why.partition(":")[0] for why in failures.values()} & broken


def test_with_all_of_them_the_same_histories_hold() -> None:
    seeds = {seed for _, first, _ in CASES for seed in range(first, first + SEEDS)}
    assert {seed: run_seed(seed).failures for seed in seeds if run_seed(seed).failures} == {}
