"""The command line: `python -m backend serve`, `backup`, `restore`, `progress`, `verify` and `send-reminders`."""

import argparse
import asyncio
import contextlib
import gc
import logging
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import uvicorn
from litestar import Litestar

from backend.analysis import intervals
from backend.app import create_app
from backend.attachments.media_types import media_type_of
from backend.backups import command as backups
from backend.backups.folder_lock import FolderInUseError, serving
from backend.demo import demo_edits, demo_papers
from backend.insights import command as insights
from backend.insurance.days import is_business_day
from backend.passwords import hash_password
from backend.printing import command as printing
from backend.printing.workshop import WorkFailedError
from backend.reminders import command as reminders
from backend.reports import figures
from backend.reports.glyphs import FontsMissingError
from backend.settings import REPORT_SECONDS, SECONDS_TO_FINISH, Settings
from backend.storage import accounts, attachments
from backend.storage.database import Storage, StorageError, open_storage
from backend.storage.objects import OBJECTS
from backend.storage.sealing import MasterKeyError

DEMO_EMAIL = "demo@casebook.example"
DEMO_PASSWORD = "example patient"  # noqa: S105  # printed at every start: the example is synthetic and not secret


def main(arguments: Sequence[str]) -> int:
    """Run the command of `arguments`; the exit status."""
    options = _parser().parse_args(arguments)
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    settings = Settings.from_environment(os.environ)
    run: Callable[[Settings, argparse.Namespace], int] = options.run
    return run(replace(settings, data_dir=(options.data or settings.data_dir).absolute()), options)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m backend", description="Casebook's server.")
    commands = parser.add_subparsers(required=True)
    serve = commands.add_parser("serve", help="serve the app and its API")
    serve.add_argument("--demo", action="store_true", help="serve a synthetic patient with two years of entries")
    serve.add_argument("--data", type=Path, metavar="DIR", help="where to keep the data")
    serve.add_argument("--host", default="127.0.0.1", metavar="H")
    serve.add_argument("--port", type=int, default=8000, metavar="P", help="0 takes any free one")
    serve.set_defaults(run=_run_server)
    backups.add_to(commands)
    reminders.add_to(commands)
    printing.add_to(commands)
    insights.add_to(commands)
    return parser


def _run_server(settings: Settings, options: argparse.Namespace) -> int:
    if options.demo and options.data is None:
        settings = replace(settings, data_dir=settings.data_dir.with_name("demo-data"))
    with serving(settings.data_dir):
        return asyncio.run(_serve(settings, options))


class _Server(uvicorn.Server):
    """Says where it listens once it does."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[str], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: Any = None) -> None:
        await super().startup(sockets)
        if self.started and self.servers:
            host, port = self.servers[0].sockets[0].getsockname()[:2]
            self._ready(f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}")


async def _serve(settings: Settings, options: argparse.Namespace) -> int:
    # Opened once before serving, so that a wrong key or folder is one clear line and not a server that dies at start.
    async with open_storage(settings, datetime.now(UTC)) as storage:
        with OBJECTS.opened(settings):
            if options.demo:
                await _add_demo(storage)

    def ready(url: str) -> None:
        print(f"Casebook is ready: {url}", flush=True)
        if options.demo:
            print(f"Sign in as {DEMO_EMAIL} with the password: {DEMO_PASSWORD}", flush=True)
        tasks.append(asyncio.create_task(_warm_up(app, settings)))

    app = create_app(settings)
    tasks: list[asyncio.Task[None]] = []
    config = uvicorn.Config(
        app,
        host=options.host,
        port=options.port,
        access_log=False,
        log_level="error",
        lifespan="on",
        server_header=False,
        # A phone that stopped in the middle of a request holds nothing up; it sends the request again.
        timeout_graceful_shutdown=SECONDS_TO_FINISH,
    )
    server = _Server(config, ready)
    try:
        await server.serve()
    except SystemExit:  # uvicorn has said that the address is taken
        print(f"casebook: cannot listen on {options.host} port {options.port}; is it in use? (--port)", file=sys.stderr)
        return 1
    return 0 if server.started else 1


async def _warm_up(app: Litestar, settings: Settings) -> None:
    """Load SciPy, Matplotlib, fonts and holidays once the server answers, so that no first request waits for them."""
    with contextlib.suppress(FontsMissingError, WorkFailedError):
        await app.state.workshop.run(REPORT_SECONDS, figures.warm_up, settings.fonts_dirs)
    await asyncio.to_thread(intervals.warm_up)
    await asyncio.to_thread(is_business_day, datetime.now(UTC).date())
    # What is loaded by now stays to the end, so no collection of garbage need walk through all of it again.
    gc.freeze()


async def _add_demo(storage: Storage) -> None:
    now = datetime.now(UTC)
    if await accounts.find_password(DEMO_EMAIL) is None:
        account = await accounts.create(storage, DEMO_EMAIL, await hash_password(DEMO_PASSWORD), now)
        for sha256, paper in demo_papers(now).items():
            size = len(paper)
            await attachments.add(storage.journals, account, sha256, 0, size, paper, media_type_of, now)
        await storage.journals.append_edits(account, demo_edits(now), now)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except (StorageError, MasterKeyError, FolderInUseError) as error:
        sys.exit(f"casebook: {error}")
