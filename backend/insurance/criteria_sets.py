"""Sets of criteria as data: those of `reference/criteria.json`, and what the patient typed of the own plan."""

import json
from datetime import date
from importlib.resources import files

from shared_schemas.base import Schema
from shared_schemas.insurance import CriterionTest, PlanCriterion
from shared_schemas.journal import Journal

OWN_SET = "own_plan"


class Cut(Schema):
    """A questionnaire and its number: a baseline of at least so much, or a fall of so many percent."""

    instrument: str
    at_least: float | None = None
    more_than: float | None = None


class Criterion(Schema):
    """One criterion with its numbers. `weeks` is the least length of a trial; `record` the patient's own entry."""

    id: str
    wording: str
    test: CriterionTest
    at_least: float | None = None
    classes: int | None = None
    weeks: float | None = None
    within_years: int | None = None
    current_episode: bool = False
    improvement_at_most: float | None = None
    psychotherapy_counts: bool = False
    or_psychotherapy: bool = False
    unipolar: bool = False
    is_renewal: bool = False
    scores: list[Cut] = []
    met: str | None = None
    page: str | None = None
    record: str | None = None


class CriteriaSet(Schema):
    """What one payer asks, from which source; `seen_on` is None for the own plan, which the patient read."""

    id: str
    name: str
    about: str
    source: str
    seen_on: date | None = None
    criteria: list[Criterion]


class _Shelf(Schema):
    seen_on: date
    caution: str
    arguments: list[str]
    sets: list[CriteriaSet]


def _load() -> _Shelf:
    text = files("shared_schemas").joinpath("reference/criteria.json").read_text(encoding="utf-8")
    return _Shelf.model_validate(json.loads(text))


_SHELF = _load()
CAUTION = _SHELF.caution
ARGUMENTS = _SHELF.arguments
CRITERIA_SETS = tuple(one.model_copy(update={"seen_on": _SHELF.seen_on}) for one in _SHELF.sets)


def own_set(journal: Journal) -> CriteriaSet | None:
    """The criteria of the patient's own plan, in the order they were entered; None while none is worded."""
    entered = sorted(journal.of(PlanCriterion), key=lambda criterion: criterion.id)
    worded = [_own(criterion) for criterion in entered if (criterion.wording or "").strip()]
    if not worded:
        return None
    return CriteriaSet(
        id=OWN_SET, name="Your plan", about="as you copied it", source="your plan’s papers", criteria=worded
    )


def _own(criterion: PlanCriterion) -> Criterion:
    test = criterion.test or "other"
    cut = Cut(instrument=criterion.instrument or "phq9", at_least=criterion.at_least)
    return Criterion(
        id=criterion.id,
        wording=(criterion.wording or "").strip(),
        test=test,
        at_least=criterion.at_least,
        classes=criterion.classes,
        weeks=criterion.weeks,
        within_years=criterion.within_years,
        current_episode=bool(criterion.current_episode),
        improvement_at_most=criterion.improvement_at_most,
        is_renewal=test == "improvement",
        scores=[cut] if test in ("severity", "improvement") and criterion.at_least is not None else [],
        met=criterion.met,
        page=criterion.page,
        record=criterion.id,
    )
