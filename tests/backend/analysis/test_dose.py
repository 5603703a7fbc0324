from backend.analysis.dose import dose_response
from shared_schemas.progress import DoseResponse
from tests.journals import NOW, Entries, empty, responder


def _of(entries: Entries) -> DoseResponse | None:
    return dose_response(entries.journal(), NOW, "anxiety", higher_is_better=False)


def test_the_dose_is_per_body_weight_beside_the_difference_of_the_mood() -> None:
    found = dose_response(responder(), NOW, "mood", higher_is_better=True)
    assert found is not None
    # 42.5 mg at 85 kg; moods (2, 5) (3, 5) (3, 6) (4, 6) (5, 6) (5, 8).
    assert (found.unit, found.n) == ("mg/kg", 6)
    assert [(point.dose, point.improvement) for point in found.points] == [
        (0.5, 3), (0.5, 2), (0.5, 3), (0.5, 2), (0.5, 1), (0.5, 3),
    ]  # fmt: skip


def test_one_session_without_a_weight_puts_all_doses_in_milligrams() -> None:
    entries = Entries()
    entries.session(0, dose_mg=40, body_weight_kg=80, anxiety_before=7, anxiety_after=4)
    entries.session(7, dose_mg=45, anxiety_before=4, anxiety_after=6)
    found = _of(entries)
    assert found is not None
    # Anxiety that rises is worse: below zero.
    assert (found.unit, [(point.dose, point.improvement) for point in found.points]) == ("mg", [(40, 3), (45, -2)])


def test_sessions_without_a_dose_are_said_to_be_missing() -> None:
    entries = Entries()
    entries.session(0, dose_mg=40, anxiety_before=7, anxiety_after=4)
    entries.session(7, anxiety_before=4, anxiety_after=6)
    found = _of(entries)
    assert found is not None
    assert (found.n, found.missing) == (1, ("1 session has no dose, or no state before or after.",))


def test_without_doses_there_is_nothing_to_look_at() -> None:
    entries = Entries()
    entries.session(0, anxiety_before=7, anxiety_after=4)
    assert _of(entries) is None
    assert dose_response(empty(), NOW, "mood", higher_is_better=True) is None


def test_a_weight_that_nobody_has_is_no_weight() -> None:
    entries = Entries()
    entries.session(0, dose_mg=40, body_weight_kg=1e-310, anxiety_before=7, anxiety_after=4)
    entries.session(7, dose_mg=45, body_weight_kg=80, anxiety_before=7, anxiety_after=4)
    found = _of(entries)
    assert found is not None
    assert (found.unit, [point.dose for point in found.points]) == ("mg", [40, 45])
