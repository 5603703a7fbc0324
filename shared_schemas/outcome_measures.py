"""Questionnaires as the patient answered them, and totals of those a clinician holds (J9)."""

from typing import Annotated, Literal

from pydantic import Field

from shared_schemas.base import A_NUMBER, Instant, LongText, Number, Record, Text, TimeZone, Whole

Answer = Annotated[int, Field(ge=0, le=10), A_NUMBER]


class OutcomeMeasure(Record):
    """One answered questionnaire.

    `answers` stand in item order, null for an item not answered. A `total` counts only for an instrument whose items do
    not ship; where they do, the total is derived from the answers (`shared_schemas.instruments.score`).
    """

    kind: Literal["outcome_measure"] = "outcome_measure"
    instrument: Annotated[Text, Field(pattern=r"^[a-z][a-z0-9_]{0,31}$")] | None = None
    answered_at: Instant | None = None
    time_zone: TimeZone | None = None
    answers: Annotated[list[Answer | None], Field(max_length=60)] | None = None
    difficulty: Annotated[Whole, Field(ge=0, le=3)] | None = None
    total: Annotated[Number, Field(ge=0, le=1_000)] | None = None
    rater: Text | None = None
    # Of a total typed in: which questionnaire when it is none that Casebook knows, and the paper it is copied from.
    instrument_name: Text | None = None
    source: Text | None = None
    notes: LongText | None = None


class TotalOnly(OutcomeMeasure):
    """A questionnaire whose answers were left out on purpose; `total` is derived from them, None when unfinished.

    It never comes from a phone: the union of what is stored does not know it.
    """
