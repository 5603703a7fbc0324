"""Photos and papers on real phones: added without network, sent when there is one, seen on the other phone."""

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import FilePayload, Page, expect

from tests.e2e.conftest import Server
from tests.e2e.test_story import go, log_a_past_session, sign_in, sign_up, wait_until_installed


def photo() -> bytes:
    """A large picture with the place where it was taken in its metadata, as a phone's camera makes them."""
    content = BytesIO()
    picture = Image.effect_noise((3_000, 2_000), 80).convert("RGB")
    exif = Image.Exif()
    exif[0x010F] = "Camera that tells where it was"
    picture.save(content, "JPEG", quality=90, exif=exif)
    return content.getvalue()


def shows_a_thumbnail(page: Page) -> None:
    """The small picture, and not the photo made small by the browser."""
    thumbnail = page.get_by_role("img", name="Photo 1")
    expect(thumbnail).to_be_visible()
    expect(thumbnail).to_have_js_property("naturalWidth", 160)


def test_a_photo_added_without_network_is_scaled_and_reaches_the_other_phone(phone: Callable[[], Page]) -> None:
    first = phone()
    wait_until_installed(first)
    first.context.set_offline(True)
    log_a_past_session(first, dose="50")
    first.set_input_files("input[type=file]", {"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": photo()})
    expect(first.get_by_text("Only on this phone").nth(1)).to_be_visible()
    first.reload()
    shows_a_thumbnail(first)
    first.context.set_offline(False)
    sign_up(first)

    second = phone()
    sign_in(second)
    go(second, "journal")
    second.get_by_role("link", name="Session").first.click()
    shows_a_thumbnail(second)
    with second.expect_popup() as opened:
        second.get_by_role("button", name="Open photo 1").click()
    expect(opened.value).to_have_url(re.compile("^blob:"))
    opened.value.close()
    expect(second.get_by_text("Saved online", exact=True).nth(1)).to_be_visible()
    content = second.evaluate(
        """async () => {
          const asked = performance.getEntriesByType('resource').map((entry) => entry.name)
          const hash = /[0-9a-f]{64}/.exec(asked.join())[0]
          return [...new Uint8Array(await (await fetch('/api/attachments/' + hash)).arrayBuffer())]
        }"""
    )
    picture = Image.open(BytesIO(bytes(content)))
    assert max(picture.size) == 1_600
    assert len(content) < 1_000_000
    assert dict(picture.getexif()) == {}


# The first box of a HEIC file, as an iPhone writes it, and nothing that Chromium could draw.
HEIC: FilePayload = {
    "name": "IMG_2.HEIC",
    "mimeType": "image/heic",
    "buffer": bytes.fromhex("00000018") + b"ftypheic" + bytes(4) + b"mif1heic" + bytes(2_000),
}
KEPT = """async () => {
  const { name } = (await indexedDB.databases()).find(({ name }) => name.startsWith('casebook'))
  const database = await new Promise((done) => {
    const opening = indexedDB.open(name)
    opening.onsuccess = () => done(opening.result)
  })
  const asked = database.transaction('attachments').objectStore('attachments').getAll()
  const rows = await new Promise((done) => { asked.onsuccess = () => done(asked.result) })
  database.close()
  return rows.map(({ type }) => type)
}"""


def test_a_heic_photo_that_the_browser_cannot_read_says_what_to_do_and_holds_nothing_back(
    phone: Callable[[], Page],
) -> None:
    page = phone()
    log_a_past_session(page, dose="50")
    page.set_input_files("input[type=file]", HEIC)
    expect(page.get_by_role("alert")).to_contain_text("Share the photo as JPEG")
    expect(page.get_by_role("alert")).to_contain_text("“Most Compatible”")
    expect(page.get_by_text("None yet.")).to_be_visible()
    assert page.evaluate(KEPT) == []

    jpeg: FilePayload = {"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": photo()}
    page.set_input_files("input[type=file]", [HEIC, jpeg])
    shows_a_thumbnail(page)
    expect(page.get_by_role("alert")).to_contain_text("IMG_2.HEIC: This browser cannot read")
    expect(page.get_by_text("Photo 2")).to_have_count(0)
    assert page.evaluate(KEPT) == ["image/jpeg"]
    page.reload()
    shows_a_thumbnail(page)


FILE_BYTES = 20_000_000
MARK = b"what the clinic wrote "
# Every place of the bar, from before it is there until it is gone.
BAR = """() => {
  window.places = []
  const look = () => {
    const bar = document.querySelector('progress')
    if (bar) window.places.push(bar.value / bar.max)
    requestAnimationFrame(look)
  }
  look()
}"""


def pdf(folder: Path, size: int) -> Path:
    """A file of exactly `size` bytes that begins as a PDF does."""
    path = folder / f"{size}.pdf"
    path.write_bytes((b"%PDF-1.7\n" + MARK * (size // len(MARK) + 1))[:size])
    return path


def test_the_largest_pdf_added_without_network_goes_up_with_a_moving_bar_and_is_sealed(
    phone: Callable[[], Page], server: Server, tmp_path: Path
) -> None:
    page = phone()
    wait_until_installed(page)
    sign_up(page)
    page.context.set_offline(True)
    log_a_past_session(page, dose="50")
    page.set_input_files("input[type=file]", pdf(tmp_path, FILE_BYTES + 1))
    expect(page.get_by_role("alert")).to_contain_text("larger than 20 MB")
    expect(page.get_by_text("PDF 1")).to_have_count(0)

    page.set_input_files("input[type=file]", pdf(tmp_path, FILE_BYTES))
    expect(page.get_by_text("Waiting to be sent")).to_be_visible()
    expect(page.get_by_role("alert")).to_have_count(0)
    page.evaluate(BAR)
    page.context.set_offline(False)
    expect(page.locator("section").get_by_text("Saved online", exact=True)).to_be_visible(timeout=120_000)
    places = page.evaluate("window.places")
    between = sorted({place for place in places if 0 < place < 1})
    assert between
    assert places == sorted(places)

    files = [path.read_bytes() for path in (server.data / "attachments").rglob("*") if path.is_file()]
    assert sum(len(content) for content in files) >= FILE_BYTES
    assert not any(MARK in content for content in files)
    sent = page.evaluate(
        """async () => {
          const hash = /[0-9a-f]{64}/.exec(performance.getEntriesByType('resource').map(({ name }) => name).join())[0]
          const response = await fetch('/api/attachments/' + hash)
          const digest = await crypto.subtle.digest('SHA-256', await response.arrayBuffer())
          return [hash, [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('')]
        }"""
    )
    assert sent[0] == sent[1]
