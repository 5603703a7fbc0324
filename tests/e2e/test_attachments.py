"""A photo on real phones: added without network, sent when there is one, seen on the other phone."""

import re
from collections.abc import Callable
from io import BytesIO

from PIL import Image
from playwright.sync_api import Page, expect

from tests.e2e.test_story import go, log_a_past_session, sign_in, sign_up, wait_until_installed


def photo() -> bytes:
    """A large picture with the place where it was taken in its metadata, as a phone's camera makes them."""
    content = BytesIO()
    picture = Image.effect_noise((3_000, 2_000), 80).convert("RGB")
    exif = Image.Exif()
    exif[0x010F] = "Camera that tells where it was"
    picture.save(content, "JPEG", quality=90, exif=exif)
    return content.getvalue()


def test_a_photo_added_without_network_is_scaled_and_reaches_the_other_phone(phone: Callable[[], Page]) -> None:
    first = phone()
    wait_until_installed(first)
    first.context.set_offline(True)
    log_a_past_session(first, dose="50")
    first.set_input_files("input[type=file]", {"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": photo()})
    expect(first.get_by_text("Only on this phone").nth(1)).to_be_visible()
    first.reload()
    expect(first.get_by_text("Photo 1")).to_be_visible()
    first.context.set_offline(False)
    sign_up(first)

    second = phone()
    sign_in(second)
    go(second, "journal")
    second.get_by_role("link", name="Session").first.click()
    expect(second.get_by_text("On another device")).to_be_visible()
    with second.expect_popup() as opened:
        second.get_by_role("button", name="Open file 1").click()
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
