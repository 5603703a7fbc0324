"""The shared vectors, as the server reads them; tests/pwa/core/vectors.test.ts runs the same files on the phone."""

import json
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import rfc8785

from backend.storage.journals import digest_after
from shared_schemas.clock import is_stamp, next_stamp, stamp
from shared_schemas.instruments import INSTRUMENTS, band, needs_crisis_screen, score
from shared_schemas.journal import Edit, fold

VECTORS = Path(__file__).parents[1] / "vectors"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def _read(name: str) -> Any:
    return json.loads((VECTORS / name).read_text(encoding="utf-8"))


CLOCK, FOLD, SCORING, DIGEST = (_read(f"{name}.json") for name in ("clock", "fold", "scoring", "digest"))


def _each(cases: list[dict[str, Any]]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("case", cases, ids=[case["situation"] for case in cases])


@_each(CLOCK["stamp"])
def test_a_stamp_is_written_alike_on_phone_and_server(case: dict[str, Any]) -> None:
    moment = EPOCH + timedelta(milliseconds=case["ms"])
    assert stamp(moment, case["counter"], case["device"]) == case["expected"]


@_each(CLOCK["is_stamp"])
def test_a_stamp_is_recognised_alike_on_phone_and_server(case: dict[str, Any]) -> None:
    assert is_stamp(case["text"]) is case["expected"]


@_each(CLOCK["next_stamp"])
def test_the_next_stamp_is_the_same_on_phone_and_server(case: dict[str, Any]) -> None:
    assert next_stamp(case["after"], case["device"]) == case["expected"]


def test_stamps_sort_as_text() -> None:
    ascending = CLOCK["ascending"]
    assert all(earlier < later for earlier, later in pairwise(ascending))
    assert all(is_stamp(text) for text in ascending)


def _folded(edits: list[dict[str, Any]]) -> dict[str, Any]:
    folded = fold(Edit.model_validate(edit) for edit in edits)
    return {record: {"kind": one.kind, "fields": one.fields} for record, one in folded.items()}


@_each(FOLD["cases"])
def test_i10_edits_fold_to_the_same_bytes_on_phone_and_server(case: dict[str, Any]) -> None:
    folded = rfc8785.dumps(_folded(case["edits"]))
    assert folded == rfc8785.dumps(case["expected"])
    assert folded == rfc8785.dumps(_folded(list(reversed(case["edits"]))))


@_each([case for case in FOLD["cases"] if "canonical" in case])
def test_i10_the_bytes_of_a_fold_are_those_written_down(case: dict[str, Any]) -> None:
    assert rfc8785.dumps(_folded(case["edits"])) == case["canonical"].encode()


@_each(SCORING["score"])
def test_a_questionnaire_is_scored_alike_on_phone_and_server(case: dict[str, Any]) -> None:
    instrument = INSTRUMENTS[case["instrument"]]
    total = score(instrument, case["answers"])
    assert total == case["total"]
    assert (None if total is None else band(instrument, total)) == case.get("band")


@_each(SCORING["safety"])
def test_the_crisis_screen_comes_alike_on_phone_and_server(case: dict[str, Any]) -> None:
    instrument = INSTRUMENTS[case["instrument"]]
    assert needs_crisis_screen(instrument, case["answers"], case["previous_total"]) is case["expected"]


@_each(DIGEST["cases"])
def test_s8_the_running_digest_is_the_same_on_phone_and_server(case: dict[str, Any]) -> None:
    digest = ""
    for entry in case["log"]:
        digest = digest_after(digest, entry["seq"], entry["id"], entry["stamp"])
        assert digest == entry["expected"]
