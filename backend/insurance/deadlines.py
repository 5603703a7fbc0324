"""The days of an appeal: what is due next for each denial, by which rule, and until when the insurer must answer.

The day printed on a letter always wins over a computed one, which then stands beside it. A day is computed from what is
entered or not at all: what is missing is asked for.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from backend.insurance.counting import (
    Deadline,
    DenialCase,
    Notice,
    counted,
    day_by,
    decision_time,
    decision_words,
    length,
    sentence,
    with_printed,
)
from backend.insurance.days import business_day_until, is_plausible
from backend.insurance.plans import plan_of
from backend.insurance.rules import RULES, Rule, Service
from backend.wording import day as worded
from shared_schemas.appeals import Appeal, AppealLevel
from shared_schemas.insurance import Denial
from shared_schemas.journal import Journal

# The reasons that rest on a medical judgment and those that do not; of the others the letter itself says.
_MEDICAL = {"not_medically_necessary", "experimental"}
_NOT_MEDICAL = {"excluded"}
_FOLLOWS = "What follows"
_SERVICES: dict[Service, str] = {
    "before": "was still to come when it was refused",
    "after": "had been given when it was refused",
    "ongoing": "was going on when it was refused",
}


def appeal_deadlines(journal: Journal) -> tuple[Deadline, ...]:
    """What is due next for each denial, earliest first, those without a day last. An overturned denial has none."""
    denials = journal.of(Denial)
    found = [deadline for denial in denials for deadline in _of_denial(journal, denial, len(denials) == 1)]
    return tuple(sorted(found, key=lambda deadline: (deadline.due_on or date.max, deadline.id)))


def _of_denial(journal: Journal, denial: Denial, is_only: bool) -> Iterator[Deadline]:
    plan = plan_of(journal, denial.notice_on or denial.received_on)
    case = DenialCase(denial, plan, _appeals(journal, denial, is_only))
    notice = Notice(denial.id, "denial", denial.notice_on, denial.received_on, denial.deadline_on)
    levels = [rule for rule in RULES.levels(case.plan_type, plan.state if plan else None) if _is_open(rule, case)]
    if not levels:
        yield from _without_rules(case, notice)
        return
    for rule in levels[_reached(levels, case) :]:
        appeal = case.appeals.get(rule.level)
        if appeal is None or not _is_filed(appeal):
            yield from _to_file(rule, case, notice, appeal)
            return
        if appeal.decision in (None, "waiting"):
            yield from _waiting(rule, case, appeal)
            return
        if appeal.decision == "overturned":
            return
        notice = Notice(appeal.id, "appeal", appeal.decided_on, appeal.decision_received_on, appeal.next_deadline_on)
    yield _after_the_last(case, notice)


def _reached(levels: Sequence[Rule], case: DenialCase) -> int:
    """The place of the last level that was filed: an expedited external review need not wait for what is before it."""
    filed = [place for place, rule in enumerate(levels) if _is_filed(case.appeals.get(rule.level))]
    return filed[-1] if filed else 0


def _is_filed(appeal: Appeal | None) -> bool:
    return appeal is not None and appeal.sent_on is not None and appeal.decision != "withdrawn"


def _after_the_last(case: DenialCase, notice: Notice) -> Deadline:
    """What a letter says after the last level that has a rule here: a court, a council, or nothing."""
    deadline = Deadline(
        id=f"letter-{notice.record}",
        record=notice.record,
        kind="appeal",
        title=_FOLLOWS,
        is_urgent=bool(case.denial.urgent),
        asks="No rule here says what comes next. If the letter names another step, enter its last day.",
        mend=("appeal", notice.record),
    )
    return with_printed(deadline, notice.printed_on)


def _is_open(rule: Rule, case: DenialCase) -> bool:
    """Whether the level is one of this plan's. A second level counts where the plan has it or it was used."""
    has_two = case.plan is not None and case.plan.internal_levels == 2
    return not rule.only_with_two_levels or has_two or rule.level in case.appeals


def _appeals(journal: Journal, denial: Denial, is_only: bool) -> dict[AppealLevel, Appeal]:
    own = [
        appeal
        for appeal in journal.of(Appeal)
        if appeal.level and (appeal.denial == denial.id or (is_only and appeal.denial is None))
    ]
    newest = sorted(own, key=lambda appeal: (appeal.sent_on or date.min, appeal.id))
    return {appeal.level: appeal for appeal in newest if appeal.level}


def _to_file(rule: Rule, case: DenialCase, notice: Notice, appeal: Appeal | None) -> Iterator[Deadline]:
    deadline = counted(rule, case, notice)
    notes = [*deadline.notes, *_limits_of(rule, case)]
    printed = (appeal.due_on if appeal else None) or notice.printed_on
    if printed is None and _is_closed(rule, case):
        yield replace(
            deadline,
            due_on=None,
            aim_for_on=None,
            computed_on=None,
            asks=None,
            notes=(
                "External review is not open for a plain exclusion. Ask for the plan’s exception clause in writing.",
            ),
        )
        return
    yield with_printed(replace(deadline, notes=tuple(notes)), printed)
    for other in RULES.beside(case.plan_type, rule.level):
        if _holds_beside(other, case):
            beside = counted(other, case, notice)
            yield replace(beside, notes=(*beside.notes, *_when_beside(other, case)))


