"""`python -m backend progress --journal FILE`: the JSON of `GET /api/progress` for an exported journal.

So that somebody else can check the statistics, without a server and without an account.
"""

import argparse
import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from backend.analysis.selection import SelectionError
from backend.charts.progress import progress
from backend.insights.progress import WrongSelectionException, read_selection
from backend.settings import Settings
from shared_schemas.journal import Edit, Journal

_PARTS = {
    "since": ("DAY", "leave out what is before this day"),
    "until": ("DAY", "leave out what is after this day"),
    "instrument": ("ID", "one questionnaire only, as in phq9"),
    "course": ("N", "one course of treatment only, from 1"),
}


class NotAJournalError(Exception):
    """The file is no exported journal."""


def add_to(commands: Any) -> None:
    """Adds `progress` to the commands of `python -m backend`."""
    parser = commands.add_parser("progress", help="print what an exported journal shows, as the server answers it")
    parser.add_argument(
        "--journal", type=Path, required=True, metavar="FILE", help="a copy from the app or the account"
    )
    parser.add_argument("--at", metavar="INSTANT", help="as of then (default: when the file was made)")
    for name, (value, words) in _PARTS.items():
        parser.add_argument(f"--{name}", metavar=value, help=words)
    parser.set_defaults(run=run, data=None)


def run(_: Settings, options: argparse.Namespace) -> int:
    """Prints the JSON; 1 and a line that says why when there is none."""
    asked = {name: getattr(options, name) for name in _PARTS if getattr(options, name) is not None}
    try:
        journal, made_at = read_journal(options.journal)
        now = _instant(options.at) if options.at else made_at
        print(progress(journal, now, read_selection(asked)).model_dump_json())
    except (NotAJournalError, SelectionError, WrongSelectionException) as error:
        print(f"casebook: {_words(error)}", file=sys.stderr)
        return 1
    return 0


def read_journal(path: Path) -> tuple[Journal, datetime]:
    """The journal of an export and when it was made. Raises NotAJournalError."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        edits = [Edit.model_validate(edit) for edit in content["edits"]]
        return Journal.from_edits(edits), _instant(content["made_at"])
    except OSError as error:
        raise NotAJournalError(f"the file cannot be read: {error.strerror}") from error
    except (ValueError, KeyError, TypeError, RecursionError, ValidationError) as error:
        raise NotAJournalError("the file is no exported journal") from error


def _instant(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except (ValueError, TypeError) as error:
        raise NotAJournalError("--at must be an instant, as 2026-11-24T17:30:00Z") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _words(error: Exception) -> str:
    if isinstance(error, WrongSelectionException) and isinstance(error.extra, list):
        return "; ".join(f"--{one['field']} {one['message']}" for one in error.extra)
    return f"--{error.field}: {error}" if isinstance(error, SelectionError) else str(error)
