"""What the phone does, in Chromium with the processor slowed down four times."""

import gzip
import json
import re
from pathlib import Path

from playwright.sync_api import Browser, Page

from backend.accounts.cookie import LOOPBACK_COOKIE
from tests.bench.result import Result, percentile
from tests.bench.server import Filled
from tests.e2e.conftest import PHONE, ROOT, been_here

SLOWED = 4
SAVES, STARTS = 40, 11
EDITS = 5_000
# 9 Mbit/s and 100 ms, as Lighthouse takes for a slow phone line.
BYTES_PER_SECOND, LATENCY_MS = 1_125_000, 100

# From the tap to the moment at which the browser says that the entry's transaction is on disk.
_WATCH_SAVES = """() => {
  window.saves = []
  let tapped = 0
  addEventListener('click', (event) => {
    if (event.target.closest('button.primary')) tapped = event.timeStamp
  }, true)
  const begin = IDBDatabase.prototype.transaction
  IDBDatabase.prototype.transaction = function (...asked) {
    const transaction = begin.apply(this, asked)
    if (asked[1] !== 'readwrite' || !asked[0].includes('edits') || asked[2]?.durability !== 'strict') return transaction
    transaction.addEventListener('complete', () => {
      if (tapped > 0) window.saves.push(performance.now() - tapped)
      tapped = 0
    })
    return transaction
  }
}"""
_WATCH_START = """
new MutationObserver(() => {
  if (window.usable === undefined && document.querySelector('main a[href*="/entry/"]')) {
    requestAnimationFrame(() => setTimeout(() => { window.usable ??= performance.now() }))
  }
}).observe(document, { childList: true, subtree: true })
"""
_WATCH_SAVED = """
new MutationObserver(() => {
  const words = document.querySelector('header [role=status]')?.textContent.trim()
  if (words === 'Saved online') window.savedAt ??= performance.now()
}).observe(document, { childList: true, subtree: true, characterData: true })
"""
# A lifetime of entries, written as the app's own store has them; the fold beside each is the app's to make.
_FILL = """async (count) => {
  const database = await new Promise((done) => {
    const opening = indexedDB.open('casebook')
    opening.onsuccess = () => done(opening.result)
  })
  const writing = database.transaction(['edits', 'records'], 'readwrite')
  for (let place = 0; place < count; place += 1) {
    const id = crypto.randomUUID()
    const record = crypto.randomUUID()
    const at = new Date(Date.now() - place * 8 * 3600000).toISOString()
    const set = { at, time_zone: 'America/Chicago', mood: place % 11, anxiety: 3, energy: 4, well_being: 5 }
    const stamp = `${at}-0000-00000000000000aa`
    const edit = { id, record, kind: 'check_in', stamp, set, seq: null, rejection: null, state: 1 }
    writing.objectStore('edits').put(edit)
    writing.objectStore('records').put({
      id: record, kind: 'check_in', fields: set, occurredAt: at, enteredAt: at, amendedAt: null, unsent: true,
      attention: [], shelf: 'live',
    })
  }
  await new Promise((done, failed) => { writing.oncomplete = done; writing.onerror = failed })
  database.close()
}"""


def saving(browser: Browser, url: str) -> list[Result]:
    """From the tap on the button of a check-in to its durable save."""
    page = _phone(browser, url)
    page.evaluate(_WATCH_SAVES)
    for number in range(SAVES):
        page.goto(f"{url}/#/check-in")
        page.get_by_label("Mood", exact=True).fill(str(number % 11))
        page.get_by_role("button", name="Save check-in").click()
        page.wait_for_function("count => window.saves.length >= count", arg=number + 1)
        page.get_by_role("link", name="Log a session").wait_for()
    times: list[float] = page.evaluate("window.saves")
    page.context.close()
    return [Result("tap to durable save, processor slowed 4 times, p95", percentile(times, 95), "ms", 50)]


def starting(browser: Browser, url: str) -> list[Result]:
    """From opening the app to a list that can be read and tapped, with 5,000 edits in the store."""
    page = filled_phone(browser, url)
    page.add_init_script(_WATCH_START)
    page.goto(f"{url}/#/journal")
    times = []
    for _ in range(STARTS):
        page.reload()
        page.wait_for_function("() => window.usable !== undefined")
        times.append(page.evaluate("window.usable"))
    page.context.close()
    return [Result(f"start to usable list, {EDITS:,} edits, slowed 4 times, p95", percentile(times, 95), "ms", 1_000)]


def first_sync(browser: Browser, url: str, log: Filled) -> list[Result]:
    """From opening the app with an empty store to everything saved, on a slow line and a slow processor.

    Chromium slows the page alone, not the worker that stores what arrives: on a phone that is another core.
    """
    context = browser.new_context(viewport=PHONE)
    been_here(context)
    page = context.new_page()
    page.goto(url)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    context.add_cookies([{"name": LOOPBACK_COOKIE, "value": log.token, "url": url}])
    account = json.dumps({"id": log.account, "email": "bench@casebook.example"})
    page.evaluate("account => localStorage.setItem('casebook.account', account)", account)
    page.add_init_script(_WATCH_SAVED)
    line = context.new_cdp_session(page)
    received: list[int] = []
    line.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
    line.send("Network.enable")
    line.send("Network.emulateNetworkConditions", {"offline": False, "latency": LATENCY_MS, **dict.fromkeys(
        ("downloadThroughput", "uploadThroughput"), BYTES_PER_SECOND)})  # fmt: skip
    line.send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})
    page.reload()
    page.wait_for_function("() => window.savedAt !== undefined", timeout=60_000)
    took = page.evaluate("window.savedAt")
    context.close()
    return [
        Result(f"first sync of {log.edits:,} records, slow line, slowed 4 times", took, "ms", 3_000),
        Result(f"first sync of {log.edits:,} records: down", sum(received) / 1_000, "kB", 460),
    ]


def first_paint() -> list[Result]:
    """The JavaScript that `index.html` names, which is all that runs before the first paint."""
    dist = ROOT / "pwa" / "dist"
    names = re.findall(r'(?:src|href)="/(assets/[^"]+\.js)"', (dist / "index.html").read_text(encoding="utf-8"))
    size = sum(len(gzip.compress((dist / name).read_bytes(), 9)) for name in dict.fromkeys(names))
    assert names, Path("index.html names no script")
    return [Result("JavaScript before the first paint, gzip", size / 1_000, "kB", 100)]


def filled_phone(browser: Browser, url: str) -> Page:
    """A slowed phone with 5,000 records, open at the app."""
    page = _phone(browser, url)
    page.evaluate(_FILL, EDITS)
    page.reload()
    page.get_by_role("link", name="Log a session").wait_for()
    return page


def _phone(browser: Browser, url: str) -> Page:
    context = browser.new_context(viewport=PHONE)
    been_here(context)
    page = context.new_page()
    page.goto(url)
    page.get_by_role("link", name="Log a session").wait_for()
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})
    return page
