"""How soon relief began and how long it lasted: a sentence a measure, and two charts of the first that has a curve."""

from collections.abc import Sequence

from backend.analysis.relief import OWN_NOTES
from backend.charts.figures import LATEST_SHOWN, WEAK, Part, beside, cut_line, figure, line, marks, places_axis, stems
from backend.wording import NOTHING, count, day, listed, number
from shared_schemas.instruments import INSTRUMENTS
from shared_schemas.progress import Figure, Finding, Relief, ReliefEpisode

_ENDED_BY = {
    "score": "ended, by a score",
    "patient": "ended, by the patient’s own note",
    "next_session": "went on at the next session",
    "end_of_entries": "went on at the last entry",
}
# Kaplan-Meier supposes that the end of the following has nothing to do with the relief; an appointment may.
_UNTIL_THE_NEXT = (
    "Relief that went on at the next session is counted as lasting at least so long. Where sessions are booked as soon"
    " as relief fades, the durations look longer than they are."
)


def chosen(results: Sequence[Relief]) -> list[Relief]:
    """The results to tell: the first questionnaire, the first own scale, and the patient's own notes."""
    kinds: dict[str, Relief] = {}
    for result in results:
        kinds.setdefault(_kind(result), result)
    return list(kinds.values())


def _kind(result: Relief) -> str:
    if result.measure == OWN_NOTES:
        return "notes"
    return "questionnaire" if result.measure in INSTRUMENTS else "own"


def relief_finding(result: Relief) -> Finding:
    """After how many sessions there was relief, how soon, and how long it lasted."""
    where = "by the patient’s own notes" if result.measure == OWN_NOTES else f"on {_measure(result)}"
    judged = f"{result.n} of {count(result.sessions, 'session')}"
    if result.with_relief == 0:
        sentence = f"No session was followed by relief {where} ({judged} could be judged)."
    elif result.measure == OWN_NOTES:
        sentence = f"Relief was noted after {judged}{_times(result)}."
    else:
        sentence = (
            f"{result.with_relief} of {count(result.n, 'session')} were followed by relief {where}{_times(result)}."
        )
        sentence = sentence.replace("1 session were", "1 session was")
    return Finding(
        id=f"relief_{result.measure}",
        section="relief",
        sentence=sentence,
        n=result.n,
        limits=[
            *(["An own scale is not a validated questionnaire."] if _kind(result) == "own" else []),
            *([_UNTIL_THE_NEXT] if any(one.ended_by == "next_session" for one in result.episodes) else []),
            *result.missing,
            *([WEAK] if result.n == 1 else []),
        ],
    )


def _measure(result: Relief) -> str:
    return f"the {result.name}" if result.measure in INSTRUMENTS else f"the patient’s own {result.name.lower()} scale"


def _times(result: Relief) -> str:
    of_several = " (median)" if result.with_relief > 1 else ""
    onset = f"; it began after {_days(result.median_onset_days)}{of_several}" if result.median_onset_days else ""
    if result.curve:
        return f"{onset}, {_median(result)}" if onset else f"; {_median(result)}"
    lasted = [_lasted(episode) for episode in result.episodes if episode.lasted_days is not None]
    if not lasted:
        return onset
    is_always_so = len(lasted) > 1 and len(set(lasted)) == 1
    return f"{onset}; it lasted {f'{lasted[0]} each time' if is_always_so else listed(lasted)}"


def _median(result: Relief) -> str:
    if result.median_days is None:
        return "and in more than half of them it had not ended when last followed (median not reached)"
    interval = result.median_interval
    low = _days(interval.low) if interval and interval.low is not None else "not known"
    high = _days(interval.high) if interval and interval.high is not None else "not reached"
    return f"and half of them lasted longer than {_days(result.median_days)} (95% interval {low} to {high})"


def _days(days: float | None) -> str:
    text = number(days or 0)
    return f"{text} {'day' if text == '1' else 'days'}"


def _lasted(episode: ReliefEpisode) -> str:
    return f"{'at least ' if episode.is_censored else ''}{_days(episode.lasted_days)}"


def relief_figures(results: Sequence[Relief]) -> list[Figure]:
    """The curve and the single sessions, of the first of those told that has a curve; none without any relief."""
    told = [result for result in chosen(results) if result.with_relief]
    if not told:
        return []
    shown = next((result for result in told if result.curve), told[0])
    return [*([_curve(shown)] if shown.curve else []), *([_sessions(shown)] if shown.n > 1 else [])]


def _whose(result: Relief) -> str:
    return "by own notes" if result.measure == OWN_NOTES else f"on {_measure(result)}"


