"""Passkeys that no browser would send: cut, changed and invented answers are refused, and nothing breaks."""

import copy
from dataclasses import dataclass
from typing import Any

import pytest
from httpx import Response
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.backend.accounts.authenticator import Device, content, text
from tests.backend.accounts.test_passkeys import asked, make_account
from tests.conftest import Browser, forget_tries

SIGNED = ("clientDataJSON", "attestationObject", "authenticatorData", "signature")
many = settings(
    max_examples=100, deadline=None, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
)


@dataclass(frozen=True)
class Change:
    """What becomes of one part of an answer, whatever it holds: each passkey is made anew and has another."""

    place: str
    how: str
    at_percent: int
    other: bytes
    instead: Any

    def of(self, answer: dict[str, Any]) -> dict[str, Any]:
        """The answer, changed."""
        answer = copy.deepcopy(answer)
        parts = [place for place in SIGNED if place in answer["response"]]
        place = self.place if self.place in parts else parts[-1]
        answer["response"][place] = self._changed(answer["response"][place])
        return answer

    def _changed(self, written: str) -> Any:
        whole = content(written)
        at = len(whole) * self.at_percent // 100
        ways = {
            "cut": whole[:at],
            "overwritten": whole[:at] + self.other + whole[at + len(self.other) :],
            "longer": whole + self.other,
            "another": self.other,
        }
        return text(ways[self.how]) if self.how in ways else self.instead


changes = st.builds(
    Change,
    place=st.sampled_from(SIGNED),
    how=st.sampled_from(["cut", "overwritten", "longer", "another", "not bytes"]),
    at_percent=st.integers(0, 100),
    other=st.binary(min_size=1, max_size=40),
    instead=st.text(max_size=30) | st.none() | st.integers() | st.just("A" * 20_001) | st.just([]),
)


def assert_refused(answer: Response) -> None:
    assert answer.status_code in (400, 401), answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == answer.status_code


@many
@given(change=changes)
async def test_a_changed_passkey_breaks_nothing_when_it_is_made(browser: Browser, change: Change) -> None:
    forget_tries(browser)
    passkey = change.of(Device().make(await asked(browser, "/api/account/passkey/options", email="ben@example.org")))
    made = await browser.post(
        "/api/account/passkey", json={"email": "ben@example.org", "passkey": passkey, "name": "x"}
    )
    if made.status_code == 201:
        # Without attestation nothing is signed yet: who changes a key in the making changes a key of their own.
        assert (await browser.delete("/api/account")).status_code == 204
    else:
        assert_refused(made)


@many
@given(change=changes)
async def test_a_changed_answer_opens_nothing(browser: Browser, change: Change) -> None:
    forget_tries(browser)
    device = Device()
    assert (await make_account(browser, device, "ana@example.org")).status_code == 201
    answer = device.use(await asked(browser, "/api/session/passkey/options"))
    changed = change.of(answer)
    opened = await browser.post("/api/session/passkey", json={"passkey": changed})
    if changed == answer:
        assert opened.status_code == 200
    else:
        assert_refused(opened)
        answer = device.use(await asked(browser, "/api/session/passkey/options"))
        assert (await browser.post("/api/session/passkey", json={"passkey": answer})).status_code == 200
    assert (await browser.delete("/api/account")).status_code == 204


HOSTS = ["", "x" * 300, "[::1", "casebook.test:99999", "a@b:c", "\\", "host with blanks", "[x]"]


@pytest.mark.parametrize("host", HOSTS)
async def test_an_address_that_no_browser_sends_breaks_nothing(browser: Browser, host: str) -> None:
    for path, body in (
        ("/api/session/passkey/options", None),
        ("/api/account/passkey/options", {"email": "ana@example.org"}),
    ):
        for origin in (f"https://{host}", host):
            answer = await browser.post(path, json=body, headers={"host": host, "origin": origin})
            assert answer.status_code < 500, answer.text
    assert (await browser.get("/api/health", headers={"host": host})).status_code < 500
