"""The criteria of the patient's own plan, each with its answer from the record, as rows and as printed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from backend import wording
from backend.insurance.answers import AnsweredSet
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

    criteria: str
    source: str
    criterion: str
    status: str
    because: str


def criterion_rows(journal: Journal, now: datetime, *, is_renewal: bool) -> tuple[CriterionRow, ...]:
    """A row for each criterion of the own plan or of the set named on it; other payers' sets say nothing about it."""
    sets = [one for one in answered_sets(journal, now) if one.is_own or one.is_chosen]
    return tuple(row for one in sets for row in _rows(one, is_renewal))


def _rows(one: AnsweredSet, is_renewal: bool) -> Sequence[CriterionRow]:
    return [
        CriterionRow(
            criteria=one.set.name,
            source=one.set.source,
            criterion=wording.shortened(answer.criterion.wording, _WORDING_CHARACTERS),
            status=_STATUS[answer.status],
            because=answer.because,
        )
        for answer in one.answers
        if answer.criterion.is_renewal == is_renewal
    ]


def criteria_section(rows: Sequence[CriterionRow]) -> list[Part]:
    """The table and where the criteria come from. Nothing when the plan's criteria are not on record."""
    if not rows:
        return []
    columns = [Column("Criterion"), Column("Answer", 82), Column("What the record shows", 190)]
    sources = dict.fromkeys(f"{row.criteria}: {row.source}." for row in rows)
    return [
        Section("The plan’s criteria"),
        Table(columns, [[row.criterion, row.status, row.because] for row in rows]),
        Note(f"{' '.join(sources)} {CAUTION}"),
    ]
