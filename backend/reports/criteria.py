"""The criteria of the patient's own plan, each with its answer from the record, as rows and as printed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from backend import wording
from backend.insurance.answers import Answer, AnsweredSet
from backend.insurance.criteria import answered_sets
from backend.insurance.criteria_sets import CAUTION
from backend.reports.parts import Column, Note, Part, Section, Table
from shared_schemas.journal import Journal

# A criterion as the policy words it; a longer one is in the policy, which is an exhibit.
_WORDING_CHARACTERS = 300
_STATUS = {"met": "Met", "not_met": "Not met", "not_documented": "Not documented"}


@dataclass(frozen=True)
class CriterionRow:
    """One criterion of one set; `because` is the sentence with the numbers it rests on."""

    number: int
    criteria: str
    source: str
    criterion: str
    status: str
    because: str
    records: tuple[str, ...]


def criterion_rows(journal: Journal, now: datetime, *, is_renewal: bool) -> tuple[CriterionRow, ...]:
    """A row for each criterion of the own plan or of the set named on it; other payers' sets say nothing about it."""
    sets = [one for one in answered_sets(journal, now) if one.is_own or one.is_chosen]
    answers = [(one, answer) for one in sets for answer in one.answers if answer.criterion.is_renewal == is_renewal]
    return tuple(_row(number, one, answer) for number, (one, answer) in enumerate(answers, start=1))


def _row(number: int, one: AnsweredSet, answer: Answer) -> CriterionRow:
    return CriterionRow(
        number=number,
        criteria="The plan" if one.is_own else one.set.name,
        source="as the patient copied them from its papers" if one.is_own else one.set.source,
        criterion=wording.shortened(answer.criterion.wording, _WORDING_CHARACTERS),
        status=_STATUS[answer.status],
        because=_because(answer),
        records=answer.records,
    )


def _because(answer: Answer) -> str:
    """The sentence as it is said of the patient and not to the patient."""
    if answer.criterion.test == "other":
        said = {"yes": "The patient answered that it is met.", "no": "The patient answered that it is not met."}
        return said.get(answer.criterion.met or "", "This record cannot count it.")
    return answer.because.replace("Your birth date", "The birth date")


def criteria_section(rows: Sequence[CriterionRow], shown_in: Mapping[int, Sequence[str]]) -> list[Part]:
    """The table, where its records are shown (by number of the criterion), and where the criteria come from.

    Nothing when the plan's criteria are not on record.
    """
    if not rows:
        return []
    columns = [
        Column("No.", 24, "right"),
        Column("Criterion"),
        Column("Answer", 70),
        Column("What the record shows", 128),
        Column("Shown in", 84),
    ]
    sources = dict.fromkeys(f"{row.criteria}: {row.source}." for row in rows)
    return [
        Section("The plan’s criteria"),
        Table(columns, [_cells(row, shown_in.get(row.number, ())) for row in rows], "criteria"),
        Note(f"{' '.join(sources)} {CAUTION}"),
    ]


def _cells(row: CriterionRow, shown: Sequence[str]) -> list[str]:
    return [str(row.number), row.criterion, row.status, row.because, ", ".join(shown) or wording.NOTHING]
