"""What was tried before or beside ketamine: one row each, and how the rows are printed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from backend import wording
from backend.reports.parts import Column, Part, Section, Table, Text
from shared_schemas.background import PriorTreatment
from shared_schemas.journal import Journal

# Enough for "sertraline (Zoloft)" and for a reason in one sentence; a table of treatments is not the place for a story.
_NAME_CHARACTERS = 80
_REASON_CHARACTERS = 160


@dataclass(frozen=True)
class PriorTreatmentRow:
    """One treatment as printed. Improvement below 0 is worsening."""

    name: str
    drug_class: str | None
    augmentation: bool
    in_present_episode: bool
    dose_mg_per_day: float | None
    started_on: date | None
    ended_on: date | None
    adequate_weeks: float | None
    improvement_percent: float | None
    stop_reason: str | None


def prior_treatment_rows(journal: Journal) -> tuple[PriorTreatmentRow, ...]:
    """A row for every treatment with a name, the earliest start first, unknown starts last."""
    named = [treatment for treatment in journal.of(PriorTreatment) if treatment.name]
    rows = [(treatment.started_on or date.max, treatment.id, _row(treatment)) for treatment in named]
    return tuple(row for _, _, row in sorted(rows, key=lambda entry: entry[:2]))


def _row(treatment: PriorTreatment) -> PriorTreatmentRow:
    group = treatment.drug_class or treatment.type
    return PriorTreatmentRow(
        name=wording.shortened(treatment.name or "", _NAME_CHARACTERS),
        drug_class=wording.shortened(wording.words(group), _NAME_CHARACTERS) if group else None,
        augmentation=bool(treatment.augmentation),
        in_present_episode=bool(treatment.current_episode),
        dose_mg_per_day=wording.rounded(treatment.dose_mg_per_day, 1),
        started_on=treatment.started_on,
        ended_on=treatment.ended_on,
        adequate_weeks=wording.rounded(treatment.adequate_weeks, 1),
        improvement_percent=wording.rounded(treatment.improvement_percent, 0),
        stop_reason=wording.shortened(treatment.stop_reason, _REASON_CHARACTERS) if treatment.stop_reason else None,
    )


def prior_treatments_section(rows: Sequence[PriorTreatmentRow], first_session: date | None) -> list[Part]:
    """The table of what was tried before `first_session` and beside it. Nothing when there are none."""
    if not rows:
        return []
    columns = [
        Column("Treatment"),
        Column("Highest dose a day", 58, "right"),
        Column("From – to", 84),
        Column("Weeks at an adequate dose", 62, "right"),
        Column("Improve­ment", 56, "right"),
        Column("Why it ended", 116),
    ]
    beside = first_session and any(row.started_on and row.started_on >= first_session for row in rows)
    title = "Earlier treatments, and others since the first session" if beside else "Earlier treatments"
    lead = "As the patient recalls them; the prescribers’ records are the source to check them against."
    return [Section(title), Text(lead), Table(columns, [_cells(row) for row in rows])]


def changes_during(rows: Sequence[PriorTreatmentRow], first: date, last: date) -> list[str]:
    """One sentence on what began or ended from `first` to `last`, so that no score stands without it; else nothing."""
    found = [
        (day, f"{row.name} {verb} on {wording.day(day)}")
        for row in rows
        for day, verb in ((row.started_on, "began"), (row.ended_on, "ended"))
        if day is not None and first <= day <= last
    ]
    if not found:
        return []
    changes = wording.listed([text for _, text in sorted(found)])
    return [f"Other treatments changed while these scores were taken: {changes}."]


def _cells(row: PriorTreatmentRow) -> list[str]:
    return [
        _name(row),
        wording.NOTHING if row.dose_mg_per_day is None else f"{wording.number(row.dose_mg_per_day)} mg",
        _span(row.started_on, row.ended_on),
        wording.NOTHING if row.adequate_weeks is None else wording.number(row.adequate_weeks),
        wording.NOTHING if row.improvement_percent is None else wording.percent(row.improvement_percent),
        row.stop_reason or wording.NOTHING,
    ]


def _name(row: PriorTreatmentRow) -> str:
    claims = ((row.augmentation, "augmentation"), (row.in_present_episode, "in the present episode"))
    details = [*([row.drug_class] if row.drug_class else []), *(text for holds, text in claims if holds)]
    name = wording.capitalised(row.name)
    return f"{name} ({', '.join(details)})" if details else name


def _span(start: date | None, end: date | None) -> str:
    if end is None:
        return f"from {wording.day(start)}" if start else wording.NOTHING
    return f"{wording.day(start)} – {wording.day(end)}" if start else f"until {wording.day(end)}"
