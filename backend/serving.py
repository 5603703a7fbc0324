"""The server process: listening, saying so, waiting for nobody who does not send, and ending."""

import asyncio
import contextlib
import gc
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from types import FrameType
from typing import Any

import uvicorn
from litestar import Litestar
from uvicorn.protocols.http.h11_impl import H11Protocol

from backend import watching
from backend.analysis import intervals
from backend.insurance.days import is_business_day
from backend.printing import load_early, put_away
from backend.printing.workshop import WorkFailedError
from backend.reports import evidence
from backend.reports.glyphs import FontsMissingError
from backend.settings import (
    ANSWER_PAUSE_SECONDS,
    CONNECTIONS,
    GARBAGE_OBJECTS,
    HEADER_SECONDS,
    REPORT_SECONDS,
    REPORT_WORKERS,
    SECONDS_TO_FINISH,
    THREAD_SWITCH_SECONDS,
    Settings,
)


async def serve(app: Litestar, settings: Settings, host: str, port: int, ready: Callable[[str], None]) -> int:
    """Serve until the process is asked to end; the exit status. `ready` is told the address once it answers."""
    tasks: list[asyncio.Task[None]] = []
    sys.setswitchinterval(THREAD_SWITCH_SECONDS)
    gc.set_threshold(GARBAGE_OBJECTS)
    try:
        load_early()
    except OSError as error:  # such as a name that is too long for a socket in it
        said = f"the folder for temporary files does not serve ({error}): set TMPDIR to another, with a short name"
        print(f"casebook: {said}", file=sys.stderr)
        return 1

    def started(url: str) -> None:
        ready(url)
        tasks.append(asyncio.create_task(_warm_up(app, settings)))

    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        http=Connection,
        access_log=False,
        # Its own messages go where ours do.
        log_config=None,
        log_level="error",
        lifespan="on",
        server_header=False,
        forwarded_allow_ips=list(settings.trusted_proxies),
        limit_concurrency=CONNECTIONS,
        # A phone that stopped in the middle of a request holds nothing up; it sends the request again.
        timeout_graceful_shutdown=SECONDS_TO_FINISH,
    )
    server = Server(config, started, lambda: watching.leave(app), put_away, settings.drain_seconds)
    try:
        await server.serve()
    except SystemExit:  # uvicorn has said that the address is taken
        print(f"casebook: cannot listen on {host} port {port}; is it in use? (--port)", file=sys.stderr)
        return 1
    return 0 if server.started else 1


class Server(uvicorn.Server):
    """Says where it listens once it does, and before it ends serves on for a while as one that is not ready any more.

    So a proxy in front sends requests to another process before this one refuses them. A second signal ends it at once.
    """

    def __init__(
        self,
        config: uvicorn.Config,
        ready: Callable[[str], None],
        leave: Callable[[], None],
        put_away: Callable[[], None],
        drain_seconds: int = 0,
    ) -> None:
        super().__init__(config)
        self._ready, self._leave, self._put_away, self._drain_seconds = ready, leave, put_away, drain_seconds
        self._is_leaving = False

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Begin to leave, or end."""
        if self._is_leaving or self._drain_seconds == 0:
            super().handle_exit(sig, frame)
            return
        self._is_leaving = True
        self._leave()
        end = partial(super().handle_exit, sig, frame)
        self._loop.call_soon_threadsafe(self._loop.call_later, self._drain_seconds, end)

    async def startup(self, sockets: Any = None) -> None:
        """Listen, and say where."""
        self._loop = asyncio.get_running_loop()
        await super().startup(sockets)
        if self.started and self.servers:
            host, port = self.servers[0].sockets[0].getsockname()[:2]
            self._ready(f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}")

    async def shutdown(self, sockets: Any = None) -> None:
        """Let requests finish, and leave nothing behind, since the process then ends by the signal that it was sent."""
        await super().shutdown(sockets)
        self._put_away()


class Connection(H11Protocol):
    """uvicorn's connection, which waits for ever: for the head of a request, for an answer to be taken. Not so this."""

    patience: float = HEADER_SECONDS
    reading_patience: float = ANSWER_PAUSE_SECONDS
    _end_of_patience: asyncio.TimerHandle | None = None
    _next_look: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # uvicorn's own
        """Begin to wait for a request."""
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        """Go on waiting from the first piece of a head to its last; bodies are watched by `slow_bodies`."""
        super().data_received(data)
        if self._is_answering():
            self._stop_waiting()
        elif self._end_of_patience is None:
            self._wait()

    def pause_writing(self) -> None:
        """An answer waits to be taken."""
        super().pause_writing()
        self._watch_reader()

    def resume_writing(self) -> None:
        """Most of it was taken, and the next piece may come."""
        super().resume_writing()
        self._stop_watching()

    def on_response_complete(self) -> None:
        """What is left of the answer must be taken as well: closing waits for that."""
        super().on_response_complete()
        if self.transport.get_write_buffer_size():
            self._watch_reader()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing is waited for any more."""
        self._stop_waiting()
        self._stop_watching()
        super().connection_lost(exc)

    def _is_answering(self) -> bool:
        return self.cycle is not None and not self.cycle.response_complete

    def _wait(self) -> None:
        self._end_of_patience = self.loop.call_later(self.patience, self._give_up)

    def _stop_waiting(self) -> None:
        if self._end_of_patience is not None:
            self._end_of_patience.cancel()
            self._end_of_patience = None

    def _watch_reader(self) -> None:
        self._stop_watching()
        left = self.transport.get_write_buffer_size()
        self._next_look = self.loop.call_later(self.reading_patience, self._look_at_reader, left)

    def _look_at_reader(self, left_before: int) -> None:
        left = self.transport.get_write_buffer_size()
        if left >= left_before:
            self.transport.abort()
        elif left:
            self._watch_reader()

    def _stop_watching(self) -> None:
        if self._next_look is not None:
            self._next_look.cancel()
            self._next_look = None

    def _give_up(self) -> None:
        self._end_of_patience = None
        if not self._is_answering():
            self.transport.close()


async def _warm_up(app: Litestar, settings: Settings) -> None:
    """Load SciPy, Matplotlib, fonts and holidays once the server answers, so that no first request waits for them."""
    with contextlib.suppress(FontsMissingError, WorkFailedError):
        # As many at once as there are processes: each takes one.
        run = app.state.workshop.run
        await asyncio.gather(
            *(run(REPORT_SECONDS, evidence.warm_up, settings.fonts_dirs) for _ in range(REPORT_WORKERS))
        )
    # Of a hundred thousand new objects none is garbage, and a collection, which looks at all of them, stops requests.
    gc.disable()
    try:
        await asyncio.to_thread(intervals.warm_up)
        await asyncio.to_thread(is_business_day, datetime.now(UTC).date())
    finally:
        # What is loaded by now stays to the end, so no collection need walk through it later either.
        gc.freeze()
        gc.enable()
