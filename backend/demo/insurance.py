"""Plan, claims, denials, calls and receipts of the example patient; amounts in cents."""

from dataclasses import dataclass
from datetime import timedelta

from backend.demo.diary import Diary
from backend.demo.story import PlannedSession

INSURER = "Synthetic Health Plan (not a real insurer)"
_BILLED_CENTS = 47_500
_ALLOWED_CENTS = 26_000
_PAID_CENTS = 18_200
# Sessions (course, number): the last that was paid, and those whose claims have a letter of denial.
_PAID_UP_TO = (1, 14)
_DENIED = {(1, 15): "experimental", (2, 14): "not_medically_necessary"}
_DECIDED_AFTER_DAYS = 26
_APPEAL_DAYS = 180

_LETTERS = {
    "experimental": (
        "Synthetic letter, no real insurer wrote it: “Intravenous ketamine for depression is considered"
        " experimental or investigational under our medical policy because its long-term benefit has not"
        " been established. The services are not covered from the date of this notice.”"
    ),
    "not_medically_necessary": (
        "Synthetic letter, no real insurer wrote it: “The records submitted do not show that continued maintenance"
        " infusions are medically necessary for this member. We did not receive standardized scores that document a"
        " response, nor a description of the member’s condition without the treatment.”"
    ),
}


@dataclass(frozen=True)
class _Call:
    days_ago: int
    hour: int
    summary: str
    follow_up_after_days: int | None = None


_CALLS = (
    _Call(727, 11, "Asked whether IV ketamine is covered. Told: out of network, 70% of the allowed amount."),
    _Call(655, 14, "First three claims in process. Asked for the allowed amount per session in writing.", 14),
    _Call(425, 10, "Called about the denial letter. Told that the policy changed; asked for the claim file.", 10),
    _Call(417, 15, "Claim file not sent yet. Spoke to a supervisor, who opened a request for it.", 7),
    _Call(391, 9, "Appeal by fax confirmed as received, all pages."),
    _Call(352, 13, "Appeal upheld the denial. Asked for the next step and the reviewer's credentials."),
    _Call(318, 10, "Told them that treatment starts again at my own cost. Claims will be sent in."),
    _Call(33, 11, "Second letter: asked which records were missing. Told: scores, and the time without treatment.", 14),
    _Call(20, 16, "Asked for the criteria they used. Promised by mail."),
)


def write_insurance(diary: Diary, sessions: list[PlannedSession]) -> None:
    """The plan, then everything that the sessions cost and what became of it."""
    _write_plan(diary)
    _write_visits(diary)
    for index, session in enumerate(sessions, start=1):
        claim_number = f"SYN-{index:04d}"
        _write_bill(diary, session, claim_number)
        if reason := _DENIED.get((session.course, session.number)):
            _write_denial(diary, session.days_ago - _DECIDED_AFTER_DAYS, reason, claim_number)
    _write_calls(diary)


def _write_plan(diary: Diary) -> None:
    plan = diary.write(
        "insurance_plan",
        diary.at(728, 20, 31),
        insurer=INSURER,
        plan_type="unknown",
        member_number="SYN-000-0001",
        state="IL",
    )
    # The benefits office answered a day later.
    diary.amend(
        plan, "insurance_plan", diary.at(727, 12, 40), plan_type="employer_self_funded", group_number="SYN-GROUP-7"
    )


def _write_visits(diary: Diary) -> None:
    for days_ago, cents, code in (
        (726, 32_500, "99204"),
        (560, 16_000, "99214"),
        (340, 18_500, "99214"),
        (130, 18_500, "99214"),
    ):
        diary.write(
            "expense",
            diary.at(days_ago, 18, 20),
            spent_on=diary.day(days_ago),
            amount_cents=cents,
            category="visit",
            service_codes=[code],
            diagnosis_codes=["F33.2"],
        )


def _write_bill(diary: Diary, session: PlannedSession, claim_number: str) -> None:
    is_paid = (session.course, session.number) <= _PAID_UP_TO
    decided_ago = session.days_ago - _DECIDED_AFTER_DAYS
    expense = diary.write(
        "expense",
        diary.later(session.started_at, 560),
        spent_on=diary.day(session.days_ago),
        amount_cents=_BILLED_CENTS,
        category="treatment session",
        service_codes=["96365", "J3490"],
        diagnosis_codes=["F33.2"],
    )
    _write_ride(diary, session)
    claim = _write_claim(diary, session, claim_number)
    if decided_ago <= 1:
        return
    decided = diary.at(decided_ago, 17, 45)
    paid = _PAID_CENTS if is_paid else 0
    diary.amend(
        claim,
        "claim",
        decided,
        decided_on=diary.day(decided_ago),
        allowed_cents=_ALLOWED_CENTS if is_paid else 0,
        paid_cents=paid,
    )
    if paid:
        diary.amend(expense, "expense", diary.later(decided, 2), reimbursed_cents=paid)


def _write_claim(diary: Diary, session: PlannedSession, claim_number: str) -> str:
    return diary.write(
        "claim",
        diary.at(session.days_ago - 3, 18, 5),
        service_on=diary.day(session.days_ago),
        claim_number=claim_number,
        billed_cents=_BILLED_CENTS,
        submitted_on=diary.day(session.days_ago - 3),
        submit_by_on=diary.day(session.days_ago) + timedelta(days=365),
    )


def _write_ride(diary: Diary, session: PlannedSession) -> None:
    # Nobody drives home from an infusion; on some days a friend did.
    if diary.random.random() < 0.6:
        diary.write(
            "expense",
            diary.later(session.started_at, 565),
            spent_on=diary.day(session.days_ago),
            amount_cents=diary.random.randrange(1_800, 3_400, 50),
            category="travel",
        )


def _write_calls(diary: Diary) -> None:
    for number, call in enumerate(_CALLS, start=1):
        at = diary.at(call.days_ago, call.hour, diary.random.randrange(0, 60, 5))
        diary.write(
            "insurer_contact",
            diary.later(at, 25),
            at=at,
            representative=f"Representative {number} (synthetic)",
            reference_number=f"SYN-CALL-{1_000 + 37 * number}",
            number_called="+1 800-555-0199",
            summary=call.summary,
            follow_up_on=diary.day(call.days_ago - call.follow_up_after_days) if call.follow_up_after_days else None,
        )


def _write_denial(diary: Diary, days_ago: int, reason: str, claim_number: str) -> None:
    received_ago = days_ago - 4
    denial = diary.write(
        "denial",
        diary.at(received_ago, 18, 12),
        notice_on=diary.day(days_ago),
        received_on=diary.day(received_ago),
        deadline_on=diary.day(received_ago - _APPEAL_DAYS),
        reason=reason,
        claim_number=claim_number,
        urgent=False,
    )
    # The letter's words were copied the next evening.
    diary.amend(denial, "denial", diary.at(received_ago - 1, 19, 30), reason_text=_LETTERS[reason])
