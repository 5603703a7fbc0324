import json
from datetime import datetime, timedelta
from typing import Any

import plotly.graph_objects as go
import pytest

from backend.charts.figures import (
    beside,
    cut_line,
    faint_points,
    figure,
    marks,
    number_axis,
    places_axis,
    session_marks,
    shaded,
    stamp,
    stems,
    time_axis,
    time_line,
)
from tests.journals import at


def _drawn(**changes: Any) -> dict[str, Any]:
    traces = changes.pop("traces", [time_line([at(0), at(14)], [20, 12])])
    options: dict[str, Any] = {"x": time_axis([at(0), at(14)]), "y": number_axis(0, 27, "PHQ-9 total")}
    return figure(traces, **options | changes)


def test_scores_two_weeks_apart_are_one_unbroken_line() -> None:
    trace = time_line([at(0), at(14), at(28)], [20, 12, 6])
    assert trace["y"] == [20, 12, 6]
    assert trace["x"] == [stamp(at(0)), stamp(at(14)), stamp(at(28))]


def test_a_silence_of_more_than_45_days_breaks_the_line() -> None:
    trace = time_line([at(0), at(46)], [20, 12])
    assert trace["y"] == [20, None, 12]
    assert trace["connectgaps"] is False
    assert trace["x"] == sorted(trace["x"])


def test_a_silence_of_exactly_45_days_does_not_break_it() -> None:
    assert time_line([at(0), at(45)], [20, 12])["y"] == [20, 12]


def test_every_score_stays_a_point_on_either_side_of_a_gap() -> None:
    days = [at(day) for day in (0, 100, 114, 300)]
    trace = time_line(days, [20, 12, 9, 19])
    assert trace["mode"] == "lines+markers"
    assert [(x, y) for x, y in zip(trace["x"], trace["y"], strict=True) if y is not None] == [
        (stamp(day), total) for day, total in zip(days, [20, 12, 9, 19], strict=True)
    ]
    assert trace["y"].count(None) == 2


def test_the_smooth_line_breaks_after_the_silence_it_is_told() -> None:
    days = [at(0), at(10), at(25)]
    trace = time_line(days, [2, 3, 4], broken_after=timedelta(days=14), mark_px=0)
    assert (trace["y"], trace["mode"]) == ([2, 3, None, 4], "lines")


def test_single_values_behind_the_line_are_never_joined() -> None:
    assert faint_points([stamp(at(0)), stamp(at(100))], [2, 3])["mode"] == "markers"


def test_each_session_has_a_tick_at_its_time_at_the_foot() -> None:
    ticks = session_marks([at(0, 10), at(3, 10)], -1.5)
    assert (ticks["x"], ticks["y"]) == ([stamp(at(0, 10)), stamp(at(3, 10))], [-1.5, -1.5])
    assert ticks["marker"]["symbol"] == "line-ns-open"


def test_a_stem_goes_from_before_to_after_and_joins_no_other() -> None:
    assert stems([1, 2], [3, 4], [6, 2])["y"] == [3, 6, None, 4, 2, None]


def test_a_cut_line_and_its_words_stand_at_the_same_height() -> None:
    line, label = cut_line("response", 10.0), beside("response", "Response: 10 or below", 10.0)
    assert line["y0"] == line["y1"] == label["y"] == 10.0
    assert (label["text"], line["name"], label["name"]) == ("Response: 10 or below", "response", "response")


def test_response_and_remission_differ_in_more_than_their_words() -> None:
    assert cut_line("response", 10)["line"]["dash"] != cut_line("remission", 5)["line"]["dash"]


@pytest.mark.parametrize("highest", [27.0, 21.0, 80.0, 10.0])
def test_the_axis_shows_the_full_range_of_the_instrument(highest: float) -> None:
    low, high = number_axis(0, highest, "total")["range"]
    assert low <= 0
    assert high >= highest
    assert high - low < 1.1 * highest


@pytest.mark.parametrize("count", [1, 2, 3, 4, 7, 30])
def test_places_in_a_row_have_their_first_and_last_label_and_few_between(count: int) -> None:
    axis = places_axis([f"day {place}" for place in range(1, count + 1)])
    assert axis["ticktext"][0] == "day 1"
    assert axis["ticktext"][-1] == f"day {count}"
    assert len(axis["tickvals"]) <= 4


def test_plotly_takes_the_figure_back_from_its_json() -> None:
    drawn = _drawn(shapes=[cut_line("response", 10.0), shaded("gap", at(2), at(9), "no sessions")],
                   annotations=[beside("a", "A", 10.0)])  # fmt: skip
    sent = json.loads(json.dumps(drawn, allow_nan=False))
    assert sent == drawn
    again = go.Figure(sent, skip_invalid=False)
    assert len(again.data) == 1
    assert len(again.layout.shapes) == 2


def test_the_figure_brings_no_colours_of_a_template() -> None:
    drawn = _drawn()
    assert drawn["layout"].get("template") is None
    assert len(json.dumps(drawn)) < 2_000


def test_a_single_day_still_has_room_on_both_sides() -> None:
    start, end = time_axis([at(0)])["range"]
    assert datetime.fromisoformat(start).date() < at(0).date() < datetime.fromisoformat(end).date()


def test_what_a_trace_means_stands_in_its_role() -> None:
    roles = [
        trace["meta"]["role"]
        for trace in (time_line([at(0)], [1]), faint_points([stamp(at(0))], [1]), marks([1], [2], "after"))
    ]
    assert roles == ["score", "spread", "after"]
