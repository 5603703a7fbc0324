"""A signed-in patient whose phone has sent its entries and papers, and a workshop of the test's own."""

from collections.abc import AsyncIterator, Sequence
from typing import Any

import pytest

from backend.printing import Workshop
from tests.backend.reports import papers
from tests.backend.reports.patients import Log
from tests.conftest import Browser


@pytest.fixture
async def workshop() -> AsyncIterator[Workshop]:
    opened = Workshop()
    yield opened
    opened.close()


async def send(browser: Browser, log: Log, *contents: bytes) -> None:
    """All edits of the log, and the papers, as a phone sends them."""
    for content in contents:
        answer = await browser.put(
            f"/api/attachments/{papers.digest(content)}", content=content, headers={"content-type": "image/jpeg"}
        )
        assert answer.status_code == 204
    for start in range(0, len(log.edits), 100):
        edits: Sequence[Any] = [
            edit.model_dump(mode="json", include={"id", "record", "kind", "stamp", "set"})
            for edit in log.edits[start : start + 100]
        ]
        body = {"protocol": 1, "device": "00000000000000a1", "edits": edits}
        answer = await browser.post("/api/sync", json=body)
        assert len(answer.json()["acknowledged"]) == len(edits)
