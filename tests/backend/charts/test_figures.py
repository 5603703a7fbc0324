import json
from datetime import datetime, timedelta
from typing import Any

import plotly.graph_objects as go
import pytest

from backend.charts.figures import (
    cut_label,
    cut_line,
    faint_points,
    figure,
    score_trace,
    session_ticks,
    smooth_line,
)
from tests.journals import at


def _drawn(**changes: Any) -> dict[str, Any]:
    traces = changes.pop("traces", [score_trace([at(0), at(14)], [20, 12])])
    options: dict[str, Any] = {
        "height_range": (0.0, 27.0),
        "axis_title": "PHQ-9 total",
        "shapes": [],
        "annotations": [],
        "days": (at(0).date(), at(14).date()),
    }
    return figure(traces, **options | changes)


def test_scores_two_weeks_apart_are_one_unbroken_line() -> None:
    trace = score_trace([at(0), at(14), at(28)], [20, 12, 6])
    assert trace["y"] == [20, 12, 6]
    assert trace["x"] == [at(0).isoformat(), at(14).isoformat(), at(28).isoformat()]


def test_a_silence_of_more_than_45_days_breaks_the_line() -> None:
    trace = score_trace([at(0), at(46)], [20, 12])
    assert trace["y"] == [20, None, 12]
    assert trace["connectgaps"] is False
    assert trace["x"] == sorted(trace["x"])


def test_a_silence_of_exactly_45_days_does_not_break_it() -> None:
    assert score_trace([at(0), at(45)], [20, 12])["y"] == [20, 12]


def test_every_score_stays_a_point_on_either_side_of_a_gap() -> None:
    days = [at(day) for day in (0, 100, 114, 300)]
    trace = score_trace(days, [20, 12, 9, 19])
    assert trace["mode"] == "lines+markers"
    assert [(x, y) for x, y in zip(trace["x"], trace["y"], strict=True) if y is not None] == [
        (day.isoformat(), total) for day, total in zip(days, [20, 12, 9, 19], strict=True)
    ]
    assert trace["y"].count(None) == 2


def test_the_smooth_line_breaks_after_the_silence_it_is_told() -> None:
    days = [at(0), at(10), at(25)]
    assert smooth_line(days, [2, 3, 4], timedelta(days=14))["y"] == [2, 3, None, 4]


def test_single_values_behind_the_line_are_never_joined() -> None:
    assert faint_points([at(0), at(100)], [2, 3])["mode"] == "markers"


def test_each_session_has_a_tick_at_its_time_at_the_foot() -> None:
    ticks = session_ticks([at(0, 10), at(3, 10)])
    assert [tick["x0"] for tick in ticks] == [at(0, 10).isoformat(), at(3, 10).isoformat()]
    assert {(tick["x0"] == tick["x1"], tick["y0"]) for tick in ticks} == {(True, 0)}
    assert all(0 < tick["y1"] < 0.1 for tick in ticks)


def test_a_cut_line_and_its_words_stand_at_the_same_height() -> None:
    line, label = cut_line("response", 10.0), cut_label("response", "Response: 10 or below", 10.0)
    assert line["y0"] == line["y1"] == label["y"] == 10.0
    assert (label["text"], line["name"], label["name"]) == ("Response: 10 or below", "response", "response")


@pytest.mark.parametrize("height_range", [(0.0, 27.0), (0.0, 21.0), (0.0, 80.0), (0.0, 10.0)])
def test_the_axis_shows_the_full_range_of_the_instrument(height_range: tuple[float, float]) -> None:
    low, high = _drawn(height_range=height_range)["layout"]["yaxis"]["range"]
    assert low <= height_range[0]
    assert high >= height_range[1]
    assert high - low < 1.1 * (height_range[1] - height_range[0])


def test_plotly_takes_the_figure_back_from_its_json() -> None:
    drawn = _drawn(
        shapes=[cut_line("response", 10.0), *session_ticks([at(1)])], annotations=[cut_label("a", "A", 10.0)]
    )
    sent = json.loads(json.dumps(drawn, allow_nan=False))
    assert sent == drawn
    again = go.Figure(sent, skip_invalid=False)
    assert len(again.data) == 1
    assert len(again.layout.shapes) == 2


def test_a_part_plotly_does_not_know_is_an_error_and_not_silence() -> None:
    with pytest.raises(ValueError, match="colour"):
        _drawn(traces=[{"type": "scatter", "colour": "blue"}])


def test_the_figure_brings_no_colours_of_a_template() -> None:
    drawn = _drawn()
    assert drawn["layout"].get("template") is None
    assert len(json.dumps(drawn)) < 2_000


def test_a_single_day_still_has_room_on_both_sides() -> None:
    start, end = _drawn(days=(at(0).date(), at(0).date()))["layout"]["xaxis"]["range"]
    assert datetime.fromisoformat(start).date() < at(0).date() < datetime.fromisoformat(end).date()


def test_what_a_trace_means_stands_in_its_role() -> None:
    roles = [trace["meta"]["role"] for trace in (score_trace([at(0)], [1]), faint_points([at(0)], [1]))]
    assert roles == ["score", "spread"]
