"""What the example patient read in the plan's papers, the papers themselves, and the other ways that were tried."""

from typing import Any

from backend.demo.background import CLINICIAN
from backend.demo.diary import Diary

_POLICY = "Synthetic Choice PPO: policy (synthetic)"
# Topic, found, answer, page; read two evenings after the first letter.
_ANSWERS = (
    ("ketamine_named", "yes", "Named under “Investigational services”: intravenous ketamine for mood disorders.", "41"),
    (
        "experimental_wording",
        "yes",
        "Services “without sufficient evidence of long-term benefit” are not covered.",
        "38",
    ),
    (
        "exception_clause",
        "yes",
        "The medical director may approve a service where standard treatment has failed.",
        "39",
    ),
    ("prior_authorization", "yes", "Needed for infusions of more than one hour.", "17"),
    ("network", "yes", "Out of network: 70% of the allowed amount after the deductible.", "12"),
    ("deductible", "yes", "$1,500 a year out of network.", "11"),
    ("session_limit", "not_found", None, None),
    ("appeal_levels", "yes", "One internal appeal, then external review.", "63"),
    ("claim_filing", "yes", "365 days after the service.", "60"),
)
_CRITERIA: tuple[dict[str, Any], ...] = (
    {"wording": "The member is 18 years or older.", "test": "age", "at_least": 18},
    {
        "wording": "Two antidepressants of different classes, at an adequate dose for at least six weeks.",
        "test": "trials",
        "at_least": 2,
        "classes": 2,
        "weeks": 6,
    },
    {"wording": "One augmentation.", "test": "augmentations", "at_least": 1},
    {"wording": "PHQ-9 of 15 or more before treatment.", "test": "severity", "instrument": "phq9", "at_least": 15},
    {"wording": "Renewal: PHQ-9 lower by 50% or more.", "test": "improvement", "instrument": "phq9", "at_least": 50},
    {"wording": "A psychiatrist supervises the treatment.", "test": "other"},
)


def write_papers(diary: Diary, denials: list[str]) -> None:
    """Papers, answers and criteria, then the VA and other funding. `denials` are ids, earliest first."""
    policy = _write_documents(diary, denials)
    for minute, (topic, found, answer, page) in enumerate(_ANSWERS):
        diary.write(
            "policy_answer",
            diary.at(422, 19, 10 + 2 * minute),
            topic=topic,
            found=found,
            answer=answer,
            page=page,
            document=policy,
            looked_on=diary.day(422),
        )
    for minute, criterion in enumerate(_CRITERIA):
        diary.write("plan_criterion", diary.at(421, 19, 10 + 3 * minute), page="44", document=policy, **criterion)
    _write_other_ways(diary)


def _write_documents(diary: Diary, denials: list[str]) -> str:
    policy = diary.write(
        "document",
        diary.at(422, 19, 5),
        document_type="policy",
        title=_POLICY,
        dated_on=diary.day(600),
        from_whom="Benefits office (synthetic)",
    )
    for minute, (days_ago, fields) in enumerate(
        (
            (424, {"document_type": "denial_letter", "title": "First denial (synthetic)", "denial": denials[0]}),
            (398, {"document_type": "letter_of_medical_necessity", "title": "Letter of medical necessity (synthetic)"}),
            (393, {"document_type": "appeal_letter", "title": "Appeal as faxed (synthetic)", "denial": denials[0]}),
            (353, {"document_type": "decision_letter", "title": "Decision on the appeal (synthetic)"}),
        )
    ):
        diary.write(
            "document",
            diary.at(days_ago, 18, 35 + minute),
            dated_on=diary.day(days_ago),
            from_whom=CLINICIAN if fields["document_type"] == "letter_of_medical_necessity" else None,
            **fields,
        )
    return policy


def _write_other_ways(diary: Diary) -> None:
    diary.write(
        "va_step",
        diary.at(300, 17, 30),
        step="told_provider",
        done_on=diary.day(300),
        with_whom="Primary care team (synthetic)",
        notes="Asked about ketamine through the VA. Told to bring the records to the next visit.",
    )
    for minute, (option, name, status, notes) in enumerate(
        (
            (
                "esketamine",
                "Spravato, covered by the plan (synthetic)",
                "not_for_me",
                "The clinic is two hours away, twice a week.",
            ),
            ("assistance_program", "Example Relief Fund (synthetic)", "applied", "They ask for the last tax return."),
            ("clinical_trial", None, "to_ask", None),
        )
    ):
        diary.write(
            "funding_option",
            diary.at(310, 19, 5 + 4 * minute),
            option=option,
            name=name,
            asked_on=diary.day(310) if status != "to_ask" else None,
            status=status,
            notes=notes,
        )
