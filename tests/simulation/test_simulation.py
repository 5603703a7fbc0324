"""The sync protocol under every fault that can be simulated: 2,000 histories of up to five devices, by seed."""

from concurrent.futures import ProcessPoolExecutor

import pytest

from tests.simulation.run import Totals, run_seed, run_seeds

SEEDS = 2_000
PARTS = 8
# Faults that the protocol names and that every large run must have met.
MET = {
    "lost_request", "lost_answer", "duplicate", "late_answer", "reordered", "client_crash_before_screen", "phone_quota",
    "server_error", "captive_portal", "too_many_requests",
}  # fmt: skip


@pytest.fixture(scope="module")
def totals() -> Totals:
    """What happened in all seeds, run on two processors."""
    parts = [range(part, SEEDS, PARTS) for part in range(PARTS)]
    together = Totals()
    with ProcessPoolExecutor(2) as processes:
        for part in processes.map(run_seeds, parts):
            together.add(part)
    return together


def test_no_history_breaks_an_invariant(totals: Totals) -> None:
    assert totals.seeds == SEEDS
    assert totals.failures == {}


def test_the_histories_meet_the_faults_they_are_there_for(totals: Totals) -> None:
    assert set(totals.faults) >= MET
    assert len(totals.faults) >= 35
    assert totals.edits > 50_000
    assert totals.requests > 200_000


def test_a_seed_gives_the_same_history_every_time() -> None:
    assert run_seed(7) == run_seed(7)
