import json
from collections.abc import Callable
from datetime import UTC, datetime

import plotly.graph_objects as go
import pytest

from backend.charts.figures import stamp
from backend.charts.progress import progress
from backend.demo import demo_edits
from shared_schemas.instruments import INSTRUMENTS
from shared_schemas.journal import Journal
from shared_schemas.progress import Figure
from tests.journals import (
    NOW,
    PATIENTS,
    Entries,
    at,
    empty,
    gets_worse,
    pain_patient,
    relapses_within_a_week,
    responder,
    with_gaps,
)

_DEMO_NOW = datetime(2026, 11, 24, 17, 30, tzinfo=UTC)


def example_of_the_demo() -> Journal:
    return Journal.from_edits(demo_edits(_DEMO_NOW))


EVERYONE = [*PATIENTS, example_of_the_demo]
everyone = pytest.mark.parametrize("patient", EVERYONE, ids=lambda patient: patient.__name__)


def _figure(journal: Journal, name: str, now: datetime = NOW) -> Figure:
    return next(figure for figure in progress(journal, now).figures if figure.id == name)


@everyone
def test_every_figure_is_taken_by_plotly_and_holds_no_nan(patient: Callable[[], Journal]) -> None:
    made = progress(patient(), _DEMO_NOW)
    sent = json.loads(json.dumps(made.model_dump(mode="json"), allow_nan=False))
    for figure in sent["figures"]:
        again = go.Figure(figure["plotly"], skip_invalid=False)
        assert len(again.data) >= 1
        assert again.layout.showlegend is False


@everyone
def test_every_figure_has_a_title_words_for_who_cannot_see_it_and_its_numbers(patient: Callable[[], Journal]) -> None:
    for figure in progress(patient(), _DEMO_NOW).figures:
        assert figure.title
        assert len(figure.alternative) > 40
        assert figure.rows
        assert {len(row) for row in figure.rows} == {len(figure.columns)}
        assert not {"None", "nan", "null", ""} & {cell for row in figure.rows for cell in row}


@everyone
def test_the_axis_never_cuts_off_the_range_of_a_scale(patient: Callable[[], Journal]) -> None:
    for figure in progress(patient(), _DEMO_NOW).figures:
        least, most = INSTRUMENTS[figure.id].range if figure.id in INSTRUMENTS else (0, 10)
        if figure.id not in {*INSTRUMENTS, "mood", "anxiety", "pain", "before_after"}:
            continue
        low, high = figure.plotly["layout"]["yaxis"]["range"]
        assert low <= least
        assert high >= most


@everyone
def test_every_score_is_in_the_chart_and_in_its_table(patient: Callable[[], Journal]) -> None:
    for figure in progress(patient(), _DEMO_NOW).figures:
        if figure.id in INSTRUMENTS:
            trace = figure.plotly["data"][0]
            assert len([total for total in trace["y"] if total is not None]) == len(figure.rows)


def test_an_empty_journal_has_words_and_no_chart() -> None:
    made = progress(empty(), NOW)
    assert made.figures == []
    assert [finding.id for finding in made.findings] == ["nothing_yet"]
    assert made.limits
    assert (made.made_at, made.cursor) == (NOW, 0)


def test_a_single_score_makes_no_chart() -> None:
    entries = Entries()
    entries.score("phq9", 0, 15)
    entries.check_in(0, 4)
    assert [figure.id for figure in progress(entries.journal(), at(30)).figures] == ["calendar"]


def test_a_responders_charts_begin_with_the_phq9() -> None:
    assert [figure.id for figure in progress(responder(), NOW).figures] == [
        "phq9", "mood", "before_after", "relief_sessions", "gad7", "side_effects", "calendar",
    ]  # fmt: skip


def test_the_title_says_the_finding_for_better_and_for_worse() -> None:
    assert _figure(responder(), "phq9").title == "PHQ-9 fell from 20 to 6"
    assert _figure(gets_worse(), "phq9").title == "PHQ-9 rose from 12 to 19"


def test_no_change_has_no_direction_in_the_title() -> None:
    entries = Entries()
    entries.score("phq9", 0, 12)
    entries.score("phq9", 14, 12)
    assert _figure(entries.journal(), "phq9").title == "PHQ-9 is unchanged at 12"


