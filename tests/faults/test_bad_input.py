"""A program that sends anything at all: what is wrong is refused alone, in words that do not repeat it."""

import json
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import Browser, new_browser, sign_up
from tests.faults.bad_edits import CANARY, DEVICE, bad_edits, good_edit, junk, nested, new_edit

# The app is the same for all examples: what one left behind must not disturb the next.
many = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
BENS_RECORDS = [f"10000000-0000-7000-8000-{number:012x}" for number in range(4)]


@pytest.fixture
async def ben(ana: Browser) -> Browser:
    """Somebody else, with a few records."""
    browser = new_browser(ana.app)
    browser.blocking_portal = ana.blocking_portal
    await sign_up(browser, "ben@example.org")
    said = (await sync(browser, [good_edit() | {"record": record} for record in BENS_RECORDS])).json()
    assert len(said["acknowledged"]) == len(BENS_RECORDS)
    return browser


async def sync(browser: Browser, edits: list[Any], **fields: Any) -> httpx.Response:
    body = {"protocol": 1, "device": DEVICE, "epoch": None, "cursor": 0, "limit": 1, "edits": edits, **fields}
    headers = {"Content-Type": "application/json"}
    # As some programs write it: NaN, Infinity and half a surrogate pair are no JSON, and come all the same.
    return await browser.post("/api/sync", content=json.dumps(body).encode(), headers=headers)


def assert_refused_in_words(rejected: list[dict[str, Any]]) -> None:
    for refusal in rejected:
        assert refusal.keys() == {"id", "field", "code", "message"}
        assert refusal["code"]
        assert refusal["message"]
        assert refusal["field"] is None or len(refusal["field"]) <= 64
        assert CANARY not in json.dumps({**refusal, "field": ""})  # a name is said, a value never


@many
@given(data=st.data())
async def test_s5_good_entries_among_bad_ones_are_taken_and_bad_ones_refused_in_words(
    ana: Browser, ben: Browser, data: st.DataObject
) -> None:
    bad = data.draw(st.lists(bad_edits(BENS_RECORDS), max_size=6))
    good = [good_edit() for _ in range(data.draw(st.integers(1, 4)))]
    edits = data.draw(st.permutations([*bad, *good]))
    answer = await sync(ana, list(edits))
    assert answer.status_code == 200, answer.text
    said = answer.json()
    assert {edit["id"] for edit in good} <= said["acknowledged"].keys()
    assert_refused_in_words(said["rejected"])
    # Each has one result; only an edit that came twice has one for both.
    assert len(said["acknowledged"]) + len(said["rejected"]) == len(edits)
    bens = (await sync(ben, [])).json()
    assert bens["check"] is None or bens["check"]["count"] == len(BENS_RECORDS)


@many
@given(content=junk, fields=st.dictionaries(st.sampled_from(["cursor", "limit", "epoch", "device", "x"]), junk))
async def test_a_request_of_any_shape_is_no_error_of_the_server(
    ana: Browser, content: Any, fields: dict[str, Any]
) -> None:
    headers = {"Content-Type": "application/json"}
    whole = await ana.post("/api/sync", content=json.dumps(content).encode(), headers=headers)
    for answer in (whole, await sync(ana, [good_edit()], **fields), await sync(ana, content)):
        assert answer.status_code < 500, answer.text
        if answer.status_code >= 400:
            assert answer.headers["content-type"] == "application/problem+json"


@many
@given(content=st.binary(max_size=200))
async def test_bytes_that_are_no_json_are_no_error_of_the_server(ana: Browser, content: bytes) -> None:
    for headers in ({"Content-Type": "application/json"}, {"Content-Encoding": "gzip"}):
        answer = await ana.post("/api/sync", content=content, headers=headers)
        assert 400 <= answer.status_code < 500
        assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    "values",
    [
        {"notes": nested(500)},
        {f"field_{place}": place for place in range(40_000)},
        {"notes": "x" * 900_000},
        {"x" * 900_000: 1},
    ],
    ids=["500 lists in each other", "40,000 fields", "900 kB of text", "a name of 900 kB"],
)
async def test_s5_an_entry_of_any_size_that_fits_in_a_request_costs_only_itself(
    ana: Browser, values: dict[str, Any]
) -> None:
    good, odd = good_edit(), new_edit(kind="check_in", stamp="", set=values)
    text = json.dumps({"protocol": 1, "device": DEVICE, "epoch": None, "cursor": 0, "edits": [odd, good]})
    answer = await ana.post("/api/sync", content=text.encode(), headers={"Content-Type": "application/json"})
    assert answer.status_code == 200, answer.text[:300]
    said = answer.json()
    assert good["id"] in said["acknowledged"]
    assert odd["id"] in said["acknowledged"] or odd["id"] in [refusal["id"] for refusal in said["rejected"]]
    assert len(json.dumps(said["rejected"])) < 1_000


async def test_a_body_nested_deeper_than_any_parser_goes_is_refused_as_a_whole(ana: Browser) -> None:
    good = json.dumps(good_edit())
    deep = good.replace('"mood": 6', f'"mood": {"[" * 50_000}{"]" * 50_000}')
    text = f'{{"protocol": 1, "device": "{DEVICE}", "epoch": null, "cursor": 0, "edits": [{good}, {deep}]}}'
    answer = await ana.post("/api/sync", content=text, headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json")
    assert (await sync(ana, [])).json()["check"]["count"] == 0
