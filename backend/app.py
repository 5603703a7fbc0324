"""The server put together: storage, rooms, headers, errors, and what runs beside requests."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from litestar import Litestar, Request
from litestar.config.compression import CompressionConfig
from litestar.datastructures import State
from litestar.di import Provide
from litestar.exceptions import NotAuthorizedException
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin

from backend import accounts, attachments, given, insights, printing, reminders, sharing, static_files, watching
from backend.accounts.activity import ACCOUNT, note_activity
from backend.accounts.cookie import session_token
from backend.answers import documented
from backend.gzip_bodies import gzip_bodies
from backend.headers import refuse_foreign_requests, security_headers
from backend.limits import Turns
from backend.logs import log_request
from backend.problems import HANDLERS
from backend.settings import BODY_BYTES_IN, COMPRESS_ABOVE_BYTES, COMPRESS_LEVEL, VERSION, Settings
from backend.slow_bodies import slow_bodies
from backend.storage import deletions, login_sessions, tries
from backend.storage.database import Storage, open_storage
from backend.storage.erasures import ErasureJournal
from backend.storage.journals import Journals
from backend.storage.login_sessions import SignedIn
from backend.storage.objects import OBJECTS
from backend.storage.trash import erase_old_trash
from backend.sync import routes as sync_routes
from backend.watching import counted_requests

_LOG = logging.getLogger("casebook")
_TRASH_LOOKED_THROUGH_EVERY = timedelta(hours=6)


def clock() -> datetime:
    """The present, UTC."""
    return datetime.now(UTC)


async def signed_in(request: Request[Any, Any, Any], now: given.Now) -> SignedIn:
    """Whose session the cookie names. Raises 401 when there is none, and 429 when that account asks too often."""
    token = session_token(request)
    account = await login_sessions.find(token, now) if token else None
    if account is None:
        raise NotAuthorizedException("sign in first")
    request.state[ACCOUNT] = account.account_id
    request.app.state.turns.take(request.route_handler.opt.get("counted", "anything"), account.account_id, now)
    return account


def create_app(settings: Settings) -> Litestar:
    """The application of `settings`. Storage opens when it starts and closes when it ends."""
    return Litestar(
        route_handlers=documented(
            *watching.routes,
            *sync_routes.routes,
            *accounts.routes,
            *insights.routes,
            *printing.routes,
            *sharing.routes,
            *attachments.routes,
            *reminders.routes,
            *static_files.routes,
        ),
        state=State({"settings": settings}, deep_copy=False),
        lifespan=[_opened],
        dependencies={
            "account": Provide(signed_in),
            "journals": Provide(_journals, sync_to_thread=False),
            "storage": Provide(_storage, sync_to_thread=False),
            "workshop": Provide(_workshop, sync_to_thread=False),
            "settings": Provide(_settings, sync_to_thread=False),
            "now": Provide(clock, sync_to_thread=False),
        },
        middleware=[*([counted_requests()] if settings.metrics else []), slow_bodies, gzip_bodies],
        before_send=[security_headers, attachments.sandbox, note_activity, log_request],
        before_request=refuse_foreign_requests,
        exception_handlers=HANDLERS,
        request_max_body_size=BODY_BYTES_IN,
        compression_config=CompressionConfig(
            # Photos, PDF files and the ZIP of everything are compressed already, and so are the files of the app.
            backend="gzip",
            gzip_compress_level=COMPRESS_LEVEL,
            minimum_size=COMPRESS_ABOVE_BYTES,
            exclude=[f"^{attachments.PATH}", r"^/api/account/export\.zip$"],
            exclude_opt_key=static_files.PACKED,
        ),
        openapi_config=OpenAPIConfig(title="Casebook", version=VERSION, render_plugins=[JsonRenderPlugin()]),
        logging_config=None,
    )


@asynccontextmanager
async def _opened(app: Litestar) -> AsyncIterator[None]:
    settings: Settings = app.state.settings
    async with open_storage(settings, clock()) as storage:
        app.state.storage = storage
        app.state.workshop = printing.Workshop()
        app.state.turns = Turns()
        erasures = ErasureJournal(settings.data_dir / "erasures.jsonl")
        with OBJECTS.opened(settings):
            sweeps = (_sweep_forever(storage.journals, erasures), reminders.sweep_forever(storage, settings, clock))
            async with _running(*sweeps):
                try:
                    yield
                finally:
                    app.state.workshop.close()


def _settings(request: Request[Any, Any, Any]) -> Settings:
    settings: Settings = request.app.state.settings
    return settings


def _storage(request: Request[Any, Any, Any]) -> Storage:
    opened: Storage = request.app.state.storage
    return opened


def _workshop(request: Request[Any, Any, Any]) -> printing.Workshop:
    made: printing.Workshop = request.app.state.workshop
    return made


def _journals(request: Request[Any, Any, Any]) -> Journals:
    return _storage(request).journals


@asynccontextmanager
async def _running(*coroutines: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    tasks = [asyncio.create_task(coroutine) for coroutine in coroutines]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        for task in tasks:
            with contextlib.suppress(asyncio.CancelledError):
                await task


async def _sweep_forever(journals: Journals, erasures: ErasureJournal) -> None:
    while True:
        await _tried("erasing old trash", erase_old_trash(journals, clock()))
        await _tried("erasing old attachments", attachments.erase_old_attachments(journals, clock()))
        await _tried("erasing orphans", attachments.erase_orphans(erasures, clock()))
        await _tried("erasing accounts that are due", deletions.erase_due(journals, clock()))
        await _tried("forgetting old tries", tries.forget_old(clock()))
        await asyncio.sleep(_TRASH_LOOKED_THROUGH_EVERY.total_seconds())


async def _tried(what: str, sweep: Coroutine[Any, Any, int]) -> None:
    try:
        await sweep
    except Exception as error:  # one bad night must not end the sweep
        _LOG.error("%s failed: %s", what, type(error).__name__)
