"""What tests of the server stand on: settings with a folder of their own, opened storage, browsers of a running app."""

import asyncio
import shutil
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager, asynccontextmanager, closing
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from litestar import Litestar
from litestar.datastructures import State
from litestar.testing import AsyncTestClient

from backend.app import create_app
from backend.limits import Turns
from backend.settings import DATABASE_FILE, Settings
from backend.storage import accounts, database
from backend.storage.database import Storage
from backend.storage.engine import ENGINE
from backend.storage.migrating import migrate
from backend.storage.postgres import DurablePostgresEngine
from backend.storage.sealing import read_master_keys
from tests.postgresql import Cluster, running_cluster

# The moment of most tests: a Monday morning in November.
NOW = datetime(2026, 11, 23, 9, 15, 42, 120_000, tzinfo=UTC)
ORIGIN = "https://casebook.test"
PASSWORD = "a long night in november"

Browser = AsyncTestClient[Litestar]
Elsewhere = Callable[[str], Awaitable[list[tuple[Any, ...]]]]
AnotherWriter = Callable[[], AbstractAsyncContextManager[None]]

# What reads and writes the database most; the other rooms see no difference between the engines.
ON_BOTH_ENGINES = ("storage", "sync", "accounts", "sharing", "reminders", "operating")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run the tests of these rooms on both engines, except those that ask for SQLite's own file."""
    asked = metafunc.fixturenames
    if "engine_name" in asked and metafunc.definition.path.parent.name in ON_BOTH_ENGINES:
        engines = ["sqlite"] if "sqlite_file" in asked else ["sqlite", "postgresql"]
        metafunc.parametrize("engine_name", engines, indirect=True)


@pytest.fixture
def engine_name(request: pytest.FixtureRequest) -> str:
    """Which database the test's server has."""
    return str(getattr(request, "param", "sqlite"))


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    with running_cluster() as running:
        yield running


@pytest.fixture(scope="session")
def migrated(cluster: Cluster) -> str:
    """A database with tables and no row, to be copied: migrating each anew would take most of the time."""
    name = cluster.create()
    _beside_the_tests_loop(_migrate(ENGINE.open_server(cluster.url(name))))
    return name


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same as a file of SQLite."""
    file = tmp_path_factory.mktemp("migrated") / DATABASE_FILE
    _beside_the_tests_loop(_migrate(ENGINE.open_file(str(file))))
    return file


def _beside_the_tests_loop(work: Coroutine[Any, Any, None]) -> None:
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, work).result()


async def _migrate(opening: Coroutine[Any, Any, None]) -> None:
    await opening
    await migrate()
    await ENGINE.close()


@pytest.fixture
def postgresql_url(cluster: Cluster, migrated: str) -> Iterator[str]:
    """A PostgreSQL database of the test's own."""
    name = cluster.lend(migrated)
    yield cluster.url(name)
    cluster.take_back(name)


@pytest.fixture
def settings(tmp_path: Path, engine_name: str, request: pytest.FixtureRequest) -> Settings:
    url = request.getfixturevalue("postgresql_url") if engine_name == "postgresql" else None
    return Settings(data_dir=tmp_path / "data", pwa_dir=tmp_path / "pwa", database_url=url)


@pytest.fixture
def sqlite_file(settings: Settings) -> Path:
    """Where SQLite keeps everything; a test that asks for it runs on SQLite only."""
    return settings.data_dir / DATABASE_FILE


@pytest.fixture
def with_tables(settings: Settings, migrated_file: Path) -> Settings:
    """Settings of a server that has been started before, and of which nothing is left but empty tables."""
    if settings.database_url is None:
        copy_tables(migrated_file, settings)
    return settings


def copy_tables(migrated_file: Path, settings: Settings) -> None:
    """Make the data folder, with a new key, tables and no row."""
    database.check_place(settings)
    read_master_keys(settings)
    shutil.copyfile(migrated_file, settings.data_dir / DATABASE_FILE)


@pytest.fixture
def elsewhere(settings: Settings) -> Elsewhere:
    """Runs one statement on a connection of its own, beside the server's, and gives the rows as tuples."""

    async def run(statement: str) -> list[tuple[Any, ...]]:
        if settings.database_url is None:
            with closing(sqlite3.connect(settings.data_dir / DATABASE_FILE)) as connection, connection:
                return connection.execute(statement).fetchall()
        other = await asyncpg.connect(settings.database_url)
        try:
            return [tuple(row) for row in await other.fetch(statement)]
        finally:
            await other.close()

    return run


@pytest.fixture
def another_writer(settings: Settings) -> AnotherWriter:
    """Holds the whole database against writers, as another process does: a backup, or a server that starts."""

    @asynccontextmanager
    async def on_sqlite() -> AsyncIterator[None]:
        with closing(sqlite3.connect(settings.data_dir / DATABASE_FILE, isolation_level=None)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            yield

    @asynccontextmanager
    async def on_postgresql() -> AsyncIterator[None]:
        other = DurablePostgresEngine()
        await other.open(str(settings.database_url))
        async with other.transaction():
            yield
        await other.close()

    return on_sqlite if settings.database_url is None else on_postgresql


@pytest.fixture
async def open_storage(with_tables: Settings) -> AsyncIterator[Storage]:
    async with database.open_storage(with_tables, NOW) as storage:
        yield storage


@pytest.fixture
async def ana(open_storage: Storage) -> str:
    """The id of a patient's account in `open_storage`."""
    return await accounts.create(open_storage, "ana@example.org", "no password", NOW)


@pytest.fixture
async def ben(open_storage: Storage) -> str:
    """The id of somebody else's account in `open_storage`."""
    return await accounts.create(open_storage, "ben@example.org", "no password", NOW)


@cache
def _app() -> Litestar:
    return create_app(Settings())


def app_of(settings: Settings) -> Litestar:
    """The app of `settings`, not started. Making one takes longer than most tests do, so all of them have the same one,
    each with a state of its own; a test of what is made anew calls `create_app`."""
    app = _app()
    app.state = State({"settings": settings}, deep_copy=False)
    return app


def new_browser(app: Litestar) -> Browser:
    """A browser at the app's own page, without cookies. An error of the server is an answer, not an exception."""
    browser = AsyncTestClient(app, base_url=ORIGIN, raise_server_exceptions=False)
    browser.headers["origin"] = ORIGIN
    return browser


async def sign_up(browser: Browser, email: str) -> dict[str, Any]:
    """The new account that `browser` is signed in to from now on."""
    answer = await browser.post("/api/account", json={"email": email, "password": PASSWORD})
    assert answer.status_code == 201, answer.text
    account: dict[str, Any] = answer.json()
    return account


def forget_tries(browser: Browser) -> None:
    """Let everybody try again at once, for tests that are not about limits."""
    assert browser.blocking_portal is not None
    browser.blocking_portal.call(ENGINE.run_ddl, 'DELETE FROM "try"')
    browser.app.state.turns = Turns()


@pytest.fixture
async def browser(with_tables: Settings) -> AsyncIterator[Browser]:
    """A browser that nobody has signed in with; the app runs as long as it is open."""
    async with new_browser(app_of(with_tables)) as opened:
        yield opened


@pytest.fixture
async def signed_in(browser: Browser) -> Browser:
    """The same browser, signed in as ana@example.org."""
    await sign_up(browser, "ana@example.org")
    return browser


@pytest.fixture
async def stranger(browser: Browser) -> Browser:
    """A second browser at the same running app, signed in as ben@example.org."""
    second = new_browser(browser.app)
    second.blocking_portal = browser.blocking_portal
    await sign_up(second, "ben@example.org")
    return second
