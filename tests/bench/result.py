"""One line of the table."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Literal


@dataclass(frozen=True)
class Result:
    """A measured value beside its target, which is a most or a least; none for what only tells of the machine."""

    name: str
    value: float
    unit: str
    target: float | None = None
    is_most: bool = True

    def line(self) -> str:
        """The line as it is printed."""
        value = f"{self.value:>9,.1f} {self.unit:<8}"
        if self.target is None:
            return f"{self.name:<60} {value}".rstrip()
        bound = "at most" if self.is_most else "at least"
        met = self.value <= self.target if self.is_most else self.value >= self.target
        return f"{self.name:<60} {value} {bound:<8} {self.target:>6,.0f}  {'' if met else 'MISSED'}".rstrip()


def percentile(values: Sequence[float], share: Literal[50, 95, 99]) -> float:
    """The smallest value that at least `share` percent of `values` do not exceed."""
    return sorted(values)[max(0, ceil(len(values) * share / 100) - 1)]
