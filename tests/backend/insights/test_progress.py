from datetime import datetime
from typing import Any

import pytest

from shared_schemas.journal import Edit
from shared_schemas.progress import Progress
from tests.conftest import Browser
from tests.journals import Entries


async def _send(browser: Browser, edits: list[Edit]) -> None:
    body = {"protocol": 1, "device": "0123456789abcdef", "edits": [_sent(edit) for edit in edits]}
    answer = await browser.post("/api/sync", json=body)
    assert answer.status_code == 200, answer.text
    assert answer.json()["rejected"] == []


def _sent(edit: Edit) -> dict[str, Any]:
    return edit.model_dump(mode="json", include={"id", "record", "kind", "stamp", "set"})


def _entries() -> Entries:
    """Two courses with a gap of 120 days between them."""
    entries = Entries()
    for day in (0, 7, 134):
        entries.session(day, mood_before=3, mood_after=5)
    for day, total in ((-2, 18), (21, 8), (132, 19), (148, 10)):
        entries.score("phq9", day, total)
    return entries


@pytest.fixture
async def filled(signed_in: Browser) -> Browser:
    await _send(signed_in, _entries().edits)
    return signed_in


async def test_progress_holds_findings_figures_and_the_numbers_behind_them(filled: Browser) -> None:
    answer = await filled.get("/api/progress")
    assert answer.status_code == 200
    read = Progress.model_validate_json(answer.content)
    assert read.numbers is not None
    assert [score.instrument for score in read.numbers.scores] == ["phq9"]
    assert [(course.number, course.sessions) for course in read.courses] == [(1, 2), (2, 1)]
    assert read.cursor == len(_entries().edits)
    for result in (*read.numbers.scores, *read.numbers.before_after, *read.numbers.relief, *read.numbers.phases):
        assert result.n
        assert result.method
        assert result.source


async def test_an_unchanged_journal_is_not_sent_again(filled: Browser) -> None:
    etag = (await filled.get("/api/progress")).headers["etag"]
    again = await filled.get("/api/progress", headers={"If-None-Match": etag})
    assert (again.status_code, again.content) == (304, b"")
    other = await filled.get("/api/progress?course=1", headers={"If-None-Match": etag})
    assert other.status_code == 200


async def test_a_new_entry_is_sent(filled: Browser) -> None:
    etag = (await filled.get("/api/progress")).headers["etag"]
    entries = _entries()
    entries.score("phq9", 160, 6)
    await _send(filled, entries.edits[-1:])
    again = await filled.get("/api/progress", headers={"If-None-Match": etag})
    assert again.status_code == 200
    assert again.headers["etag"] != etag


async def test_an_answer_holds_until_the_next_entry_that_lies_ahead(filled: Browser) -> None:
    entries = _entries()
    for day in (9_100, 9_000):
        entries.score("phq9", day, 6)
    await _send(filled, entries.edits[-2:])
    etag = (await filled.get("/api/progress")).headers["etag"]
    tag, _, second = etag.strip('"').rpartition("-")
    assert int(second) == datetime.fromisoformat(entries.edits[-1].set["answered_at"]).timestamp()
    assert (await filled.get("/api/progress", headers={"If-None-Match": etag})).status_code == 304
    # The same answer after that second, and ETags that were never given.
    for other in ("1", "9" * 5_000, "-9", "\u00b2"):
        told = f'"{tag}-{other}"'.encode("latin-1")
        assert (await filled.get("/api/progress", headers=[(b"if-none-match", told)])).status_code == 200


async def test_a_course_a_range_and_a_questionnaire_can_be_asked_for(filled: Browser) -> None:
    second = (await filled.get("/api/progress?course=2")).json()
    assert [score["total"] for score in second["numbers"]["scores"][0]["scores"]] == [19, 10]
    assert second["numbers"]["scores"][0]["is_baseline_before_treatment"] is True
    ranged = (await filled.get("/api/progress?since=2026-01-26&until=2026-05-18")).json()
    assert [score["total"] for score in ranged["numbers"]["scores"][0]["scores"]] == [8, 19]
    # What there is to choose from stays that of the whole journal.
    assert len(ranged["courses"]) == 2
    gad7 = (await filled.get("/api/progress?instrument=gad7")).json()
    assert gad7["numbers"]["scores"] == []


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("course=9", "course"),
        ("course=first", "course"),
        ("instrument=horoscope", "instrument"),
        ("since=yesterday", "since"),
        ("since=12345", "since"),
        ("since=2026-02-01&until=2026-01-01", "until"),
        ("courses=1", ""),
    ],
)
async def test_what_is_not_there_is_refused_by_name_and_not_repeated(filled: Browser, query: str, field: str) -> None:
    answer = await filled.get(f"/api/progress?{query}")
    assert answer.status_code == 400
    assert [error["field"] for error in answer.json()["errors"]] == [field]
    assert query.split("=")[-1] not in answer.text


async def test_an_account_without_entries_has_words_and_no_chart(signed_in: Browser) -> None:
    answer = (await signed_in.get("/api/progress")).json()
    assert answer["figures"] == []
    assert [finding["id"] for finding in answer["findings"]] == ["nothing_yet"]


async def test_the_answer_has_a_schema_of_its_own(signed_in: Browser) -> None:
    schema = (await signed_in.get("/schema/openapi.json")).json()
    operation = schema["paths"]["/api/progress"]["get"]
    assert "Progress" in str(operation["responses"]["200"])
    assert {one["name"] for one in operation["parameters"]} == {"since", "until", "instrument", "course"}
