"""Medicines and allergies on the doctor's page, as the patient worded them."""

from datetime import date, datetime

from backend import wording
from backend.reports.parts import Column
from backend.sharing.shown import Shown
from backend.wording import NOTHING
from shared_schemas.background import Allergy, Medication
from shared_schemas.journal import Journal

_CHARACTERS = 80


def medicines_tables(journal: Journal, now: datetime) -> list[Shown]:
    """Medicines that have not ended, and allergies; each in the order of their names."""
    return [_medicines(journal, now.date()), _allergies(journal)]


def _medicines(journal: Journal, today: date) -> Shown:
    taken = [one for one in journal.of(Medication) if one.name and (one.ended_on is None or one.ended_on >= today)]
    rows = [
        [
            _text(one.name),
            _text(one.drug_class),
            _text(one.dose),
            wording.day(one.started_on) if one.started_on else NOTHING,
        ]
        for one in sorted(taken, key=lambda one: ((one.name or "").casefold(), one.id))
    ]
    columns = [Column("Medicine"), Column("Class", 120), Column("Dose", 120), Column("Since", 80)]
    return Shown("medicines", "Medicines taken now", columns, rows, is_annex=True)


def _allergies(journal: Journal) -> Shown:
    named = sorted(
        (one for one in journal.of(Allergy) if one.name), key=lambda one: ((one.name or "").casefold(), one.id)
    )
    rows = [[_text(one.name), _text(one.reaction)] for one in named]
    return Shown("allergies", "Allergies", [Column("To", 160), Column("Reaction")], rows, is_annex=True)


def _text(text: str | None) -> str:
    return wording.shortened(text, _CHARACTERS) if text else NOTHING
