"""Which papers stand behind the report, under which letter and caption. Their pictures are made elsewhere."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from backend import wording
from backend.reports.pictures import PrintedPaper
from shared_schemas.journal import Journal

# A title in one line of the index, beside its letter and page.
_TITLE_CHARACTERS = 80

_DOCUMENTS = {
    "letter_of_medical_necessity": "Letter of medical necessity",
    "medical_record": "Medical record",
    "test_result": "Test result",
    "imaging": "Imaging",
    "policy": "Policy of the plan",
    "summary_of_benefits": "Summary of benefits",
    "eob": "Explanation of benefits",
    "authorization_letter": "Letter on prior authorization",
    "denial_letter": "Letter of denial",
    "appeal_letter": "Letter of appeal",
    "decision_letter": "Letter of decision",
    "claim_file": "Claim file",
    "proof_of_sending": "Confirmation of sending",
    "article": "Article",
    "receipt": "Receipt",
}
# Papers of these kinds make one exhibit a record; those of the others are many and stand together.
_ALONE = ("denial", "document", "prior_authorization", "appeal")
_TOGETHER = {
    "prior_treatment": "Records of earlier treatments",
    "treatment_session": "Papers of sessions",
    "claim": "Decisions on claims",
    "insurer_contact": "Papers from calls and letters",
    "policy_answer": "Pages of the plan’s papers",
    "plan_criterion": "Pages with the plan’s criteria",
    "insurance_plan": "Insurance card and plan papers",
    "va_step": "Papers of the Veterans Affairs path",
    "expense": "Receipts",
}
# As a reviewer reads: what was refused, what the physician writes, the rest of the record, the bills last.
_ORDER = ("denial", "document", "prior_authorization", "appeal", *_TOGETHER)


@dataclass(frozen=True)
class Paper:
    """One attached file of one record."""

    sha256: str
    record: str
    caption: str


@dataclass(frozen=True)
class Exhibit:
    """One or more papers under one letter."""

    letter: str
    title: str
    papers: tuple[Paper, ...]


@dataclass(frozen=True)
class ExhibitRow:
    """An exhibit as it is attached: which files it shows, by their SHA-256, and how many pages it has."""

    letter: str
    title: str
    pages: int
    papers: tuple[str, ...]
    not_shown: tuple[str, ...]


def exhibits_of(journal: Journal, chosen: Iterable[str] | None, first_letter: int = 0) -> tuple[Exhibit, ...]:
    """The exhibits of the records in `chosen` (none: all), in the order of the pages.

    Letters go on after `first_letter`. A file that two records name is shown once, with the first.
    """
    records = [
        record for record in journal.records if _has_papers(record) and (chosen is None or record.id in set(chosen))
    ]
    groups: list[tuple[str, Sequence[Any]]] = []
    for kind in _ORDER:
        own = sorted((record for record in records if record.kind == kind), key=_when)
        if kind in _ALONE:
            groups += [(_title(record), [record]) for record in own]
        elif own:
            groups.append((_TOGETHER[kind], own))
    shown: set[str] = set()
    numbered = [(title, _papers(group, shown)) for title, group in groups]
    kept = [(title, papers) for title, papers in numbered if papers]
    return tuple(
        Exhibit(letter_of(place), title, papers) for place, (title, papers) in enumerate(kept, start=first_letter)
    )


def _has_papers(record: Any) -> bool:
    return record.kind in _ORDER and bool(record.attachments)


def _papers(records: Sequence[Any], shown: set[str]) -> tuple[Paper, ...]:
    found = []
    for record in records:
        for sha256 in record.attachments:
            if sha256 not in shown:
                shown.add(sha256)
                found.append(Paper(sha256, record.id, _caption(record)))
    return tuple(found)


def letter_of(place: int) -> str:
    """A to Z, then AA, AB and so on."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _when(record: Any) -> tuple[str, str]:
    return (str(_day(record) or "9999"), record.id)


def _day(record: Any) -> date | None:
    names = (
        "dated_on",
        "notice_on",
        "received_on",
        "sent_on",
        "requested_on",
        "spent_on",
        "service_on",
        "at",
        "done_on",
    )
    for name in ("started_at", *names):
        moment = getattr(record, name, None)
        if moment is not None:
            return moment.date() if isinstance(moment, datetime) else moment
    return None


def _dated(record: Any) -> str:
    day = _day(record)
    return f" of {wording.day(day)}" if day else ""


def _title(record: Any) -> str:
    titles: Mapping[str, Callable[[], str]] = {
        "denial": lambda: f"Letter of denial{_dated(record)}",
        "appeal": lambda: f"Papers of the appeal{_dated(record)}",
        "prior_authorization": lambda: f"Papers of the prior authorization{_dated(record)}",
        "document": lambda: _document(record),
    }
    return wording.shortened(titles[record.kind](), _TITLE_CHARACTERS)


def _document(record: Any) -> str:
    name = record.title or _DOCUMENTS.get(record.document_type or "", "Document")
    return f"{name}{_dated(record)}"


def _caption(record: Any) -> str:
    if record.kind in _ALONE:
        return _title(record)
    if record.kind == "expense":
        amount = f", {wording.money(record.amount_cents)}" if record.amount_cents is not None else ""
        return f"Receipt{_dated(record)}{amount}"
    names = {
        "prior_treatment": "Record of an earlier treatment",
        "treatment_session": "Paper of the session",
        "claim": "Decision on the claim for the service",
        "insurer_contact": "Paper from the contact",
    }
    return f"{names.get(record.kind, _TOGETHER[record.kind])}{_dated(record)}"


_REASONS = {
    "lost": "could not be found on the server",
    "damaged": "is damaged and could not be opened",
    "locked": "is locked with a password",
    "too_large": "has more dots than can be shown",
    "unknown_type": "is neither a picture nor a PDF",
    "too_long": "is long",
    "no_room": "comes after the last page that this report has room for",
}


def not_shown(exhibit: Exhibit, printed: Mapping[str, PrintedPaper]) -> tuple[str, ...]:
    """A sentence for each paper that is not shown whole."""
    return tuple(
        _not_shown(paper.caption, printed.get(paper.sha256, PrintedPaper(reason="lost")))
        for paper in exhibit.papers
        if printed.get(paper.sha256, PrintedPaper(reason="lost")).reason
    )


def _not_shown(caption: str, paper: PrintedPaper) -> str:
    if paper.pages:
        return (
            f"{caption}: {wording.count(paper.in_all, 'page')} in all, of which the first {len(paper.pages)} are shown."
        )
    return f"{caption}: not shown, because the file {_REASONS[paper.reason or 'damaged']}."


def exhibit_row(exhibit: Exhibit, printed: Mapping[str, PrintedPaper]) -> ExhibitRow:
    """The exhibit as the attached JSON has it."""
    papers = [printed.get(paper.sha256, PrintedPaper()) for paper in exhibit.papers]
    return ExhibitRow(
        letter=exhibit.letter,
        title=exhibit.title,
        pages=sum(len(paper.pages) for paper in papers),
        papers=tuple(paper.sha256 for paper in exhibit.papers),
        not_shown=not_shown(exhibit, printed),
    )
