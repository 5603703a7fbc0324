"""How the screens answer on a slowed phone with 5,000 records: opening one, typing and sliding, going on for long."""

from playwright.sync_api import Browser, Page

from tests.bench.phone import EDITS, filled_phone
from tests.bench.result import Result
from tests.screens import SCREENS

CHANGES = 200
# Six rounds of all screens: until then what grows is their code, which the browser compiles as it is used.
WARM_UP = 300
# Between the tap and the last change of what is shown; a clock that ticks on the screen would never end.
_UNTIL_STILL = """async tapped => {
  const main = document.querySelector('main')
  const frame = () => new Promise(done => requestAnimationFrame(() => setTimeout(done)))
  let changed = performance.now()
  const watch = new MutationObserver(() => { changed = performance.now() })
  watch.observe(main, { childList: true, subtree: true })
  const begun = performance.now()
  if (tapped.startsWith('/')) location.hash = tapped
  else document.querySelector(tapped).click()
  await frame()
  while (performance.now() - changed < 300 && performance.now() - begun < 3000) await frame()
  watch.disconnect()
  return changed - begun
}"""
# Between the last letter and what the line above the list says was found.
_UNTIL_FOUND = """async word => {
  const field = document.querySelector('main input[type=search]')
  const line = document.querySelector('main [role=status]')
  const found = new Promise(done => {
    const look = () => / found/.test(line.textContent) && done(performance.now())
    new MutationObserver(look).observe(line, { childList: true, subtree: true, characterData: true })
  })
  const begun = performance.now()
  field.focus()
  field.value = word
  field.dispatchEvent(new Event('input', { bubbles: true }))
  return await found - begun
}"""
_WATCH_FRAMES = """() => {
  window.longest = 0
  let before = performance.now()
  const look = (now) => {
    window.longest = Math.max(window.longest, now - before)
    before = now
    requestAnimationFrame(look)
  }
  requestAnimationFrame((now) => { before = now; requestAnimationFrame(look) })
}"""
# These wait for the server, which is not the phone's to speed up.
_OF_THE_SERVER = {"progress", "case", "links", "report", "account"}


def opening(browser: Browser, url: str) -> list[Result]:
    """From the tap to the last change of the screen, for the slowest of all screens."""
    page = filled_phone(browser, url)
    # The first round fetches what is not here yet, as the idle phone does.
    for _ in range(2):
        took = {screen: _opened(page, screen) for screen in SCREENS if screen.split("/")[0] not in _OF_THE_SERVER}
    page.context.close()
    slowest = max(took, key=lambda screen: took[screen])
    return [Result(f"slowest screen ({slowest}), {EDITS:,} records", took[slowest], "ms", 200)]


def _opened(page: Page, screen: str) -> float:
    page.evaluate("location.hash = '/help'")
    page.wait_for_timeout(200)
    return float(page.evaluate(_UNTIL_STILL, f"/{screen}"))


def moving(browser: Browser, url: str) -> list[Result]:
    """The longest frame while a note is typed, and while a scale is slid over."""
    page = filled_phone(browser, url)
    page.goto(f"{url}/#/check-in")
    note = page.locator("main textarea").first
    note.click()
    page.wait_for_timeout(1_000)
    page.evaluate(_WATCH_FRAMES)
    page.keyboard.type("A long note about a night in November. " * 4, delay=30)
    typing = page.evaluate("window.longest")
    scale = page.locator("main input[type=range]").first
    scale.scroll_into_view_if_needed()
    page.wait_for_timeout(1_000)
    box = scale.bounding_box()
    assert box is not None
    page.evaluate("window.longest = 0")
    page.mouse.move(box["x"] + 10, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] - 10, box["y"] + box["height"] / 2, steps=60)
    page.mouse.up()
    sliding = page.evaluate("window.longest")
    page.context.close()
    return [
        Result(f"longest frame while typing, {EDITS:,} records", typing, "ms", 50),
        Result(f"longest frame while sliding, {EDITS:,} records", sliding, "ms", 50),
    ]


def looking(browser: Browser, url: str) -> list[Result]:
    """From the last letter of a word to what was found, and from the tap on another month to its days."""
    page = filled_phone(browser, url)
    page.goto(f"{url}/#/journal")
    page.locator("main input[type=search]").wait_for()
    page.wait_for_timeout(1_000)
    # The first word reads every entry once; the next ones are looked for in memory.
    first, next_one = (page.evaluate(_UNTIL_FOUND, word) for word in ("check", "mood 7"))
    page.goto(f"{url}/#/journal/calendar")
    page.locator("main table a").first.wait_for()
    months = [page.evaluate(_UNTIL_STILL, "main .head button") for _ in range(3)]
    page.context.close()
    return [
        Result(f"first word found in {EDITS:,} records", first, "ms", 1_000),
        Result(f"next word found in {EDITS:,} records", next_one, "ms", 300),
        Result(f"another month of the calendar, {EDITS:,} records", max(months), "ms", 200),
    ]


def staying(browser: Browser, url: str) -> list[Result]:
    """What 200 changes of the screen leave behind in memory."""
    page = filled_phone(browser, url)
    before, nodes_before = _left_after(page, WARM_UP)
    after, nodes_after = _left_after(page, CHANGES)
    page.context.close()
    return [
        Result(f"memory after {CHANGES} more screens", (after - before) / 1_000, "kB more", 500),
        Result(f"nodes and listeners after {CHANGES} more screens", nodes_after - nodes_before, "more", 0),
    ]


def _left_after(page: Page, changes: int) -> tuple[float, int]:
    """Bytes of the heap, and how many nodes and listeners there are, once all that nobody holds is gone."""
    walked = [screen for screen in SCREENS if screen.split("/")[0] not in _OF_THE_SERVER]
    for number in range(changes):
        page.evaluate("address => void (location.hash = address)", f"/{walked[number % len(walked)]}")
        page.wait_for_timeout(120)
    page.evaluate("location.hash = '/help'")
    page.wait_for_timeout(500)
    line = page.context.new_cdp_session(page)
    # Twice: what the first finds without a holder can have held something else.
    for _ in range(2):
        line.send("HeapProfiler.collectGarbage")
    used: float = line.send("Runtime.getHeapUsage")["usedSize"]
    counted = line.send("Memory.getDOMCounters")
    line.detach()
    return used, counted["nodes"] + counted["jsEventListeners"]