def test_the_table_of_scores_is_the_latest_first_with_the_change_from_baseline() -> None:
    figure = _figure(responder(), "phq9")
    assert figure.columns == ["Date", "Total", "Band", "Change from baseline", "Days since session"]
    # Scores on days -1, 13, 27, 41 of a course with sessions on days 0, 3, 7, 10, 14, 17.
    assert figure.rows == [
        ["Feb 15, 2026", "6", "mild", "−14 (−70%)", "24"],
        ["Feb 1, 2026", "7", "mild", "−13 (−65%)", "10"],
        ["Jan 18, 2026", "12", "moderate", "−8 (−40%)", "3"],
        ["Jan 4, 2026", "20", "severe", "baseline", "–"],
    ]


def test_a_rise_stands_in_the_table_with_its_sign() -> None:
    assert [row[3] for row in _figure(gets_worse(), "phq9").rows] == ["+7 (+58%)", "+3 (+25%)", "baseline"]


def test_the_words_for_who_cannot_see_the_chart_hold_its_numbers() -> None:
    assert _figure(responder(), "phq9").alternative == (
        "4 scores of the PHQ-9 from Jan 4, 2026 to Feb 15, 2026, between 6 and 20; first 20, latest 6."
        " 6 sessions marked below."
    )


def test_response_and_remission_have_labelled_lines_where_they_are_defined() -> None:
    layout = _figure(responder(), "phq9").plotly["layout"]
    lines = {shape["name"]: shape["y0"] for shape in layout["shapes"] if shape["name"] != "session"}
    assert lines == {"response": 10, "remission": 5}
    assert [label["text"] for label in layout["annotations"]] == [
        "Response<br>10 or less",
        "Remission<br>below 5",
        "Sessions",
    ]


def test_below_the_range_of_the_illness_there_are_no_such_lines() -> None:
    entries = Entries()
    entries.score("phq9", 0, 9)
    entries.score("phq9", 14, 3)
    layout = _figure(entries.journal(), "phq9").plotly["layout"]
    assert [shape["name"] for shape in layout.get("shapes", ())] == []
    assert list(layout.get("annotations", ())) == []


def test_pain_has_the_line_of_its_own_cut() -> None:
    # 30 % below 8.0 is 5.6; no remission is defined for the PEG.
    layout = _figure(pain_patient(), "peg").plotly["layout"]
    assert [label["text"] for label in layout["annotations"]] == ["Response<br>5.6 or less", "Sessions"]


def test_each_session_is_a_tick_and_lies_inside_the_chart() -> None:
    layout = _figure(with_gaps(), "phq9").plotly["layout"]
    ticks = _figure(with_gaps(), "phq9").plotly["data"][1]["x"]
    assert ticks == [stamp(at(day, 10)) for day in (0, 7, 14, 134, 141)]
    start, end = layout["xaxis"]["range"]
    assert start < min(ticks)
    assert end > max(ticks)


def test_months_without_a_score_are_a_gap_in_the_line() -> None:
    trace, _ = _figure(with_gaps(), "phq9").plotly["data"]
    assert trace["y"] == [18, 8, 9, None, 19, 10]
    assert trace["connectgaps"] is False


def test_a_relapse_shows_every_score_and_not_only_the_best() -> None:
    trace, _ = _figure(relapses_within_a_week(), "phq9").plotly["data"]
    assert trace["y"] == [22, 13, 21]


def test_the_mood_line_is_the_median_of_the_seven_days_that_end_with_each_check_in() -> None:
    faint, smooth, _ = _figure(relapses_within_a_week(), "mood").plotly["data"]
    assert faint["y"] == [2, 7, 7, 6, 5, 4, 2, 2, 1]
    # Medians of (2), (2 7), (2 7 7), ... up to seven values, then of the last seven.
    assert smooth["y"] == [2, 4.5, 7, 6.5, 6, 5.5, 5, 5, 4]


def test_the_mood_table_counts_the_check_ins_of_each_week_from_monday() -> None:
    rows = _figure(relapses_within_a_week(), "mood").rows
    # Day -1 is a Sunday, days 0 to 6 a week (7 7 6 5 4 2 2), day 7 the next Monday.
    assert rows == [
        ["Jan 12, 2026", "1", "1 to 1", "1"],
        ["Jan 5, 2026", "5", "2 to 7", "7"],
        ["Dec 29, 2025", "2", "2 to 2", "1"],
    ]


def test_a_fortnight_without_check_ins_is_a_gap_in_the_mood_line() -> None:
    entries = Entries()
    for day in (0, 1, 20, 21):
        entries.check_in(day, 5)
    _, smooth = _figure(entries.journal(), "mood").plotly["data"]
    assert smooth["y"] == [5, 5, None, 5, 5]


