import asyncio
import base64
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from backend.attachments.media_types import media_type_of
from backend.settings import (
    ATTACHMENT_CHUNKS,
    ATTACHMENTS_BYTES_PER_ACCOUNT,
    ATTACHMENTS_PER_ACCOUNT,
    OBJECT_STORE_SECONDS,
    Settings,
)
from backend.storage import accounts, attachments, database
from backend.storage.attachments import Upload
from backend.storage.database import Storage, StorageError
from backend.storage.journals import UnknownAccountError
from backend.storage.objects import OBJECTS, ObjectStoreError
from backend.storage.sealing import UnsealError
from backend.storage.tables import Attachment
from tests.backend.attachments.files import photo, sha256_of
from tests.conftest import NOW
from tests.s3_server import BUCKET, ObjectServer, running_object_server

PHOTO = photo()


@pytest.fixture(scope="module")
def object_server() -> Iterator[ObjectServer]:
    with running_object_server() as running:
        yield running


@pytest.fixture(autouse=True, params=["folder", "s3"])
def kept_in(request: pytest.FixtureRequest, settings: Settings) -> Iterator[str]:
    """Every test here runs with the folder and with an object store by its address, unless it names one of them."""
    if request.param == "folder":
        with OBJECTS.opened(settings):
            yield "folder"
        return
    server: ObjectServer = request.getfixturevalue("object_server")
    server.empty()
    address = f"s3://{BUCKET}/attachments"
    with server.in_environment(), OBJECTS.opened(replace(settings, attachments_url=address)):
        yield "s3"


in_the_folder = pytest.mark.parametrize("kept_in", ["folder"], indirect=True)
in_the_object_store = pytest.mark.parametrize("kept_in", ["s3"], indirect=True)


async def add(
    storage: Storage, account: str, content: bytes, start: int, end: int | None = None, now: datetime = NOW
) -> Upload:
    """Bytes `start` up to and without `end` of it, as one chunk."""
    end = len(content) if end is None else end
    return await attachments.add(
        storage.journals, account, sha256_of(content), start, len(content), content[start:end], media_type_of, now
    )


async def content_of(storage: Storage, account: str, sha256: str) -> bytes:
    upload = await attachments.find(account, sha256)
    assert upload is not None
    return b"".join([chunk async for chunk in attachments.read(storage.journals, account, sha256, upload)])


async def stored() -> list[str]:
    """The paths of all sealed chunks, wherever they are kept."""
    return sorted([path async for path, _ in OBJECTS.paths()])


async def test_a_photo_is_whole_when_its_last_chunk_is_there(open_storage: Storage, ana: str) -> None:
    first = await add(open_storage, ana, PHOTO, 0, 1_000)
    assert (first.held, first.is_whole, first.media_type) == (1_000, False, "")
    second = await add(open_storage, ana, PHOTO, 1_000)
    assert (second.held, second.is_whole, second.media_type) == (3_000, True, "image/jpeg")
    assert await attachments.find(ana, sha256_of(PHOTO)) == second
    assert await content_of(open_storage, ana, sha256_of(PHOTO)) == PHOTO


async def test_nothing_that_is_kept_shows_a_photo(open_storage: Storage, ana: str, settings: Settings) -> None:
    plain = b"%PDF-1.7 Diagnosis: a long night in november. " * 60
    await add(open_storage, ana, plain, 0, 1_500)
    await add(open_storage, ana, plain, 1_500)
    written = [path.read_bytes() for path in settings.data_dir.rglob("*") if path.is_file()]
    chunks = await stored()
    assert len(chunks) == 2
    written += [await OBJECTS.get(path) for path in chunks]
    for shown in (b"%PDF", b"Diagnosis", b"a long night", base64.b64encode(plain)[:40], plain.hex()[:40].encode()):
        assert not any(shown in content for content in written)


