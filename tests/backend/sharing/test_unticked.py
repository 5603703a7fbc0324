"""Every choice unticked in turn: none of its values is in anything that the link can fetch."""

import io
import json
import re
from datetime import UTC, datetime
from itertools import combinations
from pathlib import Path
from typing import Any, get_args

import pikepdf
import pypdfium2
import pytest

from backend.settings import Settings
from backend.sharing.page import made_page
from backend.sharing.paper import shared_pdf
from backend.storage.share_links import Link
from shared_schemas.journal import Journal
from shared_schemas.sharing import Disclosure, Section
from tests.journals import Entries, at

NOW = datetime(2026, 7, 20, 12, tzinfo=UTC)
ALL: frozenset[Section] = frozenset(get_args(Section))
EVERYTHING = Disclosure(sections=ALL, notes=True, item_answers=True)
FONTS = Settings().fonts_dirs

# What stands for each choice, as it reads on page and paper; no two of them look alike.
MARKERS: dict[str, tuple[str, ...]] = {
    "scores": ("PHQ-9", "21 on "),
    "before_after": ("9.1", "1.3"),
    "relief": ("13 hours", "Relief began"),
    "sessions": ("77.7 mg", "IV", "53"),
    "side_effects": ("arker itch",),
    "daily_state": ("6.3", "8.7"),
    "treatments": ("Markertraline", "Markerlithium", "Markercillin"),
    "notes": ("a marker of a night", "a marker of an hour", "a marker of relief"),
    "item_answers": ("Little interest or pleasure", "answers to single questions"),
    "identity": ("Marker Lindqvist", "1984"),
}
NEVER = ("Marker Street", "555 0199", "Marker Mutual", "45,678", "45678", "Markerclinic contact")


