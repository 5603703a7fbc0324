"""The rules of deadlines as data, from `shared_schemas/reference/deadlines.json`; each with its source."""

import json
from collections.abc import Sequence
from datetime import date
from importlib.resources import files
from typing import Literal

from backend.insurance.days import MonthWithoutDay
from shared_schemas.appeals import AppealLevel
from shared_schemas.base import Schema
from shared_schemas.insurance import PlanType

Service = Literal["before", "after", "ongoing"]


class DecisionTime(Schema):
    """How long the insurer has to decide, and when this time holds; None holds for all."""

    urgent: bool = False
    service: Service | None = None
    levels: int | None = None
    days: int | None = None
    hours: int | None = None


class Rule(Schema):
    """One level of an appeal for some kinds of plan. Without `days` and `months` no day can be computed.

    `beside` stands beside the level's own rule. `presumed_days` after the notice count as receipt at the latest.
    """

    id: str
    plan_types: list[PlanType]
    states: list[str] | None = None
    level: AppealLevel
    title: str
    days: int | None = None
    months: int | None = None
    counted_from: Literal["received", "notice", "sent"] | None = None
    presumed_days: int | None = None
    month_without_day: MonthWithoutDay = "last_of_month"
    moves_forward: bool = False
    beside: bool = False
    is_automatic: bool = False
    only_with_two_levels: bool = False
    only_for_service: Service | None = None
    only_urgent: bool = False
    only_unanswered: bool = False
    needs_medical_judgment: bool = False
    needs_not_grandfathered: bool = False
    reads: str = ""
    asks: str | None = None
    notes: list[str] = []
    decisions: list[DecisionTime] = []
    source: str


class FilingRule(Schema):
    """How long after the service a claim may be sent in."""

    plan_types: list[PlanType]
    months: int
    reads: str
    source: str


class Right(Schema):
    """Something a patient may ask the insurer for."""

    id: str
    wording: str
    source: str


class RuleBook(Schema):
    """All rules, and the day on which their sources were seen."""

    seen_on: date
    caution: str
    rules: list[Rule]
    claim_filing: list[FilingRule]
    rights: list[Right]

    def levels(self, plan_type: str | None, state: str | None) -> Sequence[Rule]:
        """The levels of an appeal in their order; empty for a plan whose rules are not known.

        A state with a rule of its own replaces the general one of the same level.
        """
        own = [rule for rule in self.rules if plan_type in rule.plan_types and not rule.beside]
        special = {rule.level for rule in own if rule.states and state in rule.states}
        return [rule for rule in own if (state in rule.states if rule.states else rule.level not in special)]

    def beside(self, plan_type: str | None, level: AppealLevel) -> Sequence[Rule]:
        """What holds beside a level."""
        return [rule for rule in self.rules if plan_type in rule.plan_types and rule.beside and rule.level == level]

    def filing(self, plan_type: str | None) -> FilingRule | None:
        """The law's own time for claims; None where it is the plan's."""
        return next((rule for rule in self.claim_filing if plan_type in rule.plan_types), None)


def _load() -> RuleBook:
    text = files("shared_schemas").joinpath("reference/deadlines.json").read_text(encoding="utf-8")
    return RuleBook.model_validate(json.loads(text))


RULES = _load()
