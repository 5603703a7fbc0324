"""Medicine names that the phone offers while a patient types: generic name, US brand names, drug class.

They save typing and spell a name right for the report. They are no list of what may be taken, and any other name is as
good: nothing is checked against them. None carries a dose: a dose is what the prescriber wrote.
"""

import json
from collections.abc import Sequence
from importlib.resources import files

from shared_schemas.base import Schema


class Medicine(Schema):
    """One medicine, with the page that its names and class were compared with, and when."""

    generic: str
    brands: list[str]
    drug_class: str
    source: str
    seen_on: str


def _load() -> tuple[Medicine, ...]:
    text = files("shared_schemas").joinpath("reference/medicines.json").read_text(encoding="utf-8")
    return tuple(Medicine.model_validate(entry) for entry in json.loads(text))


MEDICINES: Sequence[Medicine] = _load()
