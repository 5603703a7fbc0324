"""What was tried before or beside ketamine: one row each, and how the rows are printed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from backend import wording
from backend.reports.parts import Column, Part, Section, Table, Text
from shared_schemas.background import PriorTreatment
from shared_schemas.journal import Journal

# Enough for "sertraline (Zoloft)" and for a reason in one sentence; a table of treatments is not the place for a story.
_NAME_CHARACTERS = 80
_REASON_CHARACTERS = 160
# As many as a sentence holds; the table has all of them with their days.
_CHANGES_NAMED = 8


@dataclass(frozen=True)
class PriorTreatmentRow:
    """One treatment as printed. Improvement below 0 is worsening."""

    record: str
    name: str
    brand_name: str | None
    drug_class: str | None
    augmentation: bool
    in_present_episode: bool
    dose_mg_per_day: float | None
    started_on: date | None
    ended_on: date | None
    adequate_weeks: float | None
    visits: int | None
    improvement_percent: float | None
    score_name: str | None
    score_before: float | None
    score_after: float | None
    stop_reason: str | None
    prescriber: str | None


def prior_treatment_rows(journal: Journal) -> tuple[PriorTreatmentRow, ...]:
    """A row for every treatment with a name, the earliest start first, unknown starts last."""
    named = [treatment for treatment in journal.of(PriorTreatment) if treatment.name]
    rows = [(treatment.started_on or date.max, treatment.id, _row(treatment)) for treatment in named]
    return tuple(row for _, _, row in sorted(rows, key=lambda entry: entry[:2]))


def _row(treatment: PriorTreatment) -> PriorTreatmentRow:
    group = treatment.drug_class or treatment.type
    return PriorTreatmentRow(
        record=treatment.id,
        name=wording.shortened(treatment.name or "", _NAME_CHARACTERS),
        brand_name=_short(treatment.brand_name, _NAME_CHARACTERS),
        drug_class=wording.shortened(wording.words(group), _NAME_CHARACTERS) if group else None,
        augmentation=bool(treatment.augmentation),
        in_present_episode=bool(treatment.current_episode),
        dose_mg_per_day=wording.rounded(treatment.dose_mg_per_day, 1),
        started_on=treatment.started_on,
        ended_on=treatment.ended_on,
        adequate_weeks=wording.rounded(treatment.adequate_weeks, 1),
        visits=treatment.session_count,
        improvement_percent=wording.rounded(treatment.improvement_percent, 0),
        score_name=_short(treatment.score_name, _NAME_CHARACTERS),
        score_before=wording.rounded(treatment.score_before, 1),
        score_after=wording.rounded(treatment.score_after, 1),
        stop_reason=_short(treatment.stop_reason, _REASON_CHARACTERS),
        prescriber=_short(treatment.prescriber, _NAME_CHARACTERS),
    )


def _short(text: str | None, limit: int) -> str | None:
    return wording.shortened(text, limit) or None if text else None


def prior_treatments_section(
    rows: Sequence[PriorTreatmentRow], first_session: date | None, places: Mapping[str, str]
) -> list[Part]:
    """The table of what was tried before `first_session` and beside it, and where a record of it stands."""
    if not rows:
        return []
    columns = [
        Column("Treatment"),
        Column("Highest dose a day", 52, "right"),
        Column("From – to", 76),
        Column("Weeks at full dose", 46, "right"),
        Column("Improve­ment", 56, "right"),
        Column("Why it ended", 108),
    ]
    beside = first_session and any(row.started_on and row.started_on >= first_session for row in rows)
    title = "Earlier treatments, and others since the first session" if beside else "Earlier treatments"
    lead = "As the patient recalls them; the prescribers’ records are the source to check them against."
    is_one_episode = len(rows) > 1 and all(row.in_present_episode for row in rows)
    episode = " All of them in the present episode." if is_one_episode else ""
    cells = [_cells(row, places, names_episode=not is_one_episode) for row in rows]
    return [Section(title), Text(lead + episode), Table(columns, cells, "treatments")]


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
    named = [text for _, text in sorted(found)[:_CHANGES_NAMED]]
    more = len(found) - len(named)
    changes = wording.listed([*named, f"{more} more, by the table of treatments"] if more else named)
    return [f"Other treatments changed while these scores were taken: {changes}."]


def _cells(row: PriorTreatmentRow, places: Mapping[str, str], *, names_episode: bool) -> list[str]:
    return [
        _name(row, places, names_episode=names_episode),
        wording.NOTHING if row.dose_mg_per_day is None else f"{wording.number(row.dose_mg_per_day)} mg",
        _span(row.started_on, row.ended_on),
        wording.NOTHING if row.adequate_weeks is None else wording.number(row.adequate_weeks),
        _improvement(row),
        row.stop_reason or wording.NOTHING,
    ]


def _improvement(row: PriorTreatmentRow) -> str:
    share = [] if row.improvement_percent is None else [wording.percent(row.improvement_percent)]
    scores = [
        wording.NOTHING if score is None else wording.number(score) for score in (row.score_before, row.score_after)
    ]
    has_scores = row.score_before is not None or row.score_after is not None
    said = [*share, f"{row.score_name or 'score'} {' → '.join(scores)}"] if has_scores else share
    return "; ".join(said) or wording.NOTHING


def _name(row: PriorTreatmentRow, places: Mapping[str, str], *, names_episode: bool) -> str:
    claims = ((row.augmentation, "augmentation"), (names_episode and row.in_present_episode, "in the present episode"))
    details = [
        row.brand_name,
        row.drug_class,
        *(text for holds, text in claims if holds),
        wording.count(row.visits, "visit") if row.visits is not None else None,
        f"prescriber {row.prescriber}" if row.prescriber else None,
        f"record: {places[row.record]}" if row.record in places else None,
    ]
    said = ", ".join(detail for detail in details if detail)
    name = wording.capitalised(row.name)
    return f"{name} ({said})" if said else name


def _span(start: date | None, end: date | None) -> str:
    if end is None:
        return f"from {wording.day(start)}" if start else wording.NOTHING
    return f"{wording.day(start)} – {wording.day(end)}" if start else f"until {wording.day(end)}"
