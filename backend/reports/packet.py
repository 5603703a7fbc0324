"""The order of a packet: a short core, then every long table and every paper as an exhibit of its own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from backend import wording
from backend.reports.exhibits import Exhibit, letter_of, not_shown
from backend.reports.parts import (
    Apart,
    Bullets,
    ExhibitEnd,
    ExhibitStart,
    Index,
    IndexRow,
    Note,
    Part,
    Picture,
    Reference,
    Section,
    Subsection,
    Table,
    Text,
)
from backend.reports.pictures import PrintedPaper, as_svg

# The core is read, the exhibits are looked up: what has more rows or lines than this is looked up.
ROWS_IN_CORE = 8


@dataclass
class TableExhibit:
    """The long tables of one section, under one letter."""

    letter: str
    title: str
    parts: list[Part] = field(default_factory=list)


def with_long_tables_apart(parts: Sequence[Part]) -> tuple[list[Part], list[TableExhibit]]:
    """The parts with a reference where a long table stood, and the tables by section, lettered from A."""
    core: list[Part] = []
    apart: list[TableExhibit] = []
    title, subtitle, took_last = "", "", False
    for part in parts:
        if isinstance(part, Section):
            title, subtitle = part.text, ""
        if isinstance(part, Subsection):
            subtitle = part.text
        moved = _moved(part)
        if moved is not None:
            exhibit = _exhibit_for(apart, title)
            exhibit.parts += [*([Subsection(subtitle)] if subtitle else []), *moved.parts]
            # Of a list the beginning is read, so that a reader knows what it is a list of.
            shown = [replace(part, items=part.items[:ROWS_IN_CORE])] if isinstance(part, Bullets) else []
            core += [*shown, Reference(moved.sentence, exhibit.letter)]
        elif isinstance(part, Note) and took_last:
            apart[-1].parts.append(part)
            continue
        else:
            core.append(part)
        took_last = isinstance(core[-1], Reference)
    return core, apart


def _moved(part: Part) -> Apart | None:
    """What of a part is too long for the core, with the sentence that stands there instead; None for all others."""
    if isinstance(part, Apart):
        return part
    if isinstance(part, Table) and len(part.rows) > ROWS_IN_CORE:
        what = f" {part.what}" if part.what else ""
        return Apart(f"All {len(part.rows):,}{what} are in", [part])
    if isinstance(part, Bullets) and len(part.items) > ROWS_IN_CORE and not part.is_small:
        return Apart(f"These are {ROWS_IN_CORE} of {len(part.items):,}; all are in", [part])
    return None


def _exhibit_for(apart: list[TableExhibit], title: str) -> TableExhibit:
    if not apart or apart[-1].title != title:
        apart.append(TableExhibit(letter_of(len(apart)), title))
    return apart[-1]


def index_section(tables: Sequence[TableExhibit], exhibits: Sequence[Exhibit], notes: Mapping[str, str]) -> list[Part]:
    """Every exhibit with its page; `notes` says by letter what bears on it. Nothing without exhibits."""
    titles = [*((one.letter, one.title) for one in tables), *((one.letter, one.title) for one in exhibits)]
    rows = [IndexRow(letter, title, notes.get(letter, "")) for letter, title in titles]
    return [Section("Exhibits"), Index(rows)] if rows else []


def exhibit_parts(
    tables: Sequence[TableExhibit], exhibits: Sequence[Exhibit], printed: Mapping[str, PrintedPaper]
) -> list[Part]:
    """The pages of all exhibits."""
    parts: list[Part] = []
    for table in tables:
        parts += [ExhibitStart(table.letter, table.title), *table.parts, ExhibitEnd(table.letter)]
    for exhibit in exhibits:
        parts += [ExhibitStart(exhibit.letter, exhibit.title), *_pages(exhibit, printed), ExhibitEnd(exhibit.letter)]
    return parts


def _pages(exhibit: Exhibit, printed: Mapping[str, PrintedPaper]) -> list[Part]:
    parts: list[Part] = [Text(sentence) for sentence in not_shown(exhibit, printed)]
    is_first = True
    for paper in exhibit.papers:
        pages = printed.get(paper.sha256, PrintedPaper()).pages
        for number in range(1, len(pages) + 1):
            of_pages = f", page {number} of {len(pages)}" if len(pages) > 1 else ""
            caption = f"{paper.caption}{of_pages}" if paper.caption != exhibit.title or of_pages else ""
            alternative = f"Picture of a paper: {paper.caption}{of_pages}"
            parts.append(
                Picture(_picture_file(paper.sha256, number), wording.capitalised(caption), alternative, is_first)
            )
            is_first = False
    return parts


def _picture_file(sha256: str, number: int) -> str:
    return f"{sha256}-{number}.svg"


def picture_files(exhibits: Sequence[Exhibit], printed: Mapping[str, PrintedPaper]) -> dict[str, bytes]:
    """All pictures by the name under which they stand beside the pages."""
    return {
        _picture_file(paper.sha256, number): as_svg(picture)
        for exhibit in exhibits
        for paper in exhibit.papers
        for number, picture in enumerate(printed.get(paper.sha256, PrintedPaper()).pages, start=1)
    }