def _limits_of(rule: Rule, case: DenialCase) -> Iterator[str]:
    """What the level depends on and nobody has entered."""
    if rule.needs_medical_judgment and case.denial.reason not in _MEDICAL | _NOT_MEDICAL:
        yield "Open where the denial rests on medical judgment or calls the treatment experimental. The letter says so."
    grandfathered = case.plan.grandfathered if case.plan else None
    if rule.needs_not_grandfathered and grandfathered != "no":
        yield "An old plan that calls itself grandfathered need not offer it. Ask the plan."
    if rule.level == "external_review" and case.plan and case.plan.internal_levels is None and not rule.is_automatic:
        yield "Some plans have a second internal appeal first. The letter or the plan says so."


def _is_closed(rule: Rule, case: DenialCase) -> bool:
    return rule.needs_medical_judgment and case.denial.reason in _NOT_MEDICAL


def _holds_beside(rule: Rule, case: DenialCase) -> bool:
    """A few days pass before anybody asks, so what is not entered is taken to be so."""
    is_service = case.denial.service is None or rule.only_for_service in (None, case.denial.service)
    return is_service and not rule.only_unanswered and (not rule.only_urgent or bool(case.denial.urgent))


def _when_beside(rule: Rule, case: DenialCase) -> Iterator[str]:
    if rule.only_for_service and case.denial.service is None:
        yield f"Only where the treatment {_SERVICES[rule.only_for_service]}. Say so on the denial."


def _waiting(rule: Rule, case: DenialCase, appeal: Appeal) -> Iterator[Deadline]:
    """The day by which the insurer must have decided, and what may be done when it never does."""
    time = decision_time(rule, case, appeal)
    sent = appeal.sent_on if is_plausible(appeal.sent_on) else None
    due = (
        sent + (timedelta(days=time.days) if time.days else timedelta(hours=time.hours or 0)) if sent and time else None
    )
    yield Deadline(
        id=f"{rule.id}-decision-{appeal.id}",
        record=appeal.id,
        kind="decision",
        title=f"The insurer’s decision: {rule.title[:1].lower()}{rule.title[1:]}",
        due_on=due,
        computed_on=due,
        is_for_the_insurer=True,
        is_urgent=bool(case.denial.urgent or appeal.expedited),
        counting=f"{length(time)} after it was sent on {worded(sent)}." if time and sent else "",
        source=rule.source,
        seen_on=RULES.seen_on,
        decision=decision_words(rule, case),
        notes=("It counts from the day the insurer got it, so it may be some days later.",) if due else (),
        asks=None
        if due
        else "Say on the denial whether the treatment was still to come, and enter the decision when it comes.",
        mend=("appeal", appeal.id) if due else ("denial", case.denial.id),
    )
    for other in RULES.beside(case.plan_type, rule.level):
        if other.only_unanswered and sent:
            yield _unanswered(other, appeal, sent)


def _unanswered(rule: Rule, appeal: Appeal, sent: date) -> Deadline:
    due = day_by(rule, sent)
    return Deadline(
        id=f"{rule.id}-{appeal.id}",
        record=appeal.id,
        kind="appeal",
        title=rule.title,
        due_on=due,
        aim_for_on=business_day_until(due) if due else None,
        computed_on=due,
        counting=f"{sentence(rule.reads)} Counted from {worded(sent)}.",
        source=rule.source,
        seen_on=RULES.seen_on,
        mend=("appeal", appeal.id),
    )


def _without_rules(case: DenialCase, notice: Notice) -> Iterator[Deadline]:
    """A plan whose kind is not known, or has no rule here: only the letter says a day."""
    is_known = case.plan_type not in (None, "unknown")
    asks = (
        "Enter the last day that the letter prints, or ask the plan for it."
        if is_known
        else "Which kind of plan is it? The rule depends on that. For a plan from work, ask who pays the claims."
    )
    deadline = Deadline(
        id=f"letter-{notice.record}",
        record=notice.record,
        kind="appeal",
        title="Appeal",
        is_urgent=bool(case.denial.urgent),
        asks=asks,
        mend=("denial", notice.record) if is_known else ("insurance_plan", None),
    )
    yield from _typed(case, deadline, notice.printed_on)


def _typed(case: DenialCase, deadline: Deadline, printed: date | None) -> Iterable[Deadline]:
    filed = [appeal for appeal in case.appeals.values() if appeal.sent_on]
    if any(appeal.decision == "overturned" for appeal in filed):
        return ()
    last: Sequence[Appeal] = sorted(filed, key=lambda appeal: (appeal.sent_on or date.min, appeal.id))[-1:]
    if not last:
        return (with_printed(deadline, printed),)
    following = replace(
        deadline, record=last[0].id, id=f"letter-{last[0].id}", title=_FOLLOWS, mend=("appeal", last[0].id)
    )
    return (with_printed(following, last[0].next_deadline_on),)
