"""What the answer to a criterion holds. Every test of `criteria` and `scores` gives one."""

from dataclasses import dataclass
from typing import Literal

from backend.insurance.criteria_sets import CriteriaSet, Criterion

Status = Literal["met", "not_met", "not_documented"]


@dataclass(frozen=True)
class Answer:
    """One criterion answered. `because` is one sentence.

    `next_step` says what to enter where something is missing, and `mend` (record kind, id) where.
    """

    criterion: Criterion
    status: Status
    because: str
    records: tuple[str, ...] = ()
    next_step: str | None = None
    mend: tuple[str, str | None] | None = None


@dataclass(frozen=True)
class AnsweredSet:
    """A set of criteria with its answers. `is_own`: the patient's plan; `is_chosen`: the set named on the plan."""

    set: CriteriaSet
    answers: tuple[Answer, ...]
    is_own: bool
    is_chosen: bool

    def how_many(self, status: Status) -> int:
        """How many of its criteria have this answer."""
        return sum(1 for answer in self.answers if answer.status == status)
