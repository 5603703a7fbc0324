"""Function, sleep and the patient's own view of change, and the notes that were ticked, as rows and as printed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median
from typing import Any

from backend import wording
from backend.analysis.courses import begun_sessions
from backend.reports.parts import Apart, Column, Note, Part, Quote, Section, Subsection, Table, Text
from shared_schemas.check_ins import CheckIn
from shared_schemas.journal import Journal

# As long as the time before the first session in which a score counts as baseline.
_SPAN = timedelta(days=28)
_STATES = (
    ("function", "Daily function, 0 to 10, higher is better"),
    ("sleep_hours", "Sleep, hours a night"),
    ("sleep_quality", "Sleep quality, 0 to 10, higher is better"),
)
_CHANGES = (
    "very much better",
    "much better",
    "a little better",
    "no change",
    "a little worse",
    "much worse",
    "very much worse",
)
# A page of the patient's own words; more of one note is in the journal.
_NOTE_CHARACTERS = 3_000
# Half a page of them is read on the way; more is looked up.
_CHARACTERS_IN_CORE = 1_500


@dataclass(frozen=True)
class FunctionRow:
    """Medians of one state in the 28 days before the first session and in the latest 28 days with check-ins."""

    state: str
    check_ins: int
    before: float | None
    latest: float | None
    lowest: float
    highest: float


@dataclass(frozen=True)
class OwnChangeRow:
    """How often the patient chose one of the seven steps of change."""

    change: str
    times: int


@dataclass(frozen=True)
class OwnWords:
    """One note that the patient ticked."""

    day: date | None
    about: str
    words: str


def function_rows(journal: Journal, now: datetime) -> tuple[FunctionRow, ...]:
    """A row for each state that a check-in up to `now` holds."""
    check_ins = [check_in for check_in in journal.check_ins if check_in.at and check_in.at <= now]
    sessions = begun_sessions(journal, now)
    first = sessions[0].started_at if sessions else None
    return tuple(row for name, words in _STATES if (row := _row(check_ins, name, words, first)) is not None)


def _row(check_ins: Sequence[CheckIn], name: str, words: str, first: datetime | None) -> FunctionRow | None:
    known = [(check_in.at, getattr(check_in, name)) for check_in in check_ins if getattr(check_in, name) is not None]
    dated = [(at, value) for at, value in known if at is not None]
    if not dated:
        return None
    last = dated[-1][0]
    before = [value for at, value in dated if first is not None and first - _SPAN <= at < first]
    latest = [value for at, value in dated if first is not None and at > first and last - _SPAN < at]
    values = [value for _, value in dated]
    return FunctionRow(
        state=words,
        check_ins=len(values),
        before=wording.rounded(median(before), 1) if before else None,
        latest=wording.rounded(median(latest), 1) if latest else None,
        lowest=wording.rounded(min(values), 1) or 0,
        highest=wording.rounded(max(values), 1) or 0,
    )


def own_change_rows(journal: Journal, now: datetime) -> tuple[OwnChangeRow, ...]:
    """From "very much better" to "very much worse", all seven; nothing when the patient never chose one."""
    chosen = [check_in.global_change for check_in in journal.check_ins if check_in.at and check_in.at <= now]
    if not any(chosen):
        return ()
    return tuple(OwnChangeRow(change, chosen.count(step)) for step, change in enumerate(_CHANGES, start=1))


def own_words(journal: Journal, ticked: Sequence[str]) -> tuple[OwnWords, ...]:
    """The notes of the ticked records, earliest first."""
    found = [record for record in journal.records if record.id in set(ticked) and getattr(record, "notes", None)]
    rows = [(str(_day(record) or ""), record.id, _words(record)) for record in found]
    return tuple(words for _, _, words in sorted(rows, key=lambda row: row[:2]))


def _words(record: Any) -> OwnWords:
    about = {"treatment_session": "session", "check_in": "check-in", "outcome_measure": "questionnaire"}
    return OwnWords(
        day=_day(record),
        about=about.get(record.kind, wording.words(record.kind)),
        words=wording.shortened(record.notes, _NOTE_CHARACTERS),
    )


def _day(record: Any) -> date | None:
    names = ("started_at", "at", "answered_at", "began_at", "spent_on", "service_on", "dated_on", "started_on")
    for name in names:
        moment = getattr(record, name, None)
        if moment is not None:
            return moment.date() if isinstance(moment, datetime) else moment
    return None


def function_section(
    rows: Sequence[FunctionRow], changes: Sequence[OwnChangeRow], words: Sequence[OwnWords]
) -> list[Part]:
    """Function and own words. Nothing when there is neither."""
    if not rows and not changes and not words:
        return []
    return [Section("Function and own words"), *_states(rows), *_changes(changes), *_own_words(words)]


def _states(rows: Sequence[FunctionRow]) -> list[Part]:
    if not rows:
        return []
    columns = [
        Column("State"),
        Column("Check-ins", 56, "right"),
        Column("Median, 28 days before the first session", 92, "right"),
        Column("Median, latest 28 days", 76, "right"),
        Column("Lowest to highest", 76, "right"),
    ]
    return [
        Table(columns, [_cells(row) for row in rows]),
        Note("The patient’s own scales, not validated questionnaires."),
    ]


def _cells(row: FunctionRow) -> list[str]:
    medians = (wording.NOTHING if value is None else wording.number(value) for value in (row.before, row.latest))
    return [row.state, f"{row.check_ins:,}", *medians, f"{wording.number(row.lowest)} to {wording.number(row.highest)}"]


def _changes(rows: Sequence[OwnChangeRow]) -> list[Part]:
    if not rows:
        return []
    times = sum(row.times for row in rows)
    said = wording.listed([f"{row.change} {row.times}" for row in rows if row.times])
    return [
        Text(f"Asked how they were since treatment began, {wording.count(times, 'time')}, the patient chose: {said}.")
    ]


def _own_words(words: Sequence[OwnWords]) -> list[Part]:
    if not words:
        return []
    quotes: list[Part] = list(_quotes(words))
    if sum(len(note.words) for note in words) > _CHARACTERS_IN_CORE:
        quotes = [Apart(f"The {wording.count(len(words), 'note')} that the patient chose to show are in", quotes)]
    return [Subsection("In the patient’s own words"), *quotes]


def _quotes(words: Sequence[OwnWords]) -> Iterator[Part]:
    for note in words:
        dated = f"{wording.day(note.day)}, {note.about}" if note.day else wording.capitalised(note.about)
        yield Text(f"{dated}:")
        yield Quote(note.words)
