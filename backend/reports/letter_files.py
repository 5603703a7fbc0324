"""A letter as the patient left it, made into a Word file or a PDF."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from backend.reports import glyphs
from backend.reports.letters import letter_title
from backend.reports.typeset import typeset
from shared_schemas.reports import WrittenLetter

if TYPE_CHECKING:
    from docx.text.paragraph import Paragraph

_PAPER = {"letter": "us-letter", "a4": "a4"}
_INCHES = {"letter": (8.5, 11), "a4": (8.27, 11.69)}
_BLANK = re.compile(r"(\[[^\[\]\n]{1,120}\])")
# Controls, formats, spaces and marks: nothing is seen of a paragraph of these alone.
_UNSEEN = {"Cc", "Cf", "Zs", "Zl", "Zp", "Mn", "Me"}
# Word files are XML, which takes no control characters but these.
_NOT_XML = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def letter_pdf(letter: WrittenLetter, now: datetime, fonts_dirs: tuple[Path, ...]) -> bytes:
    """PDF/A-3a and PDF/UA-1 like the report. Line ends are kept; a character without a glyph is "□"."""
    covered = glyphs.coverage(fonts_dirs)
    pages = {
        "paper": _PAPER[letter.paper],
        "title": letter_title(letter.kind),
        "paragraphs": [
            {"role": paragraph.role, "lines": glyphs.shown(lines, covered)}
            for paragraph in letter.paragraphs
            # An emptied paragraph is none: PDF/UA takes no heading without words.
            if _is_seen(lines := _lines(paragraph.text))
        ],
    }
    return typeset("letter", pages, {}, fonts_dirs, now)


def letter_docx(letter: WrittenLetter, now: datetime) -> bytes:
    """A Word file without anything of this server in it but the text; blanks are highlighted."""
    from docx import Document
    from docx.shared import Inches, Pt

    document: Any = Document()
    section = document.sections[0]
    section.page_width, section.page_height = (Inches(size) for size in _INCHES[letter.paper])
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Inches(1)
    document.styles["Normal"].font.size = Pt(11)
    properties = document.core_properties
    properties.title, properties.author, properties.comments = letter_title(letter.kind), "", ""
    properties.created = properties.modified = now.astimezone(UTC).replace(tzinfo=None)
    for paragraph in letter.paragraphs:
        _add(document, paragraph.role, _lines(_NOT_XML.sub("", paragraph.text)))
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _is_seen(lines: Sequence[str]) -> bool:
    return any(unicodedata.category(sign) not in _UNSEEN for line in lines for sign in line)


def _is_from_the_right(lines: Sequence[str]) -> bool:
    """Whether the first letter is one of Hebrew or Arabic: then the whole paragraph runs from right to left."""
    letters = (unicodedata.bidirectional(sign) for line in lines for sign in line)
    return next((direction for direction in letters if direction in ("L", "R", "AL")), "L") != "L"


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.strip().splitlines()]


def _add(document: Any, role: str, lines: Sequence[str]) -> None:
    if role == "list":
        for line in lines:
            _write(document.add_paragraph(style="List Bullet"), [line], is_bold=False)
    else:
        _write(document.add_paragraph(), lines, is_bold=role == "subject")


def _write(paragraph: "Paragraph", lines: Sequence[str], *, is_bold: bool) -> None:
    from docx.enum.text import WD_COLOR_INDEX
    from docx.oxml import OxmlElement

    is_from_the_right = _is_from_the_right(lines)
    if is_from_the_right:
        paragraph._p.get_or_add_pPr().append(OxmlElement("w:bidi"))
    for number, line in enumerate(lines):
        if number:
            paragraph.add_run().add_break()
        for piece in filter(None, _BLANK.split(line)):
            run = paragraph.add_run(piece)
            run.bold = is_bold
            run.font.rtl = is_from_the_right or None
            run.font.cs_bold = (is_bold and is_from_the_right) or None  # Word has its own bold for such letters
            if _BLANK.fullmatch(piece):
                run.font.highlight_color = WD_COLOR_INDEX.YELLOW
