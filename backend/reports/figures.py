"""Charts for paper as SVG, by Matplotlib: black on white, told apart by dashes and marks, legible after a fax.

The numbers come from the record's rows; nothing is computed here but places on the page.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Literal

from backend import wording
from backend.reports.glyphs import FontsMissingError, font_files

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.font_manager import FontProperties

WIDTH_INCHES, HEIGHT_INCHES = 6.5, 2.1
_POINT_SIZE = 8.5
_FRAME_POINTS, _TICK_POINTS, _LABEL_POINTS = 0.6, 2.5, 4.5
# Three questionnaires in a row were missed: a line drawn across would claim what nobody observed.
_BREAK_AFTER = timedelta(days=45)
# Matplotlib's font objects must not be used by two threads at once.
_drawing = Lock()


@dataclass(frozen=True)
class Line:
    """A labelled threshold across the chart; `dashes` are lengths of ink and gap in points."""

    at: float
    label: str
    dashes: tuple[float, ...]


@dataclass(frozen=True)
class Pause:
    """A stretch without sessions worth a label."""

    start: date
    end: date


@dataclass(frozen=True)
class ScoreChart:
    """Scores over time in the instrument's full range, with a tick for every session. Days, earliest first."""

    name: str
    scores: Sequence[tuple[date, float]]
    range: tuple[float, float]
    ticks: Sequence[float]
    sessions: Sequence[date] = ()
    lines: Sequence[Line] = ()
    pauses: Sequence[Pause] = ()
    marked: Sequence[tuple[date, float]] = field(default=())
    height_inches: float = HEIGHT_INCHES


def score_svg(chart: ScoreChart, fonts_dirs: tuple[Path, ...]) -> bytes:
    """The chart as SVG; see `as_svg`."""
    return as_svg(lambda font: _figure(chart, font), fonts_dirs)


def as_svg(draw: Callable[["FontProperties"], "Figure"], fonts_dirs: tuple[Path, ...]) -> bytes:
    """What `draw` makes as SVG, its text as outlines of the fonts in `fonts_dirs`.

    The same chart gives the same bytes. Raises FontsMissingError when those fonts are not there.
    """
    with _drawing:
        figure = draw(_font(fonts_dirs))
        out = BytesIO()
        figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None})
    return out.getvalue()


def warm_up(fonts_dirs: tuple[Path, ...]) -> None:
    """Loads Matplotlib and the fonts, a second or two that the first report need not wait for."""
    today = date(2000, 1, 1)
    score_svg(ScoreChart("", [(today, 0), (today + timedelta(days=1), 1)], (0, 1), [0, 1]), fonts_dirs)


@lru_cache(maxsize=4)
def _font(fonts_dirs: tuple[Path, ...]) -> "FontProperties":
    import matplotlib as mpl
    from matplotlib.font_manager import FontProperties

    mpl.rcParams.update({"svg.hashsalt": "casebook", "svg.fonttype": "path", "axes.unicode_minus": True})
    regular = [
        path
        for path in font_files(fonts_dirs)
        if path.stem.startswith("SourceSans3") and path.stem.endswith("400Regular")
    ]
    if not regular:
        raise FontsMissingError(fonts_dirs)
    return FontProperties(fname=str(regular[0]), size=_POINT_SIZE)


def _figure(chart: ScoreChart, font: "FontProperties") -> "Figure":
    from matplotlib.figure import Figure

    figure = Figure(figsize=(WIDTH_INCHES, chart.height_inches))
    below, above = 0.35 / chart.height_inches, 0.115 / chart.height_inches
    axes = figure.add_axes((0.035, below, 0.785, 1 - below - above))
    low, high = chart.range
    first, last = _span(chart)
    axes.set_xlim(first, last)
    axes.set_ylim(low - (high - low) * 0.13, high)
    _draw_frame(axes, chart, font)
    _draw_lines(axes, chart, font)
    _draw_sessions(axes, chart, font)
    _draw_scores(axes, chart, font)
    return figure


