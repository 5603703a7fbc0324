"""Typst: a template and data in, one PDF out that is PDF/A-3a and PDF/UA-1. What the data say is not known here."""

import json
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from backend.reports.glyphs import font_files
from backend.settings import TYPST_KEPT_BYTES

if TYPE_CHECKING:
    import typst

_TEMPLATES = Path(__file__).parent / "templates"
_UNUSED_BEFORE_FORGOTTEN = 10
_STANDARDS: "list[typst.PDFStandard]" = ["ua-1", "a-3a"]


def typeset(
    template: str, pages: Any, files: Mapping[str, bytes], fonts_dirs: tuple[Path, ...], now: datetime
) -> bytes:
    """The PDF that `templates/{template}.typ` makes of `pages`, which it reads as `pages.json`.

    `files` (pictures, attachments) stand beside it under their names. Text reaches Typst as data only, so nothing in it
    can be markup. The same arguments give the same bytes; `now` is the time of making. Raises FontsMissingError, and
    RuntimeError when Typst refuses, a character without a glyph among the reasons (see `glyphs.shown`).
    """
    sources = {
        "main.typ": (_TEMPLATES / f"{template}.typ").read_bytes(),
        "pages.json": json.dumps(pages, ensure_ascii=False).encode(),
        **files,
    }
    # PDF dates end with the second.
    pdf = _compiled(sources, fonts_dirs, pdf_standards=_STANDARDS, timestamp=now.replace(microsecond=0))
    if sum(map(len, files.values())) > TYPST_KEPT_BYTES:
        _forget(fonts_dirs)
    return pdf


def _compiled(sources: Mapping[str, bytes], fonts_dirs: tuple[Path, ...], **options: Any) -> bytes:
    # A wheel of 40 MB that only a report needs.
    import typst

    # The stub forgets the dictionary of files that the package documents and takes.
    compiled: Any = typst.compile
    pdf: bytes = compiled(sources, font_paths=_fonts(fonts_dirs), ignore_system_fonts=True, format="pdf", **options)
    return pdf


def _forget(fonts_dirs: tuple[Path, ...]) -> None:
    """Typst keeps what it has set until it has set ten documents without it: a millisecond each, if they are empty."""
    for _ in range(_UNUSED_BEFORE_FORGOTTEN):
        _compiled({"main.typ": b""}, fonts_dirs)


@lru_cache(maxsize=4)
def _fonts(fonts_dirs: tuple[Path, ...]) -> "typst.Fonts":
    import typst

    font_files(fonts_dirs)
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder) for folder in fonts_dirs]
    )
