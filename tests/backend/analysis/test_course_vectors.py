"""The baseline rule, bound to the phone's by tests/vectors/course.json."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from backend.analysis.change import course_of_scores
from tests.journals import Entries, answers_of

_CASES = json.loads((Path(__file__).parents[2] / "vectors/course.json").read_text(encoding="utf-8"))["cases"]
_NOW = datetime.fromisoformat("2030-01-01T00:00:00Z")


@pytest.mark.parametrize("case", _CASES, ids=[case["situation"] for case in _CASES])
def test_a_score_is_held_against_the_same_one_on_phone_and_server(case: dict[str, Any]) -> None:
    entries = Entries()
    for start in case["sessions"]:
        entries.write("treatment_session", datetime.fromisoformat(start), started_at=start)
    for at, total in case["scores"]:
        entries.write(
            "outcome_measure",
            datetime.fromisoformat(at),
            instrument="phq9",
            answered_at=at,
            answers=answers_of("phq9", total),
        )
    course = course_of_scores(entries.journal(), "phq9", _NOW)
    assert course is not None
    assert course.is_baseline_before_treatment is case["before_treatment"]
    assert course.scores[-1].days_since_session == case["days_since_session"]
    if case["baseline"] is None:
        assert course.latest is None
    else:
        assert course.latest is not None
        assert course.latest.baseline is course.scores[case["baseline"]]
