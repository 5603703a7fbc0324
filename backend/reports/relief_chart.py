"""The share of reliefs that still last, drawn for paper: a step for each end, a tick where a relief was no longer
followed. Numbers come from the analysis; nothing is computed here but places on the page."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from backend import wording
from backend.reports.figures import WIDTH_INCHES, as_svg, draw_labels_below, draw_left_axis

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from matplotlib.font_manager import FontProperties

RELIEF_HEIGHT_INCHES = 1.45
_TICK = 0.045


@dataclass(frozen=True)
class CurveStep:
    """After so many days this share (0-1) of the reliefs is left; `low` and `high` are the ends of its interval."""

    days: float
    share: float
    low: float
    high: float
    has_censored: bool


def relief_svg(steps: Sequence[CurveStep], fonts_dirs: tuple[Path, ...]) -> bytes:
    """The curve as SVG, from day 0 to the last step, with the band of its interval; as `figures.as_svg`."""
    return as_svg(lambda font: _figure(steps, font), fonts_dirs)


def _figure(steps: Sequence[CurveStep], font: "FontProperties") -> "Figure":
    from matplotlib.figure import Figure

    figure = Figure(figsize=(WIDTH_INCHES, RELIEF_HEIGHT_INCHES))
    axes = figure.add_axes((0.058, 0.16, 0.762, 0.78))
    last = max(steps[-1].days, 7.0)
    axes.set_xlim(0, last * 1.02)
    axes.set_ylim(0, 1.02)
    draw_left_axis(axes, [(0, "0"), (0.5, "50%"), (1, "100%")], font)
    weeks = list(range(0, int(last) + 1, max(1, round(last / 70)) * 7))
    draw_labels_below(axes, [(day, wording.count(day, "day") if day else "session") for day in weeks], font)
    axes.plot([0, 0, 1], [1, 0, 0], transform=axes.transAxes, color="black", linewidth=0.8, clip_on=False)
    days, shares = [0.0, *(step.days for step in steps)], [1.0, *(step.share for step in steps)]
    band = [1.0, *(step.low for step in steps)], [1.0, *(step.high for step in steps)]
    axes.fill_between(days, *band, step="post", facecolor="none", edgecolor="#8a8a8a", hatch="////", linewidth=0)
    axes.axhline(0.5, color="black", linewidth=0.9, dashes=(1, 2))
    axes.step(days, shares, where="post", color="black", linewidth=1.5)
    followed = [step for step in steps if step.has_censored]
    axes.vlines(
        [step.days for step in followed], [step.share - _TICK for step in followed],
        [step.share + _TICK for step in followed], color="black", linewidth=1.0, clip_on=False,
    )  # fmt: skip
    axes.annotate(
        "Half of the reliefs", (axes.get_xlim()[1], 0.5), (5, 0), textcoords="offset points", va="center",
        fontproperties=font, annotation_clip=False,
    )  # fmt: skip
    return figure
