"""Short ways to write a case down. None of the people, plans or letters exists."""

from datetime import UTC, datetime
from typing import Any

from shared_schemas.journal import Journal
from tests.journals import Entries

ENTERED = datetime(2026, 1, 5, 12, tzinfo=UTC)


class CaseEntries(Entries):
    """Entries of a case; when they were entered does not matter."""

    def enter(self, kind: str, **fields: Any) -> str:
        return self.write(kind, ENTERED, **fields)


def one(kind: str, **fields: Any) -> Journal:
    entries = CaseEntries()
    entries.enter(kind, **fields)
    return entries.journal()


def refused(plan: dict[str, Any] | None, denial: dict[str, Any], *appeals: dict[str, Any]) -> Journal:
    """A journal with a plan, one denial under it and the appeals of it."""
    entries = CaseEntries()
    if plan is not None:
        entries.enter("insurance_plan", **plan)
    letter = entries.enter("denial", **denial)
    for appeal in appeals:
        entries.enter("appeal", denial=letter, **appeal)
    return entries.journal()
