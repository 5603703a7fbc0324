from datetime import timedelta

from backend.reports.missing import missing_from_sessions
from backend.reports.parts import Note, Table, Text
from backend.reports.sessions import session_rows, sessions_section
from tests.backend.reports.patients import FIRST_SESSION, NOW, Log


def printed(log: Log) -> tuple[str, Table, str]:
    parts = sessions_section(session_rows(log.journal, NOW), {})
    lead = next(part.text for part in parts if isinstance(part, Text))
    table = next(part for part in parts if isinstance(part, Table))
    return lead, table, " ".join(part.text for part in parts if isinstance(part, Note))


def test_what_is_the_same_for_all_is_said_once() -> None:
    log = Log()
    for place in range(2):
        log.session(FIRST_SESSION + timedelta(days=place), product="ketamine", route="oral")
    lead, table, _ = printed(log)
    assert lead == "All 2 sessions on record, earliest first. The drug was ketamine and the route oral each time. "
    assert [column.title for column in table.columns][2] == "Dose"


def test_what_differs_stands_in_each_row() -> None:
    log = Log()
    log.session(FIRST_SESSION, product="ketamine", route="intravenous")
    log.session(FIRST_SESSION + timedelta(days=1), product="esketamine", route="intranasal")
    lead, table, _ = printed(log)
    assert "The drug" not in lead
    assert table.columns[2].title == "Drug and route"
    assert [row[2] for row in table.rows] == ["ketamine, IV", "esketamine, Intranasal"]


def test_a_drug_that_was_not_entered_is_missing_and_not_guessed() -> None:
    log = Log()
    log.session(FIRST_SESSION)
    lead, table, _ = printed(log)
    assert lead == "The one session on record. "
    assert len(table.columns) == 6
    assert missing_from_sessions(session_rows(log.journal, NOW)) == [
        "Of 1 session, 1 has no drug, 1 has no dose, 1 has no route, 1 has no duration and "
        "1 has no mood before or after it."
    ]


def test_a_mood_entered_after_the_session_began_is_marked_recalled() -> None:
    log = Log()
    log.add(
        "treatment_session",
        FIRST_SESSION + timedelta(hours=2),
        {"started_at": FIRST_SESSION.isoformat(), "mood_before": 3, "mood_after": 6},
    )
    log.session(FIRST_SESSION + timedelta(days=1), mood_before=4)
    _, table, note = printed(log)
    assert [row[4] for row in table.rows] == ["3* → 6", "4 → –"]
    assert "* Recalled: entered after the session had begun." in note


def test_a_dose_from_the_clinics_sheet_is_marked() -> None:
    log = Log()
    log.session(FIRST_SESSION, dose_mg=42.5, body_weight_kg=85, dose_source="clinic")
    _, table, note = printed(log)
    assert table.rows[0][2] == "42.5 mg (0.50 mg/kg)†"
    assert note.startswith("† Dose copied from the clinic’s sheet; all else is self-reported.")


def test_a_side_effect_has_its_severity_and_one_of_another_record_is_not_taken() -> None:
    log = Log()
    session = log.session(FIRST_SESSION)
    log.side_effect(session, "raised_heart_rate", "mild")
    log.side_effect("00000000-0000-0000-0000-00000000ffff", "nausea", "severe")
    _, table, _ = printed(log)
    assert table.rows[0][-1] == "Raised heart rate (mild)"
