"""What a supervisor and a monitoring system may ask: whether the server lives, can work, and how much it does."""

import asyncio
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from litestar import Litestar, Request, Response, get
from litestar.middleware.base import DefineMiddleware
from litestar.plugins.prometheus import PrometheusConfig
from prometheus_client import start_http_server

from backend import given
from backend.problems import problem
from backend.settings import FREE_BYTES_NEEDED, VERSION, Settings
from backend.storage.database import answers
from shared_schemas.api import Health


@get("/api/health")
async def health() -> Health:
    """Answers when the server takes requests."""
    return Health(version=VERSION)


@get("/api/ready")
async def ready(request: Request[Any, Any, Any], settings: given.Settings) -> Response[Health]:
    """Whether requests can be served: the database answers, the disk has room, and the server is not about to end."""
    if request.app.state.get("is_leaving"):
        return problem(503, "this process is about to end", headers={"Retry-After": "2"})  # type: ignore[return-value]
    if not await answers():
        return problem(503, "the database does not answer", headers={"Retry-After": "2"})  # type: ignore[return-value]
    if not await asyncio.to_thread(has_room, settings):
        return problem(503, "the disk is full or cannot be written", headers={"Retry-After": "60"})  # type: ignore[return-value]
    return Response(Health(version=VERSION))


def leave(app: Litestar) -> None:
    """Be ready no more, though everything is still served."""
    app.state.is_leaving = True


def has_room(settings: Settings) -> bool:
    """Whether the data folder can be written and has room for a while."""
    try:
        disk = os.statvfs(settings.data_dir)
    except OSError:
        return False
    return os.access(settings.data_dir, os.W_OK) and disk.f_bavail * disk.f_frsize >= FREE_BYTES_NEEDED


def counted_requests() -> DefineMiddleware:
    """Middleware that counts and times requests by method, template of the path and status."""
    return PrometheusConfig(app_name="casebook", prefix="casebook", group_path=True).middleware


@contextmanager
def metrics_served(settings: Settings) -> Iterator[None]:
    """Serve what Prometheus asks for, on an address of its own, where one is set."""
    if settings.metrics is None:
        yield
        return
    host, port = settings.metrics
    server, thread = start_http_server(port, host)
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


routes = [health, ready]
