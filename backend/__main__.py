"""The command line, `python -m backend`: `serve` here, the other commands in the rooms that they belong to."""

import argparse
import os
import resource
import signal
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import uvloop

from backend import logs
from backend.accounts import command as invitations
from backend.app import create_app
from backend.attachments.media_types import media_type_of
from backend.backups import command as backups
from backend.backups.folder_lock import FolderInUseError, serving
from backend.configuration import ConfigurationError, read_settings
from backend.demo import demo_edits, demo_papers
from backend.insights import command as insights
from backend.operating import command as operating
from backend.passwords import hash_password
from backend.printing import command as printing
from backend.reminders import command as reminders
from backend.serving import serve
from backend.settings import Settings
from backend.storage import accounts, attachments, consents
from backend.storage.database import Storage, StorageError, open_storage
from backend.storage.objects import OBJECTS
from backend.storage.sealing import MasterKeyError
from backend.watching import metrics_served
from shared_schemas.rights import PRIVACY_VERSION

DEMO_EMAIL = "demo@casebook.example"
DEMO_PASSWORD = "example patient"  # noqa: S105  # printed at every start: the example is synthetic and not secret


def main(arguments: Sequence[str]) -> int:
    """Run the command of `arguments`; the exit status."""
    options = _parser().parse_args(arguments)
    settings, warnings = read_settings(os.environ)
    logs.set_up(settings.log)
    for warning in warnings:
        print(f"casebook: {warning}", file=sys.stderr)
    run: Callable[[Settings, argparse.Namespace], int] = options.run
    return run(replace(settings, data_dir=(options.data or settings.data_dir).absolute()), options)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m backend", description="Casebook's server.")
    commands = parser.add_subparsers(required=True)
    serve_command = commands.add_parser("serve", help="serve the app and its API")
    serve_command.add_argument("--demo", action="store_true", help="serve a synthetic patient")
    serve_command.add_argument("--data", type=Path, metavar="DIR", help="where to keep the data")
    serve_command.add_argument("--host", default="127.0.0.1", metavar="H")
    serve_command.add_argument("--port", type=int, default=8000, metavar="P", help="0 takes any free one")
    serve_command.set_defaults(run=_run_server)
    backups.add_to(commands)
    reminders.add_to(commands)
    invitations.add_to(commands)
    printing.add_to(commands)
    insights.add_to(commands)
    operating.add_to(commands)
    return parser


def _run_server(settings: Settings, options: argparse.Namespace) -> int:
    if options.demo and options.data is None:
        settings = replace(settings, data_dir=settings.data_dir.with_name("demo-data"))
    # Ctrl-C ends it like any other signal, and not with an exception that waits for threads and prints where they were.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    # A process that crashes would leave what it held in a file: keys, and what is open of journals.
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with serving(settings.data_dir):
        # Python's own loop spends a fifth more of the processor on a phone's edits (DECISIONS 54).
        return uvloop.run(_serve(settings, options))


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

    with metrics_served(settings):
        return await serve(create_app(settings), settings, options.host, options.port, ready)


async def _add_demo(storage: Storage) -> None:
    now = datetime.now(UTC)
    if await accounts.find_password(DEMO_EMAIL) is None:
        account = await accounts.create(storage, DEMO_EMAIL, await hash_password(DEMO_PASSWORD), now)
        for sha256, paper in demo_papers(now).items():
            size = len(paper)
            await attachments.add(storage.journals, account, sha256, 0, size, paper, media_type_of, now)
        await storage.journals.append_edits(account, demo_edits(now), now)
        await consents.agree(account, PRIVACY_VERSION, now)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except (ConfigurationError, StorageError, MasterKeyError, FolderInUseError) as error:
        sys.exit(f"casebook: {error}")