def test_check_ins_of_more_than_half_a_year_are_drawn_as_weeks_like_the_table() -> None:
    entries = Entries()
    for day, mood in ((0, 2), (2, 5), (6, 3), (7, 9), (190, 4)):  # day 0 is a Monday
        entries.check_in(day, mood)
    chart = _figure(entries.journal(), "mood", at(200))
    ranges, line = chart.plotly["data"]
    assert ranges["y"] == [2, 5, None, 9, 9, None, 4, 4, None]
    assert line["y"] == [3, 9, None, 4]
    assert line["x"][0] == "2026-01-08T20:00"  # half way between the first and the last of its check-ins
    assert [row[1:] for row in chart.rows] == [["4", "4 to 4", "1"], ["9", "9 to 9", "1"], ["3", "2 to 5", "3"]]


def test_check_ins_of_more_than_two_years_are_drawn_as_months_like_the_table() -> None:
    entries = Entries()
    for day, mood in ((0, 2), (20, 6), (26, 8), (40, 1), (2 * 365, 7)):
        entries.check_in(day, mood)
    chart = _figure(entries.journal(), "mood", at(800))
    ranges, line = chart.plotly["data"]
    assert (ranges["y"], line["y"]) == ([2, 8, None, 1, 1, None, 7, 7, None], [6, 1, None, 7])
    assert chart.rows == [
        ["Jan 2028", "7", "7 to 7", "1"],
        ["Feb 2026", "1", "1 to 1", "1"],
        ["Jan 2026", "6", "2 to 8", "3"],
    ]
    assert chart.columns[0] == "Month"


def test_thousands_of_check_ins_within_half_a_year_are_drawn_as_weeks() -> None:
    entries = Entries()
    for hour in range(1_001):
        entries.check_in(0, hour % 11, hour=hour)
    assert len(_figure(entries.journal(), "mood", at(60)).plotly["data"][1]["y"]) == 6


def test_entries_dated_ahead_are_in_no_chart() -> None:
    made = progress(responder(), at(14, 12))
    trace, _ = made.figures[0].plotly["data"]
    assert trace["y"] == [20, 12]
    mood = next(figure for figure in made.figures if figure.id == "mood")
    assert sum(int(row[3]) for row in mood.rows) == 15


def test_a_session_on_a_day_with_a_check_in_is_marked_apart_from_one_on_a_day_without() -> None:
    entries = Entries()
    for day in (0, 1, 2):
        entries.check_in(day, 5)
    for day in (1, 5):
        entries.session(day)
    squares = _figure(entries.journal(), "calendar", at(10)).plotly["data"]
    marked = {trace["meta"]["role"]: len(trace["x"]) for trace in squares}
    assert (marked["day_made"], marked["day_session_made"], marked["day_session"]) == (3, 1, 1)


def test_response_and_remission_at_one_height_keep_their_labels_apart() -> None:
    entries = Entries()
    entries.session(0)
    entries.score("phq9", -1, 10)
    entries.score("phq9", 20, 8)
    (chart,) = [one for one in progress(entries.journal(), NOW).figures if one.id == "phq9"]
    labels = {one["name"]: one for one in chart.plotly["layout"]["annotations"]}
    assert labels["response"]["y"] == labels["remission"]["y"] == 5
    assert (labels["response"]["yanchor"], labels["remission"]["yanchor"]) == ("bottom", "top")


def test_long_or_odd_names_of_side_effects_have_a_bar_each() -> None:
    entries = Entries()
    session = entries.session(0)
    for symptom in ("Dissociation of the first hour", "Dissociation of the first day", "<b>itch</b>"):
        entries.side_effect(session, symptom, "mild")
    (chart,) = [one for one in progress(entries.journal(), NOW).figures if one.id == "side_effects"]
    names = chart.plotly["data"][0]["y"]
    assert len(set(names)) == 3
    assert "‹b›itch‹/b›" in names


def test_sessions_of_one_dose_and_one_difference_are_one_circle_with_their_number() -> None:
    entries = Entries()
    for day, dose_mg in ((0, 40), (7, 40), (14, 40), (21, 45)):
        entries.session(day, dose_mg=dose_mg, mood_before=3, mood_after=6)
    (chart,) = [one for one in progress(entries.journal(), NOW).figures if one.id == "dose"]
    (circles,) = chart.plotly["data"]
    assert (circles["x"], circles["y"], circles["text"]) == ([40, 45], [3, 3], ["3", ""])
    assert circles["marker"]["size"][0] > circles["marker"]["size"][1]
    assert "A number: so many sessions lie there." in chart.caption
    assert len(chart.rows) == 4
