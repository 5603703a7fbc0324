"""What was erased for good, outside the database and its backups: so that no restore brings it back."""

import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path


class ErasureJournal:
    """A file of lines, each an account and a record of it, or an account alone. It holds ids and nothing else."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def add_records(self, account: str, records: Iterable[str]) -> None:
        """Note erased records; they are on disk when this returns."""
        self._append([{"account": account, "record": record} for record in sorted(records)])

    def add_account(self, account: str) -> None:
        """Note an erased account; it is on disk when this returns."""
        self._append([{"account": account}])

    def __iter__(self) -> Iterator[tuple[str, str | None]]:
        """(account, record), or (account, None) for a whole account; a line cut short by a crash is passed over."""
        if not self._path.exists():
            return
        for line in self._path.read_text(encoding="utf-8").splitlines():
            try:
                entry = json.loads(line)
            except ValueError:
                continue
            yield entry["account"], entry.get("record")

    def _append(self, entries: list[dict[str, str]]) -> None:
        if not entries:
            return
        with os.fdopen(
            os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), "a", encoding="utf-8"
        ) as file:
            # A leading line end closes a line that a crash cut short.
            file.write("".join("\n" + json.dumps(entry) for entry in entries) + "\n")
            file.flush()
            os.fsync(file.fileno())
