"""One evidence report on its way: its papers brought, its pages made, and that it was made here noted."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from backend.printing.papers import papers_of
from backend.printing.workshop import Workshop
from backend.reports.evidence import evidence_exhibits, evidence_pdf
from backend.reports.exhibits import Exhibit
from backend.reports.signing import Certificate
from backend.reports.worker import give_memory_back
from backend.settings import REPORT_SECONDS, Settings
from backend.storage import made_reports
from backend.storage.journals import Journals
from shared_schemas.journal import Journal
from shared_schemas.reports import EvidenceRequest


@dataclass(frozen=True)
class Making:
    """A report of one journal. `steps` is one for each paper, and one for the pages."""

    journal: Journal
    options: EvidenceRequest
    account: str
    now: datetime
    exhibits: tuple[Exhibit, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "exhibits", evidence_exhibits(self.journal, self.options))

    @property
    def steps(self) -> int:
        """How often `done` is called."""
        return 1 + sum(len(exhibit.papers) for exhibit in self.exhibits)

    async def pdf(self, journals: Journals, workshop: Workshop, settings: Settings, done: Callable[[], None]) -> bytes:
        """The file. Raises WorkFailedError when it could not be made, WorkshopBusyError when others wait already."""
        with workshop.packet():
            papers = await papers_of(
                self.exhibits, self.account, journals, workshop, done, with_originals=self.options.originals
            )
            # What the photos took here is free by now, just before the pages take most.
            give_memory_back()
            pdf = await workshop.run(
                REPORT_SECONDS,
                evidence_pdf,
                self.journal,
                self.options,
                self.now,
                settings.fonts_dirs,
                papers.printed,
                papers.originals,
                _certificate(settings),
            )
        await made_reports.note(self.account, pdf, self.now)
        done()
        return pdf


def _certificate(settings: Settings) -> Certificate | None:
    if settings.signing_certificate is None:
        return None
    return Certificate(settings.signing_certificate, settings.signing_passphrase)
