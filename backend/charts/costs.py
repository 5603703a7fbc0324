"""What the patient paid and what came back, year by year, as bars."""

from collections.abc import Sequence
from typing import Any

from backend.wording import count, number
from shared_schemas.progress import Figure


def cost_figure(years: Sequence[tuple[int, int, int]]) -> Figure | None:
    """A bar a year for what was paid and what came back; None where nothing was paid.

    `years` are year, cents paid and cents paid back, in any order.
    """
    known = sorted(year for year in years if year[1] or year[2])
    if not known:
        return None
    paid, back = sum(year[1] for year in known), sum(year[2] for year in known)
    return Figure(
        id="costs",
        title=f"You paid {_dollars(paid)}, and {_dollars(back)} came back.",
        alternative=f"Bars for {count(len(known), 'year')}: what you paid, and what the insurer paid back.",
        plotly=_bars(known),
        columns=["Year", "Paid", "Paid back", "Not paid back"],
        rows=[
            [str(year), _dollars(cents), _dollars(returned), _dollars(max(0, cents - returned))]
            for year, cents, returned in reversed(known)
        ],
    )


def _bars(known: Sequence[tuple[int, int, int]]) -> dict[str, Any]:
    years = [str(year) for year, _, _ in known]
    most = max(max(paid, back) for _, paid, back in known) / 100
    layout = {
        "barmode": "group",
        "bargap": 0.25,
        "xaxis": {"type": "category"},
        # Room above the highest bar for its label.
        "yaxis": {"range": [0, most * 1.2], "visible": False},
        "showlegend": False,
    }
    traces = [
        _trace(years, [paid for _, paid, _ in known], "paid", "score"),
        _trace(years, [back for *_, back in known], "back", "spread"),
    ]
    return {"data": traces, "layout": layout}


def _trace(years: list[str], cents: list[int], word: str, role: str) -> dict[str, Any]:
    return {
        "type": "bar",
        "x": years,
        "y": [amount / 100 for amount in cents],
        "text": [f"{_dollars(amount)}<br>{word}" for amount in cents],
        "textposition": "outside",
        "cliponaxis": False,
        "meta": {"role": role},
    }


def _dollars(cents: int) -> str:
    """Whole dollars, as in "$1,456": in a chart the cents are noise."""
    text = number(abs(cents) / 100, 0)
    return f"−${text}" if cents < 0 else f"${text}"
