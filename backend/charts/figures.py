"""Plotly figures as plain JSON. What a part means stands in its role; the phone chooses colours for light and dark."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

# Neutral defaults for whoever draws a figure without knowing the roles.
_ACCENT, _MUTED, _LINE = "#14616B", "#55605E", "#7C8684"
# A line across a longer silence would claim scores that nobody gave.
_BROKEN_AFTER = timedelta(days=45)


def score_trace(days: Sequence[datetime], totals: Sequence[float], role: str = "score") -> dict[str, Any]:
    """Points joined by a line that breaks where more than 45 days have no score."""
    x, y = _with_gaps(days, totals, _BROKEN_AFTER)
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": x,
        "y": y,
        "connectgaps": False,
        "line": {"color": _ACCENT, "width": 2},
        "marker": {"color": _ACCENT, "size": 7},
        "cliponaxis": False,
        "meta": {"role": role},
    }


def faint_points(days: Sequence[datetime], values: Sequence[float]) -> dict[str, Any]:
    """Single values behind a smoothed line."""
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [moment.isoformat() for moment in days],
        "y": list(values),
        "marker": {"color": _LINE, "size": 4, "opacity": 0.45},
        "meta": {"role": "spread"},
    }


def smooth_line(days: Sequence[datetime], values: Sequence[float | None], broken_after: timedelta) -> dict[str, Any]:
    """A line alone, broken at gaps."""
    x, y = _with_gaps(days, values, broken_after)
    return {
        "type": "scatter",
        "mode": "lines",
        "x": x,
        "y": y,
        "connectgaps": False,
        "line": {"color": _ACCENT, "width": 2.5},
        "meta": {"role": "score"},
    }


def session_ticks(starts: Sequence[datetime]) -> list[dict[str, Any]]:
    """A thin tick at the foot of the chart for each session."""
    return [
        {
            "type": "line",
            "name": "session",
            "xref": "x",
            "yref": "paper",
            "x0": start.isoformat(),
            "x1": start.isoformat(),
            "y0": 0,
            "y1": 0.045,
            "line": {"color": _MUTED, "width": 1.5},
        }
        for start in starts
    ]


def cut_line(name: str, height: float) -> dict[str, Any]:
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
        "line": {"color": _LINE, "width": 1, "dash": "dot"},
    }


def cut_label(name: str, text: str, height: float, *, above: bool = True) -> dict[str, Any]:
    """The words beside a cut line, at its right end, where no score can hide them; above or below its height."""
    return {
        "name": name,
        "xref": "paper",
        "yref": "y",
        "x": 1.02,
        "y": height,
        "xanchor": "left",
        "yanchor": "bottom" if above else "top",
        "align": "left",
        "text": text,
        "showarrow": False,
        "font": {"size": 13, "color": _MUTED},
    }


def ticks_label() -> dict[str, Any]:
    """The word beside the ticks at the foot of the chart."""
    return {**cut_label("session", "Sessions", 0, above=False), "yref": "paper"}


def figure(
    traces: list[dict[str, Any]],
    *,
    height_range: tuple[float, float],
    axis_title: str,
    shapes: list[dict[str, Any]],
    annotations: list[dict[str, Any]],
    days: tuple[date, date],
) -> dict[str, Any]:
    """The whole figure as JSON values, checked by Plotly's own schema."""
    import plotly.graph_objects as go  # a third of a second, and only when the first chart is asked for

    low, high = height_range
    margin = max((days[1] - days[0]) * 0.02, timedelta(days=2))
    room = (high - low) * 0.03
    layout = {
        "xaxis": {"type": "date", "range": [(days[0] - margin).isoformat(), (days[1] + margin).isoformat()]},
        "yaxis": {"range": [low - room, high + room], "title": {"text": axis_title}, "nticks": 7},
        "shapes": shapes,
        "annotations": annotations,
        "showlegend": False,
    }
    drawn = go.Figure(data=traces, layout=layout, skip_invalid=False)
    drawn.layout.template = None  # the default template is nine kilobytes of colours
    plain: dict[str, Any] = drawn.to_plotly_json()
    return {"data": list(plain["data"]), "layout": plain["layout"]}


def _with_gaps(
    days: Sequence[datetime], values: Sequence[float | None], broken_after: timedelta
) -> tuple[list[str], list[float | None]]:
    x: list[str] = []
    y: list[float | None] = []
    for index, (moment, value) in enumerate(zip(days, values, strict=True)):
        if index and moment - days[index - 1] > broken_after:
            x.append((days[index - 1] + broken_after / 2).isoformat())
            y.append(None)
        x.append(moment.isoformat())
        y.append(value)
    return x, y
