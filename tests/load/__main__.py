"""A bounded load on servers of its own, on loopback, and what it showed. Run by scripts/load.

Nothing but the processes that it started is ended, and nothing is left behind.
"""

import argparse
import asyncio
import contextlib
import os
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from backend.settings import Settings
from tests.bench.result import percentile
from tests.e2e.conftest import Server, start_server, stop_server
from tests.load.driving import Measured, drive
from tests.load.kinds import MIXES, phone_of
from tests.load.patients import Patient, make_busy, make_idle
from tests.load.watching import Watch
from tests.postgresql import running_cluster

BUSY = 8
# The servers load SciPy and Matplotlib after their start, which is not what is measured.
_WARM_UP_SECONDS = 20
_MOST_CLIENTS, _MOST_SECONDS, _MOST_PROCESSES = 1_000, 3_600, 8


@dataclass(frozen=True)
class Plan:
    """What is asked for on the command line."""

    engine: str
    mixes: list[str]
    clients: int
    seconds: int
    processes: int


def main() -> None:
    plan = _plan(_options())
    with _database(plan.engine) as url, tempfile.TemporaryDirectory() as folder:
        settings = replace(Settings(), data_dir=Path(folder) / "data", database_url=url)
        idle, busy = asyncio.run(_patients(settings, plan.clients))
        environment = {} if url is None else {"CASEBOOK_DATABASE_URL": url}
        with _servers(settings.data_dir, plan.processes, environment) as servers:
            for mix in plan.mixes:
                asyncio.run(_measure(plan, mix, servers, idle, busy))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="scripts/load", description="A bounded load on servers of its own.")
    parser.add_argument("--engine", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--mix", choices=sorted(MIXES), help="one mix only; else each in turn")
    parser.add_argument("--clients", type=int, default=200, help=f"phones, at most {_MOST_CLIENTS}")
    parser.add_argument("--seconds", type=int, default=30, help=f"for each mix, at most {_MOST_SECONDS}")
    parser.add_argument("--processes", type=int, default=1, help="server processes side by side, on PostgreSQL")
    return parser.parse_args()


def _plan(options: argparse.Namespace) -> Plan:
    if options.processes > 1 and options.engine == "sqlite":
        raise SystemExit("several server processes need --engine postgresql")
    return Plan(
        engine=options.engine,
        mixes=[options.mix] if options.mix else list(MIXES),
        clients=max(1, min(options.clients, _MOST_CLIENTS)),
        seconds=max(4, min(options.seconds, _MOST_SECONDS)),
        processes=max(1, min(options.processes, _MOST_PROCESSES)),
    )


@contextmanager
def _database(engine: str) -> Iterator[str | None]:
    if engine == "sqlite":
        yield None
        return
    with running_cluster(is_durable=True) as cluster:
        yield cluster.url(cluster.create())


async def _patients(settings: Settings, clients: int) -> tuple[list[Patient], list[Patient]]:
    return await make_idle(settings, clients), await make_busy(settings, BUSY)


@contextmanager
def _servers(data: Path, count: int, environment: dict[str, str]) -> Iterator[list[Server]]:
    with contextlib.ExitStack() as stack:
        servers = []
        for _ in range(count):
            servers.append(start_server(data, **environment))
            stack.callback(stop_server, servers[-1])
        time.sleep(_WARM_UP_SECONDS)
        yield servers


async def _measure(plan: Plan, mix: str, servers: list[Server], idle: list[Patient], busy: list[Patient]) -> None:
    urls = [server.url for server in servers]
    phones = [phone_of(patient, urls[place % len(urls)]) for place, patient in enumerate([*idle, *busy])]
    watch = Watch([server.process.pid for server in servers])
    before, load = watch.processor_seconds(), os.getloadavg()[0]
    watching = asyncio.create_task(watch.keep())
    try:
        kinds = MIXES[mix](plan.clients)
        measured = await drive(kinds, phones[: len(idle)], phones[len(idle) :], plan.seconds)
    finally:
        watching.cancel()
        for phone in phones:
            await phone.session.close()
    after = watch.processor_seconds()
    print(
        f"\n{plan.engine}, {plan.processes} process(es), {plan.clients} phones, mix {mix}, {plan.seconds} s; ", end=""
    )
    print(f"the machine's load before: {load:.1f} on {os.cpu_count()} cores")
    _print_times(measured)
    _print_cost(watch, [(end - start) / plan.seconds for start, end in zip(before, after, strict=True)])


def _print_times(measured: dict[str, Measured]) -> None:
    print(f"{'milliseconds':<16}{'asked':>8}{'p50':>9}{'p95':>9}{'p99':>9}{'worst':>9}  errors")
    for name, one in measured.items():
        errors = ", ".join(f"{count} x {what}" for what, count in one.errors.items()) or "none"
        times = "".join(f"{1_000 * value:>9.1f}" for value in _summary(one.times))
        print(f"{name:<16}{len(one.late):>8,}{times}  {errors}")
    late = [value for one in measured.values() for value in one.late]
    print(f"of that, this program's own delay: p99 {1_000 * percentile(late, 99):.1f} ms")


def _summary(times: Sequence[float]) -> list[float]:
    if not times:
        return []
    return [percentile(times, 50), percentile(times, 95), percentile(times, 99), max(times)]


def _print_cost(watch: Watch, cores: list[float]) -> None:
    server, reports = cores
    print(f"processor: server {100 * server:.0f} % of a core, report processes {100 * reports:.0f} %")
    places = [round(step * (len(watch.memory) - 1) / 10) for step in range(11)]
    megabytes = " ".join(f"{watch.memory[place] / 1_024:.0f}" for place in places)
    print(f"memory of the server in MB over time: {megabytes}; of report processes {watch.of_reports[-1] / 1_024:.0f}")
    print(f"memory grew by {watch.growth_kb():,} kB from the second quarter of the time to the last", flush=True)


if __name__ == "__main__":
    main()
