"""Running seeds and adding up what happened in them."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from tests.simulation.invariants import BrokenError, healed
from tests.simulation.wire import Safeguards
from tests.simulation.world import World

STEPS = (60, 300)


@dataclass
class Totals:
    """What was run; `failures` says for each failed seed which invariant broke and how."""

    seeds: int = 0
    steps: int = 0
    edits: int = 0
    requests: int = 0
    faults: Counter[str] = field(default_factory=Counter)
    failures: dict[int, str] = field(default_factory=dict)

    def add(self, other: "Totals") -> None:
        self.seeds += other.seeds
        self.steps += other.steps
        self.edits += other.edits
        self.requests += other.requests
        self.faults += other.faults
        self.failures |= other.failures


def run_seed(seed: int, safeguards: Safeguards | None = None, enabled: set[str] | None = None) -> Totals:
    """One run: faults for a while with safety checked at every step, then healing and liveness."""
    world = World(seed, safeguards, enabled)
    steps = world.random.randint(*STEPS)
    totals = Totals(seeds=1, steps=steps)
    try:
        for _ in range(steps):
            world.step()
        world.heal()
        healed(world)
    except BrokenError as broken:
        totals.failures[seed] = str(broken)
    totals.edits, totals.requests = world.counted["edits"], world.counted["requests"]
    totals.faults = +world.faults
    return totals


def run_seeds(seeds: Iterable[int]) -> Totals:
    totals = Totals()
    for seed in seeds:
        totals.add(run_seed(seed))
    return totals
