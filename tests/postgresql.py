"""A PostgreSQL server of the tests' own: its files in a folder of its own, one socket in it, and no port."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

_USER = "casebook"
# Sorts text by the rules of a language, as an operator's server may: what must compare bytewise has to say so.
_INITDB = ("--auth=trust", "--encoding=UTF8", "--no-locale", "--locale-provider=icu", "--icu-locale=en-US", "--no-sync")
# Nothing outlives the tests, so nothing needs to reach the disk. What a server promises is set for each connection.
_SERVER = "-c listen_addresses= -c max_connections=200"
_FORGETFUL = "-c fsync=off -c full_page_writes=off"
# A database that comes back is emptied, whoever is still connected to it.
_EMPTY = """
SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid();
DO $$ DECLARE tables text; BEGIN
    FOR tables IN SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace LOOP
        CONTINUE WHEN tables = 'migration';
        EXECUTE format('DELETE FROM %I', tables);
    END LOOP;
END $$;
"""
# What is more than rows: the columns of every table and index, and which migrations ran.
_SHAPE = """
SELECT
    md5(string_agg(format('%s %s %s %s', attrelid, attname, atttypid, attnotnull), ',' ORDER BY attrelid, attnum)),
    CASE WHEN to_regclass('migration') IS NULL THEN NULL
    ELSE md5(query_to_xml('SELECT * FROM migration ORDER BY id', false, false, '')::text) END
FROM pg_attribute
"""


class Cluster:
    """A running server. Databases are copies of one that `prepare` fills once."""

    def __init__(self, folder: Path, is_durable: bool = False) -> None:
        self.folder, self.data = folder, folder / "data"
        self._options = f"{_SERVER} -k {folder}" if is_durable else f"{_SERVER} {_FORGETFUL} -k {folder}"
        self._numbers = count(1)
        self._free: list[str] = []
        self._shapes: dict[str, str] = {}

    def start(self) -> None:
        """Start the server; its databases are as they were."""
        _run("pg_ctl", "start", "-w", "-D", self.data, "-l", self.folder / "log", "-o", self._options)

    def stop(self) -> None:
        """Stop the server as a loss of power does: whoever is connected is not told."""
        _run("pg_ctl", "stop", "-w", "-D", self.data, "-m", "immediate")

    def url(self, database: str) -> str:
        """The address of one of its databases."""
        return f"postgresql://{_USER}@/{database}?host={self.folder}"

    def create(self, template: str = "template1") -> str:
        """The name of a new database, a copy of `template`."""
        name = f"casebook_{next(self._numbers)}"
        self.run(f"CREATE DATABASE {name} TEMPLATE {template}")
        return name

    def drop(self, database: str) -> None:
        """Drop a database, whoever is still connected to it."""
        self.run(f"DROP DATABASE {database} WITH (FORCE)")

    def lend(self, template: str) -> str:
        """The name of a copy of `template`, which has no row: one that came back empty where there is one."""
        if self._free:
            return self._free.pop()
        name = self.create(template)
        self._shapes[name] = self.run(_SHAPE, name).split()[-1]
        return name

    def take_back(self, database: str) -> None:
        """Empty a database that was lent, to be lent again; one whose tables were changed is dropped."""
        shape = self.run(_EMPTY + _SHAPE, database).split()[-1]
        if shape == self._shapes[database]:
            self._free.append(database)
        else:
            self.drop(database)

    def run(self, statement: str, database: str = "postgres") -> str:
        """What psql prints for one statement, without headings."""
        command = [_program("psql"), "-h", self.folder, "-U", _USER, "-d", database, "-XqAtc", statement]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout


@contextmanager
def running_cluster(is_durable: bool = False) -> Iterator[Cluster]:
    """A server that is stopped and forgotten at the end. `is_durable`: it writes as an operator's does, to measure."""
    # Not pytest's folder: that one is closed to the user that the server runs as. A socket's path must be short, too.
    folder = Path(tempfile.mkdtemp(prefix="casebook-postgresql-"))
    if owner := _owner():
        shutil.chown(folder, owner["user"], owner["group"])
    cluster = Cluster(folder, is_durable)
    try:
        _run("initdb", "-D", cluster.data, "-U", _USER, *_INITDB)
        cluster.start()
        yield cluster
    finally:
        if (cluster.data / "postmaster.pid").exists():
            cluster.stop()
        shutil.rmtree(folder)


def _owner() -> dict[str, Any]:
    """PostgreSQL refuses to run as root; as anybody else it runs as whoever runs the tests."""
    return {"user": "nobody", "group": "nogroup", "extra_groups": []} if os.geteuid() == 0 else {}


def _run(program: str, *arguments: Any) -> None:
    done = subprocess.run(
        [_program(program), *arguments],
        cwd="/",
        stdout=subprocess.DEVNULL,  # a pipe would be inherited by the server and never end
        stderr=subprocess.PIPE if program == "initdb" else subprocess.DEVNULL,
        text=True,
        **_owner(),
    )
    assert done.returncode == 0, f"{program} failed: {done.stderr}"


def _program(name: str) -> str:
    """Debian keeps them out of the PATH, in a folder for each version."""
    found = shutil.which(name, path=os.pathsep.join(_folders()))
    assert found is not None, f"PostgreSQL's {name} is missing; scripts/setup test installs it"
    return found


def _folders() -> list[str]:
    versions = Path("/usr/lib/postgresql").glob("*/bin")
    newest_first = sorted(versions, key=lambda folder: float(folder.parent.name), reverse=True)
    return [str(folder) for folder in newest_first] + os.environ.get("PATH", "").split(os.pathsep)
