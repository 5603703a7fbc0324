"""The page of a takeout, to be read and printed in years: no script, nothing fetched, every word escaped."""

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from importlib.resources import files
from typing import Any

from backend.takeout.entries import Entry, known_fields
from backend.takeout.labels import field_label, instant, kind_label, value_text
from backend.wording import count

_STYLE = files("backend.takeout").joinpath("page.css").read_text(encoding="utf-8")
# Should a word of a patient ever be taken for markup, it could still run and fetch nothing.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_LEAD = (
    "This is everything that Casebook kept for you. This page is for reading and printing. The folder “tables” holds"
    " the same entries for a spreadsheet, “attachments” your photos and papers as you added them, and casebook.json"
    " every entry with every change ever made to it; Casebook can read it back in under “Copies”."
)
_SHORT = 60
# In casebook.json all the same.
_OF_A_PROGRAM = {"id", "last_seq", "log_bytes", "plan_at", "time_zone", "import_batch"}
_SELF_REPORTED = "Entries are what you noted yourself, unless one names a clinic as its source."


def page(
    title: str,
    made_at: str,
    entries: Mapping[str, Sequence[Entry]],
    papers: Mapping[str, str],
    lists: Mapping[str, Sequence[Mapping[str, Any]]],
    notes: Sequence[str] = (),
) -> str:
    """The page. `papers` are the names of attachments by hash, `lists` what the server keeps beside entries."""
    links = {entry.id: kind for kind, of_kind in entries.items() for entry in of_kind}
    shown = {name: rows for name, rows in lists.items() if rows}
    parts = [
        "<!doctype html>",
        '<html lang="en"><head><meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{escape(_POLICY)}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="referrer" content="no-referrer">',
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head><body>",
        f'<h1>{escape(title)}</h1><p class="muted">Made on {escape(instant(made_at))} (UTC)</p>',
        f"<p>{escape(_LEAD)}</p><p>{escape(_SELF_REPORTED)}</p>",
        *(f"<p><strong>{escape(note)}</strong></p>" for note in notes),
        *_contents(entries, shown),
        *(part for kind, of_kind in entries.items() for part in _section(kind, of_kind, papers, links)),
        *(part for name, rows in shown.items() for part in _list(name, rows)),
        "</body></html>\n",
    ]
    return "\n".join(parts)


def _contents(entries: Mapping[str, Sequence[Entry]], lists: Mapping[str, Sequence[Any]]) -> Iterator[str]:
    yield "<nav><ul>"
    for kind, of_kind in entries.items():
        yield f'<li><a href="#{escape(kind)}">{escape(kind_label(kind))}</a> ({len(of_kind):,})</li>'
    for name, rows in lists.items():
        yield f'<li><a href="#{escape(_anchor(name))}">{escape(name)}</a> ({len(rows):,})</li>'
    yield "</ul></nav>"


def _section(kind: str, entries: Sequence[Entry], papers: Mapping[str, str], links: Mapping[str, str]) -> Iterator[str]:
    yield f'<section id="{escape(kind)}"><h2>{escape(kind_label(kind))}</h2>'
    for entry in entries:
        heading = instant(entry.when) if "T" in entry.when else value_text("", entry.when)
        marks = [heading] if heading else []
        marks += ["in the trash"] if entry.is_deleted else []
        yield f'<article id="{escape(entry.id)}">'
        if marks:
            yield f"<h3>{escape(', '.join(marks))}</h3>"
        yield "<dl>"
        for name in _in_order(entry):
            if said := _value(name, entry.fields[name], papers, links):
                yield _pair(field_label(name), said)
        if entry.edits > 1:
            yield _pair("History", count(entry.edits, "change"))
        yield "</dl></article>"
    yield "</section>"


def _pair(label: str, said: str) -> str:
    """A name and the HTML of its value; short ones stand beside each other, long ones alone."""
    is_long = len(label) + len(said) > _SHORT or "\n" in said
    return f"<div{' class=long' if is_long else ''}><dt>{escape(label)}</dt> <dd>{said}</dd></div>"


def _in_order(entry: Entry) -> list[str]:
    # The moment is the heading already, and its zone is what the clock there showed.
    names = {name for name, value in entry.fields.items() if value != entry.when} - _OF_A_PROGRAM
    known = known_fields(entry.kind)
    return [name for name in known if name in names] + sorted(names - {*known})


def _value(name: str, value: Any, papers: Mapping[str, str], links: Mapping[str, str]) -> str:
    """HTML of a value: files and other entries as links, all else as escaped words."""
    if name == "attachments" and isinstance(value, list):
        return "<br>".join(_file(sha256, papers) for sha256 in value if isinstance(sha256, str))
    if isinstance(value, str) and value in links:
        return f'<a href="#{escape(value)}">{escape(kind_label(links[value]))}</a>'
    return escape(value_text(name, value))


def _file(sha256: str, papers: Mapping[str, str]) -> str:
    name = papers.get(sha256)
    if name is None:
        return "A file that never reached the server"
    return f'<a href="attachments/{escape(name)}">{escape(name)}</a>'


def _list(name: str, rows: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    yield f'<section id="{escape(_anchor(name))}"><h2>{escape(name)}</h2>'
    for row in rows:
        said = {column: value_text(column, value) for column, value in row.items() if column not in _OF_A_PROGRAM}
        yield "<article><dl>"
        yield from (
            f"<dt>{escape(field_label(name))}</dt><dd>{escape(text)}</dd>" for name, text in said.items() if text
        )
        yield "</dl></article>"
    yield "</section>"


def _anchor(name: str) -> str:
    return "list-" + "-".join(name.lower().split())
