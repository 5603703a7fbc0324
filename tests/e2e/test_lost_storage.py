"""What a browser does to the entries it keeps: no room for more, all of it thrown away, the connection to it dead."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.e2e.conftest import Server
from tests.e2e.entries import MANY, check_ins, enter, has_each_once, held, is_saved_online, log_on
from tests.e2e.test_story import EMAIL, go, log_a_past_session, sign_in, sign_up

# Notes every connection that the app opens, so that a test can end it as iOS does.
_NOTE_CONNECTIONS = """
  window.connections = []
  const open = IDBFactory.prototype.open
  IDBFactory.prototype.open = function (...named) {
    const opening = open.apply(this, named)
    opening.addEventListener('success', () => window.connections.push(opening.result))
    return opening
  }
"""
_END_CONNECTIONS = "window.connections.splice(0).map((connection) => connection.close()).length"


def check_in(page: Page, mood: str) -> None:
    go(page, "check-in")
    page.get_by_label("Mood", exact=True).fill(mood)
    page.get_by_role("button", name="Save check-in").click()


def give_room(page: Page, server: Server, quota: int | None) -> None:
    """Lets the browser keep `quota` bytes of the app in all; None for as much as it likes."""
    room = {} if quota is None else {"quotaSize": quota}
    page.context.new_cdp_session(page).send("Storage.overrideQuotaForOrigin", {"origin": server.url, **room})


def test_a_full_phone_says_so_keeps_what_was_typed_and_catches_up_once_there_is_room(
    phone: Callable[..., Page], server: Server
) -> None:
    page, other = phone("about:blank"), phone()
    give_room(page, server, 4_000_000)
    page.goto(server.url)
    sign_up(page)
    log_a_past_session(page, dose="50")
    is_saved_online(page)

    give_room(page, server, 1)
    # More than the browser still takes to be free, so that it asks how much is.
    scan = {"name": "scan.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7" + bytes(5_000_000)}
    page.set_input_files("input[type=file]", scan)
    expect(page.get_by_text("This phone has no room left, so the file was not kept.")).to_be_visible()
    sign_in(other)
    enter(other, check_ins())
    is_saved_online(other)
    save_online_now(page)
    expect(page.get_by_role("status").first).to_have_text("This phone is full")
    check_in(page, "7")
    expect(page.get_by_text("This phone has no room left, so this was not saved.")).to_be_visible()
    expect(page.get_by_label("Mood", exact=True)).to_have_value("7")

    give_room(page, server, None)
    page.get_by_role("button", name="Save check-in").click()
    expect(page.get_by_role("link", name="Log a session")).to_be_visible()
    save_online_now(page)
    is_saved_online(page)
    assert count_kept(page) == len(log_on(server)) == MANY + 2


def save_online_now(page: Page) -> None:
    go(page, "sync")
    page.get_by_role("button", name="Save online now").click()


def count_kept(page: Page) -> int:
    """How many edits the browser keeps for the account."""
    return held(page)[0]


def test_entries_that_the_browser_threw_away_come_back_from_the_server(
    phone: Callable[..., Page], server: Server
) -> None:
    page = phone()
    sign_up(page)
    edits = check_ins()
    enter(page, edits)
    is_saved_online(page)
    browser = page.context.new_cdp_session(page)
    browser.send("Storage.clearDataForOrigin", {"origin": server.url, "storageTypes": "indexeddb,cache_storage"})
    page.reload()
    is_saved_online(page)
    assert count_kept(page) == MANY
    assert has_each_once(server, edits)


def test_a_phone_whose_entries_are_thrown_away_while_it_is_open_keeps_what_is_entered_next(
    phone: Callable[..., Page], server: Server
) -> None:
    page = phone()
    sign_up(page)
    enter(page, check_ins())
    is_saved_online(page)
    browser = page.context.new_cdp_session(page)
    browser.send("Storage.clearDataForOrigin", {"origin": server.url, "storageTypes": "indexeddb"})
    check_in(page, "7")
    expect(page.get_by_role("link", name="Log a session")).to_be_visible()
    save_online_now(page)
    expect(page.get_by_text("Everything saved online")).to_be_visible()
    is_saved_online(page)
    assert count_kept(page) == MANY + 1
    assert len(log_on(server)) == MANY + 1


def test_a_browser_that_forgot_everything_starts_like_a_new_phone_and_has_all_after_signing_in(
    phone: Callable[..., Page], server: Server
) -> None:
    page = phone()
    sign_up(page)
    enter(page, check_ins())
    is_saved_online(page)
    browser = page.context.new_cdp_session(page)
    browser.send("Storage.clearDataForOrigin", {"origin": server.url, "storageTypes": "all"})
    page.context.clear_cookies()
    page.goto(server.url)
    go(page, "sync")
    expect(page.get_by_text("Entries stay on this phone until you sign up.")).to_be_visible()
    sign_in(page)
    expect(page.get_by_text(f"Signed in as {EMAIL}")).to_be_visible()
    is_saved_online(page)
    assert count_kept(page) == MANY


def test_c11_a_connection_that_dies_under_the_app_is_opened_again_and_nothing_is_lost(
    phone: Callable[..., Page], server: Server
) -> None:
    page = phone()
    page.add_init_script(_NOTE_CONNECTIONS)
    page.reload()
    sign_up(page)
    is_saved_online(page)
    for number in range(3):
        go(page, "check-in")
        page.get_by_label("Mood", exact=True).fill(str(number))
        assert page.evaluate(_END_CONNECTIONS) > 0
        page.get_by_role("button", name="Save check-in").click()
        expect(page.get_by_role("link", name="Log a session")).to_be_visible()
        is_saved_online(page)
    assert len(set(log_on(server))) == count_kept(page) == 3
