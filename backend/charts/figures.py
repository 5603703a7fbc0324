"""Plotly figures as plain JSON. What a part means stands in its role; the phone chooses colours for light and dark.

Marks differ in shape, not only in colour, so that a chart can be read in black and white.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

Part = dict[str, Any]

# Neutral defaults for whoever draws a figure without knowing the roles.
_ACCENT, _MUTED, _LINE = "#14616B", "#55605E", "#7C8684"
# A line across a longer silence would claim scores that nobody gave.
BROKEN_AFTER = timedelta(days=45)
_TWO_DIGITS = tuple(f"{number:02}" for number in range(60))
# What has to stand beside a single pair of scores.
WEAK = "A single before and after is weak evidence."
# On a phone more marks than this beside each other run together; the table has them all.
LATEST_SHOWN = 30


def time_line(
    days: Sequence[datetime],
    values: Sequence[float],
    *,
    broken_after: timedelta = BROKEN_AFTER,
    mark_px: float = 7,
) -> Part:
    """Points, earliest first, joined by a line that breaks at a longer silence; with `mark_px` 0 the line alone."""
    x, y = [stamp(moment) for moment in days], list[float | None](values)
    # From the last to the first, so that a break put in leaves the places of the others as they are.
    for place in range(len(days) - 1, 0, -1):
        if days[place] - days[place - 1] > broken_after:
            x.insert(place, stamp(days[place - 1] + broken_after / 2))
            y.insert(place, None)
    return {
        **line(x, y, "score"),
        "mode": "lines+markers" if mark_px else "lines",
        "connectgaps": False,
        "marker": {"color": _ACCENT, "size": mark_px},
        "cliponaxis": False,
    }


def line(
    x: Sequence[Any],
    y: Sequence[float | None],
    role: str,
    *,
    dash: str = "solid",
    width: float = 2,
    stepped: bool = False,
) -> Part:
    """A line alone, broken where a value is None; `stepped` stays level up to the next point."""
    shape = {"shape": "hv"} if stepped else {}
    return {
        "type": "scatter",
        "mode": "lines",
        "x": list(x),
        "y": list(y),
        "line": {"color": _ACCENT, "width": width, "dash": dash, **shape},
        "meta": {"role": role},
    }


def marks(x: Sequence[Any], y: Sequence[Any], role: str, *, symbol: str = "circle", size: float = 8) -> Part:
    """Points without a line."""
    return {
        "type": "scatter",
        "mode": "markers",
        "x": list(x),
        "y": list(y),
        "marker": {"color": _ACCENT, "size": size, "symbol": symbol, "line": {"width": 1.5}},
        "cliponaxis": False,
        "meta": {"role": role},
    }


def faint_points(x: Sequence[str], values: Sequence[float]) -> Part:
    """Single values behind a smoothed line."""
    faint = {"color": _LINE, "size": 4, "opacity": 0.45, "symbol": "circle"}
    return {**marks(x, values, "spread"), "marker": faint}


def stems(x: Sequence[Any], low: Sequence[float], high: Sequence[float]) -> Part:
    """A thin upright line at each place, from `low` to `high`."""
    places = [place for one in x for place in (one, one, one)]
    heights = [height for ends in zip(low, high, strict=True) for height in (*ends, None)]
    return line(places, heights, "stem", width=1)


def session_marks(starts: Sequence[datetime], height: float) -> Part:
    """A thin tick for each session, at the foot of the chart."""
    ticks = marks([stamp(start) for start in starts], [height] * len(starts), "session", symbol="line-ns-open", size=10)
    return {**ticks, "marker": {**ticks["marker"], "color": _MUTED}}


def cut_line(name: str, height: float) -> Part:
    """A dashed line across the chart."""
    return {
        "type": "line",
        "name": name,
        "xref": "paper",
        "yref": "y",
        "x0": 0,
        "x1": 1,
        "y0": height,
        "y1": height,
        "line": {"color": _LINE, "width": 1, "dash": "dash" if name == "response" else "dot"},
    }


def beside(name: str, text: str, height: float, *, anchor: str = "middle") -> Part:
    """Words at the right end of a line, where no score can hide them; "bottom" puts them above the height."""
    return {
        "name": name,
        "xref": "paper",
        "yref": "y",
        "x": 1.02,
        "y": height,
        "xanchor": "left",
        "yanchor": anchor,
        "align": "left",
        "text": text,
        "showarrow": False,
        "font": {"size": 13, "color": _MUTED},
    }


def shaded(name: str, begin: datetime, end: datetime, label: str) -> Part:
    """A stretch of time behind the scores, with its name at the top."""
    return {
        "type": "rect",
        "name": name,
        "xref": "x",
        "yref": "paper",
        "x0": stamp(begin),
        "x1": stamp(end),
        "y0": 0,
        "y1": 1,
        "layer": "below",
        "fillcolor": "#EEEEEA",
        "line": {"width": 0},
        "label": {"text": label, "textposition": "top center", "padding": 14},
    }


def time_axis(moments: Sequence[datetime]) -> Part:
    """The axis from the first to the last moment, with a little room at both ends."""
    first, last = min(moments), max(moments)
    margin = max((last - first) * 0.02, timedelta(days=2))
    return {"type": "date", "range": [stamp(first - margin), stamp(last + margin)]}


def number_axis(low: float, high: float, title: str, **more: Any) -> Part:
    """The full range of a scale, with room for marks at both ends."""
    room = (high - low) * 0.04
    return {"range": [low - room, high + room], "title": {"text": title}, **more}


def places_axis(labels: Sequence[str]) -> Part:
    """Places 1, 2, 3 ... in a row, of which the first, the last and some between have their label written."""
    count = len(labels)
    shown = sorted({1, count, *(1 + round(part * (count - 1) / 3) for part in (1, 2))}) if count else []
    return {
        "range": [0.3, count + 0.7],
        "tickvals": shown,
        "ticktext": [labels[place - 1] for place in shown],
        "tickangle": 0,
    }


def figure(
    traces: Sequence[Part],
    *,
    x: Part,
    y: Part,
    shapes: Sequence[Part] = (),
    annotations: Sequence[Part] = (),
    height: int | None = None,
) -> Part:
    """The whole figure. `height` is in pixels; None is the usual one.

    What Plotly would refuse in it is a mistake of ours and not of an entry, so the tests hold every figure against
    Plotly's own schema, and no request waits for it.
    """
    layout = {
        "xaxis": x,
        "yaxis": y,
        "shapes": list(shapes),
        "annotations": list(annotations),
        "showlegend": False,
        "barmode": "stack",
        **({"height": height} if height else {}),
    }
    return {"data": list(traces), "layout": layout}


def stamp(moment: datetime) -> str:
    """The moment as its patient's clock showed it, to the minute: Plotly knows no zones."""
    # `isoformat` of the moment would write its offset too, at five times the time; charts have thousands.
    return f"{moment.date().isoformat()}T{_TWO_DIGITS[moment.hour]}:{_TWO_DIGITS[moment.minute]}"
