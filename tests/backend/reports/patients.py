"""Example patients for the report: a log of edits each, with a story, made without chance."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from shared_schemas.clock import stamp
from shared_schemas.journal import Edit, Journal

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
FIRST_SESSION = datetime(2025, 3, 4, 15, 0, tzinfo=UTC)
_DEVICE = "00000000000000a1"


class Log:
    """Edits in the order they are entered; every entry is a record of its own."""

    def __init__(self) -> None:
        self.edits: list[Edit] = []

    def add(self, kind: str, entered_at: datetime, changes: Mapping[str, Any]) -> str:
        number = len(self.edits) + 1
        record = str(UUID(int=number))
        self.edits.append(
            Edit(
                id=str(UUID(int=2**64 + number)),
                record=record,
                kind=kind,
                stamp=stamp(entered_at, 0, _DEVICE),
                set=dict(changes),
                seq=number,
            )
        )
        return record

    def session(self, at: datetime, **changes: Any) -> str:
        return self.add("treatment_session", at, {"started_at": at.isoformat(), **changes})

    def side_effect(self, session: str, symptom: str, severity: str) -> str:
        return self.add("side_effect", FIRST_SESSION, {"session": session, "symptom": symptom, "severity": severity})

    def phq9(self, at: datetime, total: int, **changes: Any) -> str:
        return self.add(
            "outcome_measure",
            at,
            {"instrument": "phq9", "answered_at": at.isoformat(), "answers": answers(total, 9, 3), **changes},
        )

    def gad7(self, at: datetime, total: int) -> str:
        return self.add(
            "outcome_measure",
            at,
            {"instrument": "gad7", "answered_at": at.isoformat(), "answers": answers(total, 7, 3)},
        )

    @property
    def journal(self) -> Journal:
        return Journal.from_edits(self.edits)


def answers(total: int, items: int, most: int) -> list[int]:
    """Answers of a questionnaire that sum to `total`."""
    given = []
    for _ in range(items):
        given.append(min(most, total))
        total -= given[-1]
    return given


def with_a_case(log: Log, **denial: Any) -> Log:
    """A patient with a plan, a clinic, a bill and a denial."""
    log.add("patient", FIRST_SESSION, {"full_name": "Ann Example", "born_on": "1984-05-17"})
    log.add(
        "insurance_plan",
        FIRST_SESSION,
        {
            "insurer": "Example Health",
            "plan_type": "employer_self_funded",
            "member_number": "M-48213",
            "group_number": "70-114",
        },
    )
    log.add("condition", FIRST_SESSION, {"name": "Major depressive disorder, recurrent", "icd10_code": "F33.2"})
    log.add("care_contact", FIRST_SESSION, {"name": "Riverside Infusion Clinic", "npi": "1234567893"})
    log.add("expense", FIRST_SESSION, {"service_codes": ["96365", "J3490"], "diagnosis_codes": ["F33.2"]})
    log.add("claim", FIRST_SESSION, {"claim_number": "C-2026-0193", "service_on": "2026-09-08"})
    refused = {
        "notice_on": "2026-10-02",
        "reason": "not_medically_necessary",
        "reason_text": "The requested ketamine infusions are not medically necessary. The information received does "
        "not show an inadequate response to standard treatment or a benefit from the sessions already given.",
        "claim_number": "C-2026-0193",
    }
    log.add("denial", FIRST_SESSION, {**refused, **denial})
    return log


def _treatment(name: str, drug_class: str, weeks: int, **changes: Any) -> dict[str, Any]:
    return {"name": name, "drug_class": drug_class, "adequate_weeks": weeks, **changes}


def _tried(started_on: str, ended_on: str, improvement_percent: int, stop_reason: str) -> dict[str, Any]:
    return {
        "started_on": started_on,
        "ended_on": ended_on,
        "improvement_percent": improvement_percent,
        "stop_reason": stop_reason,
    }


_TREATMENTS = [
    _treatment(
        "Sertraline", "SSRI", 24, **_tried("2018-02-01", "2018-09-14", 20, "Too little help"), dose_mg_per_day=200
    ),
    _treatment("Venlafaxine", "SNRI", 60, **_tried("2018-10-01", "2020-03-20", 25, "It raised blood pressure")),
    _treatment(
        "Aripiprazole", "antipsychotic", 12, **_tried("2019-05-02", "2019-08-30", 0, "Restlessness"), augmentation=True
    ),
    _treatment(
        "Bupropion", "NDRI", 50, **_tried("2020-04-15", "2021-06-01", 15, "Too little help"), dose_mg_per_day=300
    ),
    {
        "name": "Cognitive behavioral therapy",
        "type": "psychotherapy",
        "current_episode": True,
        **_tried("2021-01-10", "2022-02-20", 20, "Course completed"),
    },
    _treatment("Mirtazapine", "tetracyclic", 40, started_on="2025-09-01", dose_mg_per_day=30),
]


def responder() -> Log:
    """Twenty months: a fall, a pause of four months with a relapse, and a second course that is followed by a fall."""
    log = with_a_case(Log())
    for treatment in _TREATMENTS:
        log.add("prior_treatment", FIRST_SESSION, treatment)
    _scores(log)
    starts = [0, 3, 7, 10, 14, 17, 38, 59, 80, 101, 129, 157, 185, 213, 241, 269]
    starts += [400, 403, 407, 410, 430, 451, 479, 507, 535, 563, 591, 619]
    for place, offset in enumerate(starts):
        _session(log, place, FIRST_SESSION + timedelta(days=offset))
    for offset in range(-20, 630):
        if offset % 9 not in (4, 7) and not 290 < offset < 330:
            at = FIRST_SESSION + timedelta(days=offset, hours=5)
            log.add("check_in", at, {"at": at.isoformat(), "mood": 4 + offset % 3})
    return log


def _scores(log: Log) -> None:
    fortnights = [20, 21, 14, 11, 9, 7, 8, 6, 5, 6, 7, 5, 4, 6, 5, 6, 7, 6, 5, 7, 8, 6, 7, 9, 11, 13, 16, 17, 18, 17]
    fortnights += [15, 10, 8, 7, 6, 8, 5, 6, 7, 5, 6, 7, 5, 6, 6]
    for place, total in enumerate(fortnights):
        if place not in (24, 25, 26):
            log.phq9(FIRST_SESSION + timedelta(days=14 * (place - 1) - 1, hours=3), total)
        if place % 3 == 1:
            log.gad7(FIRST_SESSION + timedelta(days=14 * (place - 1) - 1, hours=4), min(21, total * 4 // 5))


def _session(log: Log, place: int, at: datetime) -> None:
    dose = (38, 40, 42.5, 42.5)[min(place, 3)]
    session = log.session(
        at,
        route="intravenous",
        product="ketamine",
        duration_minutes=40,
        dose_mg=dose,
        dose_source="clinic" if place % 2 else "patient",
        body_weight_kg=None if place == 8 else 84.5,
        clinic="Riverside Infusion Clinic",
        mood_before=3 + place % 3,
        mood_after=6 + place % 2,
        anxiety_before=6 - place % 2,
        anxiety_after=3,
    )
    if place % 2 == 0:
        log.side_effect(session, "nausea", "moderate" if place % 4 else "mild")
    if place % 3 == 0:
        log.side_effect(session, "dissociation", "severe" if place == 3 else "mild")
    if place % 5 == 0:
        log.side_effect(session, "raised_heart_rate", "mild")


def worsening() -> Log:
    """Six sessions, and a score that rises by more than the questionnaire's error."""
    log = with_a_case(Log())
    log.phq9(FIRST_SESSION - timedelta(days=2), 14)
    for place in range(6):
        log.session(
            FIRST_SESSION + timedelta(days=3 * place), route="intramuscular", dose_mg=50, mood_before=5, mood_after=4
        )
    for place, total in enumerate((16, 19, 22)):
        log.phq9(FIRST_SESSION + timedelta(days=20 + 14 * place), total)
    return log