@in_the_folder
async def test_the_folder_is_nobody_elses(settings: Settings) -> None:
    assert (settings.data_dir / "attachments").stat().st_mode & 0o777 == 0o700


async def test_chunks_in_another_order_or_of_another_account_cannot_be_read(
    open_storage: Storage, ana: str, ben: str
) -> None:
    await add(open_storage, ana, PHOTO, 0, 1_500)
    await add(open_storage, ana, PHOTO, 1_500)
    sha256 = sha256_of(PHOTO)
    upload = await attachments.find(ana, sha256)
    assert upload is not None
    for name in upload.chunks:
        await OBJECTS.put(f"{ben}/{name}", await OBJECTS.get(f"{ana}/{name}"))
    swapped = replace(upload, chunks=upload.chunks[::-1])
    for account, hash_, moved in [(ana, sha256, swapped), (ben, sha256, upload), (ana, "0" * 64, upload)]:
        with pytest.raises(UnsealError):
            await anext(attachments.read(open_storage.journals, account, hash_, moved))


async def test_an_upload_is_known_after_a_restart(settings: Settings) -> None:
    async with database.open_storage(settings, NOW) as storage:
        account = await accounts.create(storage, "ana@example.org", "no password", NOW)
        await add(storage, account, PHOTO, 0, 1_000)
    async with database.open_storage(settings, NOW) as storage:
        await add(storage, account, PHOTO, 1_000)
        assert await content_of(storage, account, sha256_of(PHOTO)) == PHOTO


async def test_of_two_phones_that_bring_the_same_chunk_at_once_one_is_told_to_go_on(
    open_storage: Storage, ana: str
) -> None:
    results = await asyncio.gather(
        *(add(open_storage, ana, PHOTO, 0, end) for end in (1_000, 1_200, 1_400)), return_exceptions=True
    )
    kept = [result for result in results if isinstance(result, Upload)]
    refused = [result for result in results if isinstance(result, attachments.OffsetError)]
    assert (len(kept), len(refused)) == (1, 2)
    assert {error.held for error in refused} == {kept[0].held}
    assert len(await stored()) == 1
    await add(open_storage, ana, PHOTO, kept[0].held)
    assert await content_of(open_storage, ana, sha256_of(PHOTO)) == PHOTO


async def test_two_phones_that_finish_at_once_are_both_told_that_it_is_there(open_storage: Storage, ana: str) -> None:
    await add(open_storage, ana, PHOTO, 0, 1_000)
    results = await asyncio.gather(*(add(open_storage, ana, PHOTO, 1_000) for _ in range(3)))
    assert len(set(results)) == 1
    assert results[0].is_whole
    assert len(await stored()) == 2
    assert await content_of(open_storage, ana, sha256_of(PHOTO)) == PHOTO


async def test_a_phone_with_another_length_begins_anew(open_storage: Storage, ana: str) -> None:
    sha256, journals = sha256_of(PHOTO), open_storage.journals
    await attachments.add(journals, ana, sha256, 0, 9_000, photo(1_000, number=2), media_type_of, NOW)
    with pytest.raises(attachments.OffsetError) as refused:
        await add(open_storage, ana, PHOTO, 1_000)
    assert refused.value.held == 0
    await add(open_storage, ana, PHOTO, 0, 1_000)
    assert len(await stored()) == 1
    await add(open_storage, ana, PHOTO, 1_000)
    assert await content_of(open_storage, ana, sha256) == PHOTO


async def test_wrong_content_is_dropped_with_all_that_came_before(open_storage: Storage, ana: str) -> None:
    await add(open_storage, ana, PHOTO, 0, 1_000)
    with pytest.raises(attachments.WrongHashError):
        await attachments.add(
            open_storage.journals, ana, sha256_of(PHOTO), 1_000, 3_000, bytes(2_000), media_type_of, NOW
        )
    assert await attachments.find(ana, sha256_of(PHOTO)) is None
    assert await stored() == []


