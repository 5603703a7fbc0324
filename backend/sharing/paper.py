"""The doctor's page as a PDF for the chart: the same findings and tables, the chart drawn for paper."""

from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from backend import wording
from backend.analysis.change import ScoreCourse, courses_of_scores
from backend.analysis.courses import courses
from backend.reports import glyphs
from backend.reports.figures import score_svg
from backend.reports.parts import Bullets, PageEnd, Part, Section, Text
from backend.reports.score_chart import chart_file, chart_of, chart_part
from backend.reports.typeset import typeset
from backend.sharing.page import Made
from shared_schemas.progress import Finding
from shared_schemas.sharing import SharedPage

_PAPER = {"letter": "us-letter", "a4": "a4"}
_LABEL_CHARACTERS, _NAME_CHARACTERS = 60, 70
_CHARTS = 1
_SAID_ON_PAPER = {"scores", "phases", "completeness"}
_SHEETS = 2
# A long list is cut to less until everything has room; that it was cut is said below it.
_SHARES = (1, 0.7, 0.5, 0.3, 0.1)
_STATEMENT = (
    "Self-reported: the patient recorded everything here, and nobody has checked it against clinic records. "
    "Nobody monitors these entries; this is no way to reach anyone in an emergency."
)


def shared_pdf(made: Made, paper: Literal["letter", "a4"], now: datetime, fonts_dirs: tuple[Path, ...]) -> bytes:
    """PDF/A-3a and PDF/UA-1: two sheets with the latest rows of each list; then medicines, notes, answers, if shared.

    Raises FontsMissingError without fonts.
    """
    charts = [course for course in courses_of_scores(made.journal, now) if len(course.scores) > 1][:_CHARTS]
    sessions = courses(made.journal, now)
    pictures = {chart_file(course): score_svg(chart_of(course, sessions), fonts_dirs) for course in charts}
    covered = glyphs.coverage(fonts_dirs)

    def of(parts: list[Part]) -> bytes:
        return typeset("evidence", glyphs.shown(_pages(made, parts, _PAPER[paper]), covered), pictures, fonts_dirs, now)

    for share in _SHARES:
        parts = _parts(made, charts, now, share)
        pdf = of(parts)
        if _sheets(pdf) <= _SHEETS:
            break
    annex = [part for table in made.tables if table.is_annex for part in table.on_paper()]
    return of([*parts, PageEnd(), *annex]) if annex else pdf


def _sheets(pdf: bytes) -> int:
    import pypdfium2  # with the typesetter it is needed for a PDF only

    return len(pypdfium2.PdfDocument(pdf))


def _pages(made: Made, parts: list[Part], paper: str) -> dict[str, Any]:
    page = made.page
    name = wording.shortened(page.patient_name, _NAME_CHARACTERS) if page.patient_name else "Name not shared"
    who = f"{name}, born {wording.day(page.born_on)}" if page.born_on else name
    made_on = f"Made on {wording.day(page.made_at.date())} (UTC)"
    return {
        "paper": paper,
        "title": "Treatment progress",
        "author": page.patient_name or "",
        "description": "A patient’s self-reported treatment progress, shared with someone who gives care",
        "subtitle": f"{who}. {page.covers}.",
        "made": f"{made_on} for “{wording.shortened(page.label, _LABEL_CHARACTERS)}”. {_STATEMENT}",
        "header": {"left": who, "right": "Self-reported treatment progress"},
        "footer": f"Casebook, shared by the patient. {made_on}. Self-reported, not monitored.",
        "parts": [asdict(part) for part in parts],
        "attachments": [],
    }


def _parts(made: Made, charts: list[ScoreCourse], now: datetime, share: float) -> list[Part]:
    page, sessions = made.page, courses(made.journal, now)
    return [
        Section("What the entries show"),
        Bullets(_findings(page.findings)),
        *(part for course in charts for part in chart_part(course, sessions)),
        *(part for table in made.tables if not table.is_annex for part in table.on_paper(share)),
        Section("How to read this"),
        Bullets(page.limits),
        *_not_shared(page),
    ]


def _not_shared(page: SharedPage) -> list[Part]:
    return [Section("Not shared here"), Text(" ".join(page.not_shared))]


def _findings(findings: list[Finding]) -> list[str]:
    """What no table below says, whichever way it points: scores with their limits, phases, completeness."""
    kept = [finding for finding in findings if finding.section in _SAID_ON_PAPER] or findings[:1]
    more = len(findings) - len(kept)
    said = [" ".join([one.sentence, *(one.limits if one.section == "scores" else ())]) for one in kept]
    return (
        [*said, f"{wording.count(more, 'more finding')} on the page itself, with the limits of each."] if more else said
    )
