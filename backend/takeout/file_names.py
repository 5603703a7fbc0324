"""Names of files that a person can read and no system stumbles over: no path, no sign that a shell would act on."""

import re
import unicodedata
from collections.abc import Mapping, Sequence

from backend.takeout.entries import Entry
from backend.wording import words

_LONGEST = 60
_NO_LETTER = re.compile(r"[^\w]+|_+")
# What an entry is called, the first of these that it has.
_TITLES = ("title", "name", "provider", "insurer", "clinic", "from_whom", "document_type", "category")


def slug(text: str) -> str:
    """Letters and digits of any script with hyphens between, at most 60; empty when nothing is left."""
    plain = unicodedata.normalize("NFKC", text)
    letters = _NO_LETTER.sub("-", plain).strip("-")
    return letters[:_LONGEST].strip("-").lower()


def attachment_names(entries: Mapping[str, Sequence[Entry]], endings: Mapping[str, str]) -> dict[str, str]:
    """A name for every hash of `endings`, after the first entry that names it: `2026-03-04-expense-pharmacy.jpg`."""
    named: dict[str, str] = {}
    taken: set[str] = set()
    for entry in (entry for of_kind in entries.values() for entry in of_kind):
        hashes = entry.fields.get("attachments")
        for sha256 in hashes if isinstance(hashes, list) else []:
            if isinstance(sha256, str) and sha256 in endings and sha256 not in named:
                named[sha256] = _free(_stem(entry), endings[sha256], taken)
    for sha256, ending in endings.items():
        if sha256 not in named:
            named[sha256] = _free("without-an-entry", ending, taken)
    return named


def _stem(entry: Entry) -> str:
    title = next((text for name in _TITLES if isinstance(text := entry.fields.get(name), str) and text), "")
    parts = (entry.when[:10] or "undated", words(entry.kind), words(title))
    return "-".join(part for part in map(slug, parts) if part)


def _free(stem: str, ending: str, taken: set[str]) -> str:
    number, name = 1, f"{stem}.{ending}"
    while name in taken:
        number += 1
        name = f"{stem}-{number}.{ending}"
    taken.add(name)
    return name
