import re
from html.parser import HTMLParser

from backend.demo import demo_edits
from backend.takeout.entries import entries_of
from backend.takeout.labels import field_label, instant, kind_label, value_text
from backend.takeout.page import page
from shared_schemas.journal import RECORD_TYPES
from tests.backend.storage.entries import entry
from tests.conftest import NOW

MARKUP = "<script>alert('x')</script><img src=x onerror=alert(1)>\"'&"


class _Tags(HTMLParser):
    """The tags and attributes of a page, and its words."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[tuple[str, str]] = set()
        self.said = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {(name, value or "") for name, value in attrs}

    def handle_data(self, data: str) -> None:
        self.said += data + "\n"


def made(*edits: object, lists: dict[str, list[dict[str, object]]] | None = None) -> str:
    return page("Casebook", "2026-11-26T10:00:00Z", entries_of(list(edits)), {}, lists or {})  # type: ignore[arg-type]


def test_a_note_with_markup_is_shown_as_it_was_written_and_runs_nowhere() -> None:
    text = made(
        entry(1, notes=MARKUP, from_a_newer_app=MARKUP),
        entry(2, record=2, kind="dream", notes=MARKUP, at=MARKUP),
        lists={MARKUP: [{MARKUP: MARKUP}]},
    )
    read = _Tags(text)
    assert not {"script", "img", "iframe", "object", "link", "form"} & read.tags
    assert not [name for name, _ in read.attributes if name.startswith("on")]
    assert read.said.count(MARKUP) >= 4


def test_the_page_of_the_example_patient_asks_for_nothing_from_anywhere() -> None:
    text = page("Casebook", "2026-11-26T10:00:00Z", entries_of(demo_edits(NOW)), {}, {})
    read = _Tags(text)
    assert {name for name, _ in read.attributes} >= {"href", "id"}
    assert [value for name, value in read.attributes if name == "href" and not value.startswith("#")] == []
    assert [name for name, _ in read.attributes if name == "src"] == []
    assert ("content", "default-src 'none'; style-src 'unsafe-inline'") in read.attributes
    assert not re.search(r"url\(|@import", text)


def test_every_entry_of_the_example_patient_is_on_its_page_and_every_link_leads_somewhere() -> None:
    entries = entries_of(demo_edits(NOW))
    read = _Tags(page("Casebook", "2026-11-26T10:00:00Z", entries, {}, {}))
    ids = {value for name, value in read.attributes if name == "id"}
    assert {entry.id for of_kind in entries.values() for entry in of_kind} <= ids
    assert {value[1:] for name, value in read.attributes if name == "href"} <= ids


def test_people_read_no_names_of_programs() -> None:
    read = _Tags(page("Casebook", "2026-11-26T10:00:00Z", entries_of(demo_edits(NOW)), {}, {}))
    assert re.findall(r"\b[a-z]+_[a-z]+\b|\d{4}-\d\d-\d\dT|\bNone\b|\bnull\b|N/A", read.said) == []


def test_every_kind_has_a_name_of_its_own_and_values_read_as_people_say_them() -> None:
    assert all(" " in kind_label(kind) or kind_label(kind)[0].isupper() for kind in RECORD_TYPES)
    assert len({kind_label(kind) for kind in RECORD_TYPES}) == len(RECORD_TYPES)
    assert (field_label("dose_mg"), field_label("npi"), field_label("notes")) == ("Dose (mg)", "NPI", "Notes")
    assert instant("2026-11-24T14:05:00-06:00") == "Nov 24, 2026, 2:05 PM"
    assert value_text("amount_cents", -1250) == "−$12.50"
    assert value_text("answers", [0, None, 3]) == "0, –, 3"
    assert value_text("reason", "not_medically_necessary") == "Not medically necessary"
    assert value_text("name", "zoloft") == "zoloft", "as it was typed"
    assert value_text("instrument", "phq9") == "PHQ-9"
    assert value_text("spent_on", "2026-99-99") == "2026-99-99"
