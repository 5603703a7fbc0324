"""How the states of the sessions differed from before to after: one row a state, and how the rows are printed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from backend import wording
from backend.analysis.before_after import before_after
from backend.reports.parts import Column, Note, Part, Section, Table, Text
from shared_schemas.journal import Journal

# Fewer pairs than this are printed one by one: a mean of three says more than three numbers do, wrongly.
_PAIRS_FOR_A_MEAN = 5


@dataclass(frozen=True)
class DifferenceRow:
    """After minus before, over the sessions that have both; mean and median only from five pairs on."""

    state: str
    better: str
    pairs: int
    sessions: int
    mean: float | None
    median: float | None
    lowest: float
    highest: float
    differences: tuple[float, ...]


def difference_rows(journal: Journal, now: datetime) -> tuple[DifferenceRow, ...]:
    """A row for each state that has a pair."""
    return tuple(
        DifferenceRow(
            state=wording.words(found.state).replace("well being", "well-being"),
            better="higher" if found.higher_is_better else "lower",
            pairs=found.n,
            sessions=found.sessions,
            mean=wording.rounded(found.mean, 1) if found.n >= _PAIRS_FOR_A_MEAN else None,
            median=wording.rounded(found.median, 1) if found.n >= _PAIRS_FOR_A_MEAN else None,
            lowest=wording.rounded(min(found.differences), 1) or 0,
            highest=wording.rounded(max(found.differences), 1) or 0,
            differences=()
            if found.n >= _PAIRS_FOR_A_MEAN
            else tuple(wording.rounded(difference, 1) or 0 for difference in found.differences),
        )
        for found in before_after(journal, now)
    )


def differences_section(rows: Sequence[DifferenceRow]) -> list[Part]:
    """How states differed from before to after sessions. Nothing when no session has both."""
    if not rows:
        return []
    lead = (
        "After minus before, in points of the patient’s own scales from 0 to 10 (not validated questionnaires), over "
        "the sessions that have both. A single pair is weak evidence, since the patient knows what was given."
    )
    columns = [
        Column("State", 84),
        Column("Better is", 54),
        Column("Sessions with both", 78, "right"),
        Column("Mean change", 70, "right"),
        Column("Median change", 70, "right"),
        Column("Smallest to largest", None, "right"),
    ]
    few = [Note(_FEW)] if any(row.mean is None for row in rows) else []
    return [
        Section("Before and after each session"),
        Text(lead),
        Table(columns, [_difference(row) for row in rows]),
        *few,
    ]


_FEW = f"{wording.NOTHING} Fewer than five pairs: no mean or median is given, and every change is printed."


def _difference(row: DifferenceRow) -> list[str]:
    ends = dict.fromkeys((wording.signed(row.lowest), wording.signed(row.highest)))
    spread = " to ".join(ends)
    if row.differences:
        spread = ", ".join(wording.signed(difference) for difference in sorted(row.differences))
    return [
        wording.capitalised(row.state),
        row.better,
        f"{row.pairs} of {row.sessions}",
        wording.NOTHING if row.mean is None else wording.signed(row.mean),
        wording.NOTHING if row.median is None else wording.signed(row.median),
        spread,
    ]
