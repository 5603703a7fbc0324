"""The doctor's page as data: made from a journal from which everything unticked has been taken out before."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from backend import wording
from backend.charts.progress import progress
from backend.disclosure import disclosed
from backend.sharing.sections import shared_tables
from backend.sharing.shown import Shown
from backend.storage.share_links import Link
from shared_schemas.background import Patient
from shared_schemas.journal import Journal
from shared_schemas.progress import Figure, Finding
from shared_schemas.progress import Section as Result
from shared_schemas.sharing import Disclosure, Section, SharedPage

_SECTION_WORDS: dict[Section, str] = {
    "scores": "questionnaire scores",
    "before_after": "the state before and after sessions",
    "relief": "how long relief lasted",
    "sessions": "doses and other details of sessions",
    "side_effects": "side effects",
    "daily_state": "daily check-ins",
    "treatments": "medicines and earlier treatments",
}
_ANSWERS = (
    "Answers to single questions are not shared. Item 9 of the PHQ-9, on thoughts of being better off dead or of "
    "self-harm, is among them: ask in person."
)
_NEVER = "Photos, documents, insurance and costs are never on this page."
_NOTHING_YET = Finding(id="nothing_yet", sentence="Nothing has been recorded yet in what is shared here.", n=0)
_LISTED = Finding(id="listed", sentence="What is shared here is listed below, without a summary.", n=0)
# What has to be ticked for a result to be told. Of what was left out nothing is there to be seen, so that without this
# the page would say that no side effect was noted. How complete a journal is can be told from all of it only.
_NEEDED: Mapping[Result, frozenset[Section]] = {
    "scores": frozenset(("scores",)),
    "sessions": frozenset(("before_after",)),
    "relief": frozenset(("relief",)),
    "phases": frozenset(),
    "dose": frozenset(("sessions", "before_after")),
    "side_effects": frozenset(("side_effects",)),
    "days": frozenset(("daily_state",)),
    "completeness": frozenset(("scores", "sessions", "daily_state")),
}


@dataclass(frozen=True)
class Made:
    """The page, with the journal and the tables it was made from: the PDF is made of the same."""

    page: SharedPage
    journal: Journal
    tables: tuple[Shown, ...]


def made_page(link: Link, journal: Journal, now: datetime) -> Made:
    """What `link` shows of the whole `journal` as of `now`."""
    chosen = link.disclosure
    part = disclosed(journal, chosen)
    tables = tuple(shared_tables(part, chosen, now))
    shown = progress(part, now)
    patient = _patient(part)
    page = SharedPage(
        label=link.label,
        patient_name=patient.full_name if patient else None,
        born_on=patient.born_on if patient else None,
        made_at=now,
        expires_at=datetime.fromisoformat(link.expires_at),
        covers=_covers(part, now),
        findings=_findings(shown.findings, chosen) or [_LISTED if tables else _NOTHING_YET],
        figures=[figure for figure in shown.figures if _is_shared(figure, chosen)],
        tables=[table.on_page() for table in tables],
        limits=[*_cut_off(chosen), *shown.limits],
        not_shared=list(_not_shared(chosen)),
    )
    return Made(page, part, tables)


def _patient(journal: Journal) -> Patient | None:
    def entered(patient: Patient) -> tuple[str, str]:
        known = journal.provenance.get(patient.id)
        return (known.entered_at.isoformat() if known else "", patient.id)

    return max(journal.of(Patient), key=entered, default=None)


def _covers(journal: Journal, now: datetime) -> str:
    moments = [
        *(session.started_at for session in journal.treatment_sessions),
        *(check_in.at for check_in in journal.check_ins),
        *(measure.answered_at for measure in journal.outcome_measures),
    ]
    days = sorted({moment.date() for moment in moments if moment is not None and moment <= now})
    if not days:
        return "No dated entries"
    return (
        f"Entries from {wording.day(days[0])} to {wording.day(days[-1])}"
        if days[1:]
        else f"Entries of {wording.day(days[0])}"
    )


def _findings(findings: list[Finding], chosen: Disclosure) -> list[Finding]:
    # What the app says to a patient whose journal is empty is no word to a doctor.
    return [finding for finding in findings if finding.id != "nothing_yet" and _is_shared(finding, chosen)]


def _is_shared(result: Finding | Figure, chosen: Disclosure) -> bool:
    """Whether a result of the shared part is one the patient ticked: relief can be computed from scores alone."""
    if not chosen.sections >= _NEEDED[result.section]:
        return False
    match result.section:
        case "phases":
            # Where the beginning is cut off, nobody can tell what was before treatment.
            return chosen.from_on is None
        case "completeness":
            return chosen.from_on is None and chosen.to_on is None
        case _:
            return True


def _cut_off(chosen: Disclosure) -> Iterator[str]:
    if chosen.from_on is not None:
        yield (
            f"Entries before {wording.day(chosen.from_on)} are not shared. The first session, score or baseline here "
            "may not be the patient’s first."
        )
    if "scores" in chosen.sections and not chosen.sections & {"sessions", "before_after", "relief", "side_effects"}:
        yield "Sessions are not shared, so changes are counted from the earliest score, baseline or not."


def _not_shared(chosen: Disclosure) -> Iterator[str]:
    missing = [words for section, words in _SECTION_WORDS.items() if section not in chosen.sections]
    if missing:
        yield f"Not shared: {wording.listed(missing)}."
    if chosen.from_on is not None or chosen.to_on is not None:
        yield f"Only entries {_range(chosen.from_on, chosen.to_on)} are shared."
    if not chosen.item_answers:
        yield _ANSWERS
    if not chosen.notes:
        yield "Notes are not shared."
    if not chosen.identity:
        yield "The patient’s name and birth date are not shared."
    yield _NEVER


def _range(first: date | None, last: date | None) -> str:
    ends = (f"from {wording.day(first)}" if first else "", f"until {wording.day(last)}" if last else "")
    return " ".join(end for end in ends if end)
