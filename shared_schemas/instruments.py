"""The questionnaires that ship, as data, and how they are scored.

`pwa/src/core/scoring.ts` is its twin; tests/vectors/scoring.json binds both.
"""

import json
from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import Literal

from shared_schemas.base import Schema
from shared_schemas.outcome_measures import OutcomeMeasure, TotalOnly


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


# A week of a questionnaire about a month would be asked four times about the same days.
_RECALL_OF_OWN_RHYTHM = 14


class Instrument(Schema):
    """One questionnaire: its exact wording, how it is scored, and the cuts with their source. Higher is worse.

    Without items it is one whose wording may not be reproduced, or that a clinician rates: its total is typed in.
    `every_days` is how often the phone asks for it once it was answered; None asks never.
    """

    id: str
    name: str
    title: str
    measures: str
    recall: str
    recall_days: int
    every_days: int | None = None
    rated_by: Literal["patient", "clinician"] = "patient"
    intro: str | None = None
    prompt: str = ""
    items: list[Item] = []
    options: list[Option] = []
    difficulty: Difficulty | None = None
    scoring: Literal["sum", "mean"]
    range: tuple[float, float]
    bands: list[Mapping[str, float | str]]
    caseness: float | None = None
    response_fall_percent: float | None = None
    remission_below: float | None = None
    reliable_change: float | None = None
    reliable_change_percent: float | None = None
    safety: Safety | None = None
    credit: str
    source: list[str]
    seen_on: str

    def asked_every(self, own_days: int | None) -> int | None:
        """After how many days it is asked for again, where the patient chose `own_days` for all that are answered: one
        that looks back further than two weeks keeps its own time, and one that is never asked for stays so."""
        is_asked = self.every_days is not None and self.recall_days <= _RECALL_OF_OWN_RHYTHM
        return own_days if own_days is not None and is_asked else self.every_days

    def is_case(self, total: float) -> bool:
        """Whether response and remission are said of a baseline of `total`; never where no cut is published."""
        return self.caseness is not None and total >= self.caseness


def read_instruments(text: str) -> dict[str, Instrument]:
    """The instruments of a reference file, by id, in its order."""
    return {entry["id"]: Instrument.model_validate(entry) for entry in json.loads(text)}


_FILE = files("shared_schemas").joinpath("reference/instruments.json")
INSTRUMENTS: Mapping[str, Instrument] = read_instruments(_FILE.read_text(encoding="utf-8"))


def score(instrument: Instrument, answers: Sequence[int | None]) -> float | None:
    """Sum of the answers, or their mean to one decimal (half up).

    None while an item is unanswered, the count of answers is not the count of items, or an answer is none of the
    options: a questionnaire is never pro-rated.
    """
    allowed = {option.value for option in instrument.options}
    if not answers or len(answers) != len(instrument.items):
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
    """The total: derived from the answers where the items ship, else as typed in.

    None while incomplete, and for one typed in that lies outside what its questionnaire can give.
    """
    instrument = INSTRUMENTS.get(measure.instrument or "")
    if instrument is None or isinstance(measure, TotalOnly):
        return measure.total
    # A total typed in from a clinic's record counts beside answers, if its rater is known to be someone else.
    if instrument.items and (measure.answers is not None or not measure.rater):
        return score(instrument, measure.answers or ())
    return None if is_out_of_range(measure) else measure.total


def is_out_of_range(measure: OutcomeMeasure) -> bool:
    """Whether its total was typed in and is none that its questionnaire can give."""
    instrument = INSTRUMENTS.get(measure.instrument or "")
    if instrument is None or measure.total is None or (instrument.items and measure.answers is not None):
        return False
    least, most = instrument.range
    return not least <= measure.total <= most


def band(instrument: Instrument, total: float) -> str | None:
    """The severity band's name; None where the instrument has none."""
    for row in instrument.bands:
        if float(row["from"]) <= total <= float(row["to"]):
            return str(row["name"])
    return None


def needs_crisis_screen(instrument: Instrument, answers: Sequence[int | None], previous_total: float | None) -> bool:
    """The safety rule: its item above 0, whatever else is answered, or the total risen by 6 or more.

    `previous_total` is that of the complete score before; an unfinished one in between is no reason to forget it.
    """
    if instrument.safety is None:
        return False
    index = instrument.safety.item - 1
    answer = answers[index] if index < len(answers) else None
    return (answer is not None and answer > 0) or has_risen(instrument, score(instrument, answers), previous_total)


def has_risen(instrument: Instrument, total: float | None, previous_total: float | None) -> bool:
    """The part of the safety rule that needs no answers, so that it holds for a total typed in too."""
    if instrument.safety is None or total is None or previous_total is None:
        return False
    return total - previous_total >= instrument.safety.rise
