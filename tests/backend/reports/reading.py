"""A PDF read back as its reader meets it: text by page, attached files, metadata, and every byte of its objects."""

import csv
import json
from collections.abc import Iterator
from io import BytesIO, StringIO
from typing import Any

import pikepdf
import pypdfium2  # type: ignore[import-untyped]


def pages_of(pdf: bytes) -> list[str]:
    """The text of each page on one line, so that a line's end does not split what is looked for."""
    document = pypdfium2.PdfDocument(pdf)
    # Where a line ends after a hyphen, pdfium gives U+0002 for the hyphen.
    texts = [page.get_textpage().get_text_bounded().replace("\x02", "-") for page in document]
    return [" ".join(text.split()) for text in texts]


def text_of(pdf: bytes) -> str:
    return " ".join(pages_of(pdf))


def attached_to(pdf: bytes) -> dict[str, bytes]:
    with pikepdf.open(BytesIO(pdf)) as document:
        return {name: bytes(spec.get_file().read_bytes()) for name, spec in document.attachments.items()}


def record_in(pdf: bytes) -> dict[str, Any]:
    record: dict[str, Any] = json.loads(attached_to(pdf)["record.json"])
    return record


def table_in(pdf: bytes, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(attached_to(pdf)[name].decode(), newline="")))


def objects_of(pdf: bytes) -> Iterator[bytes]:
    """Every object of the file, unpacked: metadata, outlines, tags, alternative texts, attachments."""
    with pikepdf.open(BytesIO(pdf)) as document:
        for item in document.objects:
            yield item.unparse(resolved=True)
            if isinstance(item, pikepdf.Stream):
                yield item.read_bytes()


def outside_the_margins(pdf: bytes) -> list[str]:
    """Every letter that stands in the left or right margin of its page, of one inch."""
    found = []
    for page in pypdfium2.PdfDocument(pdf):
        text, right_edge = page.get_textpage(), page.get_width() - 72
        for index in range(text.count_chars()):
            left, _, right, _ = text.get_charbox(index)
            letter = text.get_text_range(index, 1)
            # A letter may lean a hair over the edge of its column.
            if letter.strip() and (left < 71 or right > right_edge + 1):
                found.append(letter)
    return found
