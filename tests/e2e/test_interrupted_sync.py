"""A line, a tab or a session that ends in the middle of a push: nothing is lost and nothing goes up twice."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from backend.settings import DATABASE_FILE
from tests.e2e.conftest import Server
from tests.e2e.entries import MANY, check_ins, enter, has_each_once, is_saved_online
from tests.e2e.line import Line
from tests.e2e.test_story import PASSWORD, go, sign_up

# What is on the server when the first of the three requests was served and its answer has not come.
_WHERE = pytest.mark.parametrize("where", ["request", "answer"])


@_WHERE
def test_i19_of_two_tabs_one_is_closed_in_the_middle_of_a_push(
    phone: Callable[..., Page], server: Server, line: Line, where: Literal["request", "answer"]
) -> None:
    first = phone(line.url)
    sign_up(first)
    second = first.context.new_page()
    second.goto(f"{line.url}/#/sync")
    edits = check_ins()
    with line.holding(where) as held:
        enter(first, edits)
        held.wait()
        expect(second.get_by_text(f"{MANY} changes not online yet")).to_be_visible()
        first.close()
    second.get_by_role("button", name="Save online now").click()
    is_saved_online(second)
    assert has_each_once(server, edits)


def test_i19_two_tabs_that_both_write_send_each_entry_once(
    phone: Callable[..., Page], server: Server, line: Line
) -> None:
    first = phone(line.url)
    sign_up(first)
    second = first.context.new_page()
    second.goto(line.url)
    edits = check_ins()
    with line.holding("answer") as held:
        enter(first, edits[:120])
        held.wait()
        enter(second, edits[120:])
        go(second, "sync")
        second.get_by_role("button", name="Save online now").click()
    for tab in (first, second):
        go(tab, "sync")
        tab.get_by_role("button", name="Save online now").click()
        is_saved_online(tab)
    assert has_each_once(server, edits)


@_WHERE
def test_the_network_goes_in_the_middle_of_a_push_and_comes_back(
    phone: Callable[..., Page], server: Server, line: Line, where: Literal["request", "answer"]
) -> None:
    page = phone(line.url)
    sign_up(page)
    edits = check_ins()
    with line.holding(where) as held:
        enter(page, edits)
        held.wait()
        page.context.set_offline(True)
        expect(page.get_by_role("status").first).to_have_text(f"{MANY} changes not sent yet")
    page.context.set_offline(False)
    is_saved_online(page)
    assert has_each_once(server, edits)


def test_a_network_that_answers_with_a_page_of_its_own_is_no_network(
    phone: Callable[..., Page], server: Server, line: Line
) -> None:
    page = phone(line.url)
    sign_up(page)
    edits = check_ins()
    with line.captive_portal():
        enter(page, edits)
        go(page, "sync")
        page.get_by_role("button", name="Save online now").click()
        expect(page.get_by_text("There is no network just now. Nothing is lost")).to_be_visible()
        expect(page.get_by_text(f"{MANY} changes not online yet")).to_be_visible()
    page.get_by_role("button", name="Save online now").click()
    is_saved_online(page)
    assert has_each_once(server, edits)


def test_a_session_that_ends_in_the_middle_of_the_queue_goes_on_after_signing_in_again(
    phone: Callable[..., Page], server: Server, line: Line
) -> None:
    page = phone(line.url)
    sign_up(page)
    edits = check_ins()
    with line.holding("answer") as held:
        enter(page, edits)
        held.wait()
        _end_all_sessions(server)
    expect(page.get_by_role("status").first).to_have_text("Sign in to save online")
    go(page, "sync")
    expect(page.get_by_text("changes not online yet")).to_contain_text(f"{MANY - 100} changes")
    page.get_by_role("link", name="Sign in again").click()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    is_saved_online(page)
    assert has_each_once(server, edits)


def _end_all_sessions(server: Server) -> None:
    with closing(sqlite3.connect(server.data / DATABASE_FILE)) as database, database:
        database.execute("DELETE FROM login_session")
