"""Each measure before treatment, on treatment and in the gaps, and how far these phases overlap. Rows, and how they are
printed: means where the outcome stands, effect sizes with the methods."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from backend import wording
from backend.analysis.phases import phases
from backend.reports.parts import Column, Note, Part, Section, Subsection, Table, Text
from shared_schemas.journal import Journal
from shared_schemas.progress import Phase, PhaseComparison, PhaseKind, Phases

_NAMES: dict[PhaseKind, str] = {"before": "before treatment", "on_treatment": "on treatment", "gap": "gap"}


_ON_TREATMENT = "On treatment is a session and the 28 days after it; a gap is the time from there to the next session."


@dataclass(frozen=True)
class PhaseRow:
    """One measure in one phase: how many scores, their mean, and the ends of its interval where it has one."""

    measure: str
    phase: str
    from_day: date | None
    to_day: date | None
    scores: int
    mean: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True)
class ComparisonRow:
    """Two phases of one measure held against each other; above 0 (`nap`: above 0.5) the later one is better."""

    measure: str
    compared: str
    from_day: date
    scores: tuple[int, int]
    nap: float
    tau: float
    tau_u: float


@dataclass(frozen=True)
class PhaseRows:
    """The phases of all measures. `method` and `source` are printed with the methods."""

    phases: tuple[PhaseRow, ...] = ()
    comparisons: tuple[ComparisonRow, ...] = ()
    method: str = ""
    source: str = ""


def phase_rows(journal: Journal, now: datetime, first_day: date | None = None) -> PhaseRows:
    """A row for each measure and phase with a score; a phase that began before `first_day` begins there."""
    found = phases(journal, now)
    if not found:
        return PhaseRows()
    return PhaseRows(
        tuple(_row(of_measure, phase, first_day) for of_measure in found for phase in of_measure.phases if phase.n),
        tuple(_comparison(of_measure, one) for of_measure in found for one in of_measure.comparisons),
        found[0].method,
        found[0].source,
    )


def _row(of_measure: Phases, phase: Phase, first_day: date | None) -> PhaseRow:
    began = phase.began_at.date() if phase.began_at else None
    return PhaseRow(
        measure=of_measure.name,
        phase=_NAMES[phase.kind],
        from_day=max(began, first_day) if began and first_day else began,
        to_day=phase.ended_at.date() if phase.ended_at else None,
        scores=phase.n,
        mean=wording.rounded(phase.mean, 1),
        low=wording.rounded(phase.interval.low, 1) if phase.interval else None,
        high=wording.rounded(phase.interval.high, 1) if phase.interval else None,
    )


def _comparison(of_measure: Phases, one: PhaseComparison) -> ComparisonRow:
    return ComparisonRow(
        measure=of_measure.name,
        compared=f"{_NAMES[one.first]}, then {_NAMES[one.second]}",
        from_day=one.second_began_at.date(),
        scores=(one.n_first, one.n_second),
        nap=wording.rounded(one.nap, 2) or 0,
        tau=wording.rounded(one.tau, 2) or 0,
        tau_u=wording.rounded(one.tau_u, 2) or 0,
    )


def phases_section(rows: PhaseRows) -> list[Part]:
    """The mean of every measure with and without treatment. Nothing without a measure that has two phases."""
    first = [row for row in rows.phases if row.measure == rows.phases[0].measure]
    if len(rows.phases) < 2:
        return []
    columns = [
        Column("Measure", 62),
        Column("Phase", 88),
        Column("From – to"),
        Column("Scores", 44, "right"),
        Column("Mean", 40, "right"),
        Column("95% interval", 72, "right"),
    ]
    return [
        Section("With and without treatment"),
        Text(f"{_ON_TREATMENT} {_means(first)}"),
        Table(columns, [_cells(row) for row in rows.phases], "means by phase"),
        Note(
            "Gaps came as they came and were not planned as a test. Own scales run from 0 to 10. "
            f"{wording.NOTHING} No interval: a questionnaire, or fewer than five weeks."
        ),
    ]


def _means(rows: Sequence[PhaseRow]) -> str:
    said = [
        f"{wording.number(row.mean)} {'in a ' if row.phase == 'gap' else ''}{row.phase} "
        f"({wording.count(row.scores, 'score')})"
        for row in rows
        if row.mean is not None
    ]
    return f"The mean of {rows[0].measure} was {wording.listed(said)}, in the order of time."


def _cells(row: PhaseRow) -> list[str]:
    has_interval = row.low is not None and row.high is not None
    return [
        row.measure,
        wording.capitalised(row.phase),
        _span(row),
        f"{row.scores:,}",
        wording.NOTHING if row.mean is None else wording.number(row.mean),
        f"{wording.number(row.low or 0)} to {wording.number(row.high or 0)}" if has_interval else wording.NOTHING,
    ]


def _span(row: PhaseRow) -> str:
    if row.from_day is None:
        return f"until {wording.day(row.to_day)}" if row.to_day else wording.NOTHING
    return (
        f"{wording.day(row.from_day)} – {wording.day(row.to_day)}"
        if row.to_day
        else f"from {wording.day(row.from_day)}"
    )


def overlap_parts(rows: PhaseRows) -> list[Part]:
    """How far each phase overlaps the one before it. Nothing without two phases of three scores."""
    if not rows.comparisons:
        return []
    columns = [
        Column("Measure", 62),
        Column("Compared"),
        Column("From", 70),
        Column("Scores", 56, "right"),
        Column("NAP", 36, "right"),
        Column("Tau", 36, "right"),
        Column("Tau-U", 40, "right"),
    ]
    lead = (
        "Above 0 (NAP: above 0.5) the later phase is the better one. Phases follow the clinic’s calendar and were not "
        "drawn by lot, and scores of one person resemble their neighbors, so these numbers describe and test nothing."
    )
    return [
        Subsection("How far the phases overlap"),
        Text(lead),
        Table(columns, [_comparison_cells(row) for row in rows.comparisons], "comparisons"),
    ]


def _comparison_cells(row: ComparisonRow) -> list[str]:
    sizes = (wording.number(size, 2, fixed=True) for size in (row.nap, row.tau, row.tau_u))
    return [
        row.measure,
        wording.capitalised(row.compared),
        wording.day(row.from_day),
        f"{row.scores[0]}, {row.scores[1]}",
        *sizes,
    ]