def _curve(result: Relief) -> Figure:
    days = [0.0, *(point.days for point in result.curve)]
    censored = [point for point in result.curve if point.censored]
    shares = [100.0, *(100 * point.share for point in result.curve)]
    bounds: list[Part] = [
        line(days, [100.0, *ends], "interval", dash="dot", width=1, stepped=True)
        for ends in (
            [100 * (point.interval.low or 0) for point in result.curve],
            [100 * (point.interval.high or 0) for point in result.curve],
        )
    ]
    half = (
        f"longer than {_days(result.median_days)}" if result.median_days is not None else "not ended in most sessions"
    )
    return Figure(
        id="relief_curve",
        section="relief",
        title=f"Half of the reliefs lasted {half}" if result.median_days is not None else f"Relief had {half}",
        caption=(
            f"{count(result.with_relief, 'session')} with relief, {_whose(result)}. Share still relieved"
            " (Kaplan-Meier); dotted: 95% interval; small ticks: followed no longer."
        ),
        n=result.with_relief,
        alternative=(
            f"Share of {count(result.with_relief, 'relief')} still going on, {_whose(result)}, by days since the"
            f" session. {_spoken(result)}"
        ),
        plotly=figure(
            [
                *bounds,
                line(days, shares, "curve", stepped=True),
                marks(
                    [point.days for point in censored],
                    [100 * point.share for point in censored],
                    "censored",
                    symbol="line-ns-open",
                    size=9,
                ),
            ],
            x={"range": [0, max(days) * 1.04 or 1], "title": {"text": "Days since the session"}, "nticks": 6},
            y={"range": [0, 104], "title": {"text": "Percent still relieved"}, "tickvals": [0, 25, 50, 75, 100]},
            shapes=[cut_line("reference", 50)],
            annotations=[beside("reference", "Half", 50)],
        ),
        columns=["Days", "Still relieved", "95% interval", "Followed before", "Ended", "Followed no longer"],
        rows=[
            [
                number(point.days),
                f"{number(100 * point.share, 0)}%",
                _interval(point.interval.low, point.interval.high),
                str(point.at_risk),
                str(point.ended),
                str(point.censored),
            ]
            for point in result.curve
        ],
    )


def _interval(low: float | None, high: float | None) -> str:
    ends = [NOTHING if bound is None else f"{number(100 * bound, 0)}%" for bound in (low, high)]
    return " to ".join(ends)


def _spoken(result: Relief) -> str:
    told = [f"after {_days(point.days)} {number(100 * point.share, 0)}%" for point in result.curve if point.ended]
    return f"{listed(told)}.".capitalize() if told else "None had ended when last followed."


def _sessions(result: Relief) -> Figure:
    judged = [episode for episode in result.episodes if episode.has_relief is not None]
    shown = judged[-LATEST_SHOWN:]
    places = {episode.session: place for place, episode in enumerate(shown, start=1)}
    relieved = [episode for episode in shown if episode.lasted_days is not None]
    longest = max((episode.lasted_days or 0 for episode in relieved), default=1.0)

    def of(kept: Sequence[ReliefEpisode], role: str, symbol: str) -> Part:
        heights = [episode.lasted_days or 0 for episode in kept]
        return marks([places[episode.session] for episode in kept], heights, role, symbol=symbol, size=9)

    latest = f" The latest {len(shown)} of {len(judged)} are drawn." if len(judged) > len(shown) else ""
    none = "" if result.measure == OWN_NOTES else ", × no relief"
    return Figure(
        id="relief_sessions",
        section="relief",
        title=_sessions_title(result),
        caption=f"{count(result.n, 'session')}, {_whose(result)}. ● ended, △ at least so long{none}.{latest}",
        n=result.n,
        alternative=(
            f"Duration of relief after {count(len(judged), 'session')}, {_whose(result)}: "
            f"{listed([_told(one) for one in shown])}."
        ),
        plotly=figure(
            [
                stems(
                    [places[one.session] for one in relieved],
                    [0] * len(relieved),
                    [one.lasted_days or 0 for one in relieved],
                ),
                of([one for one in relieved if not one.is_censored], "ended", "circle"),
                of([one for one in relieved if one.is_censored], "censored", "triangle-up-open"),
                of([one for one in shown if not one.has_relief], "none", "x-thin-open"),
            ],
            x=places_axis([day(one.started_at.date()).replace(", ", "<br>") for one in shown]),
            y={"range": [-0.04 * longest, 1.08 * longest or 1], "title": {"text": "Days of relief"}, "nticks": 6},
        ),
        columns=["Session", "Before", "Best", "Began after", "Lasted", "How it ended"],
        rows=[_row(episode) for episode in reversed(judged)],
    )


def _told(episode: ReliefEpisode) -> str:
    return f"{day(episode.started_at.date())} {_lasted(episode) if episode.has_relief else 'none'}"


def _sessions_title(result: Relief) -> str:
    if result.measure == OWN_NOTES:
        return f"Relief noted after {result.n} of {count(result.sessions, 'session')}"
    return f"Relief after {result.with_relief} of {count(result.n, 'session')}"


def _row(episode: ReliefEpisode) -> list[str]:
    scores = [NOTHING if value is None else number(value) for value in (episode.before, episode.best)]
    if not episode.has_relief:
        return [day(episode.started_at.date()), *scores, NOTHING, NOTHING, "no relief"]
    began = NOTHING if episode.onset_days is None else _days(episode.onset_days)
    return [day(episode.started_at.date()), *scores, began, _lasted(episode), _ENDED_BY[episode.ended_by or "score"]]
