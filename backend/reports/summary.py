"""Page 1: what is asked, the denial and its answer, five numbers and one chart."""

from collections.abc import Mapping

from backend import wording
from backend.analysis.change import Score, ScoreCourse
from backend.reports.answer import answer_parts
from backend.reports.case import asked
from backend.reports.parts import KeyNumber, KeyNumbers, Part, Section, Text
from backend.reports.record import Evidence
from backend.reports.score_chart import chart_part
from shared_schemas.reports import Purpose

_NUMBERS = 5
_ASKED: Mapping[Purpose | None, str] = {
    "first_authorization": "Prior authorization of",
    "renewal": "Renewal of the authorization of",
    "va": "Approval by Veterans Affairs of",
}


def summary_parts(evidence: Evidence) -> list[Part]:
    """The parts of page 1; what is unknown is left out, so an empty record gives an empty list."""
    facts = asked(evidence.case)
    request: list[Part] = [Section("What is asked"), Text(_request(evidence)), facts] if facts.pairs else []
    course = evidence.main_scores
    chart = chart_part(course, evidence.courses) if course else []
    return [*request, *answer_parts(evidence), *_key_numbers(evidence), *chart]


def _request(evidence: Evidence) -> str:
    case = evidence.case
    codes = ", codes as the clinic wrote them" if case.service_codes or case.diagnosis_codes else ""
    if evidence.purpose in _ASKED:
        return f"{_ASKED[evidence.purpose]} the services below{codes}."
    if case.refusal is None:
        return f"Coverage of the services below{codes}."
    review = "External review" if evidence.purpose == "external_review" else "Review"
    dated = f" of {wording.day(case.refusal.notice_on)}" if case.refusal.notice_on else ""
    return f"{review} of the denial{dated}, and coverage of the services below{codes}."


def _key_numbers(evidence: Evidence) -> list[Part]:
    course = evidence.main_scores
    found = [
        _sessions(evidence),
        *(_scores(course) if course else []),
        _treatments(evidence),
        _severe(evidence),
        _timely(evidence),
    ]
    known = [number for number in found if number is not None]
    return [KeyNumbers(known[:_NUMBERS])] if evidence.has_history else []


def _sessions(evidence: Evidence) -> KeyNumber | None:
    rows = evidence.sessions
    if not rows:
        return None
    ends = wording.day(rows[0].day)
    return KeyNumber(
        "Treatment sessions", f"{len(rows):,}", ends if len(rows) == 1 else f"{ends} to {wording.day(rows[-1].day)}"
    )


def _scores(course: ScoreCourse) -> list[KeyNumber | None]:
    name, unit = course.instrument.name, f"of {wording.number(course.instrument.range[1])}"
    if course.baseline is None:
        return []
    first = "before treatment" if course.is_baseline_before_treatment else "at the first score"
    start = KeyNumber(f"{name} {first}", wording.number(course.baseline.total), _read(course.baseline), unit)
    if course.latest is None:
        return [start]
    latest = course.latest.score
    points = wording.signed(course.latest.points)
    change = f"{points} {'point' if points in ('+1', '−1') else 'points'}, " if course.latest.points else "no change, "
    return [start, KeyNumber(f"{name}, latest", wording.number(latest.total), change + _read(latest), unit)]


def _read(score: Score) -> str:
    rated = "" if score.self_reported else ", other rater"
    return f"{f'{score.band}, ' if score.band else ''}{wording.day(score.day)}{rated}"


def _treatments(evidence: Evidence) -> KeyNumber | None:
    rows = evidence.earlier_treatments
    return KeyNumber("Earlier treatments", str(len(rows)), "as the patient recalls") if rows else None


def _severe(evidence: Evidence) -> KeyNumber | None:
    if evidence.severe is None:
        return None
    unit = f"of {len(evidence.sessions):,}"
    return KeyNumber("Sessions with a severe side effect", f"{evidence.severe:,}", "as the patient rated it", unit)


def _timely(evidence: Evidence) -> KeyNumber | None:
    row = evidence.completeness
    if row is None or row.entries == 0:
        return None
    share = wording.percent(100 * row.within_24_hours / row.entries)
    return KeyNumber("Entered within 24 hours", share, f"of {wording.count(row.entries, 'entry', 'entries')}")
