"""The doctor's page, opened for the first time on a slow line and a slow machine."""

from statistics import median

import httpx
from playwright.sync_api import Browser

from backend.accounts.cookie import LOOPBACK_COOKIE
from tests.bench.phone import BYTES_PER_SECOND, LATENCY_MS, SLOWED
from tests.bench.result import Result
from tests.e2e.conftest import PHONE

OPENINGS = 5
# The first finding is what the doctor came for; "Opening the link" is no content. The page says by itself when both are
# drawn: to be asked, it would have to read a script of Playwright's first, a tenth of a second amid its own.
_DRAWN = "both are drawn"
_WATCH = f"""
new MutationObserver(() => {{
  const drawn = (name, selector) => {{
    if (window[name] !== undefined || !document.querySelector(selector)) return
    requestAnimationFrame(() => setTimeout(() => {{
      window[name] ??= performance.now()
      if (window.readable && window.charted) console.log('{_DRAWN}')
    }}))
  }}
  drawn('readable', '#findings')
  drawn('charted', '.drawing .main-svg')
}}).observe(document, {{ childList: true, subtree: true }})
"""


def page(browser: Browser, url: str, cookie: str) -> list[Result]:
    """First content and first chart with an empty cache, from the navigation on."""
    answer = httpx.post(f"{url}/api/share-links", json={"label": "Dr. Bench"}, cookies={LOOPBACK_COOKIE: cookie})
    answer.raise_for_status()
    times = [_opened(browser, url + answer.json()["path"]) for _ in range(OPENINGS)]
    return [
        Result("doctor's page, first content, median", median(read for read, _ in times), "ms", 1_500),
        Result("doctor's page, first chart, median", median(drawn for _, drawn in times), "ms", 2_500),
    ]


def _opened(browser: Browser, address: str) -> tuple[float, float]:
    context = browser.new_context(viewport=PHONE)
    page = context.new_page()
    devtools = context.new_cdp_session(page)
    devtools.send("Network.enable")
    devtools.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": LATENCY_MS,
            "downloadThroughput": BYTES_PER_SECOND,
            "uploadThroughput": BYTES_PER_SECOND,
        },
    )
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})
    page.add_init_script(_WATCH)
    with page.expect_console_message(lambda message: message.text == _DRAWN, timeout=60_000):
        page.goto(address)
    times: tuple[float, float] = tuple(page.evaluate("[window.readable, window.charted]"))
    context.close()
    return times
