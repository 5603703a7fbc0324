"""The message that shows whether reminders arrive."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from backend.settings import Settings
from tests.conftest import Browser
from tests.push_service import PushService, push_service

ENDPOINT = "http://127.0.0.1:9/push/abc"


@pytest.fixture
def pushes() -> Iterator[PushService]:
    with push_service() as service:
        yield service


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return replace(settings, push_allows_loopback=True)


async def test_a_test_message_says_what_became_of_it(signed_in: Browser, pushes: PushService) -> None:
    made = pushes.subscribe("phone")
    body = {"endpoint": made["endpoint"], "keys": made["keys"], "device": f"{1:016x}"}
    assert (await signed_in.post("/api/push", json=body)).status_code == 204
    pushes.server_key = (await signed_in.get("/api/push")).json()["public_key"]

    async def outcome() -> str:
        answer = await signed_in.post("/api/push/trial", json={"endpoint": made["endpoint"]})
        return str(answer.json()["outcome"])

    assert await outcome() == "delivered"
    assert pushes.deliveries[0].message["notification"]["body"] == "Reminders work on this device"
    for status, said in ((410, "gone"), (413, "refused"), (503, "failed")):
        pushes.status["phone"] = status
        assert await outcome() == said


async def test_only_a_subscribed_browser_of_the_own_account_can_be_tried_out(signed_in: Browser) -> None:
    answer = await signed_in.post("/api/push/trial", json={"endpoint": ENDPOINT})
    assert answer.status_code == 404
    assert ENDPOINT not in answer.text
