"""`/api/push` as phones use it."""

import pytest

from backend.settings import PUSH_SUBSCRIPTIONS_PER_ACCOUNT
from tests.conftest import Browser
from tests.push_service import BROWSER_KEYS

ENDPOINT = "https://203.0.114.7/push/abc"


def subscription(endpoint: str = ENDPOINT, device: int = 1) -> dict[str, object]:
    return {"endpoint": endpoint, "keys": BROWSER_KEYS, "device": f"{device:016x}"}


async def test_a_phone_gets_the_key_it_subscribes_with_and_it_stays_the_same(signed_in: Browser) -> None:
    first, second = [(await signed_in.get("/api/push")).json()["public_key"] for _ in range(2)]
    assert first == second
    assert len(first) == 87


async def test_a_phone_subscribes_and_ends_it_again(signed_in: Browser) -> None:
    assert (await signed_in.post("/api/push", json=subscription())).status_code == 204
    assert (await signed_in.request("DELETE", "/api/push", json={"endpoint": ENDPOINT})).status_code == 204
    assert (await signed_in.request("DELETE", "/api/push", json={"endpoint": ENDPOINT})).status_code == 204


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://127.0.0.1/push",
        "https://10.0.0.8/push",
        "https://[::1]/push",
        "http://203.0.114.7/push",
        "ftp://x.example/",
    ],
)
async def test_an_endpoint_inside_the_operators_network_is_refused_and_not_repeated(
    signed_in: Browser, endpoint: str
) -> None:
    answer = await signed_in.post("/api/push", json=subscription(endpoint))
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    assert endpoint not in answer.text


@pytest.mark.parametrize(
    "keys",
    [
        {"p256dh": "=" * 87},
        {"p256dh": "B" + "A" * 86},
        {"p256dh": BROWSER_KEYS["p256dh"][:-4]},
        {"auth": "=" * 22},
        {"auth": BROWSER_KEYS["auth"] + "AAAA"},
    ],
)
async def test_keys_nothing_can_be_encrypted_for_are_refused(signed_in: Browser, keys: dict[str, str]) -> None:
    answer = await signed_in.post("/api/push", json={**subscription(), "keys": BROWSER_KEYS | keys})
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"


async def test_an_account_reminds_a_limited_number_of_browsers(signed_in: Browser) -> None:
    for device in range(PUSH_SUBSCRIPTIONS_PER_ACCOUNT):
        answer = await signed_in.post("/api/push", json=subscription(f"{ENDPOINT}{device}", device))
        assert answer.status_code == 204
    assert (await signed_in.post("/api/push", json=subscription(f"{ENDPOINT}x", 99))).status_code == 409
    # A device that subscribes anew takes the place of its own former subscription.
    assert (await signed_in.post("/api/push", json=subscription(f"{ENDPOINT}y", 3))).status_code == 204


async def test_nobody_subscribes_without_an_account(browser: Browser) -> None:
    assert (await browser.get("/api/push")).status_code == 401
    assert (await browser.post("/api/push", json=subscription())).status_code == 401