def _span(chart: ScoreChart) -> tuple[float, float]:
    days = [day.toordinal() for day in (*(day for day, _ in chart.scores), *chart.sessions)]
    first, last = min(days), max(days)
    margin = max((last - first) * 0.025, 3)
    return first - margin, last + margin


def _draw_frame(axes: "Axes", chart: ScoreChart, font: "FontProperties") -> None:
    low, high = chart.range
    draw_left_axis(axes, [(tick, wording.number(tick)) for tick in chart.ticks], font)
    draw_labels_below(axes, _months(*axes.get_xlim()), font)
    axes.vlines(axes.get_xlim()[0], low, high, color="black", linewidth=_FRAME_POINTS, clip_on=False)
    axes.axhline(low, color="black", linewidth=_FRAME_POINTS)


def draw_left_axis(axes: "Axes", ticks: Sequence[tuple[float, str]], font: "FontProperties") -> None:
    """Ticks and their labels beside the left edge. Matplotlib's own axes would take half the time of a chart."""
    from matplotlib.transforms import ScaledTranslation

    axes.set_axis_off()
    edge = axes.get_yaxis_transform()
    beside = edge + ScaledTranslation(-_LABEL_POINTS / 72, 0, axes.figure.dpi_scale_trans)
    _draw_ticks(axes, [0] * len(ticks), [at for at, _ in ticks], "left")
    for at, label in ticks:
        axes.text(0, at, label, transform=beside, ha="right", va="center_baseline", fontproperties=font)


def draw_labels_below(axes: "Axes", ticks: Sequence[tuple[float, str]], font: "FontProperties") -> None:
    """Ticks and their labels below the lower edge; see `draw_left_axis`."""
    from matplotlib.transforms import ScaledTranslation

    below = axes.get_xaxis_transform() + ScaledTranslation(0, -_LABEL_POINTS / 72, axes.figure.dpi_scale_trans)
    _draw_ticks(axes, [at for at, _ in ticks], [0] * len(ticks), "below")
    for at, label in ticks:
        axes.text(at, 0, label, transform=below, ha="center", va="top", fontproperties=font)


def _draw_ticks(axes: "Axes", across: Sequence[float], up: Sequence[float], side: Literal["left", "below"]) -> None:
    from matplotlib.lines import Line2D

    # Matplotlib's TICKLEFT and TICKDOWN.
    marker: Literal[0, 3] = 0 if side == "left" else 3
    axes.add_line(
        Line2D(
            across, up, linestyle="none", marker=marker, markersize=_TICK_POINTS, markeredgewidth=_FRAME_POINTS,
            transform=axes.get_yaxis_transform() if side == "left" else axes.get_xaxis_transform(), color="black",
            clip_on=False,
        )
    )  # fmt: skip


def _months(first: float, last: float) -> list[tuple[float, str]]:
    start, end = date.fromordinal(int(first)), date.fromordinal(int(last))
    months = [date(year, month, 1) for year in range(start.year, end.year + 1) for month in range(1, 13)]
    inside = [month for month in months if first <= month.toordinal() <= last]
    step = next((step for step in (1, 2, 3, 6, 12) if len(inside) / step <= 12), 24)
    if len(inside) < 2:
        inside, step = [start + timedelta(days=offset) for offset in range(3, (end - start).days, 7)], 1
        return [(day.toordinal(), f"{wording.month(day)} {day.day}") for day in inside]
    kept = [month for month in inside if (month.month - 1) % min(step, 12) == 0]
    return [
        (
            month.toordinal(),
            f"{wording.month(month)}\n{month.year}" if month.month == 1 or place == 0 else wording.month(month),
        )
        for place, month in enumerate(kept)
    ]


def _draw_lines(axes: "Axes", chart: ScoreChart, font: "FontProperties") -> None:
    right = axes.get_xlim()[1]
    # Two labels closer than a line of text would touch.
    low, high = axes.get_ylim()
    apart, above = (high - low) * _POINT_SIZE * 1.1 / _height_points(axes, chart), float("-inf")
    for line in sorted(chart.lines, key=lambda line: line.at):
        axes.axhline(line.at, color="black", linewidth=0.9, dashes=line.dashes)
        place = max(line.at, above + apart)
        above = place
        axes.annotate(
            line.label, (right, place), (5, 0), textcoords="offset points", va="center", fontproperties=font,
            annotation_clip=False,
        )  # fmt: skip


