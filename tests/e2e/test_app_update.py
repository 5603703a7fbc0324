"""A new version of Casebook arrives while a form is half filled in and entries wait to be sent (I20)."""

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import ROOT, Server, start_server, stop_server
from tests.e2e.entries import MANY, check_ins, enter, is_saved_online, log_on
from tests.e2e.line import Line
from tests.e2e.test_story import go, sign_up, wait_until_installed

_MARK = '<meta name="next-version">'


@pytest.fixture
def app(tmp_path: Path) -> Path:
    """The built app in a folder of the test's own."""
    return Path(shutil.copytree(ROOT / "pwa" / "dist", tmp_path / "app"))


@pytest.fixture
def server(tmp_path: Path, app: Path) -> Iterator[Server]:
    """The real server, serving that folder."""
    running = start_server(tmp_path / "data", CASEBOOK_PWA=str(app))
    yield running
    stop_server(running)


def release_next_version(app: Path) -> None:
    """What a new build changes: the page, and the worker that names its revision."""
    page, worker = app / "index.html", app / "service-worker.js"
    page.write_text(page.read_text("utf-8").replace("</head>", f"{_MARK}</head>"), "utf-8")
    entry = re.compile(r'"revision":"[0-9a-f]+","url":"index.html"')
    text, found = entry.subn('"revision":"next","url":"index.html"', worker.read_text("utf-8"))
    assert found == 1
    worker.write_text(text, "utf-8")
    for packed in (*app.glob("index.html.*"), *app.glob("service-worker.js.*")):
        packed.unlink()


def test_i20_an_update_over_a_half_filled_form_and_a_full_outbox_loses_neither(
    phone: Callable[..., Page], server: Server, line: Line, app: Path
) -> None:
    page = phone(line.url)
    wait_until_installed(page)
    sign_up(page)
    edits = check_ins()
    with line.captive_portal():
        enter(page, edits)
        go(page, "check-in")
        page.get_by_label("Mood", exact=True).fill("7")
        page.evaluate("window.isTheSamePage = true")
        release_next_version(app)
        page.evaluate("async () => { await (await navigator.serviceWorker.ready).update() }")
        expect(page.get_by_text("A new version is ready.")).to_be_visible()
        # It waits for the patient, who goes on writing.
        page.get_by_label("Note").fill("A walk in the morning")
        assert page.evaluate("window.isTheSamePage") is True
        page.get_by_role("button", name="Update now").click()
        page.wait_for_function("() => document.querySelector('meta[name=next-version]') !== null")
        assert page.evaluate("window.isTheSamePage") is None
        expect(page.get_by_label("Mood", exact=True)).to_have_value("7")
        expect(page.get_by_label("Note")).to_have_value("A walk in the morning")
        expect(page.get_by_role("status").first).to_have_text(f"{MANY} changes not sent yet")
    page.get_by_role("button", name="Save check-in").click()
    is_saved_online(page)
    ids = log_on(server)
    assert len(ids) == len(set(ids)) == MANY + 1
    assert {edit["id"] for edit in edits} < set(ids)