def marked_journal() -> Journal:
    entries = Entries()
    entries.write(
        "patient", at(0), full_name="Marker Lindqvist", born_on="1984-02-29", phone="555 0199", address="Marker Street"
    )
    for day in (0, 4, 8, 12, 16, 40):
        session = entries.session(
            day, dose_mg=77.7, duration_minutes=53, mood_before=1.3, mood_after=9.1, notes="a marker of an hour"
        )
        entries.side_effect(session, "marker itch", "mild")
        entries.write("relief_note", at(day), session=session, began_at=at(day, 23), notes="a marker of relief")
        entries.score("phq9", day - 1, 21 - day // 4)
        entries.check_in(day, 6.3)
    entries.write("check_in", at(3), at=at(3), mood=8.7, notes="a marker of a night", time_zone="America/Phoenix")
    entries.write("prior_treatment", at(1), name="Markertraline", started_on="2020-01-01")
    entries.write("medication", at(1), name="Markerlithium")
    entries.write("allergy", at(1), name="Markercillin")
    entries.write("insurance_plan", at(1), insurer="Marker Mutual")
    entries.write("expense", at(1), amount_cents=45_678)
    entries.write("care_contact", at(1), name="Markerclinic contact")
    return entries.journal()


JOURNAL = marked_journal()


def link(disclosure: Disclosure) -> Link:
    expires = "2026-08-20T12:00:00.000Z"
    return Link("1", "ana", "Dr. Okafor", disclosure, "2026-07-20T12:00:00.000Z", expires, None, None, 0)


def page_text(disclosure: Disclosure) -> str:
    """The JSON of the page, without what is said to be missing, which names the choices."""
    page = made_page(link(disclosure), JOURNAL, NOW).page.model_dump(mode="json")
    said = {name: part for name, part in page.items() if name not in ("not_shared", "limits", "made_at", "expires_at")}
    return json.dumps(said, ensure_ascii=False)


def pdf_text(disclosure: Disclosure) -> str:
    """Words, document information and the text read out for pictures; the chart itself holds outlines only."""
    pdf = shared_pdf(made_page(link(disclosure), JOURNAL, NOW), "letter", NOW, FONTS)
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert not opened.attachments
        info = " ".join(str(value) for value in opened.docinfo.values())
        spoken = " ".join(str(thing["/Alt"]) for thing in opened.objects if _speaks(thing))
    document = pypdfium2.PdfDocument(pdf)
    text = " ".join(page.get_textpage().get_text_range() for page in document)
    shown, _, _ = text.partition("How to read this")
    annex = text.partition("never on this page.")[2]
    return " ".join(f"{info} {spoken} {shown} {annex}".split())


def _speaks(thing: Any) -> bool:
    return isinstance(thing, pikepdf.Dictionary) and "/Alt" in thing


def without(choice: str) -> Disclosure:
    if choice in ALL:
        return EVERYTHING.model_copy(update={"sections": ALL - {choice}})
    return EVERYTHING.model_copy(update={choice: False})


def test_with_everything_ticked_every_marker_is_on_the_page_and_on_paper() -> None:
    page, paper = page_text(EVERYTHING), pdf_text(EVERYTHING)
    missing = [
        (where, marker)
        for where, text in (("page", page), ("paper", paper))
        for markers in MARKERS.values()
        for marker in markers
        if marker not in text and not (where == "page" and marker == "1984" and "1984-02-29" in text)
    ]
    assert missing == []


@pytest.mark.parametrize("choice", MARKERS)
def test_what_is_not_ticked_is_in_no_answer(choice: str) -> None:
    chosen = without(choice)
    markers = MARKERS[choice]
    page, paper = page_text(chosen), pdf_text(chosen)
    assert [marker for marker in markers if marker in page] == []
    assert [marker for marker in markers if marker in paper] == []


@pytest.mark.parametrize("choice", [*MARKERS, None])
def test_addresses_insurers_and_costs_are_in_no_answer(choice: str | None) -> None:
    chosen = without(choice) if choice else EVERYTHING
    text = page_text(chosen) + pdf_text(chosen)
    assert [marker for marker in NEVER if marker in text] == []


def test_entries_outside_the_range_are_in_no_answer() -> None:
    chosen = EVERYTHING.model_copy(update={"from_on": at(10).date(), "to_on": at(20).date()})
    text = page_text(chosen) + pdf_text(chosen)
    assert "Jan 17, 2026" in text
    for outside in ("Jan 5, 2026", "Jan 9, 2026", "Jan 13, 2026", "Feb 14, 2026", "2026-02-14", "2026-01-13"):
        assert outside not in text


# Words that only a result on this section has, in a sentence, a title or a table.
SAID_OF: dict[str, re.Pattern[str]] = {
    "scores": re.compile("PHQ-9"),
    "before_after": re.compile("Mood after|Mood before"),
    "relief": re.compile("[Rr]elief"),
    "side_effects": re.compile("[Ss]ide effect|marker itch"),
    "sessions": re.compile("77.7|Minutes|The dose|Doses"),
    "daily_state": re.compile("check-in"),
    "treatments": re.compile("[Mm]edicine|Markertr|Markerl|Markerc"),
}


@pytest.mark.parametrize("size", range(len(ALL) + 1))
def test_of_a_section_that_is_not_ticked_nothing_is_said_and_not_that_nothing_was_noted(size: int) -> None:
    for ticked in map(frozenset, combinations(sorted(ALL), size)):
        page = made_page(link(Disclosure(sections=ticked, identity=False)), JOURNAL, NOW).page
        said = json.dumps([one.model_dump(mode="json") for one in (*page.findings, *page.figures, *page.tables)])
        assert [section for section in ALL - ticked if SAID_OF[section].search(said)] == [], sorted(ticked)


def test_a_range_that_is_over_makes_no_gap_of_what_came_after_it() -> None:
    # The next session after day 40 lies outside; until day 70 there are scores.
    entries = Entries()
    for day in (0, 7, 40, 75):
        entries.session(day)
    for day in range(-3, 80):
        entries.score("phq9", day, 14)
    chosen = Disclosure(to_on=at(74).date())
    page = made_page(link(chosen), entries.journal(), NOW).page
    said = page.model_dump_json()
    assert "present gap" not in said
    assert "Mar 21, 2026" not in said  # day 75


def test_relief_that_wore_off_after_the_last_day_shared_has_no_end_there() -> None:
    entries = Entries()
    session = entries.session(0)
    entries.write("relief_note", at(20), session=session, began_at=at(2), wore_off_at=at(20))
    chosen = Disclosure(to_on=at(10).date())
    (table,) = [one for one in made_page(link(chosen), entries.journal(), NOW).page.tables if one.id == "relief"]
    assert table.rows == [["Jan 5, 2026", "38 hours", "–"]]


def test_where_the_beginning_is_cut_off_no_score_is_called_one_before_treatment() -> None:
    chosen = Disclosure(from_on=at(10).date())
    first = made_page(link(chosen), JOURNAL, NOW).page.findings[0]
    assert "followed" not in first.sentence
    assert "What came before these days is not told: the earliest score is used as the baseline." in first.limits


def test_the_page_says_what_is_missing_and_that_item_9_is() -> None:
    page = made_page(link(Disclosure(sections=frozenset({"scores"}), identity=False)), JOURNAL, NOW).page
    said = " ".join(page.not_shared)
    for words in (
        "side effects",
        "daily check-ins",
        "medicines",
        "Item 9 of the PHQ-9",
        "Notes are not shared",
        "name",
    ):
        assert words in said
    assert "Sessions are not shared" in " ".join(page.limits)


@pytest.mark.parametrize("section", ["sessions", "daily_state", "treatments"])
def test_a_page_of_tables_alone_does_not_say_that_nothing_was_recorded(section: Section) -> None:
    page = made_page(link(Disclosure(sections=frozenset({section}))), JOURNAL, NOW).page
    assert page.tables
    assert [finding.id for finding in page.findings] == ["listed"]
    assert "score" not in " ".join(page.limits)


def test_a_page_of_nothing_says_so_and_fails_nowhere(tmp_path: Path) -> None:
    empty = made_page(link(Disclosure(sections=frozenset())), Journal(), NOW)
    assert [finding.id for finding in empty.page.findings] == ["nothing_yet"]
    assert "Log a session" not in empty.page.model_dump_json(), "a doctor is not told to log a session"
    pdf = tmp_path / "empty.pdf"
    pdf.write_bytes(shared_pdf(empty, "a4", NOW, FONTS))
    assert len(pypdfium2.PdfDocument(pdf)) == 1
