"""The ledger as a file for the tax return and for claims: one row a line, amounts in dollars with two digits."""

import csv
from collections.abc import Iterable
from io import StringIO

from backend.insurance.ledger import Line

_COLUMNS = (
    "Date",
    "What",
    "Provider",
    "Service codes",
    "Diagnosis codes",
    "Billed",
    "Paid",
    "Paid from HSA or FSA",
    "Sent to the insurer on",
    "Claim number",
    "Allowed",
    "Paid back",
    "Not paid back",
    "Tax year",
    "Receipt attached",
)
# A spreadsheet takes what begins with one of these for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def ledger_csv(lines: Iterable[Line]) -> str:
    """Lines in their order, with a first row of names. What nobody entered is an empty cell and no zero."""
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(_COLUMNS)
    writer.writerows(_row(line) for line in lines)
    return text.getvalue()


def _row(line: Line) -> list[str]:
    return [
        line.on.isoformat() if line.on else "",
        _plain(line.title.replace("_", " ")),
        _plain(line.provider),
        _plain(", ".join(line.service_codes)),
        _plain(", ".join(line.diagnosis_codes)),
        dollars(line.billed_cents),
        dollars(line.paid_cents),
        dollars(line.hsa_fsa_cents),
        line.submitted_on.isoformat() if line.submitted_on else "",
        _plain(", ".join(line.claim_numbers)),
        dollars(line.allowed_cents),
        dollars(line.reimbursed_cents),
        dollars(line.outstanding_cents),
        str(line.tax_year or ""),
        "yes" if line.has_receipt else "no",
    ]


def dollars(cents: int | None) -> str:
    """As in "475.00"; empty for what nobody entered. By integers, so that no cent is lost."""
    if cents is None:
        return ""
    sign = "-" if cents < 0 else ""
    return f"{sign}{abs(cents) // 100}.{abs(cents) % 100:02d}"


def _plain(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text
