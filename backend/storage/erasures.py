"""What was erased for good, outside the database and its backups: so that no restore brings it back."""

import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path


class NotNotedError(Exception):
    """The erasure could not be noted. Whoever asked for it must ask again."""


class ErasureJournal:
    """A file of lines, each an account and a record of it, or an account alone. It holds ids and nothing else."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._noted = set(self)

    def add_records(self, account: str, records: Iterable[str]) -> None:
        """Note erased records; they are on disk when this returns. Raises NotNotedError."""
        self._append([(account, record) for record in sorted(records)])

    def add_account(self, account: str) -> None:
        """Note an erased account; it is on disk when this returns. Raises NotNotedError."""
        self._append([(account, None)])

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

    def _append(self, erasures: list[tuple[str, str | None]]) -> None:
        new = [erasure for erasure in erasures if erasure not in self._noted]
        if not new:
            return
        try:
            self._write(new)
        except OSError as error:
            raise NotNotedError from error
        self._noted.update(new)

    def _write(self, erasures: list[tuple[str, str | None]]) -> None:
        lines = [{"account": account} | ({"record": record} if record else {}) for account, record in erasures]
        descriptor = os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        with os.fdopen(descriptor, "a", encoding="utf-8") as file:
            # A leading line end closes a line that a crash cut short.
            file.write("".join("\n" + json.dumps(line) for line in lines) + "\n")
            file.flush()
            os.fsync(file.fileno())
