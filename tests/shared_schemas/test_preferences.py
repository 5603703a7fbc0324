"""Choices of the settings screen as the server takes them."""

import pytest

from shared_schemas.journal import problem_with


@pytest.mark.parametrize(
    "choices",
    [
        {"country": "IE", "weight_unit": "kg"},
        {"country": "other", "crisis_number": "0800 111 0 111", "emergency_number": "112"},
        {"check_in_scales": ["mood", "a_scale_of_a_newer_phone"], "session_scales": []},
        {"questionnaire_layout": "all_on_one", "a_choice_of_a_newer_phone": True},
        {"country": None},
    ],
)
def test_a_choice_is_taken(choices: dict[str, object]) -> None:
    assert problem_with("preferences", choices) is None


@pytest.mark.parametrize(
    ("choices", "field"),
    [
        ({"country": "Ireland"}, "country"),
        ({"weight_unit": "stone"}, "weight_unit"),
        ({"check_in_scales": "mood"}, "check_in_scales"),
        ({"session_scales": ["x"] * 31}, "session_scales"),
    ],
)
def test_what_is_no_choice_is_named(choices: dict[str, object], field: str) -> None:
    problem = problem_with("preferences", choices)
    assert problem is not None
    assert problem.field == field
