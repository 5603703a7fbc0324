"""Answers to single questions, printed only when the patient ticked them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from backend import wording
from backend.reports.parts import Column, Note, Part, Section, Subsection, Table
from shared_schemas.instruments import INSTRUMENTS, Instrument, total_of
from shared_schemas.journal import Journal


@dataclass(frozen=True)
class AnswersRow:
    """The answers of one complete questionnaire, in the order of its items."""

    measure: str
    day: date
    answers: tuple[int, ...]


def answers_rows(journal: Journal, now: datetime) -> tuple[AnswersRow, ...]:
    """A row for every complete questionnaire whose items ship, instrument by instrument, earliest first."""
    return tuple(
        AnswersRow(instrument.name, measure.answered_at.date(), tuple(measure.answers))  # type: ignore[arg-type]
        for instrument in INSTRUMENTS.values()
        for measure in journal.outcome_measures
        if measure.instrument == instrument.id
        and measure.answers
        and measure.answered_at is not None
        and measure.answered_at <= now
        and total_of(measure) is not None
        and None not in measure.answers
    )


def answers_section(rows: Sequence[AnswersRow]) -> list[Part]:
    """A table for each questionnaire, with the wording of its items below it. Nothing without rows."""
    if not rows:
        return []
    parts: list[Part] = [Section("Answers to single questions")]
    for instrument in INSTRUMENTS.values():
        own = [row for row in rows if row.measure == instrument.name]
        if own:
            parts += _of_one(instrument, own)
    return parts


def _of_one(instrument: Instrument, rows: Sequence[AnswersRow]) -> list[Part]:
    columns = [
        Column("Date", 76),
        *(Column(str(number), None, "right") for number in range(1, len(rows[0].answers) + 1)),
    ]
    cells = [[wording.day(row.day), *map(str, row.answers)] for row in rows]
    items = " ".join(f"{number}. {item.text}" for number, item in enumerate(instrument.items, start=1))
    options = "; ".join(f"{option.value} {option.label}" for option in instrument.options)
    return [
        Subsection(instrument.name),
        Table(columns, cells, f"answered {instrument.name}"),
        Note(f"Answers: {options}. Questions: {items}"),
    ]
