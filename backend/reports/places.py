"""Where in the packet a record is shown: its own paper, or the table in which it stands."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from backend import wording
from backend.reports.criteria import CriterionRow
from backend.reports.exhibits import Exhibit
from backend.reports.packet import TableExhibit
from backend.reports.pictures import PrintedPaper
from shared_schemas.insurance import PlanCriterion
from shared_schemas.journal import Journal
from shared_schemas.ledger import Expense

# The section whose table has a line for each record of the kind; its table may be an exhibit.
_SECTIONS = {"prior_treatment": "Earlier treatments", "outcome_measure": "Questionnaire scores"}
_ELSEWHERE = {"patient": "Top of each page", "condition": "Page 1"}


@dataclass(frozen=True)
class Places:
    """`of_records` by record id as in "exhibit B, p. 3"; `of_criteria` by the number of the criterion, as printed.

    `notes` by exhibit letter: which criteria it bears on. `receipts`: the letter of the exhibit with the receipts.
    """

    of_records: Mapping[str, str] = field(default_factory=dict)
    of_criteria: Mapping[int, Sequence[str]] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)
    receipts: str | None = None


def places_in(
    journal: Journal,
    criteria: Iterable[CriterionRow],
    tables: Sequence[TableExhibit],
    exhibits: Sequence[Exhibit],
    printed: Mapping[str, PrintedPaper],
) -> Places:
    """All of them; of papers only those with a page that could be shown."""
    records = {record.id: record for record in journal.records}
    of_records = _of_records(exhibits, printed)
    of_criteria = {row.number: _of_criterion(row, records, tables, of_records) for row in criteria}
    receipts = next(
        (of_records[record.id] for record in journal.of(Expense) if record.id in of_records), ""
    ).removeprefix("exhibit ")
    return Places(of_records, of_criteria, _notes(of_criteria), receipts.partition(",")[0] or None)


def _of_records(exhibits: Sequence[Exhibit], printed: Mapping[str, PrintedPaper]) -> dict[str, str]:
    places: dict[str, str] = {}
    for exhibit in exhibits:
        page = 1
        for paper in exhibit.papers:
            shown = len(printed.get(paper.sha256, PrintedPaper()).pages)
            if shown:
                places.setdefault(paper.record, f"exhibit {exhibit.letter}, p. {page}")
            page += shown
    return places


def _of_criterion(
    row: CriterionRow, records: Mapping[str, Any], tables: Sequence[TableExhibit], of_records: Mapping[str, str]
) -> list[str]:
    found: list[str] = []
    for record in (records[name] for name in row.records if name in records):
        paper = record.document if isinstance(record, PlanCriterion) else None
        if record.kind in _SECTIONS:
            found.append(_table(_SECTIONS[record.kind], tables))
        found += [of_records[name] for name in (record.id, paper) if name and name in of_records]
        found += [_ELSEWHERE[record.kind]] if record.kind in _ELSEWHERE else []
    return [wording.capitalised(place) for place in dict.fromkeys(found)]


def _table(section: str, tables: Sequence[TableExhibit]) -> str:
    return next((f"exhibit {table.letter}" for table in tables if table.title.startswith(section)), section)


def _notes(of_criteria: Mapping[int, Sequence[str]]) -> dict[str, str]:
    numbers: dict[str, list[str]] = {}
    for number, places in of_criteria.items():
        for place in places:
            letter = place.removeprefix("Exhibit ").partition(",")[0]
            if place.startswith("Exhibit ") and str(number) not in numbers.setdefault(letter, []):
                numbers[letter].append(str(number))
    return {
        letter: f"Bears on {'criterion' if len(found) == 1 else 'criteria'} {wording.listed(found)}"
        for letter, found in numbers.items()
    }
