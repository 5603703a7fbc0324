"""The sessions of a record: one row each, and how the rows are printed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from backend import wording
from backend.analysis.courses import begun_sessions
from backend.reports.parts import Column, Note, Part, Section, Table, Text
from shared_schemas.journal import Journal, Provenance
from shared_schemas.treatment import SideEffect, TreatmentSession

# A symptom is a word or two; more than this is a note in the wrong place, and would break the table.
_SYMPTOM_CHARACTERS = 40
# Phones keep whole minutes, and a start is often entered while it happens.
_AT_ONCE = timedelta(minutes=5)
_TITLES = {"product": "drug", "route": "route"}


@dataclass(frozen=True)
class SessionRow:
    """One session as printed. Mood 0-10, higher is better; `mood_before_recalled`: entered after the session began."""

    record: str
    number: int
    day: date
    route: str | None
    product: str | None
    dose_mg: float | None
    dose_mg_per_kg: float | None
    dose_from_clinic: bool
    minutes: float | None
    mood_before: float | None
    mood_before_recalled: bool
    mood_after: float | None
    side_effects: tuple[str, ...]


def session_rows(journal: Journal, now: datetime) -> tuple[SessionRow, ...]:
    """A row for every session that began by `now`, earliest first, numbered in that order from 1."""
    effects = _effects_by_session(journal)
    begun = [(session, session.started_at) for session in begun_sessions(journal, now) if session.started_at]
    return tuple(
        _row(number, session, started_at, effects.get(session.id, ()), journal.provenance.get(session.id))
        for number, (session, started_at) in enumerate(begun, start=1)
    )


def _effects_by_session(journal: Journal) -> Mapping[str, tuple[str, ...]]:
    effects: dict[str, tuple[str, ...]] = {}
    for effect in journal.of(SideEffect):
        if effect.session and effect.symptom:
            effects[effect.session] = (*effects.get(effect.session, ()), _effect(effect))
    return {session: tuple(sorted(found)) for session, found in effects.items()}


def _effect(effect: SideEffect) -> str:
    symptom = symptom_name(effect.symptom or "")
    return f"{symptom} ({effect.severity})" if effect.severity else symptom


def symptom_name(symptom: str) -> str:
    """A symptom as it is read: "raised_heart_rate" and "Raised heart rate" are "raised heart rate"."""
    name = wording.shortened(wording.words(symptom), _SYMPTOM_CHARACTERS)
    return name[:1].lower() + name[1:] if name[1:2].islower() else name


def _row(
    number: int, session: TreatmentSession, started_at: datetime, effects: tuple[str, ...], entry: Provenance | None
) -> SessionRow:
    return SessionRow(
        record=session.id,
        number=number,
        day=started_at.date(),
        route=wording.ROUTES.get(session.route or ""),
        product=session.product,
        dose_mg=wording.rounded(session.dose_mg, 1),
        dose_mg_per_kg=wording.rounded(session.dose_mg_per_kg, 2),
        dose_from_clinic=session.dose_source == "clinic" and session.dose_mg is not None,
        minutes=wording.rounded(session.duration_minutes, 0),
        mood_before=wording.rounded(session.mood_before, 1),
        mood_before_recalled=session.mood_before is not None
        and (session.before_recalled is True or (entry is not None and entry.entered_at > started_at + _AT_ONCE)),
        mood_after=wording.rounded(session.mood_after, 1),
        side_effects=effects,
    )


def sessions_section(rows: Sequence[SessionRow], places: Mapping[str, str]) -> list[Part]:
    """The table of all sessions with what its marks mean and where a paper of one stands. Nothing without sessions."""
    if not rows:
        return []
    lead = (
        f"All {wording.count(len(rows), 'session')} on record, earliest first. "
        if len(rows) > 1
        else "The one session on record. "
    )
    return [
        Section("Sessions"),
        Text(lead + _same_for_all(rows) + _mood_scale(rows)),
        _table(rows, places),
        *_marks(rows),
    ]


def _same_for_all(rows: Sequence[SessionRow]) -> str:
    product, route = _same([row.product for row in rows]), _same([row.route for row in rows])
    # The route is a word in the middle of a sentence here, "IV" or "oral".
    spoken = route if route is None or route.isupper() else route.lower()
    claims = [f"drug was {product}" if product else "", f"route {'' if product else 'was '}{spoken}" if spoken else ""]
    said = " and the ".join(claim for claim in claims if claim)
    return f"The {said}{' each time' if len(rows) > 1 else ''}. " if said else ""


def _same(values: Sequence[str | None]) -> str | None:
    return values[0] if len(set(values)) == 1 else None


def _mood_scale(rows: Sequence[SessionRow]) -> str:
    if all(row.mood_before is None and row.mood_after is None for row in rows):
        return ""
    return "Mood is the patient’s own scale from 0 to 10, higher is better; it is not a validated questionnaire."


def _table(rows: Sequence[SessionRow], places: Mapping[str, str]) -> Table:
    told = _told_by_row(rows)
    columns = [
        Column("No.", 24, "right"),
        Column("Date", 68),
        *([Column(wording.capitalised(" and ".join(_TITLES[name] for name in told)), 62)] if told else []),
        Column("Dose", 108),
        Column("Minutes", 44, "right"),
        Column("Mood before → after", 62, "center"),
        Column("Side effects"),
    ]
    return Table(columns, [_cells(row, told, places) for row in rows], "sessions")


def _told_by_row(rows: Sequence[SessionRow]) -> tuple[str, ...]:
    """Of drug and route those that differ; what is the same for all stands above the table."""
    return tuple(name for name in ("product", "route") if len({getattr(row, name) for row in rows}) > 1)


def _cells(row: SessionRow, told: Sequence[str], places: Mapping[str, str]) -> list[str]:
    return [
        str(row.number),
        wording.day(row.day),
        *([", ".join(getattr(row, name) or wording.NOTHING for name in told)] if told else []),
        _dose(row, places),
        wording.NOTHING if row.minutes is None else wording.number(row.minutes, 0),
        _mood(row),
        wording.capitalised(", ".join(row.side_effects)) or "None noted",
    ]


def _dose(row: SessionRow, places: Mapping[str, str]) -> str:
    dose = wording.dose(row.dose_mg, row.dose_mg_per_kg) + ("†" if row.dose_from_clinic else "")
    return f"{dose}, clinic record, {places[row.record]}" if row.record in places else dose


def _mood(row: SessionRow) -> str:
    if row.mood_before is None and row.mood_after is None:
        return wording.NOTHING
    before = wording.NOTHING if row.mood_before is None else wording.number(row.mood_before)
    after = wording.NOTHING if row.mood_after is None else wording.number(row.mood_after)
    return f"{before}{'*' if row.mood_before_recalled else ''} → {after}"


def _marks(rows: Sequence[SessionRow]) -> list[Part]:
    marks = []
    if any(row.dose_from_clinic for row in rows):
        marks.append("† Dose copied from the clinic’s sheet; all else is self-reported.")
    if any(row.mood_before_recalled for row in rows):
        marks.append("* Recalled: entered after the session had begun.")
    if any(wording.NOTHING in cell for row in rows for cell in _cells(row, _told_by_row(rows), {})[2:-1]):
        marks.append(f"{wording.NOTHING} Not recorded.")
    return [Note(" ".join(marks))] if marks else []
