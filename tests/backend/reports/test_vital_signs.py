"""Vital signs as they are printed: the span of each, and every reading with its moment in the session."""

from datetime import timedelta

import pytest

from backend.reports.parts import Note, Table
from backend.reports.vital_signs import reading_rows, vital_sign_rows, vital_signs_parts
from tests.backend.reports.patients import FIRST_SESSION, NOW, Log


def measured(minutes: int | None, **values: int) -> dict[str, object]:
    at = {} if minutes is None else {"at": (FIRST_SESSION + timedelta(minutes=minutes)).isoformat()}
    return {**at, **values}


def test_readings_are_told_as_before_during_and_after_the_session() -> None:
    log = Log()
    session = log.session(FIRST_SESSION, duration_minutes=40)
    for minutes, upper in ((75, 128), (-12, 121), (20, 142), (None, 119)):
        signs = measured(minutes, systolic_mmhg=upper, diastolic_mmhg=80, heart_rate_bpm=70)
        log.add("vital_signs", NOW, {"session": session, **signs})
    rows = reading_rows(log.journal, NOW)
    assert [(row.when, row.systolic_mmhg) for row in rows] == [
        ("Time not noted", 119),
        ("Before, by 12 minutes", 121),
        ("During, minute 20", 142),
        ("After, by 35 minutes", 128),
    ]


def test_without_a_length_a_reading_is_told_from_the_start() -> None:
    log = Log()
    session = log.session(FIRST_SESSION)
    log.add("vital_signs", NOW, {"session": session, **measured(50, spo2_percent=97)})
    assert [row.when for row in reading_rows(log.journal, NOW)] == ["50 minutes from its start"]


def test_a_reading_names_the_clinic_sheet_of_its_session_and_says_what_was_not_measured() -> None:
    log = Log()
    session = log.session(FIRST_SESSION, duration_minutes=40)
    log.add("vital_signs", NOW, {"session": session, **measured(0, heart_rate_bpm=68, systolic_mmhg=118)})
    journal = log.journal
    parts = vital_signs_parts(vital_sign_rows(journal, NOW), reading_rows(journal, NOW), {session: "exhibit B p. 3"})
    tables = [part for part in parts if isinstance(part, Table)]
    assert tables[-1].rows == [
        ["1", "Mar 4, 2025, clinic record, exhibit B p. 3", "During, minute 0", "118/–", "68", "–"]
    ]


@pytest.mark.parametrize(
    ("takers", "marks", "note"),
    [
        (["clinic", "clinic"], ["", ""], "All were taken by the clinic, as the patient noted them."),
        (["patient", "patient"], ["", ""], "All were taken by the patient."),
        (["clinic", "patient"], ["†", ""], "† Taken by the clinic, as the patient noted it;"),
        (["clinic", None], ["†", ""], "† Taken by the clinic, as the patient noted it;"),
        (["patient", None], ["", ""], "Before, during and after are told"),
        ([None, None], ["", ""], "Before, during and after are told"),
    ],
    ids=str,
)
def test_who_took_a_reading_is_said_once_or_marked(takers: list[str | None], marks: list[str], note: str) -> None:
    log = Log()
    session = log.session(FIRST_SESSION, duration_minutes=40)
    for minute, taker in enumerate(takers):
        taken = {"taken_by": taker} if taker else {}
        log.add("vital_signs", NOW, {"session": session, **measured(minute, heart_rate_bpm=70), **taken})
    rows = vital_sign_rows(log.journal, NOW)
    *_, table, said = vital_signs_parts(rows, reading_rows(log.journal, NOW), {})
    assert isinstance(table, Table)
    assert [row[2] for row in table.rows] == [f"During, minute {place}{mark}" for place, mark in enumerate(marks)]
    assert isinstance(said, Note)
    assert said.text.startswith(note)


def test_a_reading_without_a_value_or_a_session_is_no_row() -> None:
    log = Log()
    session = log.session(FIRST_SESSION)
    log.add("vital_signs", NOW, {"session": session})
    log.add("vital_signs", NOW, {"heart_rate_bpm": 71})
    journal = log.journal
    assert reading_rows(journal, NOW) == ()
    assert [row.readings for row in vital_sign_rows(journal, NOW)] == [1]
