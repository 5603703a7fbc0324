"""The sessions: the state before and after each, and dose beside response."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from backend.analysis.before_after import HIGHER_IS_BETTER
from backend.analysis.courses import begun_sessions
from backend.analysis.dose import dose_response
from backend.analysis.series import NAMES
from backend.charts.figures import (
    LATEST_SHOWN,
    WEAK,
    Part,
    beside,
    cut_line,
    figure,
    marks,
    number_axis,
    places_axis,
    stems,
)
from backend.wording import count, day, number, signed
from shared_schemas.journal import Journal
from shared_schemas.progress import DoseResponse, Figure, Finding, PairedDifference, State
from shared_schemas.treatment import TreatmentSession

# The area of a circle tells how many sessions lie there, as long as it hides no other.
_LARGEST = 27
_OWN = "An own scale is not a validated questionnaire."


def change_of(pair: PairedDifference) -> str:
    """As in "1.3 better" or "no different": the mean difference in words."""
    if pair.mean == 0 or number(abs(pair.mean)) == "0":
        return "no different"
    better = (pair.mean > 0) == pair.higher_is_better
    return f"{number(abs(pair.mean))} {'better' if better else 'worse'}"


def before_after_finding(pair: PairedDifference) -> Finding:
    """The mean difference with its interval, and over how many sessions."""
    interval = ""
    if pair.interval is not None and pair.interval.low is not None and pair.interval.high is not None:
        interval = f", 95% interval of the difference {signed(pair.interval.low)} to {signed(pair.interval.high)}"
    limits = [_OWN, *pair.missing[-1:]] if pair.interval is None else [_OWN]
    limits += [WEAK] if pair.n == 1 else []
    if pair.recalled:
        limits.append(f"In {count(pair.recalled, 'session')} the state before was entered after the session had begun.")
    return Finding(
        id=f"{pair.state}_before_after",
        section="sessions",
        sentence=(
            f"{NAMES[pair.state]} after a session was on average {change_of(pair)} than before it, on the patient’s own"
            f" scale from 0 to 10 ({pair.n} of {count(pair.sessions, 'session')}{interval})."
        ),
        n=pair.n,
        limits=limits,
    )


def before_after_figure(journal: Journal, now: datetime, pair: PairedDifference) -> Figure | None:
    """The latest sessions side by side, each from the state before to the state after; None with a single pair."""
    all_pairs = _pairs(begun_sessions(journal, now), pair.state)
    if len(all_pairs) < 2:
        return None
    shown = all_pairs[-LATEST_SHOWN:]
    places = list(range(1, len(shown) + 1))
    before, after = [one for _, one, _ in shown], [one for _, _, one in shown]
    name = NAMES[pair.state]
    latest = f" The latest {len(shown)} of {len(all_pairs)} are drawn." if len(all_pairs) > len(shown) else ""
    best = "10 is best" if pair.higher_is_better else "10 is worst"
    return Figure(
        id="before_after",
        section="sessions",
        title=f"{name} after sessions: {change_of(pair)} on average",
        caption=f"{count(pair.n, 'session')}, own scale; {best}. ○ before, ● after.{latest}",
        n=pair.n,
        alternative=(
            f"{name} before and after {count(len(all_pairs), 'session')}, on a scale of the patient’s own from 0 to 10;"
            f" {best}. The difference is {signed(pair.mean)} on average, between {signed(min(pair.differences))} and"
            f" {signed(max(pair.differences))}."
        ),
        plotly=figure(
            [
                stems(places, before, after),
                marks(places, before, "before", symbol="circle-open", size=9),
                marks(places, after, "after", size=9),
            ],
            x=places_axis([_short(moment) for moment, _, _ in shown]),
            y=number_axis(0, 10, f"{name}, {best}"),
        ),
        columns=["Session", "Before", "After", "Difference"],
        rows=[
            [day(moment.date()), number(one), number(other), signed(other - one)]
            for moment, one, other in reversed(all_pairs)
        ],
    )


def _short(moment: datetime) -> str:
    month, year = day(moment.date()).split(" ")[0], moment.year % 100
    return f"{month} {moment.day}<br>’{year:02}"


def _pairs(sessions: Sequence[TreatmentSession], state: State) -> list[tuple[datetime, float, float]]:
    pairs = [(one.started_at, getattr(one, f"{state}_before"), getattr(one, f"{state}_after")) for one in sessions]
    return [(at, before, after) for at, before, after in pairs if at and before is not None and after is not None]


def dose_of(journal: Journal, now: datetime, pairs: Sequence[PairedDifference]) -> DoseResponse | None:
    """Dose beside the difference of the first state that has both."""
    found = (dose_response(journal, now, pair.state, higher_is_better=HIGHER_IS_BETTER[pair.state]) for pair in pairs)
    return next((one for one in found if one is not None), None)


def dose_finding(found: DoseResponse) -> Finding:
    """Which doses there were; whether they mattered cannot be read from one patient's own choice of them."""
    doses = [point.dose for point in found.points]
    low, high = number(min(doses), 2), number(max(doses), 2)
    if low == high:
        sentence = f"The dose was {low} {found.unit} in all of {count(found.n, 'session')} with a state after it."
        limits = ["With one dose there is nothing to compare."]
    else:
        sentence = f"Doses ran from {low} to {high} {found.unit} in {count(found.n, 'session')}."
        limits = ["Doses are changed for reasons, so a pattern here would not show what the dose does."]
    return Finding(id="dose", section="dose", sentence=sentence, n=found.n, limits=limits)


