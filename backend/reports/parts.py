"""The parts a page is made of, as the template knows them. A part holds text ready to print, and no looks."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Section:
    """A heading of the first level."""

    text: str
    kind: Literal["section"] = "section"


@dataclass(frozen=True)
class Subsection:
    """A heading of the second level."""

    text: str
    kind: Literal["subsection"] = "subsection"


@dataclass(frozen=True)
class Text:
    """A paragraph."""

    text: str
    kind: Literal["text"] = "text"


@dataclass(frozen=True)
class Quote:
    """Words of someone else, set apart."""

    text: str
    kind: Literal["quote"] = "quote"


@dataclass(frozen=True)
class Note:
    """A paragraph in small type, below a table."""

    text: str
    kind: Literal["note"] = "note"


@dataclass(frozen=True)
class Bullets:
    """A list without order; small print is for methods, which few read and somebody checks."""

    items: Sequence[str]
    is_small: bool = False
    kind: Literal["bullets"] = "bullets"


@dataclass(frozen=True)
class Facts:
    """Pairs of label and value, below each other."""

    pairs: Sequence[tuple[str, str]]
    kind: Literal["facts"] = "facts"


@dataclass(frozen=True)
class KeyNumber:
    """One large number: what it is above it, its unit beside it, what it rests on below."""

    label: str
    value: str
    note: str = ""
    unit: str = ""


@dataclass(frozen=True)
class KeyNumbers:
    """Large numbers side by side."""

    numbers: Sequence[KeyNumber]
    kind: Literal["numbers"] = "numbers"


@dataclass(frozen=True)
class Chart:
    """A picture by the name of its file, 6.5 inches wide, with the text read out instead of it."""

    title: str
    file: str
    alternative: str
    note: str = ""
    height_inches: float = 2.1
    kind: Literal["chart"] = "chart"


@dataclass(frozen=True)
class Column:
    """A column of a table, `points` wide; without a width it shares what is left."""

    title: str
    points: float | None = None
    align: Literal["left", "right", "center"] = "left"


@dataclass(frozen=True)
class Table:
    """Rows of text under columns; the head is repeated on every page the table reaches.

    `what` names the rows, as in "sessions", where the table is spoken of from afar.
    """

    columns: Sequence[Column]
    rows: Sequence[Sequence[str]]
    what: str = ""
    kind: Literal["table"] = "table"


@dataclass(frozen=True)
class Apart:
    """Parts that are looked up and not read: they stand in an exhibit, and `sentence` ends before its letter."""

    sentence: str
    parts: Sequence["Part"]
    kind: Literal["apart"] = "apart"


@dataclass(frozen=True)
class PageEnd:
    """What follows starts on a new page."""

    kind: Literal["page-end"] = "page-end"


@dataclass(frozen=True)
class IndexRow:
    """One exhibit in the index: its letter, what it is, and what the criteria or sections take from it."""

    letter: str
    title: str
    note: str = ""


@dataclass(frozen=True)
class Index:
    """The exhibits with the page on which each begins, which only the typesetter knows."""

    rows: Sequence[IndexRow]
    kind: Literal["index"] = "index"


@dataclass(frozen=True)
class Reference:
    """A sentence that ends with an exhibit and the page on which it begins."""

    text: str
    letter: str
    kind: Literal["reference"] = "reference"


@dataclass(frozen=True)
class ExhibitStart:
    """An exhibit begins on a new page; every page of it is stamped with its letter and number."""

    letter: str
    title: str
    kind: Literal["exhibit-start"] = "exhibit-start"


@dataclass(frozen=True)
class ExhibitEnd:
    """The last page of an exhibit is the one on which this stands."""

    letter: str
    kind: Literal["exhibit-end"] = "exhibit-end"


@dataclass(frozen=True)
class Picture:
    """One page of a paper; a caption above it, and the text read out instead of it."""

    file: str
    caption: str
    alternative: str
    is_first: bool
    kind: Literal["picture"] = "picture"


@dataclass(frozen=True)
class Hashes:
    """Names of attached files with their SHA-256."""

    rows: Sequence[tuple[str, str]]
    kind: Literal["hashes"] = "hashes"


Part = (
    Section
    | Apart
    | Subsection
    | Text
    | Quote
    | Note
    | Bullets
    | Facts
    | KeyNumbers
    | Chart
    | Table
    | PageEnd
    | Index
    | Reference
    | ExhibitStart
    | ExhibitEnd
    | Picture
    | Hashes
)
