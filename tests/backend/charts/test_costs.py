"""The chart of what was paid and what came back."""

import plotly.graph_objects as go

from backend.charts.costs import cost_figure


def test_nothing_paid_is_no_chart() -> None:
    assert cost_figure([]) is None
    assert cost_figure([(2026, 0, 0)]) is None


def test_years_stand_from_left_to_right_and_in_the_table_from_the_latest() -> None:
    figure = cost_figure([(2026, 750_650, 0), (2025, 527_150, 145_600)])
    assert figure is not None
    assert figure.title == "You paid $12,778, and $1,456 came back."
    go.Figure(figure.plotly, skip_invalid=False)
    paid, back = figure.plotly["data"]
    assert paid["x"] == ["2025", "2026"]
    assert (paid["y"], back["y"]) == ([5271.5, 7506.5], [1456.0, 0.0])
    assert figure.rows[0] == ["2026", "$7,507", "$0", "$7,507"]