def dose_figure(found: DoseResponse) -> Figure | None:
    """A scatter of dose and difference; None unless there are two doses at least."""
    doses = [point.dose for point in found.points]
    if number(min(doses), 2) == number(max(doses), 2):
        return None
    better = [point.improvement for point in found.points]
    reach = max(3.0, *(abs(value) for value in better))
    low, high, room = min(doses), max(doses), (max(doses) - min(doses)) * 0.08
    # As they are read off the axis: what lies on one another would look like a single session.
    alike = Counter((round(point.dose, 2), point.improvement) for point in found.points)
    beside_each = " A number: so many sessions lie there." if max(alike.values()) > 1 else ""
    return Figure(
        id="dose",
        section="dose",
        title=f"Doses from {number(low, 2)} to {number(high, 2)} {found.unit}, and {found.name.lower()} after them",
        caption=f"{count(found.n, 'session')}; above the line {found.name.lower()} was better after than"
        f" before.{beside_each}",
        n=found.n,
        alternative=(
            f"Dose and difference of {found.name.lower()} in {count(found.n, 'session')}. Doses from"
            f" {number(low, 2)} to {number(high, 2)} {found.unit}; differences from {signed(min(better))} to"
            f" {signed(max(better))} points, above 0 is better. No line is drawn through them."
        ),
        plotly=figure(
            [_counted([*alike], [*alike.values()])],
            x={"range": [low - room, high + room], "title": {"text": f"Dose in {found.unit}"}, "nticks": 5},
            y=number_axis(-reach, reach, "Points better"),
            shapes=[cut_line("reference", 0)],
            annotations=[beside("reference", "No<br>change", 0)],
        ),
        columns=["Session", f"Dose ({found.unit})", f"{found.name}, points better"],
        rows=[
            [day(point.started_at.date()), number(point.dose, 2), signed(point.improvement)]
            for point in reversed(found.points)
        ],
    )


def _counted(places: Sequence[tuple[float, float]], counts: Sequence[int]) -> Part:
    """A circle at each place, the larger the more sessions lie there, with their number beside it from two on."""
    x, y = zip(*places, strict=True)
    sizes = [min(_LARGEST, round(9 * many**0.5)) for many in counts]
    circles = marks(x, y, "dose", symbol="circle-open")
    return {
        **circles,
        "marker": {**circles["marker"], "size": sizes},
        "mode": "markers+text",
        "text": [str(many) if many > 1 else "" for many in counts],
        "textposition": "middle right",
    }
