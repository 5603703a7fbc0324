"""A new phone of an old account: years of entries arrive beside the screen, in a worker, or without one."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.e2e.entries import check_ins, enter, held, is_saved_online
from tests.e2e.test_story import go, sign_in, sign_up

# More than one page of an answer.
YEARS = 700


def test_years_of_entries_arrive_on_a_new_phone(phone: Callable[..., Page]) -> None:
    _fill(phone())
    new, workers = phone(), list[str]()
    new.on("worker", lambda worker: workers.append(worker.url))
    sign_in(new)
    is_saved_online(new)
    assert held(new) == (YEARS, YEARS)
    assert len(workers) == 1, "one worker takes all the pages"
    for _ in range(300):
        if new.workers:
            new.wait_for_timeout(100)
    assert new.workers == [], "and ends when it has looked through them"
    go(new, "journal")
    expect(new.locator("main a[href*='/entry/']").first).to_be_visible()


def test_a_phone_without_the_worker_takes_them_itself(phone: Callable[..., Page]) -> None:
    _fill(phone())
    new = phone()
    # As in a browser that has none, or on a phone that lost its file.
    new.add_init_script("delete window.Worker")
    new.reload()
    sign_in(new)
    is_saved_online(new)
    assert held(new) == (YEARS, YEARS)


def test_a_worker_that_cannot_start_is_done_without(phone: Callable[..., Page]) -> None:
    _fill(phone())
    new = phone()
    new.add_init_script(
        "const Real = Worker; window.Worker = class extends Real {"
        " constructor() { super('/service-worker.js');"
        " this.postMessage = () => this.dispatchEvent(new Event('error')) } }"
    )
    new.reload()
    sign_in(new)
    is_saved_online(new)
    assert held(new) == (YEARS, YEARS)


def _fill(page: Page) -> None:
    sign_up(page)
    enter(page, check_ins(YEARS))
    is_saved_online(page)
