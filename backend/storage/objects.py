"""The object store: sealed bytes by path, in a folder or wherever a URL says. What they are is not known here."""

import asyncio
import os
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from datetime import datetime
from pathlib import Path

from obstore.exceptions import BaseError
from obstore.store import LocalStore, ObjectStore, from_url

from backend.settings import OBJECT_STORE_SECONDS, OBJECT_STORE_TRIES, Settings
from backend.storage.database import StorageError


class ObjectStoreError(Exception):
    """The object store cannot be reached, is full, or has lost what was asked for."""


class Objects:
    """The object store that is open: sealed bytes by path."""

    def __init__(self) -> None:
        self._store: ObjectStore | None = None

    @contextmanager
    def opened(self, settings: Settings) -> Iterator[None]:
        """Use the store of `settings`. Raises StorageError when there cannot be one."""
        try:
            self._store = _store(settings)
        except (BaseError, OSError, ValueError) as error:
            # The URL may hold a password, and so may what the exception says.
            raise StorageError(f"the attachments cannot be stored: {type(error).__name__}") from None
        try:
            yield
        finally:
            self._store = None

    @property
    def _open(self) -> ObjectStore:
        if self._store is None:
            raise ObjectStoreError("closed")
        return self._store

    async def put(self, path: str, content: bytes) -> None:
        """Keep `content`; it is on disk when this returns. Raises ObjectStoreError."""
        store = self._open
        async with _bounded():
            await store.put_async(path, content)
            if isinstance(store, LocalStore) and store.prefix is not None:
                await asyncio.to_thread(_write_through, Path(store.prefix), path)

    async def get(self, path: str) -> bytes:
        """What was put. Raises ObjectStoreError; its cause is FileNotFoundError when it is not there."""
        async with _bounded():
            return bytes(await (await self._open.get_async(path)).bytes_async())

    async def delete(self, paths: Iterable[str]) -> None:
        """Delete these; one that is gone already is no error. Raises ObjectStoreError."""
        for path in paths:
            async with _bounded():
                with suppress(FileNotFoundError):
                    await self._open.delete_async(path)

    async def paths(self, prefix: str | None = None) -> AsyncIterator[tuple[str, datetime]]:
        """All paths below `prefix`, each with the time it was put. Raises ObjectStoreError."""
        try:
            async for batch in self._open.list(prefix):
                for found in batch:
                    yield found["path"], found["last_modified"]
        except (BaseError, OSError) as error:
            raise ObjectStoreError(type(error).__name__) from error


OBJECTS = Objects()


@asynccontextmanager
async def _bounded() -> AsyncIterator[None]:
    """One step of the store, in bounded time. Raises ObjectStoreError, whose cause is the store's own error."""
    try:
        async with asyncio.timeout(OBJECT_STORE_SECONDS):
            yield
    except (BaseError, OSError) as error:  # a timeout is an OSError, too
        raise ObjectStoreError(type(error).__name__) from error


def _store(settings: Settings) -> ObjectStore:
    if settings.attachments_url is not None:
        return from_url(settings.attachments_url, retry_config={"max_retries": OBJECT_STORE_TRIES - 1})
    folder = settings.data_dir.resolve() / "attachments"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return LocalStore(folder, automatic_cleanup=True)


def _write_through(root: Path, path: str) -> None:
    # The store renames a finished file into its place but leaves it to the system when it reaches the disk.
    place = root / path
    for known in (place, *place.parents):
        descriptor = os.open(known, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        if known == root:
            return
