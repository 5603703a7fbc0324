"""What the patient's own words and single answers look like on the doctor's page, where they are shared."""

from collections.abc import Iterator
from datetime import datetime

from backend import wording
from backend.analysis.courses import begun_sessions
from backend.reports.parts import Column
from backend.sharing.shown import Shown
from backend.wording import NOTHING
from shared_schemas.instruments import INSTRUMENTS, Instrument
from shared_schemas.journal import Journal
from shared_schemas.outcome_measures import OutcomeMeasure
from shared_schemas.treatment import ReliefNote, SideEffect

# A note longer than a page, or the two hundred and first, is read by no doctor.
_NOTE_CHARACTERS = 2_000
_NOTES = 200
_NOTES_ON_PAPER = 40
# As many columns as a sheet and a small screen hold.
_ANSWERS_SIDE_BY_SIDE = 4


def notes_table(journal: Journal, now: datetime) -> Shown:
    """The notes of all that is shared, the latest first."""
    found = sorted(_dated_notes(journal, now), key=lambda note: note[0], reverse=True)
    rows = [
        [wording.day(at.date()), about, wording.shortened(text, _NOTE_CHARACTERS)] for at, about, text in found[:_NOTES]
    ]
    left_out = f"The latest {_NOTES} of {len(found)}." if len(found) > _NOTES else ""
    columns = [Column("Date", 70), Column("About", 84), Column("In the patient’s words")]
    return Shown("notes", "Notes", columns, rows, note=left_out, rows_on_paper=_NOTES_ON_PAPER, is_annex=True)


def _dated_notes(journal: Journal, now: datetime) -> Iterator[tuple[datetime, str, str]]:
    starts = {session.id: session.started_at for session in begun_sessions(journal, now)}
    said = [
        *((session.started_at, "Session", session.notes) for session in journal.treatment_sessions),
        *((check_in.at, "Check-in", check_in.notes) for check_in in journal.check_ins),
        *((measure.answered_at, _name(measure), measure.notes) for measure in journal.outcome_measures),
        *((starts.get(effect.session or ""), "Side effect", effect.notes) for effect in journal.of(SideEffect)),
        *((starts.get(relief.session or ""), "Relief", relief.notes) for relief in journal.of(ReliefNote)),
    ]
    for at, about, text in said:
        if at is not None and at <= now and text and text.strip():
            yield at, about, text


def _name(measure: OutcomeMeasure) -> str:
    instrument = INSTRUMENTS.get(measure.instrument or "")
    return instrument.name if instrument else "Questionnaire"


def answers_tables(journal: Journal, now: datetime) -> list[Shown]:
    """One table a questionnaire: each question in its own words, with the latest answers side by side."""
    return [table for instrument in INSTRUMENTS.values() if (table := _answers(journal, instrument, now)).rows]


def _answers(journal: Journal, instrument: Instrument, now: datetime) -> Shown:
    measures = [
        measure
        for measure in journal.outcome_measures
        if measure.instrument == instrument.id
        and measure.answers
        and measure.answered_at
        and measure.answered_at <= now
    ][-_ANSWERS_SIDE_BY_SIDE:]
    days = [wording.day(measure.answered_at.date()) for measure in measures if measure.answered_at]
    rows = [
        [f"{place + 1}. {item.text}", *(_answer(measure, place) for measure in measures)]
        for place, item in enumerate(instrument.items)
    ]
    if not measures:
        return Shown(f"answers_{instrument.id}", "", (), ())
    lowest, highest = instrument.options[0], instrument.options[-1]
    return Shown(
        f"answers_{instrument.id}",
        f"{instrument.name}: answers to single questions",
        [Column("Question"), *(Column(day, 62, "right") for day in days)],
        rows,
        note=f"{lowest.value} is “{lowest.label}”, {highest.value} is “{highest.label}”. {instrument.credit}",
        is_annex=True,
    )


def _answer(measure: OutcomeMeasure, place: int) -> str:
    answers = measure.answers or []
    answer = answers[place] if place < len(answers) else None
    return NOTHING if answer is None else str(answer)
