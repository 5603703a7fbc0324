"""The log of calls and letters with the insurer: one row each, and how the rows are printed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from backend import wording
from backend.reports.parts import Column, Part, Section, Table, Text
from shared_schemas.insurance import InsurerContact
from shared_schemas.journal import Journal

# A name and a number in their columns, and a summary as long as a reader takes in at a glance.
_NAME_CHARACTERS = 60
_SUMMARY_CHARACTERS = 300


@dataclass(frozen=True)
class ContactRow:
    """One call or letter as printed."""

    record: str
    day: date | None
    representative: str | None
    reference_number: str | None
    summary: str | None


def contact_rows(journal: Journal, now: datetime) -> tuple[ContactRow, ...]:
    """A row for every contact up to `now`, earliest first, those without a day last."""
    contacts = [contact for contact in journal.of(InsurerContact) if contact.at is None or contact.at <= now]
    ordered = sorted(contacts, key=lambda contact: (contact.at is None, contact.at or now, contact.id))
    return tuple(_row(contact) for contact in ordered)


def _row(contact: InsurerContact) -> ContactRow:
    return ContactRow(
        record=contact.id,
        day=contact.at.date() if contact.at else None,
        representative=_short(contact.representative, _NAME_CHARACTERS),
        reference_number=_short(contact.reference_number, _NAME_CHARACTERS),
        summary=_short(contact.summary, _SUMMARY_CHARACTERS),
    )


def _short(text: str | None, limit: int) -> str | None:
    return wording.shortened(text, limit) or None if text else None


def contacts_section(rows: Sequence[ContactRow], places: Mapping[str, str]) -> list[Part]:
    """The log, and where a paper of a contact stands. Nothing when no contact is on record."""
    if not rows:
        return []
    numbered = sum(1 for row in rows if row.reference_number)
    lead = (
        f"{wording.count(len(rows), 'contact')} with the insurer, as the patient noted them; "
        f"{numbered} with a reference number."
    )
    columns = [Column("Date", 68), Column("With", 96), Column("Reference number", 86), Column("What was said")]
    return [
        Section("Contacts with the insurer"),
        Text(lead),
        Table(columns, [_cells(row, places) for row in rows], "contacts"),
    ]


def _cells(row: ContactRow, places: Mapping[str, str]) -> list[str]:
    said = [row.summary, f"Paper: {places[row.record]}." if row.record in places else None]
    return [
        wording.day(row.day) if row.day else wording.NOTHING,
        row.representative or wording.NOTHING,
        row.reference_number or wording.NOTHING,
        " ".join(part for part in said if part) or wording.NOTHING,
    ]