def _draw_sessions(axes: "Axes", chart: ScoreChart, font: "FontProperties") -> None:
    if not chart.sessions:
        return
    low, high = chart.range
    unit = (high - low) / 27
    axes.vlines(
        [day.toordinal() for day in chart.sessions], low - 2.6 * unit, low - 0.8 * unit, color="black", linewidth=0.8
    )
    axes.annotate(
        "Sessions", (axes.get_xlim()[1], low - 1.7 * unit), (5, 0), textcoords="offset points", va="center",
        fontproperties=font, annotation_clip=False,
    )  # fmt: skip
    for pause in chart.pauses:
        middle = (pause.start.toordinal() + pause.end.toordinal()) / 2
        axes.annotate(
            _pause_label(pause, axes), (middle, low - 1.7 * unit), ha="center", va="center", fontproperties=font,
            annotation_clip=False,
        )  # fmt: skip


def _pause_label(pause: Pause, axes: "Axes") -> str:
    days = (pause.end - pause.start).days
    first, last = axes.get_xlim()
    room = days / (last - first) * axes.get_position().width * WIDTH_INCHES * 72
    labels = (f"none for {days} days", f"{days} days")
    # A letter of this size is half as wide as high; a little air keeps it from the ticks at both ends.
    return next((label for label in labels if len(label) * _POINT_SIZE * 0.5 + 8 < room), "")


def _draw_scores(axes: "Axes", chart: ScoreChart, font: "FontProperties") -> None:
    from matplotlib.patheffects import withStroke

    for run in _runs(chart.scores):
        axes.plot(
            [day.toordinal() for day, _ in run], [score for _, score in run], color="black", linewidth=1.3, marker="o",
            markersize=3.4, markerfacecolor="white", markeredgewidth=1.0, clip_on=False, zorder=3,
        )  # fmt: skip
    halo = withStroke(linewidth=3, foreground="white")
    # White below the number and above the lines across, which would strike it through.
    paper = {"facecolor": "white", "edgecolor": "none", "pad": 0.5}
    for day, score in chart.marked:
        away, edge = _beside(axes, chart, score)
        axes.annotate(
            wording.number(score), (day.toordinal(), score), (0, away), textcoords="offset points", va=edge,
            ha="center", fontproperties=_larger(font), color="white", annotation_clip=False, zorder=2.5, bbox=paper,
        )  # fmt: skip
        axes.plot([day.toordinal()], [score], color="black", marker="o", markersize=5.2, clip_on=False, zorder=4)
        axes.annotate(
            wording.number(score), (day.toordinal(), score), (0, away), textcoords="offset points", va=edge,
            ha="center", fontproperties=_larger(font), annotation_clip=False, zorder=5, path_effects=[halo],
        )  # fmt: skip


def _beside(axes: "Axes", chart: ScoreChart, score: float) -> tuple[float, Literal["baseline", "top"]]:
    """Where the number of a score stands, in points from its mark: above, or below where a line would go through it."""
    low, high = axes.get_ylim()
    one_point = (high - low) / _height_points(axes, chart)
    above = (score + 4 * one_point, score + 16 * one_point)
    is_struck = any(above[0] < line.at < above[1] for line in chart.lines)
    return (-6, "top") if is_struck and score - 16 * one_point > chart.range[0] else (6, "baseline")


def _height_points(axes: "Axes", chart: ScoreChart) -> float:
    return axes.get_position().height * chart.height_inches * 72


def _runs(scores: Sequence[tuple[date, float]]) -> list[list[tuple[date, float]]]:
    runs: list[list[tuple[date, float]]] = []
    for point in scores:
        if runs and point[0] - runs[-1][-1][0] <= _BREAK_AFTER:
            runs[-1].append(point)
        else:
            runs.append([point])
    return runs


def _larger(font: "FontProperties") -> "FontProperties":
    larger = font.copy()
    larger.set_size(_POINT_SIZE + 1.5)
    return larger
