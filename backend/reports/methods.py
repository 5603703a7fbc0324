"""How the numbers are made, what they cannot say, and where the definitions come from. Only of what is printed."""

from collections.abc import Sequence

from backend import wording
from backend.analysis.change import ScoreCourse
from backend.reports.completeness import CompletenessRow
from backend.reports.parts import Apart, Bullets, Part, Section, Subsection, Text
from backend.reports.phases import overlap_parts
from backend.reports.record import Evidence
from backend.reports.score_chart import pauses
from shared_schemas.instruments import Instrument

SELF_REPORT = (
    "The patient kept this record with Casebook, a treatment journal on the phone. Everything in it is self-reported "
    "unless a line names another rater or marks a value as copied from the clinic’s sheet, and nobody compared it with "
    "clinic records. The report makes no medical or legal judgment."
)
# Single-case reporting: Vohra and others, the CENT 2015 statement.
# A third of a page of small print; more of it is an exhibit, so that the core stays short.
_LINES_IN_CORE = 12
_CENT = "Reporting of a treatment in one patient: CENT 2015, BMJ 350:h1793."
_OWN_RULES = (
    "The 28 days of a baseline, the 90 days that part two courses, the expected entries and the 24 hours of a timely "
    "entry are Casebook’s own rules, the same for every patient."
)


def methods_parts(evidence: Evidence) -> list[Part]:
    """Methods, limits, sources and credit lines. Nothing for a record without history."""
    if not evidence.has_history:
        return []
    instruments = [course.instrument for course in evidence.score_courses]
    return [
        Section("Methods and limits"),
        Text(SELF_REPORT),
        Bullets(_limits(evidence), is_small=True),
        *_how(evidence, instruments),
        *overlap_parts(evidence.phases),
    ]


def _how(evidence: Evidence, instruments: Sequence[Instrument]) -> list[Part]:
    methods, sources = _methods(evidence), [*_sources(instruments), *_sources_of_analyses(evidence)]
    parts: list[Part] = [
        Subsection("How the numbers are made"),
        Bullets(methods, is_small=True),
        Subsection("Sources"),
        Bullets(sources, is_small=True),
        *_credits(instruments),
    ]
    if len(methods) + len(sources) <= _LINES_IN_CORE:
        return parts
    return [Apart("How each number is made, with the sources, is in", parts)]


def _methods(evidence: Evidence) -> list[str]:
    return [
        *(_of_scores(evidence.score_courses) if evidence.score_courses else []),
        *(_of_sessions(evidence) if evidence.sessions else []),
        *([f"Relief: {evidence.relief_measures[0].method}"] if evidence.relief_measures else []),
        *([f"Phases: {evidence.phases.method}"] if evidence.phases.method else []),
        *(_of_completeness(evidence.completeness) if evidence.completeness else []),
        "Numbers are rounded half up, on the pages and in the attached files alike.",
    ]


def _of_scores(courses: Sequence[ScoreCourse]) -> list[str]:
    chosen = (
        ["Page 1 shows the first questionnaire with two scores in a fixed order (PHQ-9, GAD-7, PCL-5, PEG)."]
        if len(courses) > 1
        else []
    )
    return [
        *chosen,
        "A questionnaire is scored only when every item is answered, and every such score is printed. None was chosen, "
        "weighted or filled in.",
        "The baseline is the last score on the day of the first session or in the 28 days before it; if there is none, "
        "the earliest score, and the page says so. Change is the score minus the baseline, so a minus is a fall.",
        *(_cuts(course.instrument) for course in courses),
    ]


def _cuts(instrument: Instrument) -> str:
    claims = [
        ("response is a fall of at least {}", _percent(instrument.response_fall_percent)),
        ("remission is a score below {}", _number(instrument.remission_below)),
        ("reliable change is {} points or more either way", _number(instrument.reliable_change)),
        ("reliable change is {} of the baseline or more either way", _percent(instrument.reliable_change_percent)),
    ]
    said = wording.listed([claim.format(value) for claim, value in claims if value])
    if not said:
        return f"{instrument.name}: no cut is used."
    if instrument.caseness is None:
        return f"{instrument.name}: {said}. Neither is said here, since no range is published of a baseline for it."
    caseness = wording.number(instrument.caseness)
    defined = (
        "Response and remission are" if instrument.response_fall_percent and instrument.remission_below else "It is"
    )
    if instrument.response_fall_percent is None and instrument.remission_below is not None:
        defined = "Remission is"
    elif instrument.response_fall_percent is not None and instrument.remission_below is None:
        defined = "Response is"
    return f"{instrument.name}: {said}. {defined} said only of a baseline of {caseness} or more."


def _percent(value: float | None) -> str:
    return "" if value is None else wording.percent(value)


def _number(value: float | None) -> str:
    return "" if value is None else wording.number(value)


def _of_sessions(evidence: Evidence) -> list[str]:
    return [
        "A course of treatment ends when no session follows within 90 days.",
        *(
            [
                "Before and after are compared within each session. With fewer than five pairs each difference is "
                "printed and no mean."
            ]
            if evidence.differences
            else []
        ),
        *(
            ["A side effect counts once a session, with its worst severity; the patient rates the severity."]
            if evidence.side_effects
            else []
        ),
    ]


def _of_completeness(row: CompletenessRow) -> list[str]:
    return [
        f"One check-in a day and one {row.questionnaire} every {row.every_days} days are expected from the first entry "
        "on, as the patient’s own reminder asks or else as Casebook does. An entry is timely when it was made within "
        "24 hours of what it describes.",
    ]


def _limits(evidence: Evidence) -> list[str]:
    return [
        "This is one patient without a comparison. What followed a session need not have come from it.",
        "People often begin a treatment when they are at their worst, and part of a fall can be a return to their "
        "usual state (regression to the mean). Expectation also moves self-reported scores, and the patient knew what "
        "was given.",
        "Other treatments and events of the same time are not taken out of any number.",
        "Scores near a session and scores weeks later differ; each score stands with the days since the last session.",
        *(
            ["The times without sessions came as they came and were not planned as a test."]
            if pauses(evidence.courses)
            else []
        ),
    ]


def _sources(instruments: Sequence[Instrument]) -> list[str]:
    return [*(f"{one.name}, {one.title}: {'; '.join(one.source)}." for one in instruments), _CENT, _OWN_RULES]


def _sources_of_analyses(evidence: Evidence) -> list[str]:
    found = [("Relief", row.source) for row in evidence.relief_measures[:1]]
    if evidence.phases.source:
        found.append(("Phases", evidence.phases.source))
    return [" ".join(f"{what}: {source}." for what, source in found)] if found else []


def _credits(instruments: Sequence[Instrument]) -> list[Part]:
    by_credit: dict[str, list[str]] = {}
    for one in (one for one in instruments if one.credit):
        by_credit.setdefault(one.credit, []).append(one.name)
    lines = [f"{wording.listed(names)}: {credit}" for credit, names in by_credit.items()]
    return [Subsection("Questionnaires"), Bullets(lines, is_small=True)] if lines else []
