"""The long run: `python -m tests.simulation [--steps 1000000] [--seed N]`. Prints totals, ends with 1 on a failure."""

import argparse
import sys
import time

from tests.simulation.run import Totals, run_seed


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.simulation")
    parser.add_argument("--steps", type=int, default=1_000_000, help="stop after so many steps")
    parser.add_argument("--seed", type=int, default=0, help="the first seed")
    options = parser.parse_args()
    began, totals, seed = time.monotonic(), Totals(), options.seed
    while totals.steps < options.steps:
        totals.add(run_seed(seed))
        seed += 1
    print(report(totals, time.monotonic() - began))
    return 1 if totals.failures else 0


def report(totals: Totals, seconds: float) -> str:
    """The totals, the faults by kind, and every failed seed with the invariant that broke."""
    lines = [
        f"{totals.seeds:,} seeds, {totals.steps:,} steps, {totals.edits:,} edits, {totals.requests:,} requests,"
        f" {len(totals.failures)} failures, {seconds:,.0f} s",
        *(f"  {count:>9,}  {fault.replace('_', ' ')}" for fault, count in totals.faults.most_common()),
        *(f"  FAILED seed {seed}: {why}" for seed, why in totals.failures.items()),
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
