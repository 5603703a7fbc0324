"""What the treatment cost, by year, as rows and as printed. Amounts in cents."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from backend import wording
from backend.insurance.ledger import Totals, ledger
from backend.reports.parts import Column, Note, Part, Section, Table
from shared_schemas.journal import Journal


@dataclass(frozen=True)
class CostRow:
    """The sums of one tax year; `year` None for what has no day."""

    year: int | None
    billed_cents: int
    paid_cents: int
    submitted_cents: int
    allowed_cents: int
    reimbursed_cents: int
    outstanding_cents: int


def cost_rows(journal: Journal, now: datetime) -> tuple[CostRow, ...]:
    """A row for each year with an amount, the earliest first."""
    rows = [_row(year, sums) for year, sums in reversed(ledger(journal, now).years)]
    return tuple(row for row in rows if row.billed_cents or row.paid_cents or row.reimbursed_cents)


def _row(year: int | None, sums: Totals) -> CostRow:
    return CostRow(
        year=year,
        billed_cents=sums.billed_cents,
        paid_cents=sums.paid_cents,
        submitted_cents=sums.submitted_cents,
        allowed_cents=sums.allowed_cents,
        reimbursed_cents=sums.reimbursed_cents,
        outstanding_cents=sums.outstanding_cents,
    )


def costs_section(rows: Sequence[CostRow], receipts: str | None) -> list[Part]:
    """The table by year, and the letter of the exhibit with the receipts. Nothing without an amount."""
    if not rows:
        return []
    titles = ("Billed", "Paid by the patient", "Sent to the insurer", "Allowed", "Paid back", "Not paid back")
    columns = [Column("Year"), *(Column(title, 70, "right") for title in titles)]
    shown = f" Receipts on file are exhibit {receipts}." if receipts else ""
    note = f"Sessions, visits, travel and other costs of the treatment, as the patient entered them.{shown}"
    return [Section("Costs"), Table(columns, [_cells(row) for row in rows]), Note(note)]


def _cells(row: CostRow) -> list[str]:
    amounts = (row.billed_cents, row.paid_cents, row.submitted_cents, row.allowed_cents)
    back = (row.reimbursed_cents, row.outstanding_cents)
    return [str(row.year) if row.year else "No day", *(wording.money(cents) for cents in (*amounts, *back))]
