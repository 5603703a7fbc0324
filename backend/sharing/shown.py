"""One table of the doctor's page, and the same table on paper."""

from collections.abc import Sequence
from dataclasses import dataclass

from backend import wording
from backend.reports.parts import Column, Note, Part, Section, Table, Text
from shared_schemas.sharing import SharedTable


@dataclass(frozen=True)
class Shown:
    """Rows under `columns`, whose widths count on paper only. `rows_on_paper` cuts a long list there.

    An `annex` is what follows the two sheets of the PDF, where it is shared at all.
    """

    id: str
    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[str]]
    lead: str = ""
    note: str = ""
    rows_on_paper: int | None = None
    is_annex: bool = False

    def on_page(self) -> SharedTable:
        """As the page gets it."""
        return SharedTable(
            id=self.id,
            title=self.title,
            columns=[column.title for column in self.columns],
            rows=[list(row) for row in self.rows],
            note=" ".join(part for part in (self.lead, self.note) if part) or None,
        )

    def on_paper(self, share: float = 1) -> list[Part]:
        """As the PDF gets it, with a word on the rows that are left out; a smaller `share` cuts a long list shorter."""
        limit = None if self.rows_on_paper is None else max(2, round(self.rows_on_paper * share))
        rows = self.rows[:limit]
        more = len(self.rows) - len(rows)
        left_out = f"{wording.count(more, 'more row')} on the page itself." if more else ""
        note = " ".join(part for part in (self.note, left_out) if part)
        return [
            Section(self.title),
            *([Text(self.lead)] if self.lead else []),
            Table(self.columns, rows),
            *([Note(note)] if note else []),
        ]


def of_parts(
    name: str, parts: Sequence[Part], rows_on_paper: int | None = None, *, is_annex: bool = False
) -> list[Shown]:
    """The first table of a section of the report, as one of the page; nothing when the section is empty."""
    table = next((part for part in parts if isinstance(part, Table)), None)
    if table is None:
        return []
    return [
        Shown(
            name,
            next((part.text for part in parts if isinstance(part, Section)), ""),
            table.columns,
            table.rows,
            lead=next((part.text for part in parts if isinstance(part, Text)), ""),
            note=next((part.text for part in parts if isinstance(part, Note)), ""),
            rows_on_paper=rows_on_paper,
            is_annex=is_annex,
        )
    ]
