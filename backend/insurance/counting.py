"""One deadline: counted from the letter by a rule, or taken from the letter itself, with all that explains it."""

from dataclasses import dataclass, replace
from datetime import date

from backend.insurance.days import business_day_from, business_day_until, days_after, is_plausible, months_after
from backend.insurance.rules import RULES, DecisionTime, Rule
from backend.wording import day as worded
from shared_schemas.appeals import Appeal, AppealLevel
from shared_schemas.insurance import Denial, InsurancePlan


@dataclass(frozen=True)
class Deadline:
    """One day that counts, and where it comes from.

    `due_on` is None where nothing says a day; `asks` then says what to enter. `computed_on` is what the rule says, also
    where the letter's own day won. `aim_for_on` is a business day, never after `due_on`. `record` is what it is about,
    `mend` the kind and id of the record whose form answers `asks` or takes the next entry.
    """

    id: str
    record: str
    kind: str
    title: str
    due_on: date | None = None
    aim_for_on: date | None = None
    computed_on: date | None = None
    is_printed: bool = False
    is_for_the_insurer: bool = False
    is_urgent: bool = False
    counting: str = ""
    source: str = ""
    seen_on: date | None = None
    decision: str = ""
    notes: tuple[str, ...] = ()
    asks: str | None = None
    mend: tuple[str, str | None] = ("denial", None)


@dataclass(frozen=True)
class Notice:
    """The letter that the next level is counted from."""

    record: str
    kind: str
    notice_on: date | None
    received_on: date | None
    printed_on: date | None


@dataclass(frozen=True)
class DenialCase:
    """One denial with the plan it fell under and the appeals of it, the newest of each level."""

    denial: Denial
    plan: InsurancePlan | None
    appeals: dict[AppealLevel, Appeal]

    @property
    def plan_type(self) -> str | None:
        """The kind of plan; None where no plan is entered."""
        return self.plan.plan_type if self.plan else None


def counted(rule: Rule, case: DenialCase, notice: Notice) -> Deadline:
    """The deadline that the rule gives for this letter; without a day, and asking for it, where a date is missing."""
    start, told, notes = _start(rule, notice)
    computed = day_by(rule, start) if start else None
    due = business_day_from(computed) if computed and rule.moves_forward else computed
    moved = f" {worded(computed)} is no business day, so it moves to the next." if computed != due and computed else ""
    return Deadline(
        id=f"{rule.id}-{notice.record}",
        record=notice.record,
        kind="appeal",
        title=rule.title,
        due_on=due,
        # Counted from the day before it was moved: a weekend that the law forgives is not a weekend to wait for.
        aim_for_on=business_day_until(computed) if computed else None,
        computed_on=due,
        is_urgent=bool(case.denial.urgent),
        counting=f"{sentence(rule.reads)}{told}{moved}" if rule.reads else "",
        source=rule.source,
        seen_on=RULES.seen_on,
        decision=decision_words(rule, case),
        notes=(*notes, *rule.notes),
        asks=None if due or rule.is_automatic or (not rule.asks and not rule.counted_from) else _asks(rule, notice),
        mend=(notice.kind, notice.record),
    )


def _start(rule: Rule, notice: Notice) -> tuple[date | None, str, tuple[str, ...]]:
    """The day that counting starts from, how it reads, and what to know about it."""
    told = notice.notice_on if is_plausible(notice.notice_on) else None
    got = notice.received_on if is_plausible(notice.received_on) else None
    if rule.counted_from == "notice":
        return told, f" Counted from {worded(told)}, the date of the notice." if told else "", ()
    if rule.counted_from != "received":
        return None, "", ()
    presumed = days_after(told, rule.presumed_days) if told and rule.presumed_days is not None else None
    if presumed and (got is None or got > presumed):
        late = ("A later day of receipt needs proof, so it is not counted.",) if got else ()
        return presumed, f" Counted from {worded(presumed)}, 5 days after the notice.", late
    if got:
        return got, f" Counted from {worded(got)}, when you received it.", ()
    if told:
        unknown = ("The day you received it is not entered, so this is counted from the date of the notice.",)
        return told, f" Counted from {worded(told)}, the date of the notice.", unknown
    return None, "", ()


def day_by(rule: Rule, start: date) -> date | None:
    """The day counted by the rule from `start`, before it is moved; None for a rule without days and months."""
    if rule.months is not None:
        return months_after(start, rule.months, rule.month_without_day)
    return days_after(start, rule.days) if rule.days is not None else None


def _asks(rule: Rule, notice: Notice) -> str:
    if rule.asks:
        return rule.asks
    what = "letter" if notice.kind == "denial" else "decision"
    if rule.counted_from == "received":
        return f"Enter the date on the {what}, and the day you received it."
    return f"Enter the date on the {what}."


def with_printed(deadline: Deadline, printed: date | None) -> Deadline:
    """The day that a letter prints, in the place of the computed one."""
    if printed is None or not is_plausible(printed):
        return deadline
    computed = deadline.computed_on
    other = (
        (f"By the rule it would be {worded(computed)}. The letter’s date counts.",)
        if computed and computed != printed
        else ()
    )
    return replace(
        deadline,
        due_on=printed,
        aim_for_on=business_day_until(printed),
        is_printed=True,
        notes=(*other, *deadline.notes),
        asks=None,
    )


def decision_time(rule: Rule, case: DenialCase, appeal: Appeal | None = None) -> DecisionTime | None:
    """The time that holds; None where it hangs on what nobody has entered."""
    is_urgent = bool(case.denial.urgent or (appeal and appeal.expedited))
    if is_urgent and (fast := next((time for time in rule.decisions if time.urgent), None)):
        return fast
    # A plan whose levels are not known is taken to have one, which gives it the longer time.
    levels = (case.plan.internal_levels if case.plan else None) or 1
    service = "before" if case.denial.service == "ongoing" else case.denial.service
    fitting = [
        time
        for time in rule.decisions
        if not time.urgent and time.levels in (None, levels) and time.service in (None, service)
    ]
    return fitting[0] if fitting else None


def decision_words(rule: Rule, case: DenialCase) -> str:
    """How long the insurer has to decide, as a sentence; empty where that is not known."""
    time = decision_time(rule, case)
    if time:
        return f"The insurer then has {length(time)} to decide."
    return ""


def length(time: DecisionTime) -> str:
    """As in "72 hours" or "60 days"."""
    return f"{time.hours} hours" if time.hours else f"{time.days} days"


def sentence(text: str) -> str:
    """The text with a capital and a full stop."""
    return f"{text[:1].upper()}{text[1:]}."
