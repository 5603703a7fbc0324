"""The questionnaires that ship, as data, and how they are scored.

`pwa/src/core/scoring.ts` is its twin; tests/vectors/scoring.json binds both.
"""

import json
from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import Literal

from shared_schemas.base import Schema
from shared_schemas.outcome_measures import OutcomeMeasure


class Option(Schema):
    """One answer as the questionnaire words it."""

    value: int
    label: str


class Item(Schema):
    """One question. `low` and `high` word the ends of a scale without worded options."""

    text: str
    low: str | None = None
    high: str | None = None


class Difficulty(Schema):
    """A question asked beside the items and never scored."""

    text: str
    options: list[Option]


class Safety(Schema):
    """When the crisis screen is shown: `item` (counted from 1) above 0, or the total up by `rise` points."""

    item: int
    rise: int


class Instrument(Schema):
    """One questionnaire: its exact wording, how it is scored, and the cuts with their source."""

    id: str
    name: str
    title: str
    measures: str
    recall: str
    recall_days: int
    intro: str | None = None
    prompt: str
    items: list[Item]
    options: list[Option]
    difficulty: Difficulty | None = None
    scoring: Literal["sum", "mean"]
    range: tuple[float, float]
    bands: list[Mapping[str, float | str]]
    caseness: float
    response_fall_percent: float | None = None
    remission_below: float | None = None
    reliable_change: float | None = None
    reliable_change_percent: float | None = None
    safety: Safety | None = None
    credit: str
    source: list[str]
    seen_on: str


def _load() -> dict[str, Instrument]:
    text = files("shared_schemas").joinpath("reference/instruments.json").read_text(encoding="utf-8")
    return {entry["id"]: Instrument.model_validate(entry) for entry in json.loads(text)}


INSTRUMENTS: Mapping[str, Instrument] = _load()


def score(instrument: Instrument, answers: Sequence[int | None]) -> float | None:
    """Sum of the answers, or their mean to one decimal (half up).

    None while an item is unanswered, the count of answers is not the count of items, or an answer is none of the
    options: a questionnaire is never pro-rated.
    """
    allowed = {option.value for option in instrument.options}
    if len(answers) != len(instrument.items):
        return None
    given = [answer for answer in answers if answer in allowed]
    if len(given) != len(answers):
        return None
    total = sum(given)
    if instrument.scoring == "sum":
        return total
    # Integers throughout, so that Python and TypeScript round the same way: floor(10 * mean + 1/2) / 10.
    return (20 * total + len(given)) // (2 * len(given)) / 10


def total_of(measure: OutcomeMeasure) -> float | None:
    """The total: derived from the answers where the items ship, else as typed in; None while incomplete."""
    instrument = INSTRUMENTS.get(measure.instrument or "")
    if instrument is None or measure.answers is None:
        # A total typed in from a clinic's record counts for any instrument, if its rater is known to be someone else.
        return measure.total if instrument is None or measure.rater else None
    return score(instrument, measure.answers)


def band(instrument: Instrument, total: float) -> str | None:
    """The severity band's name; None where the instrument has none."""
    for row in instrument.bands:
        if float(row["from"]) <= total <= float(row["to"]):
            return str(row["name"])
    return None


def needs_crisis_screen(instrument: Instrument, answers: Sequence[int | None], previous_total: float | None) -> bool:
    """The safety rule: its item above 0, whatever else is answered, or the total risen by 6 or more."""
    if instrument.safety is None:
        return False
    index = instrument.safety.item - 1
    answer = answers[index] if index < len(answers) else None
    if answer is not None and answer > 0:
        return True
    total = score(instrument, answers)
    return total is not None and previous_total is not None and total - previous_total >= instrument.safety.rise