@pytest.mark.parametrize("is_gone", [True, False], ids=["gone", "changed"])
async def test_a_chunk_that_the_disk_lost_is_asked_for_again(open_storage: Storage, ana: str, is_gone: bool) -> None:
    await add(open_storage, ana, PHOTO, 0, 1_000)
    [chunk] = await stored()
    if is_gone:
        await OBJECTS.delete([chunk])
    else:
        await OBJECTS.put(chunk, bytes(1_028))
    with pytest.raises(attachments.OffsetError) as refused:
        await add(open_storage, ana, PHOTO, 1_000)
    assert refused.value.held == 0
    assert await attachments.find(ana, sha256_of(PHOTO)) is None
    assert (await add(open_storage, ana, PHOTO, 0)).is_whole


async def test_an_account_has_room_for_so_much_and_no_more(open_storage: Storage, ana: str, ben: str) -> None:
    room = len(PHOTO) + 10
    await _fill(ana, ATTACHMENTS_BYTES_PER_ACCOUNT - room)
    await add(open_storage, ana, PHOTO, 0, 1_000)
    other = photo(11, number=2)
    with pytest.raises(attachments.QuotaError):
        await add(open_storage, ana, other, 0)
    assert len(await stored()) == 1
    await add(open_storage, ana, PHOTO, 1_000)
    assert (await add(open_storage, ben, other, 0)).is_whole
    await _fill(ana, 10, "0" * 64)
    assert (await add(open_storage, ana, PHOTO, 0)).is_whole


@in_the_folder
async def test_an_account_has_so_many_files_and_no_more(open_storage: Storage, ana: str, ben: str) -> None:
    for start in range(1, ATTACHMENTS_PER_ACCOUNT, 500):
        numbers = range(start, min(start + 500, ATTACHMENTS_PER_ACCOUNT))
        await Attachment.insert(*(_announced(ana, 1, f"{number:064x}") for number in numbers))
    await add(open_storage, ana, PHOTO, 0, 1_000)
    other = photo(number=2)
    with pytest.raises(attachments.QuotaError):
        await add(open_storage, ana, other, 0)
    assert len(await stored()) == 1
    assert (await add(open_storage, ana, PHOTO, 1_000)).is_whole
    assert (await add(open_storage, ben, other, 0)).is_whole


async def _fill(account: str, total: int, sha256: str = "f" * 64) -> None:
    """An upload that has announced `total` bytes."""
    await Attachment.insert(_announced(account, total, sha256))


def _announced(account: str, total: int, sha256: str) -> Attachment:
    key = f"{account}:{sha256}"
    return Attachment(key=key, account=account, sha256=sha256, total=total, held=0, chunks="", received_at="x")


async def test_uploads_at_once_do_not_share_the_last_of_the_room(open_storage: Storage, ana: str) -> None:
    await _fill(ana, ATTACHMENTS_BYTES_PER_ACCOUNT - 2 * len(PHOTO))
    photos = [photo(number=number) for number in range(5)]
    results = await asyncio.gather(*(add(open_storage, ana, one, 0) for one in photos), return_exceptions=True)
    assert sorted(type(result).__name__ for result in results) == ["QuotaError"] * 3 + ["Upload"] * 2


@in_the_folder
async def test_a_file_in_thousands_of_crumbs_is_refused(open_storage: Storage, ana: str) -> None:
    for place in range(ATTACHMENT_CHUNKS):
        await add(open_storage, ana, PHOTO, place, place + 1)
    with pytest.raises(attachments.TooManyChunksError):
        await add(open_storage, ana, PHOTO, ATTACHMENT_CHUNKS, ATTACHMENT_CHUNKS + 1)


