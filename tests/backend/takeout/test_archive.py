import tracemalloc
from collections.abc import AsyncIterator
from io import BytesIO
from zipfile import ZipFile

from backend.takeout.archive import Member, archived, at_once
from tests.conftest import NOW

PIECE = 1_000_000


async def pieces(count: int) -> AsyncIterator[bytes]:
    for number in range(count):
        yield bytes([number % 256]) * PIECE


async def members(count: int) -> AsyncIterator[Member]:
    yield Member("attachments/photo.jpg", pieces(count), is_packed=True)
    yield Member("index.html", at_once("<p>Grüße 🌧</p>"))
    yield Member("tables/квитанции.csv", at_once(""))


async def test_what_was_put_in_comes_out_whole() -> None:
    zipped = b"".join([part async for part in archived(members(3), NOW)])
    with ZipFile(BytesIO(zipped)) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == ["attachments/photo.jpg", "index.html", "tables/квитанции.csv"]
        assert archive.read("index.html").decode() == "<p>Grüße 🌧</p>"
        assert len(archive.read("attachments/photo.jpg")) == 3 * PIECE


async def test_two_hundred_large_photos_need_the_memory_of_a_few_pieces() -> None:
    tracemalloc.start()
    sent = 0
    async for part in archived(members(200), NOW):
        sent += len(part)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert sent > 200 * PIECE
    assert most < 8 * PIECE
