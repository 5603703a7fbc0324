"""The papers of a report, brought from the store and made into pictures, within the limits of one packet."""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from backend.printing.workshop import WorkFailedError, Workshop
from backend.reports.exhibits import Exhibit
from backend.reports.pictures import PrintedPaper, printed
from backend.settings import EXHIBIT_PAGES, EXHIBIT_SECONDS, ORIGINALS_BYTES, REPORT_WORKERS
from backend.storage import attachments
from backend.storage.journals import Journals


@dataclass
class Papers:
    """Pictures by the SHA-256 of the file, and the files to attach."""

    printed: dict[str, PrintedPaper] = field(default_factory=dict)
    originals: dict[str, bytes] = field(default_factory=dict)


async def papers_of(
    exhibits: Iterable[Exhibit],
    account: str,
    journals: Journals,
    workshop: Workshop,
    done: Callable[[], None],
    *,
    with_originals: bool,
) -> Papers:
    """All papers of `exhibits`; `done` is called after each. What cannot be had or shown has a reason instead."""
    papers, room = Papers(), asyncio.Semaphore(REPORT_WORKERS)

    async def bring(sha256: str) -> None:
        async with room:
            content = await attachments.content(journals, account, sha256)
            papers.printed[sha256] = await _printed(workshop, content)
            if with_originals and content is not None:
                papers.originals[sha256] = content
            done()

    wanted = [paper.sha256 for exhibit in exhibits for paper in exhibit.papers]
    await asyncio.gather(*(bring(sha256) for sha256 in wanted))
    return _within_limits(papers, wanted)


async def _printed(workshop: Workshop, content: bytes | None) -> PrintedPaper:
    if content is None:
        return PrintedPaper(reason="lost")
    try:
        return await workshop.run(EXHIBIT_SECONDS, printed, content)
    except WorkFailedError:
        return PrintedPaper(reason="damaged")


def _within_limits(papers: Papers, order: Iterable[str]) -> Papers:
    """The first pages up to the limit of a packet, in the order of the exhibits, and the first originals."""
    kept, pages, size = Papers(), EXHIBIT_PAGES, 0
    for sha256 in order:
        paper = papers.printed[sha256]
        shown = paper.pages[:pages]
        pages -= len(shown)
        is_cut = len(shown) < len(paper.pages)
        kept.printed[sha256] = PrintedPaper(shown, paper.in_all, "no_room" if is_cut else paper.reason)
        original = papers.originals.get(sha256)
        if original is not None and size + len(original) <= ORIGINALS_BYTES:
            kept.originals[sha256] = original
            size += len(original)
    return kept