async def test_an_erased_account_has_no_attachments(open_storage: Storage, ana: str, ben: str) -> None:
    for account in (ana, ben):
        await add(open_storage, account, PHOTO, 0)
        await add(open_storage, account, photo(number=2), 0, 1_000)
    await accounts.delete(open_storage, ana)
    assert await attachments.find(ana, sha256_of(PHOTO)) is None
    assert {path.partition("/")[0] for path in await stored()} == {ben}
    assert await content_of(open_storage, ben, sha256_of(PHOTO)) == PHOTO


async def test_an_upload_under_way_when_the_account_is_erased_leaves_nothing(open_storage: Storage) -> None:
    for number in range(20):
        account = await accounts.create(open_storage, f"{number}@example.org", "no password", NOW)
        uploading = asyncio.create_task(add(open_storage, account, PHOTO, 0))
        for _ in range(number):
            await asyncio.sleep(0)
        await accounts.delete(open_storage, account)
        result = (await asyncio.gather(uploading, return_exceptions=True))[0]
        # What was deleted under it looks lost to the upload, wherever it is.
        refused = UnknownAccountError | attachments.OffsetError | ObjectStoreError
        assert isinstance(result, Upload | refused), result
    assert await stored() == []
    assert await Attachment.count() == 0


@in_the_folder
async def test_erasing_an_account_does_not_wait_for_a_store_that_is_away(
    open_storage: Storage, ana: str, settings: Settings
) -> None:
    await add(open_storage, ana, PHOTO, 0)
    folder, away = settings.data_dir / "attachments", settings.data_dir / "away"
    folder.rename(away)
    folder.write_text("in the way")
    await accounts.delete(open_storage, ana)
    assert await attachments.find(ana, sha256_of(PHOTO)) is None


@in_the_folder
async def test_a_store_by_address_takes_the_place_of_the_folder(
    open_storage: Storage, ana: str, settings: Settings, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    for address in (elsewhere.as_uri(), "memory:///"):
        with OBJECTS.opened(replace(settings, attachments_url=address)):
            await add(open_storage, ana, photo(number=len(address)), 0)
            assert await content_of(open_storage, ana, sha256_of(photo(number=len(address))))
    assert len([path for path in elsewhere.rglob("*") if path.is_file()]) == 1
    assert [path for path in (settings.data_dir / "attachments").rglob("*") if path.is_file()] == []


@in_the_folder
@pytest.mark.parametrize("address", ["ftp://somebody:secret@example.org/", "no address", "file:///nowhere/at/all"])
async def test_an_address_that_is_no_store_stops_the_start_and_is_not_repeated(
    settings: Settings, address: str
) -> None:
    with pytest.raises(StorageError) as refused, OBJECTS.opened(replace(settings, attachments_url=address)):
        pass
    assert "secret" not in str(refused.value)
    assert address not in str(refused.value)


@in_the_object_store
async def test_an_object_store_that_is_away_is_said_soon_and_nothing_of_the_upload_is_lost(
    open_storage: Storage, ana: str, settings: Settings
) -> None:
    with running_object_server() as another:
        address = f"s3://{BUCKET}/attachments"
        with another.in_environment(), OBJECTS.opened(replace(settings, attachments_url=address)):
            await add(open_storage, ana, PHOTO, 0, 1_000)
            another.stop()
            async with asyncio.timeout(OBJECT_STORE_SECONDS + 30):
                with pytest.raises(ObjectStoreError):
                    await add(open_storage, ana, PHOTO, 1_000)
    upload = await attachments.find(ana, sha256_of(PHOTO))
    assert upload is not None
    assert upload.held == 1_000


@in_the_object_store
async def test_an_object_store_that_lets_nobody_in_is_away_and_its_answer_is_not_repeated(
    open_storage: Storage, ana: str, settings: Settings
) -> None:
    address = "s3://a-bucket-of-somebody-else/attachments"
    with OBJECTS.opened(replace(settings, attachments_url=address)), pytest.raises(ObjectStoreError) as refused:
        await add(open_storage, ana, PHOTO, 0)
    assert "bucket" not in str(refused.value)
