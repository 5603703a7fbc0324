"""The report over HTTP: at once, later, looked at page by page, with papers of all kinds, and by a stranger."""

import asyncio
from dataclasses import replace
from typing import Any

from httpx import Response

from backend.app import create_app
from backend.settings import Settings
from backend.storage import made_reports
from tests.backend.printing.conftest import send
from tests.backend.reports import papers, patients
from tests.backend.reports.patients import FIRST_SESSION, Log
from tests.backend.reports.reading import attached_to, record_in, text_of
from tests.conftest import Browser, new_browser, sign_up

LATER = {"Prefer": "respond-async"}


def with_receipts(*digests: str) -> Log:
    log = patients.with_a_case(Log())
    log.session(FIRST_SESSION, dose_mg=40, notes="SECRETNOTE")
    for digest in digests:
        log.add("expense", FIRST_SESSION, {"spent_on": "2025-03-04", "amount_cents": 47_500, "attachments": [digest]})
    return log


async def waited_for(browser: Browser, accepted: Response) -> Response:
    """The answer once the report is no longer being made."""
    for _ in range(600):
        answer = await browser.get(accepted.headers["location"])
        if answer.status_code != 202:
            return answer
        await asyncio.sleep(0.1)
    raise AssertionError("never made")


async def test_an_empty_account_gets_a_report_that_says_what_is_missing(signed_in: Browser) -> None:
    answer = await signed_in.post("/api/reports/evidence", json={})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"].startswith('attachment; filename="casebook-report-')
    assert "There is no treatment, session or score to report yet." in text_of(answer.content)


async def test_a_report_for_later_is_followed_looked_at_and_fetched(signed_in: Browser) -> None:
    receipts = [papers.receipt(number) for number in range(3)]
    await send(signed_in, with_receipts(*map(papers.digest, receipts)), *receipts)
    accepted = await signed_in.post("/api/reports/evidence", json={}, headers=LATER)
    assert accepted.status_code == 202
    assert accepted.json()["steps"] == 4
    report = await waited_for(signed_in, accepted)
    assert record_in(report.content)["exhibits"][0]["pages"] == 3
    address = accepted.headers["location"]
    pages = (await signed_in.get(f"{address}/pages")).json()["pages"]
    picture = await signed_in.get(f"{address}/pages/{pages}")
    assert picture.headers["content-type"] == "image/png"
    assert picture.content.startswith(b"\x89PNG")
    assert (await signed_in.get(f"{address}/pages/{pages + 1}")).status_code == 404


async def test_a_stranger_does_not_find_the_report(signed_in: Browser, stranger: Browser) -> None:
    accepted = await signed_in.post("/api/reports/evidence", json={}, headers=LATER)
    address = accepted.headers["location"]
    for path in (address, f"{address}/pages", f"{address}/pages/1"):
        assert (await stranger.get(path)).status_code == 404
    assert (await waited_for(signed_in, accepted)).status_code == 200


async def test_papers_that_cannot_be_shown_are_said_and_the_report_is_made(signed_in: Browser) -> None:
    whole, broken, locked = papers.receipt(), papers.letter(3)[:400], papers.letter(1, password="secret")
    digests = [papers.digest(content) for content in (whole, broken, locked)]
    await send(signed_in, with_receipts(*digests, papers.digest(b"never sent")), whole, broken, locked)
    report = await signed_in.post("/api/reports/evidence", json={})
    text = text_of(report.content)
    for words in (
        "is damaged and could not be opened",
        "is locked with a password",
        "could not be found on the server",
    ):
        assert words in text
    assert record_in(report.content)["exhibits"][0]["pages"] == 1


async def test_originals_come_with_the_report_when_asked_for(signed_in: Browser) -> None:
    receipt = papers.receipt()
    await send(signed_in, with_receipts(papers.digest(receipt)), receipt)
    report = await signed_in.post("/api/reports/evidence", json={"originals": True})
    assert receipt in attached_to(report.content).values()


async def test_a_wrong_option_is_an_error_that_names_it(signed_in: Browser) -> None:
    for wrong in ({"paper": "a5"}, {"sections": ["everything"]}, {"from_on": "yesterday"}, {"note": True}):
        answer: Any = await signed_in.post("/api/reports/evidence", json=wrong)
        assert answer.status_code == 400
        assert answer.json()["errors"]


async def test_that_a_report_was_made_here_is_noted_until_the_account_is_deleted(signed_in: Browser) -> None:
    report = (await signed_in.post("/api/reports/evidence", json={})).content
    assert await made_reports.find(report) is not None
    assert await made_reports.find(report + b" ") is None
    await signed_in.delete("/api/account")
    assert await made_reports.find(report) is None


async def test_without_fonts_the_server_says_that_it_could_not_and_goes_on(settings: Settings) -> None:
    app = create_app(replace(settings, fonts_dirs=()))
    async with new_browser(app) as browser:
        await sign_up(browser, "ana@example.org")
        assert (await browser.post("/api/reports/evidence", json={})).status_code == 500
        assert (await browser.get("/api/health")).status_code == 200


async def test_a_letter_is_drafted_edited_and_made_into_files(signed_in: Browser) -> None:
    await send(signed_in, patients.with_a_case(Log()))
    draft = (await signed_in.post("/api/reports/letters", json={"kind": "appeal"})).json()
    assert "I appeal the denial of Oct 2, 2026" in " ".join(paragraph["text"] for paragraph in draft["paragraphs"])
    edited = [{**paragraph, "text": paragraph["text"] + " EDITED"} for paragraph in draft["paragraphs"]]
    body = {"kind": "appeal", "paragraphs": edited}
    pdf = await signed_in.post("/api/reports/letters/file", json={**body, "format": "pdf"})
    assert text_of(pdf.content).count("EDITED") == len(edited)
    word = await signed_in.post("/api/reports/letters/file", json={**body, "format": "docx"})
    assert word.content.startswith(b"PK")
    assert word.headers["content-disposition"].endswith('.docx"')


async def test_a_letter_of_an_unknown_kind_or_without_text_is_an_error(signed_in: Browser) -> None:
    assert (await signed_in.post("/api/reports/letters", json={"kind": "threat"})).status_code == 400
    body = {"kind": "appeal", "format": "pdf", "paragraphs": []}
    assert (await signed_in.post("/api/reports/letters/file", json=body)).status_code == 400
