"""Letters from the patient's own records: a template as data, filled in; what is not on record is a marked blank."""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from backend.reports.letter_facts import LetterFacts, letter_facts
from shared_schemas.journal import Journal
from shared_schemas.reports import LetterDraft, LetterKind, LetterParagraph

_TEMPLATES = Path(__file__).parent / "templates" / "letters.json"
_PLACE = re.compile(r"\{([a-z_]+)\}")
# What stands in brackets where the record has nothing, in the patient's words.
_BLANKS = {
    "address": "your address",
    "answer_by": "the day by which you want an answer",
    "born_on": "your birth date",
    "claim_number": "claim number",
    "conditions": "your diagnosis, as the clinic wrote it",
    "contact_name": "whom you spoke with",
    "contact_on": "the day of the call",
    "contact_reference": "reference number of the call",
    "contact_summary": "what was said",
    "deadline_on": "the last day for the appeal",
    "diagnosis_codes": "diagnosis codes, as the clinic wrote them",
    "drug": "the treatment",
    "enclosures": "what else you enclose",
    "final_denial_on": "date of the final denial",
    "final_received_on": "the day you received it",
    "insurer": "your insurer",
    "insurer_address": "address or fax for appeals, from the denial letter",
    "medical_judgment": "what the insurer judged, in your own words",
    "member_number": "your member number",
    "notice_on": "date of the denial letter",
    "own_reasons": "in your own words",
    "patient": "your name",
    "phone": "your phone number",
    "physician_statement": "what your physician wrote about the risk of waiting",
    "plan_words": "copy them from the policy, with the page",
    "prescriber": "your prescriber",
    "prescriber_address": "address or fax of your prescriber",
    "provider": "the clinic, with its NPI",
    "reason_text": "the reason, copied from the letter",
    "received_on": "the day you received it",
    "service_codes": "service codes, as the clinic wrote them",
    "service_days": "the dates of service",
    "waiting_for": "what has not come",
}


def letter_draft(kind: LetterKind, journal: Journal, now: datetime) -> LetterDraft:
    """The letter as of `now`. No sentence is made up: the template's words and the record's values, or a blank."""
    template, facts = _templates()[kind], letter_facts(journal, now)
    writer = _Writer(facts)
    opening = [*writer.sender(), *writer.recipient(template["to"])]
    paragraphs = [*opening, *(part for entry in template["paragraphs"] for part in writer.paragraphs(entry))]
    return LetterDraft(kind=kind, title=template["title"], paragraphs=paragraphs, blanks=list(writer.blanks))


def letter_title(kind: LetterKind) -> str:
    """What a letter of this kind is called."""
    return str(_templates()[kind]["title"])


@lru_cache(maxsize=1)
def _templates() -> Mapping[str, Any]:
    templates: Mapping[str, Any] = json.loads(_TEMPLATES.read_text(encoding="utf-8"))
    return templates


class _Writer:
    """Fills in places, and remembers in order which were blank."""

    def __init__(self, facts: LetterFacts) -> None:
        self._facts = facts
        self.blanks: dict[str, None] = {}

    def sender(self) -> Iterator[LetterParagraph]:
        lines = [self.filled("{patient}"), self.filled("{address}"), self.filled("{phone}")]
        yield LetterParagraph(role="sender", text="\n".join(lines))
        yield LetterParagraph(role="date", text=self.filled("{today}"))

    def recipient(self, to: str) -> Iterator[LetterParagraph]:
        name = self.filled("{insurer}" if to == "insurer" else "{prescriber}")
        fax = self._facts.texts.get(f"{to}_fax")
        has_address = f"{to}_address" in self._facts.texts
        address = self.filled(f"{{{to}_address}}") if has_address or not fax else ""
        lines = [name, address, f"By fax: {fax}" if fax else ""]
        yield LetterParagraph(role="recipient", text="\n".join(line for line in lines if line))

    def paragraphs(self, entry: Mapping[str, Any]) -> Iterator[LetterParagraph]:
        if entry.get("when") is not None and entry["when"] not in self._facts.claims:
            return
        if entry["role"] == "list":
            items = entry.get("items") or self._facts.lists[entry["list"]]
            yield LetterParagraph(role="list", text="\n".join(items))
        else:
            yield LetterParagraph(role=entry["role"], text=self.filled(entry["text"]))

    def filled(self, text: str) -> str:
        return _PLACE.sub(lambda place: self._value(place[1]), text)

    def _value(self, name: str) -> str:
        if name in self._facts.texts:
            return self._facts.texts[name]
        self.blanks[_BLANKS[name]] = None
        return f"[{_BLANKS[name]}]"
