"""Photos over HTTP as a phone sends them: whole, in parts, cut off, twice, and by somebody who should not."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import httpx
import pytest
import uvicorn
from httpx import Response

from backend.app import create_app
from backend.settings import ATTACHMENT_BYTES, ATTACHMENT_CHUNK_BYTES, ATTACHMENT_PART_BYTES, Settings
from tests.backend.attachments.files import photo, sha256_of
from tests.conftest import PASSWORD, Browser, new_browser, sign_up

PHOTO = photo()


def url(content: bytes) -> str:
    return f"/api/attachments/{sha256_of(content)}"


async def send(browser: Browser, content: bytes, address: str | None = None, **headers: str) -> Response:
    """All of it in one request."""
    return await browser.put(
        address or url(content), content=content, headers={"content-type": "image/jpeg", **headers}
    )


async def send_part(browser: Browser, content: bytes, start: int, end: int, total: int | None = None) -> Response:
    """Bytes `start` up to and without `end` of it."""
    content_range = f"bytes {start}-{end - 1}/{total or len(content)}"
    headers = {"content-type": "image/jpeg", "content-range": content_range}
    return await browser.put(url(content), content=content[start:end], headers=headers)


async def held(browser: Browser, content: bytes) -> tuple[str, str, str] | None:
    """Offset, length and completeness as the server tells them."""
    answer = await browser.head(url(content))
    assert answer.content == b""
    if answer.status_code == 404:
        return None
    assert answer.status_code == 200
    return (
        answer.headers["upload-offset"],
        answer.headers["upload-length"],
        answer.headers["upload-complete"],
    )


def objects(settings: Settings) -> list[Path]:
    return [path for path in (settings.data_dir / "attachments").rglob("*") if path.is_file()]


async def test_a_photo_of_a_receipt_comes_back_as_it_was_sent(signed_in: Browser) -> None:
    assert await held(signed_in, PHOTO) is None
    assert (await send(signed_in, PHOTO)).status_code == 204
    assert await held(signed_in, PHOTO) == ("3000", "3000", "?1")
    answer = await signed_in.get(url(PHOTO))
    assert (answer.status_code, answer.content) == (200, PHOTO)


async def test_a_file_that_is_opened_can_do_nothing_here(signed_in: Browser) -> None:
    await send(signed_in, PHOTO)
    headers = (await signed_in.get(url(PHOTO))).headers
    assert headers["content-type"] == "image/jpeg"
    assert headers["content-length"] == "3000"
    assert headers["content-disposition"] == f'attachment; filename="{sha256_of(PHOTO)[:12]}.jpg"'
    assert headers["cache-control"] == "private, no-store"
    assert headers["x-content-type-options"] == "nosniff"
    policy = headers["content-security-policy"].split("; ")
    assert {"sandbox", "default-src 'none'", "frame-ancestors 'none'"} == set(policy)
    assert "content-encoding" not in headers


@pytest.mark.parametrize("cut", [1, 2, 20, 100, 1_500, 2_999])
async def test_a_photo_goes_on_wherever_it_was_cut(signed_in: Browser, cut: int) -> None:
    first = await send_part(signed_in, PHOTO, 0, cut)
    assert (first.status_code, first.headers["upload-offset"], first.content) == (202, str(cut), b"")
    assert await held(signed_in, PHOTO) == (str(cut), "3000", "?0")
    assert (await signed_in.get(url(PHOTO))).status_code == 404
    assert (await send_part(signed_in, PHOTO, cut, 3_000)).status_code == 204
    assert (await signed_in.get(url(PHOTO))).content == PHOTO


async def test_a_long_letter_arrives_in_parts_of_the_largest_size(signed_in: Browser) -> None:
    letter = b"%PDF-1.7\n" + photo(12_000_000)
    offsets = []
    for start in range(0, len(letter), ATTACHMENT_PART_BYTES):
        answer = await send_part(signed_in, letter, start, min(start + ATTACHMENT_PART_BYTES, len(letter)))
        offsets.append(answer.headers.get("upload-offset"))
    assert offsets == ["5000000", "10000000", None]
    received = await signed_in.get(url(letter))
    assert (received.headers["content-type"], received.content == letter) == ("application/pdf", True)


async def test_the_longest_letter_arrives_at_once(signed_in: Browser) -> None:
    letter = photo(ATTACHMENT_BYTES)
    assert (await send(signed_in, letter)).status_code == 204
    assert (await signed_in.get(url(letter))).content == letter


async def test_an_upload_goes_on_after_the_server_was_restarted(settings: Settings) -> None:
    async with new_browser(create_app(settings)) as browser:
        await sign_up(browser, "ana@example.org")
        await send_part(browser, PHOTO, 0, 2_000)
        cookies = dict(browser.cookies)
    async with new_browser(create_app(settings)) as browser:
        browser.cookies.update(cookies)
        assert await held(browser, PHOTO) == ("2000", "3000", "?0")
        assert (await send_part(browser, PHOTO, 2_000, 3_000)).status_code == 204
        assert (await browser.get(url(PHOTO))).content == PHOTO


@pytest.mark.parametrize(("start", "end"), [(0, 500), (500, 2_000), (1_001, 3_000), (1_500, 3_000)])
async def test_a_part_that_does_not_begin_where_the_upload_stands_is_told_where(
    signed_in: Browser, start: int, end: int
) -> None:
    await send_part(signed_in, PHOTO, 0, 1_000)
    answer = await send_part(signed_in, PHOTO, start, end)
    assert (answer.status_code, answer.headers["upload-offset"]) == (409, "1000")
    assert await held(signed_in, PHOTO) == ("1000", "3000", "?0")


async def test_a_phone_that_begins_in_the_middle_is_sent_to_the_start(signed_in: Browser) -> None:
    answer = await send_part(signed_in, PHOTO, 1_000, 3_000)
    assert (answer.status_code, answer.headers["upload-offset"]) == (409, "0")
    assert await held(signed_in, PHOTO) is None


async def test_sending_a_finished_photo_again_changes_nothing(signed_in: Browser, settings: Settings) -> None:
    await send(signed_in, PHOTO)
    before = {path: path.stat().st_mtime_ns for path in objects(settings)}
    assert (await send(signed_in, PHOTO)).status_code == 204
    assert (await send_part(signed_in, PHOTO, 0, 1_000)).status_code == 204
    assert (await send_part(signed_in, PHOTO, 1_000, 2_000, total=9_000)).status_code == 204
    assert (await send(signed_in, photo(number=2), url(PHOTO))).status_code == 204
    assert {path: path.stat().st_mtime_ns for path in objects(settings)} == before
    assert (await signed_in.get(url(PHOTO))).content == PHOTO


async def test_a_photo_that_arrived_damaged_is_dropped_and_can_be_sent_again(
    signed_in: Browser, settings: Settings
) -> None:
    damaged = PHOTO[:-1] + bytes([PHOTO[-1] ^ 1])
    assert (await send(signed_in, damaged, url(PHOTO))).status_code == 422
    assert await held(signed_in, PHOTO) is None
    await send_part(signed_in, PHOTO, 0, 1_000)
    answer = await signed_in.put(url(PHOTO), content=damaged[1_000:], headers={"content-range": "bytes 1000-2999/3000"})
    assert answer.status_code == 422
    assert await held(signed_in, PHOTO) is None
    assert objects(settings) == []
    assert (await send(signed_in, PHOTO)).status_code == 204


@pytest.mark.parametrize("claimed", ["image/jpeg", "application/pdf", "text/html", ""])
async def test_a_page_that_calls_itself_a_photo_is_refused(
    signed_in: Browser, settings: Settings, claimed: str
) -> None:
    page = b"<!doctype html><script>alert(1)</script>" + bytes(100)
    answer = await signed_in.put(url(page), content=page, headers={"content-type": claimed})
    assert (answer.status_code, answer.headers["content-type"]) == (415, "application/problem+json")
    assert await held(signed_in, page) is None
    assert objects(settings) == []


async def test_a_photo_is_known_for_one_whatever_it_is_called(signed_in: Browser) -> None:
    answer = await signed_in.put(url(PHOTO), content=PHOTO, headers={"content-type": "text/html"})
    assert answer.status_code == 204
    assert (await signed_in.get(url(PHOTO))).headers["content-type"] == "image/jpeg"


async def test_a_page_in_tiny_parts_is_refused_at_the_end(signed_in: Browser, settings: Settings) -> None:
    page = b"<!doctype html>" * 5
    assert (await send_part(signed_in, page, 0, 2)).status_code == 202
    assert (await send_part(signed_in, page, 2, len(page))).status_code == 415
    assert await held(signed_in, page) is None
    assert objects(settings) == []


async def test_an_empty_file_is_of_no_type(signed_in: Browser) -> None:
    assert (await send(signed_in, b"")).status_code == 415


async def test_what_is_too_large_is_refused_before_it_is_read(signed_in: Browser, settings: Settings) -> None:
    announced = {"content-range": f"bytes 0-{ATTACHMENT_PART_BYTES}/{ATTACHMENT_BYTES}"}
    answers = [
        await send(signed_in, PHOTO, **{"content-length": str(ATTACHMENT_BYTES + 1)}),
        await send(signed_in, photo(ATTACHMENT_BYTES + 1)),
        await send_part(signed_in, PHOTO, 0, 3_000, total=ATTACHMENT_BYTES + 1),
        await send(signed_in, photo(ATTACHMENT_PART_BYTES + 1), **announced),
    ]
    assert [answer.status_code for answer in answers] == [413] * 4
    assert objects(settings) == []


async def test_a_malformed_range_is_refused_and_nothing_kept(signed_in: Browser, settings: Settings) -> None:
    for content_range in ("bytes=0-2999", "bytes 0-2999", "bytes 2999-0/3000", "bytes 0-2998/3000", "bytes 0-2999/*"):
        answer = await send(signed_in, PHOTO, **{"content-range": content_range})
        assert (answer.status_code, answer.headers["content-type"]) == (416, "application/problem+json")
    assert await held(signed_in, PHOTO) is None
    assert objects(settings) == []


async def test_a_whole_file_of_unknown_length_is_refused(signed_in: Browser) -> None:
    async def unmeasured() -> AsyncIterator[bytes]:
        yield PHOTO

    assert (await signed_in.put(url(PHOTO), content=unmeasured())).status_code == 411


@pytest.mark.parametrize("name", ["x", "A" * 64, "0" * 63, "0" * 65, "g" * 64, "..%2f" + "0" * 64])
async def test_an_address_that_is_no_hash_is_not_found(signed_in: Browser, name: str) -> None:
    address = f"/api/attachments/{name}"
    answers = [
        await signed_in.head(address),
        await signed_in.get(address),
        await signed_in.put(address, content=PHOTO),
    ]
    assert [answer.status_code for answer in answers] == [404] * 3


async def test_two_phones_that_send_the_same_photo_at_once_end_with_one(signed_in: Browser, settings: Settings) -> None:
    whole = photo(3 * ATTACHMENT_CHUNK_BYTES)
    answers = await asyncio.gather(*(send(signed_in, whole) for _ in range(4)))
    assert {answer.status_code for answer in answers} <= {204, 409}
    assert 204 in {answer.status_code for answer in answers}
    assert (await signed_in.get(url(whole))).content == whole
    assert len(objects(settings)) == 3


async def test_i16_s11_nobody_sees_or_changes_anothers_photo(signed_in: Browser, stranger: Browser) -> None:
    await send(signed_in, PHOTO)
    assert await held(stranger, PHOTO) is None
    assert (await stranger.get(url(PHOTO))).status_code == 404
    other = photo(number=2)
    await send_part(signed_in, other, 0, 1_000)
    answer = await send_part(stranger, other, 1_000, 3_000)
    assert (answer.status_code, answer.headers["upload-offset"]) == (409, "0")
    assert (await send(stranger, photo(number=3), url(PHOTO))).status_code == 422
    assert (await signed_in.get(url(PHOTO))).content == PHOTO


async def test_s11_the_same_photo_in_two_accounts_is_two_photos(
    signed_in: Browser, stranger: Browser, settings: Settings
) -> None:
    await send(signed_in, PHOTO)
    assert (await send(stranger, PHOTO)).status_code == 204
    assert len(objects(settings)) == 2
    assert (await stranger.delete("/api/account")).status_code == 204
    assert len(objects(settings)) == 1
    assert (await signed_in.get(url(PHOTO))).content == PHOTO


async def test_without_a_session_there_is_nothing(browser: Browser) -> None:
    answers = [await browser.head(url(PHOTO)), await browser.get(url(PHOTO)), await send(browser, PHOTO)]
    assert [answer.status_code for answer in answers] == [401] * 3


async def test_an_erased_account_leaves_no_file_behind(signed_in: Browser, settings: Settings) -> None:
    await send(signed_in, PHOTO)
    await send_part(signed_in, photo(number=2), 0, 1_000)
    assert len(objects(settings)) == 2
    await signed_in.delete("/api/account")
    assert list((settings.data_dir / "attachments").iterdir()) == []


async def test_a_photo_that_the_disk_damaged_is_not_given_out(signed_in: Browser, settings: Settings) -> None:
    await send(signed_in, PHOTO)
    (stored,) = objects(settings)
    content = stored.read_bytes()
    stored.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    answer = await signed_in.get(url(PHOTO))
    assert (answer.status_code, answer.headers["content-type"]) == (500, "application/problem+json")


async def test_a_disk_that_takes_no_more_photos_lets_the_phone_try_again(
    signed_in: Browser, settings: Settings
) -> None:
    folder = settings.data_dir / "attachments"
    folder.rmdir()
    folder.write_text("in the way")
    answer = await send(signed_in, PHOTO)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "2")
    folder.unlink()
    folder.mkdir(mode=0o700)
    assert (await send(signed_in, PHOTO)).status_code == 204


async def test_the_sweep_that_runs_with_the_server_deletes_an_upload_left_for_a_week(settings: Settings) -> None:
    async with new_browser(create_app(settings)) as browser:
        await sign_up(browser, "ana@example.org")
        await send_part(browser, PHOTO, 0, 1_000)
        cookies = dict(browser.cookies)
    _left_since(settings, "2020-01-01T00:00:00.000Z")
    async with new_browser(create_app(settings)) as browser:
        browser.cookies.update(cookies)
        for _ in range(100):
            if await held(browser, PHOTO) is None:
                break
            await asyncio.sleep(0.02)
        assert await held(browser, PHOTO) is None
    assert objects(settings) == []


def _left_since(settings: Settings, instant: str) -> None:
    with closing(sqlite3.connect(settings.data_dir / "casebook.sqlite")) as elsewhere, elsewhere:
        elsewhere.execute("UPDATE attachment SET received_at = ?", [instant])


@pytest.fixture
async def port(settings: Settings) -> AsyncIterator[int]:
    """Of the app behind a real socket."""
    server = uvicorn.Server(uvicorn.Config(create_app(settings), port=0, log_level="critical"))
    running = asyncio.create_task(server.serve())
    for _ in range(500):
        if server.started:
            break
        await asyncio.sleep(0.01)
    yield server.servers[0].sockets[0].getsockname()[1]
    server.should_exit = True
    await running


async def test_of_a_photo_that_loses_its_line_the_phone_sends_only_the_rest(port: int) -> None:
    whole, sent = photo(3 * ATTACHMENT_CHUNK_BYTES), 2 * ATTACHMENT_CHUNK_BYTES + 10
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=60) as phone:
        await phone.post("/api/account", json={"email": "ana@example.org", "password": PASSWORD})
        await _send_and_vanish(port, phone.cookies["casebook_session"], whole, sent)
        for _ in range(200):
            state = await phone.head(url(whole))
            if state.headers.get("upload-offset") == str(2 * ATTACHMENT_CHUNK_BYTES):
                break
            await asyncio.sleep(0.02)
        offset = int(state.headers["upload-offset"])
        assert offset == 2 * ATTACHMENT_CHUNK_BYTES
        content_range = f"bytes {offset}-{len(whole) - 1}/{len(whole)}"
        answer = await phone.put(url(whole), content=whole[offset:], headers={"content-range": content_range})
        assert answer.status_code == 204
        assert (await phone.get(url(whole))).content == whole


async def _send_and_vanish(port: int, session: str, content: bytes, sent: int) -> None:
    _, line = await asyncio.open_connection("127.0.0.1", port)
    line.write(_head(content, session, f"Content-Length: {len(content)}") + content[:sent])
    await line.drain()
    line.close()


def _head(content: bytes, session: str, *headers: str) -> bytes:
    lines = (f"PUT {url(content)} HTTP/1.1", "Host: 127.0.0.1", f"Cookie: casebook_session={session}", *headers)
    return "".join(f"{line}\r\n" for line in (*lines, "")).encode()


async def test_a_phone_that_is_told_where_to_go_on_is_heard_to_the_end_first(port: int) -> None:
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=60) as phone:
        await phone.post("/api/account", json={"email": "ana@example.org", "password": PASSWORD})
        session = phone.cookies["casebook_session"]
    answer, line = await asyncio.open_connection("127.0.0.1", port)
    whole, sent = photo(2 * ATTACHMENT_CHUNK_BYTES), ATTACHMENT_CHUNK_BYTES + 1_000
    content_range = f"Content-Range: bytes 100-{len(whole) - 1}/{len(whole)}"
    line.write(_head(whole, session, content_range, f"Content-Length: {len(whole) - 100}") + whole[100:sent])
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(answer.readline(), timeout=0.3)
    line.write(whole[sent:])
    assert await answer.readline() == b"HTTP/1.1 409 Conflict\r\n"
    line.close()
