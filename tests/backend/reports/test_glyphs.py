from pathlib import Path

import pytest

from backend.reports import glyphs
from backend.settings import Settings

FONTS = Settings().fonts_dirs


@pytest.fixture(scope="module")
def covered() -> frozenset[int]:
    return glyphs.coverage(FONTS)


def test_what_the_report_itself_prints_has_glyphs(covered: frozenset[int]) -> None:
    assert {ord(character) for character in "−→–—’“”†…·□≤"} <= covered
    # These are not looked up one by one.
    assert set(range(ord(" "), ord("~") + 1)) <= covered


def test_a_script_no_font_has_becomes_boxes_and_is_named_once(covered: frozenset[int]) -> None:
    assert glyphs.shown("Dr. अआ", covered) == "Dr. □□"
    assert glyphs.missing(["अआ", {"again": "अ"}], covered) == [
        "U+0905 (devanagari letter a)",
        "U+0906 (devanagari letter aa)",
    ]


def test_a_name_in_a_script_that_has_a_font_and_emoji_stay_as_they_are(
    covered: frozenset[int],
) -> None:
    for name in ("Zoë Ångström", "Łukasz Żółć", "Ελένη", "Дмитрий", "ליאה", "ليلى", "smile 😀", "family 👨‍👩‍👧"):
        assert glyphs.shown(name, covered) == name
        assert glyphs.missing(name, covered) == []


def test_a_letter_written_in_two_parts_is_joined(covered: frozenset[int]) -> None:
    assert glyphs.shown("Zoe\u0308", covered) == "Zoë"


def test_characters_that_turn_the_direction_of_writing_are_left_out(covered: frozenset[int]) -> None:
    assert glyphs.shown("\u202egnp.exe\u2066\u200f", covered) == "gnp.exe"


def test_control_characters_and_private_ones_never_reach_the_page(covered: frozenset[int]) -> None:
    assert glyphs.shown("a\x00\x07\x1bb\nc\u2028d", covered) == "ab c d"
    assert glyphs.shown("\ue000\ufffe\U0010ffff", covered) == "□□□"


def test_boxes_of_the_patients_own_are_not_reported_as_missing(covered: frozenset[int]) -> None:
    assert glyphs.missing("□", covered) == []


def test_every_character_of_the_basic_plane_is_shown_or_replaced_by_one_that_has_a_glyph(
    covered: frozenset[int],
) -> None:
    shown = glyphs.shown("".join(map(chr, range(0x10000))), covered)
    assert {character for character in shown if ord(character) not in covered} == set()


def test_numbers_and_nothing_pass_through(covered: frozenset[int]) -> None:
    assert glyphs.shown({"a": [1, None, True, ("x",)]}, covered) == {"a": [1, None, True, ["x"]]}


def test_a_folder_without_fonts_is_an_error_that_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(glyphs.FontsMissingError, match="scripts/setup"):
        glyphs.coverage((tmp_path / "not-there",))
    with pytest.raises(glyphs.FontsMissingError):
        glyphs.coverage((FONTS[0], tmp_path))
