"""The tables of the doctor's page, each from a journal that holds nothing but what is shared."""

from collections.abc import Callable, Mapping
from datetime import date, datetime

from backend import wording
from backend.analysis.change import Change, ScoreCourse, courses_of_scores
from backend.analysis.courses import begun_sessions
from backend.reports.before_after import difference_rows, differences_section
from backend.reports.parts import Column
from backend.reports.prior_treatments import prior_treatment_rows, prior_treatments_section
from backend.reports.sessions import symptom_name
from backend.reports.side_effects import side_effect_rows, side_effects_section
from backend.sharing.daily import daily_table
from backend.sharing.medicines import medicines_tables
from backend.sharing.own_words import answers_tables, notes_table
from backend.sharing.relief import relief_table
from backend.sharing.shown import Shown, of_parts
from backend.wording import NOTHING
from shared_schemas.instruments import Instrument
from shared_schemas.journal import Journal
from shared_schemas.sharing import Disclosure, Section
from shared_schemas.treatment import SideEffect, TreatmentSession

# What leaves room on two sheets for everything else.
_SESSIONS_ON_PAPER, _EFFECTS_ON_PAPER, _STATES_ON_PAPER = 10, 6, 5


def shared_tables(journal: Journal, disclosure: Disclosure, now: datetime) -> list[Shown]:
    """One table for every section that is shared and holds anything, in the order a doctor reads them."""
    tables = [
        table
        for section, make in _TABLES.items()
        if section in disclosure.sections
        for table in make(journal, disclosure, now)
    ]
    # Without the tick there is no answer and no note left in the journal: these come out empty.
    tables += [*answers_tables(journal, now), notes_table(journal, now)]
    return [table for table in tables if table.rows]


def _scores(journal: Journal, _: Disclosure, now: datetime) -> list[Shown]:
    columns = [
        Column("Questionnaire", 78),
        Column("Baseline", 92),
        Column("Latest", 92),
        Column("Change", 74, "right"),
        Column("Scores", 40, "right"),
        Column("Counts as"),
    ]
    rows = [_score_row(course) for course in courses_of_scores(journal, now)]
    return [
        Shown(
            "scores", "Scores", columns, rows, note="Higher is worse. Cuts and sources are those of each questionnaire."
        )
    ]


def _score_row(course: ScoreCourse) -> list[str]:
    last, latest = course.scores[-1], course.latest
    return [
        course.instrument.name,
        _score(course.baseline.total, course.baseline.day) if course.baseline and latest else NOTHING,
        _score(last.total, last.day),
        wording.change(latest.points, latest.percent) if latest else NOTHING,
        str(len(course.scores)),
        _counts_as(course.instrument, latest) if latest else _without_change(course),
    ]


def _score(total: float, day: date) -> str:
    return f"{wording.number(total)} on {wording.day(day)}"


def _without_change(course: ScoreCourse) -> str:
    return "Only score so far" if len(course.scores) == 1 else "No score after the baseline"


def _counts_as(instrument: Instrument, latest: Change) -> str:
    if latest.is_reliable_rise:
        return "Reliable worsening"
    claims = (
        (latest.is_response, "response"),
        (latest.is_remission, "remission"),
        (latest.is_clinically_significant, "clinically significant"),
        (latest.is_reliable_fall and not latest.is_clinically_significant, "reliable change"),
    )
    met = [name for holds, name in claims if holds]
    if not met and latest.is_reliable_fall is False:
        met = ["no reliable change"]
    if instrument.caseness is not None and not latest.baseline_in_range:
        met.append("baseline below the range where response is defined")
    return wording.capitalised(wording.listed(met)) or NOTHING


def _sessions(journal: Journal, disclosure: Disclosure, now: datetime) -> list[Shown]:
    sessions = begun_sessions(journal, now)
    effects = _effects(journal) if "side_effects" in disclosure.sections else None
    has_moods = "before_after" in disclosure.sections
    columns = [
        Column("Date", 70),
        Column("Dose", 112),
        Column("Route", 60),
        Column("Minutes", 48, "right"),
        *([Column("Mood before → after", 74, "center")] if has_moods else []),
        *([Column("Side effects")] if effects is not None else []),
    ]
    rows = [_session_row(session, effects, has_moods=has_moods) for session in reversed(sessions)]
    title = wording.count(len(rows), "session")
    marks = [
        "Latest first.",
        "Mood is the patient’s own scale from 0 to 10, higher is better." if has_moods else "",
        "† Dose copied from the clinic’s sheet." if any("†" in row[1] for row in rows) else "",
    ]
    note = " ".join(mark for mark in marks if mark)
    return [Shown("sessions", title, columns, rows, note=note, rows_on_paper=_SESSIONS_ON_PAPER)]


def _session_row(session: TreatmentSession, effects: Mapping[str, str] | None, *, has_moods: bool) -> list[str]:
    minutes = session.duration_minutes
    source = "†" if session.dose_source == "clinic" and session.dose_mg is not None else ""
    return [
        wording.day(session.started_at.date()) if session.started_at else NOTHING,
        wording.dose(session.dose_mg, session.dose_mg_per_kg) + source,
        wording.ROUTES.get(session.route or "", NOTHING),
        wording.number(minutes, 0) if minutes is not None else NOTHING,
        *([_moods(session)] if has_moods else []),
        *([effects.get(session.id, "None noted")] if effects is not None else []),
    ]


def _moods(session: TreatmentSession) -> str:
    if session.mood_before is None and session.mood_after is None:
        return NOTHING
    ends = (session.mood_before, session.mood_after)
    return " → ".join(NOTHING if mood is None else wording.number(mood) for mood in ends)


def _effects(journal: Journal) -> dict[str, str]:
    named: dict[str, set[str]] = {}
    for effect in journal.of(SideEffect):
        if effect.session and effect.symptom:
            severity = f" ({effect.severity})" if effect.severity else ""
            named.setdefault(effect.session, set()).add(f"{symptom_name(effect.symptom)}{severity}")
    return {session: wording.capitalised(", ".join(sorted(names))) for session, names in named.items()}


def _before_after(journal: Journal, _: Disclosure, now: datetime) -> list[Shown]:
    return of_parts("before_after", differences_section(difference_rows(journal, now)), _STATES_ON_PAPER)


def _side_effects(journal: Journal, _: Disclosure, now: datetime) -> list[Shown]:
    parts = side_effects_section(side_effect_rows(journal, now))
    return of_parts("side_effects", parts, _EFFECTS_ON_PAPER)


def _treatments(journal: Journal, _: Disclosure, now: datetime) -> list[Shown]:
    sessions = begun_sessions(journal, now)
    first = sessions[0].started_at.date() if sessions and sessions[0].started_at else None
    parts = prior_treatments_section(prior_treatment_rows(journal), first, {})
    return [*medicines_tables(journal, now), *of_parts("treatments", parts, is_annex=True)]


def _relief(journal: Journal, _: Disclosure, now: datetime) -> list[Shown]:
    return [relief_table(journal, now)]


def _daily_state(journal: Journal, _: Disclosure, now: datetime) -> list[Shown]:
    return [daily_table(journal, now)]


_TABLES: Mapping[Section, Callable[[Journal, Disclosure, datetime], list[Shown]]] = {
    "scores": _scores,
    "before_after": _before_after,
    "relief": _relief,
    "sessions": _sessions,
    "side_effects": _side_effects,
    "daily_state": _daily_state,
    "treatments": _treatments,
}
