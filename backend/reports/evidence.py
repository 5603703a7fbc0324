"""The evidence report: one PDF of a journal, with what its pages show attached as data."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from backend import wording
from backend.reports import glyphs
from backend.reports.attachments import as_csv, as_json
from backend.reports.before_after import differences_section
from backend.reports.completeness import completeness_section
from backend.reports.figures import score_svg
from backend.reports.methods import SELF_REPORT, methods_parts
from backend.reports.parts import Bullets, Chart, PageEnd, Part, Section, Text
from backend.reports.prior_treatments import prior_treatments_section
from backend.reports.record import Evidence, attached, evidence_of
from backend.reports.score_chart import chart_file, chart_of
from backend.reports.scores import scores_section
from backend.reports.sessions import sessions_section
from backend.reports.side_effects import side_effects_section
from backend.reports.summary import summary_parts
from backend.reports.typeset import typeset
from shared_schemas.api import EvidenceRequest
from shared_schemas.journal import Journal

_PAPER = {"letter": "us-letter", "a4": "a4"}
# A name in a script without fonts has a dozen; a pasted text of them has hundreds, which help nobody.
_CHARACTERS_NAMED = 20
_NOTHING_YET = "There is no treatment, session or score to report yet. This page says what the journal lacks."
_NOT_PRINTED = (
    "Not part of this report: answers to single questions, daily check-ins, vital signs, notes, costs and calls "
    "with the insurer."
)


def evidence_pdf(journal: Journal, options: EvidenceRequest, now: datetime, fonts_dirs: tuple[Path, ...]) -> bytes:
    """The report as PDF/A-3a and PDF/UA-1, as of `now`. The same arguments give the same bytes.

    An empty journal gives one page that says what is missing. Raises FontsMissingError without fonts.
    """
    covered = glyphs.coverage(fonts_dirs)
    evidence = _with_unshown(evidence_of(journal, now), covered)
    record = glyphs.shown(attached(evidence), covered)
    data = _data(record)
    pages = glyphs.shown(_pages(evidence, _PAPER[options.paper]), covered)
    pages["attachments"] = [{"name": name, **_DESCRIBED[name]} for name in data]
    return typeset("evidence", pages, {**_charts(evidence, fonts_dirs), **data}, fonts_dirs, now)


def _with_unshown(evidence: Evidence, covered: frozenset[int]) -> Evidence:
    unshown = glyphs.missing(attached(evidence), covered)
    if not unshown:
        return evidence
    named = unshown[:_CHARACTERS_NAMED]
    more = [f"{len(unshown) - len(named)} more"] if len(unshown) > len(named) else []
    sentence = (
        f"Printed as {glyphs.UNKNOWN} because the fonts of this report lack them: {wording.listed([*named, *more])}."
    )
    return replace(evidence, left_out=(*evidence.left_out, sentence))


def _pages(evidence: Evidence, paper: str) -> dict[str, Any]:
    made = f"Made on {wording.day(evidence.made_on)} (UTC)"
    return {
        "paper": paper,
        "title": "Evidence report",
        "author": evidence.case.patient or "",
        "description": "A patient’s treatment record for an insurance appeal, self-reported unless marked",
        "subtitle": _subject(evidence),
        "made": f"{made} from the patient’s own journal. Everything is self-reported unless marked.",
        "header": _header(evidence),
        "footer": f"Casebook evidence report. {made}. Self-reported unless marked.",
        "parts": [asdict(part) for part in _parts(evidence)],
    }


def _subject(evidence: Evidence) -> str:
    if not evidence.sessions:
        return f"Record of {evidence.case.patient or 'the patient'}, without a treatment session"
    drugs = wording.listed(sorted({row.product for row in evidence.sessions if row.product}))
    subject = f"Treatment of {evidence.case.patient or 'the patient'}{f' with {drugs}' if drugs else ''}"
    days = [row.day for row in evidence.sessions]
    ends = dict.fromkeys((wording.day(days[0]), wording.day(days[-1])))
    return f"{subject}, {' to '.join(ends)}"


def _header(evidence: Evidence) -> dict[str, str]:
    case = evidence.case
    born = f"born {wording.day(case.born_on)}" if case.born_on else ""
    numbers = (("Member", case.member_number), ("claim", case.claim_number))
    right = ", ".join(f"{label} {number}" for label, number in numbers if number)
    return {
        "left": ", ".join(part for part in (case.patient or "Name not entered", born) if part),
        "right": wording.capitalised(right),
    }


def _parts(evidence: Evidence) -> list[Part]:
    first = summary_parts(evidence)
    ends = [PageEnd()] if any(isinstance(part, Chart) for part in first) else []
    about = [] if evidence.has_history else [Text(_NOTHING_YET), Text(SELF_REPORT)]
    return [*first, *ends, *about, *_record_parts(evidence), *methods_parts(evidence)]


def _record_parts(evidence: Evidence) -> list[Part]:
    return [
        *prior_treatments_section(evidence.treatments, evidence.sessions[0].day if evidence.sessions else None),
        *sessions_section(evidence.sessions),
        *scores_section(
            evidence.score_courses, evidence.scores, evidence.courses, evidence.treatments, evidence.main_scores
        ),
        *differences_section(evidence.differences),
        *side_effects_section(evidence.side_effects),
        *completeness_section(evidence.completeness),
        *_missing_section(evidence),
    ]


def _missing_section(evidence: Evidence) -> list[Part]:
    always = [_NOT_PRINTED] if evidence.has_history else []
    return [Section("What is missing or left out"), Bullets([*evidence.not_recorded, *evidence.left_out, *always])]


def _charts(evidence: Evidence, fonts_dirs: tuple[Path, ...]) -> dict[str, bytes]:
    return {
        chart_file(course): score_svg(chart_of(course, evidence.courses), fonts_dirs)
        for course in evidence.score_courses
        if len(course.scores) > 1
    }


_DESCRIBED: Mapping[str, Mapping[str, str]] = {
    "record.json": {"media_type": "application/json", "description": "Everything the pages show, as JSON"},
    "sessions.csv": {"media_type": "text/csv", "description": "The table of sessions"},
    "scores.csv": {"media_type": "text/csv", "description": "The tables of questionnaire scores"},
}


def _data(record: Mapping[str, Any]) -> dict[str, bytes]:
    """The attached files by name; a table without rows is not attached."""
    tables: dict[str, Sequence[Mapping[str, Any]]] = {
        "sessions.csv": record.get("sessions", ()),
        "scores.csv": record.get("scores", ()),
    }
    return {"record.json": as_json(record), **{name: as_csv(rows) for name, rows in tables.items() if rows}}
