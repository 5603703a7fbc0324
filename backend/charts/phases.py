"""Withdrawal and treatment again, shown as phases after the fact: the mean of one measure in each."""

from collections.abc import Sequence
from dataclasses import dataclass

from backend.analysis.phases import ENOUGH_TO_COMPARE
from backend.charts.figures import Part, figure, marks, number_axis
from backend.wording import NOTHING, count, day, listed, number
from shared_schemas.instruments import INSTRUMENTS
from shared_schemas.progress import Figure, Finding, Interval, Phase, PhaseKind, Phases

_KINDS: dict[PhaseKind, str] = {"before": "Before", "on_treatment": "On", "gap": "Gap"}
# Who is treated every five weeks has ten gaps a year: each by its own is a list, which the table is.
_APART = 6
_NOT_BY_LOT = (
    "Phases follow the calendar of treatment and were not drawn by lot (CENT 2015); whatever else changed with them is"
    " in these numbers too."
)
_OWN = "An own scale is not a validated questionnaire."


def chosen(results: Sequence[Phases]) -> Phases | None:
    """The first measure of which phases can be compared, questionnaires before own scales; None without any."""
    return next((result for result in results if result.comparisons), None)


def phases_finding(result: Phases) -> Finding:
    """The means in the order of time, phases with too few scores left out."""
    told = _told(result)
    means = [f"{number(phase.mean)} {phase.when}" for phase in told]
    better = "higher" if result.higher_is_better else "lower"
    limits = [_NOT_BY_LOT, *([] if result.measure in INSTRUMENTS else [_OWN]), *result.missing]
    return Finding(
        id=f"phases_{result.measure}",
        section="phases",
        sentence=f"{result.name} averaged {listed(means)}; {better} is better.",
        n=sum(phase.n for phase in told),
        limits=limits,
    )


@dataclass(frozen=True)
class _Told:
    """One phase as it is told, or all of one kind where each for itself would be a list."""

    when: str
    label: str
    n: int
    mean: float
    interval: Interval | None = None


def _told(result: Phases) -> list[_Told]:
    """In the order of time, phases with too few scores left out; of more than a few all of a kind as one."""
    enough = [(place, phase) for place, phase in enumerate(result.phases) if phase.n >= ENOUGH_TO_COMPARE]
    if len(enough) > _APART:
        return [told for kind in _KINDS if (told := _together(kind, [phase for _, phase in enough]))]
    return [
        _Told(when := _when(result.phases, place), _label(phase.kind, when), phase.n, phase.mean or 0, phase.interval)
        for place, phase in enough
    ]


def _together(kind: PhaseKind, phases: Sequence[Phase]) -> _Told | None:
    """The mean of all their scores. It has no interval: the phases are no weeks drawn from one."""
    own = [phase for phase in phases if phase.kind == kind]
    n = sum(phase.n for phase in own)
    if not n:
        return None
    mean = sum((phase.mean or 0) * phase.n for phase in own) / n
    if kind == "before":
        return _Told("before treatment", _KINDS[kind], n, mean)
    many = count(len(own), "gap") if kind == "gap" else count(len(own), "stretch", "stretches") + " on treatment"
    return _Told(f"in {many}", f"{_KINDS[kind]}, {len(own)} times", n, mean)


def _when(told: Sequence[Phase], place: int) -> str:
    phase = told[place]
    if phase.kind == "before":
        return "before treatment"
    if phase.kind == "gap":
        return f"in {'a' if phase.ended_at else 'the present'} gap in treatment"
    is_again = any(earlier.kind == "on_treatment" for earlier in told[:place])
    return "on treatment again" if is_again else "on treatment"


def _label(kind: PhaseKind, when: str) -> str:
    return f"{_KINDS[kind]} again" if when.endswith("again") else _KINDS[kind]


def phases_figure(result: Phases) -> Figure:
    """The mean of each phase with its interval, in the order of time."""
    told = _told(result)
    places = list(range(1, len(told) + 1))
    low, high = _range(result.measure)
    means = [phase.mean for phase in told]
    labels = [f"{phase.label}<br>n = {phase.n}" for phase in told]
    changed = " → ".join(number(mean) for mean in means)
    return Figure(
        id="phases",
        section="phases",
        title=f"{result.name} by phase of treatment: {changed}",
        caption=(
            f"Mean of {count(sum(phase.n for phase in told), 'score')}"
            f"{'; bars: 95% interval by weeks' if any(phase.interval for phase in told) else ''}."
            f" {'Higher' if result.higher_is_better else 'Lower'} is better."
        ),
        n=sum(phase.n for phase in told),
        alternative=(
            f"Mean {result.name} by phase: " + listed([f"{number(phase.mean)} {phase.when}" for phase in told]) + "."
        ),
        plotly=figure(
            [{**marks(places, means, "phase_mean", size=10), "error_y": _errors(told)} | _values(means)],
            x={"range": [0.5, len(told) + 0.5], "tickvals": places, "ticktext": labels, "tickangle": 0},
            y=number_axis(low, high, f"{result.name}, mean"),
        ),
        columns=["Phase", "From", "To", "Scores", "Mean", "95% interval", "NAP", "Tau", "Tau-U"],
        rows=_rows(result),
    )


def _values(means: Sequence[float]) -> Part:
    return {"mode": "markers+text", "text": [number(mean) for mean in means], "textposition": "middle right"}


def _errors(told: Sequence[_Told]) -> Part:
    # Where a phase has no interval its bar has no length.
    above = [_reach(phase, up=True) for phase in told]
    below = [_reach(phase, up=False) for phase in told]
    return {"type": "data", "symmetric": False, "array": above, "arrayminus": below, "width": 5, "thickness": 1.5}


def _reach(phase: _Told, *, up: bool) -> float:
    if phase.interval is None or phase.interval.low is None or phase.interval.high is None:
        return 0
    return round(phase.interval.high - phase.mean if up else phase.mean - phase.interval.low, 4)


def _range(measure: str) -> tuple[float, float]:
    return INSTRUMENTS[measure].range if measure in INSTRUMENTS else (0, 10)


def _rows(result: Phases) -> list[list[str]]:
    effects = {(one.second, one.second_began_at): one for one in result.comparisons}
    rows = []
    for place, phase in enumerate(result.phases):
        against = effects.get((phase.kind, phase.began_at)) if phase.began_at else None
        numbers = [against.nap, against.tau, against.tau_u] if against else []
        rows.append(
            [
                _when(result.phases, place).removeprefix("in a ").removeprefix("in the present ").capitalize(),
                day(phase.began_at.date()) if phase.began_at else NOTHING,
                day(phase.ended_at.date()) if phase.ended_at else NOTHING,
                str(phase.n),
                NOTHING if phase.mean is None else number(phase.mean),
                _interval(phase.interval),
                *([number(value, 2, fixed=True) for value in numbers] or [NOTHING] * 3),
            ]
        )
    return rows


def _interval(interval: Interval | None) -> str:
    if interval is None or interval.low is None or interval.high is None:
        return NOTHING
    return f"{number(interval.low)} to {number(interval.high)}"
