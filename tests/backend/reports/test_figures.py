import re
from datetime import date, timedelta
from pathlib import Path

import pytest

from backend.reports.figures import Line, Pause, ScoreChart, score_svg
from backend.reports.glyphs import FontsMissingError
from backend.settings import Settings

FONTS = Settings().fonts_dirs
START = date(2025, 1, 5)


def chart(*offsets: int, **changes: object) -> ScoreChart:
    scores = [(START + timedelta(days=offset), float(offset % 27)) for offset in offsets]
    return ScoreChart(**{"name": "PHQ-9", "scores": scores, "range": (0, 27), "ticks": [0, 10, 27], **changes})  # type: ignore[arg-type]


def lines_in(svg: bytes) -> int:
    """Strokes that join scores: paths of the scores' own width."""
    return svg.count(b"stroke-width: 1.3")


def test_the_same_scores_give_the_same_bytes_and_others_do_not() -> None:
    assert score_svg(chart(0, 14), FONTS) == score_svg(chart(0, 14), FONTS)
    assert score_svg(chart(0, 14), FONTS) != score_svg(chart(0, 15), FONTS)


def test_months_without_scores_are_a_gap_and_not_a_line() -> None:
    assert lines_in(score_svg(chart(0, 14, 28, 42), FONTS)) == 1
    assert lines_in(score_svg(chart(0, 14, 74, 88), FONTS)) == 2


@pytest.mark.parametrize("days", [1, 20, 400, 9_000])
def test_a_record_of_a_day_and_one_of_a_lifetime_are_drawn(days: int) -> None:
    drawn = score_svg(chart(0, days, sessions=[START], lines=[Line(10, "Response", (5, 2))]), FONTS)
    assert drawn.startswith(b"<?xml")


def test_no_line_goes_through_the_number_of_a_score() -> None:
    scores, marked = [(START, 20.0), (START + timedelta(days=30), 9.0)], [(START + timedelta(days=30), 9.0)]
    free = chart(scores=scores, marked=marked, lines=[Line(20, "Response", (5, 2))])
    struck = chart(scores=scores, marked=marked, lines=[Line(10.5, "Response", (5, 2))])
    assert _height_of_number(score_svg(free, FONTS)) < _height_of_number(score_svg(struck, FONTS))


def _height_of_number(svg: bytes) -> float:
    """How far from the top of the picture the number of a score stands: it alone has a white halo."""
    halo = re.search(rb'<path d="M [-\d.]+ ([-\d.]+)[^"]*"[^>]*stroke: #ffffff; stroke-width: 3', svg)
    assert halo
    return float(halo[1])


def test_a_pause_too_short_for_its_label_is_drawn_without_it() -> None:
    wide = Pause(START, START + timedelta(days=300))
    narrow = Pause(START, START + timedelta(days=12))
    without = score_svg(chart(0, 400, sessions=[START]), FONTS)
    assert score_svg(chart(0, 400, sessions=[START], pauses=[narrow]), FONTS).count(b"<use") == without.count(b"<use")
    assert score_svg(chart(0, 400, sessions=[START], pauses=[wide]), FONTS).count(b"<use") > without.count(b"<use")


def test_a_folder_without_the_reports_own_font_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FontsMissingError):
        score_svg(chart(0, 14), (tmp_path,))
