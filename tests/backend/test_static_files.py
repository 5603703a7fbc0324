"""The files of the app, as small as the browser can take them."""

import gzip
import zlib

import pytest

from backend.settings import Settings
from tests.conftest import Browser

SCRIPT = "const sentence = 'a patient writes it down';\n" * 500
PACKED_BY_BROTLI = b"what the build packed"


@pytest.fixture
def built(settings: Settings) -> str:
    assets = settings.pwa_dir / "assets"
    assets.mkdir(parents=True)
    (assets / "index-abc123.js").write_text(SCRIPT)
    (assets / "index-abc123.js.gz").write_bytes(gzip.compress(SCRIPT.encode()))
    (assets / "index-abc123.js.br").write_bytes(PACKED_BY_BROTLI)
    return "/assets/index-abc123.js"


@pytest.mark.parametrize("accepted", ["gzip, deflate, br, zstd", "br", "BR", "gzip;q=0.5, br;q=1.0"])
async def test_a_browser_that_takes_brotli_gets_it(browser: Browser, built: str, accepted: str) -> None:
    async with browser.stream("GET", built, headers={"accept-encoding": accepted}) as answer:
        body = b"".join([part async for part in answer.aiter_raw()])
    assert (answer.status_code, answer.headers["content-encoding"], body) == (200, "br", PACKED_BY_BROTLI)
    assert answer.headers["content-type"].startswith("text/javascript")
    assert answer.headers["vary"] == "Accept-Encoding"


@pytest.mark.parametrize("accepted", ["gzip", "gzip, deflate", "br;q=0, gzip", "br; q=0.000, gzip;q=0.1"])
async def test_another_gets_gzip_packed_once(browser: Browser, built: str, accepted: str) -> None:
    async with browser.stream("GET", built, headers={"accept-encoding": accepted}) as answer:
        body = b"".join([part async for part in answer.aiter_raw()])
    assert (answer.status_code, answer.headers["content-encoding"]) == (200, "gzip")
    assert zlib.decompress(body, wbits=31).decode() == SCRIPT


@pytest.mark.parametrize("accepted", ["identity", "", "gzip;q=0", "zstd", ";;,=", "br" * 5_000])
async def test_whoever_takes_neither_gets_the_file_itself(browser: Browser, built: str, accepted: str) -> None:
    answer = await browser.get(built, headers={"accept-encoding": accepted})
    assert (answer.status_code, answer.text) == (200, SCRIPT)
    assert "content-encoding" not in answer.headers
