"""Who the example patient is, what was tried before, and who gives care."""

from datetime import date
from typing import Any

from backend.demo.diary import Diary

# Numbers 555-01xx are kept free for fiction; no NPI begins with 0.
CLINIC = "Example Infusion Clinic (synthetic)"
CLINICIAN = "Dr. Sample Prescriber (synthetic)"


def write_background(diary: Diary) -> None:
    """All of it on the first two evenings of the journal."""
    _person(diary)
    _prior_treatments(diary)
    _medicines_and_allergies(diary)
    _care_contacts(diary)


def _person(diary: Diary) -> None:
    patient = diary.write(
        "patient", diary.at(729, 19, 5), full_name="Alex Example (synthetic)", born_on=date(1984, 2, 29)
    )
    # The address was not asked before it was needed: with the first letter from the insurer.
    diary.amend(
        patient,
        "patient",
        diary.at(424, 18, 40),
        phone="+1 312-555-0142",
        address="1 Example Street (synthetic)\nChicago, IL 60600",
    )
    diary.write(
        "condition",
        diary.at(729, 19, 9),
        name="Major depressive disorder, recurrent, severe",
        diagnosed_on=diary.day(1_420),
        diagnosed_by=CLINICIAN,
        icd10_code="F33.2",
    )
    diary.write(
        "condition",
        diary.at(729, 19, 11),
        name="Generalized anxiety disorder",
        diagnosed_on=diary.day(1_420),
        diagnosed_by=CLINICIAN,
        icd10_code="F41.1",
    )


def _prior_treatments(diary: Diary) -> None:
    for minute, (began, ended, fields) in enumerate(_PRIOR):
        diary.write(
            "prior_treatment",
            diary.at(729, 19, 15 + 3 * minute),
            started_on=diary.day(began),
            ended_on=diary.day(ended) if ended else None,
            current_episode=True,
            **fields,
        )


_PRIOR: tuple[tuple[int, int | None, dict[str, Any]], ...] = (
    (
        1_400,
        1_274,
        {
            "name": "sertraline",
            "type": "medicine",
            "drug_class": "SSRI",
            "dose_mg_per_day": 200,
            "adequate_weeks": 12,
            "augmentation": False,
            "improvement_percent": 20,
            "stop_reason": "Not enough relief after 12 weeks at the highest dose.",
        },
    ),
    (
        1_265,
        1_120,
        {
            "name": "escitalopram",
            "type": "medicine",
            "drug_class": "SSRI",
            "dose_mg_per_day": 20,
            "adequate_weeks": 10,
            "augmentation": False,
            "improvement_percent": 10,
            "stop_reason": "Little relief, and sleep got worse.",
        },
    ),
    (
        1_110,
        None,
        {
            "name": "venlafaxine",
            "type": "medicine",
            "drug_class": "SNRI",
            "dose_mg_per_day": 225,
            "adequate_weeks": 26,
            "augmentation": False,
            "improvement_percent": 25,
        },
    ),
    (
        930,
        790,
        {
            "name": "bupropion added to venlafaxine",
            "type": "medicine",
            "drug_class": "NDRI",
            "dose_mg_per_day": 300,
            "adequate_weeks": 14,
            "augmentation": True,
            "improvement_percent": 15,
            "stop_reason": "More anxiety and no further relief.",
        },
    ),
    (
        1_300,
        1_010,
        {
            "name": "cognitive behavioral therapy",
            "type": "psychotherapy",
            "adequate_weeks": 40,
            "augmentation": False,
            "improvement_percent": 20,
            "stop_reason": "The course was finished: 36 visits.",
        },
    ),
)


def _medicines_and_allergies(diary: Diary) -> None:
    diary.write(
        "medication",
        diary.at(728, 19, 40),
        name="venlafaxine",
        drug_class="SNRI",
        dose="225 mg in the morning",
        started_on=diary.day(1_110),
        prescriber=CLINICIAN,
    )
    diary.write(
        "medication", diary.at(728, 19, 43), name="levothyroxine", dose="50 micrograms", started_on=diary.day(2_300)
    )
    diary.write("allergy", diary.at(728, 19, 46), name="penicillin", reaction="A rash, as a child")
    diary.write("condition", diary.at(728, 19, 49), name="Underactive thyroid", other_condition=True)


def _care_contacts(diary: Diary) -> None:
    contacts = (
        (CLINIC, "clinic", "+1 312-555-0110", "+1 312-555-0111", "0000000001"),
        (CLINICIAN, "prescriber", "+1 312-555-0112", None, "0000000002"),
        ("Pat Sample, therapist (synthetic)", "therapist", "+1 312-555-0127", None, None),
        ("Robin Example, sister (synthetic)", "safety_contact", "+1 312-555-0163", None, None),
    )
    for minute, (name, role, phone, fax, npi) in enumerate(contacts):
        entered = diary.at(728, 20, 10 + 2 * minute)
        diary.write("care_contact", entered, name=name, role=role, phone=phone, fax=fax, npi=npi)
