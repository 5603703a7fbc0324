"""The evidence report: one PDF of a journal, with what its pages show attached as data."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from backend import wording
from backend.analysis import intervals
from backend.reports import figures, glyphs
from backend.reports.attachments import as_csv, as_json
from backend.reports.before_after import differences_section
from backend.reports.completeness import completeness_section
from backend.reports.contacts import contacts_section
from backend.reports.costs import costs_section
from backend.reports.criteria import criteria_section
from backend.reports.exhibits import Exhibit, exhibit_row, exhibits_of
from backend.reports.figures import HEIGHT_INCHES, score_svg
from backend.reports.function import function_section
from backend.reports.item_answers import answers_section
from backend.reports.methods import SELF_REPORT, methods_parts
from backend.reports.originals import named_originals, with_originals
from backend.reports.packet import exhibit_parts, index_section, picture_files, with_long_tables_apart
from backend.reports.parts import Bullets, Chart, Hashes, PageEnd, Part, Section, Text
from backend.reports.phases import phases_section
from backend.reports.pictures import PrintedPaper
from backend.reports.places import Places, places_in
from backend.reports.prior_treatments import prior_treatments_section
from backend.reports.record import Evidence, attached, evidence_of
from backend.reports.relief import RELIEF_FILE, charted_relief, relief_section
from backend.reports.relief_chart import relief_svg
from backend.reports.score_chart import LOWER_INCHES, chart_file, chart_of
from backend.reports.scores import scores_section
from backend.reports.selection import selected
from backend.reports.sessions import sessions_section
from backend.reports.side_effects import side_effects_section
from backend.reports.signing import Certificate, signed
from backend.reports.summary import summary_parts
from backend.reports.typeset import typeset
from backend.reports.vital_signs import vital_signs_parts
from shared_schemas.journal import Journal
from shared_schemas.reports import EvidenceRequest

_PAPER = {"letter": "us-letter", "a4": "a4"}
_TITLES = {
    "first_authorization": "Evidence for a prior authorization",
    "renewal": "Evidence for a renewal",
    "internal_appeal": "Evidence for an internal appeal",
    "external_review": "Evidence for an external review",
    "va": "Evidence for Veterans Affairs",
}
# A name in a script without fonts has a dozen; a pasted text of them has hundreds, which help nobody.
_CHARACTERS_NAMED = 20
_NOTHING_YET = "There is no treatment, session or score to report yet. This page says what the journal lacks."


def evidence_exhibits(journal: Journal, options: EvidenceRequest) -> tuple[Exhibit, ...]:
    """The papers that the report of these options shows, so that whoever asks for it can bring them."""
    return exhibits_of(selected(journal, options), options.exhibits)


def warm_up(fonts_dirs: tuple[Path, ...]) -> None:
    """Loads Matplotlib, SciPy, Typst and the fonts: seconds that the first report of a process need not wait for."""
    figures.warm_up(fonts_dirs)
    intervals.warm_up()
    evidence_pdf(Journal(records=()), EvidenceRequest(), datetime(2000, 1, 1, tzinfo=UTC), fonts_dirs)


def evidence_pdf(
    journal: Journal,
    options: EvidenceRequest,
    now: datetime,
    fonts_dirs: tuple[Path, ...],
    papers: Mapping[str, PrintedPaper] | None = None,
    originals: Mapping[str, bytes] | None = None,
    certificate: Certificate | None = None,
) -> bytes:
    """The report as PDF/A-3a and PDF/UA-1, as of `now`. The same arguments give the same bytes.

    `papers` are the pictures of the exhibits by the SHA-256 of the file, `originals` the files to attach; a paper that
    is not there is said to be lost. An empty journal gives one page that says what is missing. Raises
    FontsMissingError without fonts.
    """
    papers, originals = papers or {}, originals or {}
    covered = glyphs.coverage(fonts_dirs)
    evidence = evidence_of(journal, now, options)
    chosen = selected(journal, options)
    # Letters depend on which tables are long, and nothing else does: the pages are laid out once to know them.
    _, tables = with_long_tables_apart(_core_parts(evidence, Places()))
    exhibits = exhibits_of(chosen, options.exhibits, first_letter=len(tables))
    places = places_in(chosen, evidence.criteria, tables, exhibits, papers)
    evidence = replace(evidence, exhibits=tuple(exhibit_row(exhibit, papers) for exhibit in exhibits))
    evidence = _with_unshown(evidence, covered)
    core, tables = with_long_tables_apart(_core_parts(evidence, places))
    record = glyphs.shown(attached(evidence), covered)
    data = _data(record)
    files = {**data, **named_originals(originals)}
    index = index_section(tables, exhibits, places.notes)
    parts = [*_first_parts(evidence), *index, *core, *_files(files)]
    parts += exhibit_parts(tables, exhibits, papers)
    pages = glyphs.shown(_pages(evidence, _PAPER[options.paper], parts), covered)
    pages["attachments"] = [{"name": name, **_DESCRIBED[name]} for name in data]
    beside = {**_charts(evidence, fonts_dirs), **picture_files(exhibits, papers), **data}
    pdf = with_originals(typeset("evidence", pages, beside, fonts_dirs, now), originals, now)
    return signed(pdf, certificate)


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


def _pages(evidence: Evidence, paper: str, parts: Sequence[Part]) -> dict[str, Any]:
    made = f"Made on {wording.day(evidence.made_on)} (UTC)"
    return {
        "paper": paper,
        "title": _TITLES.get(evidence.purpose or "", "Evidence report"),
        "author": evidence.case.patient or "",
        "description": "A patient’s treatment record for an insurance appeal, self-reported unless marked",
        "subtitle": _subject(evidence),
        "made": f"{made} from the patient’s own journal. Everything is self-reported unless marked.",
        "header": _header(evidence),
        "footer": f"Casebook evidence report. {made}. Self-reported unless marked.",
        "parts": [asdict(part) for part in parts],
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


def _first_parts(evidence: Evidence) -> list[Part]:
    first = summary_parts(evidence)
    ends = [PageEnd()] if any(isinstance(part, Chart) for part in first) else []
    about = [] if evidence.has_history else [Text(_NOTHING_YET), Text(SELF_REPORT)]
    return [*first, *ends, *about]


def _core_parts(evidence: Evidence, places: Places) -> list[Part]:
    return [
        *criteria_section(evidence.criteria, places.of_criteria),
        *prior_treatments_section(
            evidence.treatments, evidence.sessions[0].day if evidence.sessions else None, places.of_records
        ),
        *sessions_section(evidence.sessions, places.of_records),
        *scores_section(
            evidence.score_courses, evidence.scores, evidence.courses, evidence.treatments, evidence.main_scores
        ),
        *phases_section(evidence.phases),
        *differences_section(evidence.differences),
        *relief_section(evidence.relief_measures, evidence.relief),
        *side_effects_section(evidence.side_effects),
        *vital_signs_parts(evidence.vital_signs, evidence.readings, places.of_records),
        *function_section(evidence.function, evidence.own_changes, evidence.own_words),
        *answers_section(evidence.answers),
        *contacts_section(evidence.contacts, places.of_records),
        *costs_section(evidence.costs, places.receipts),
        *completeness_section(evidence.completeness, evidence.amended, with_scores="scores" in evidence.sections),
        *_missing_section(evidence),
        *methods_parts(evidence),
    ]


def _missing_section(evidence: Evidence) -> list[Part]:
    not_shown = [sentence for row in evidence.exhibits for sentence in row.not_shown]
    return [
        Section("What is missing or left out"),
        Bullets([*evidence.not_recorded, *evidence.left_out, *not_shown]),
    ]


def _files(data: Mapping[str, bytes]) -> list[Part]:
    return [
        Section("Files attached to this document"),
        Text("The rows of these pages as data, with the SHA-256 of each file, by which a copy can be compared."),
        Hashes([(name, sha256(content).hexdigest()) for name, content in data.items()]),
    ]


def _charts(evidence: Evidence, fonts_dirs: tuple[Path, ...]) -> dict[str, bytes]:
    relieved = charted_relief(evidence.relief_measures)
    return {
        **{
            chart_file(course): score_svg(
                chart_of(
                    course,
                    evidence.courses,
                    HEIGHT_INCHES if course is evidence.main_scores else LOWER_INCHES,
                ),
                fonts_dirs,
            )
            for course in evidence.score_courses
            if len(course.scores) > 1
        },
        **({RELIEF_FILE: relief_svg(relieved.steps, fonts_dirs)} if relieved else {}),
    }


_DESCRIBED: Mapping[str, Mapping[str, str]] = {
    "record.json": {"media_type": "application/json", "description": "Everything the pages show, as JSON"},
    "sessions.csv": {"media_type": "text/csv", "description": "The table of sessions"},
    "scores.csv": {"media_type": "text/csv", "description": "The tables of questionnaire scores"},
    "contacts.csv": {"media_type": "text/csv", "description": "The contacts with the insurer"},
}


def _data(record: Mapping[str, Any]) -> dict[str, bytes]:
    """The attached files by name; a table without rows is not attached."""
    tables: dict[str, Sequence[Mapping[str, Any]]] = {
        f"{name}.csv": record.get(name, ()) for name in ("sessions", "scores", "contacts")
    }
    return {"record.json": as_json(record), **{name: as_csv(rows) for name, rows in tables.items() if rows}}
