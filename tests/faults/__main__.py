"""The long run: `python -m tests.faults --rounds 100 [--seed N]` kills the server so often and prints what it found."""

import argparse
import asyncio
import sys
import tempfile
from pathlib import Path

from tests.faults.killing import Run


async def run(rounds: int, seed: int, data: Path) -> int:
    """Exit status 1 when an acknowledged edit is lost or anything else is wrong."""
    killing = await asyncio.to_thread(Run, data, seed)
    for number in range(rounds):
        await killing.round()
        if (number + 1) % 10 == 0:
            print(killing.count().line(), flush=True)
    tally = await killing.finish()
    print(f"seed {seed}: {tally.line()}")
    for what in (*tally.lost[:20], *tally.faults[:20]):
        print(f"  {what}")
    return 1 if tally.lost or tally.faults else 0


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description="Kills the server under load.")
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(run(options.rounds, options.seed, Path(folder) / "data"))


if __name__ == "__main__":
    sys.exit(main())
