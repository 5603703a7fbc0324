"""Plan, claims, denials, calls and receipts of the example patient; amounts in cents."""

from dataclasses import dataclass
from datetime import timedelta

from backend.demo.background import CLINIC
from backend.demo.diary import ZONE, Diary
from backend.demo.scans import denial_letter, receipt
from backend.demo.story import PlannedSession
from backend.wording import day, money

INSURER = "Synthetic Health Plan (not a real insurer)"
_BILLED_CENTS = 47_500
_ALLOWED_CENTS = 26_000
_PAID_CENTS = 18_200
_HSA_CENTS = 20_000
# Sessions (course, number): the last that was paid, and those whose claims have a letter of denial.
_PAID_UP_TO = (1, 14)
_DENIED = {(1, 15): "experimental", (2, 14): "not_medically_necessary"}
_DECIDED_AFTER_DAYS = 26
_APPEAL_DAYS = 180
_RECEIPTS_KEPT_DAYS = 100

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
    followed_up_ago: int | None = None
    about: int | None = None


_CALLS = (
    _Call(727, 11, "Asked whether IV ketamine is covered. Told: out of network, 70% of the allowed amount."),
    _Call(655, 14, "First three claims in process. Asked for the allowed amount per session in writing.", 14, 640),
    _Call(
        425, 10, "Called about the denial letter. Told that the policy changed; asked for the claim file.", 10, 417, 0
    ),
    _Call(417, 15, "Claim file not sent yet. Spoke to a supervisor, who opened a request for it.", 7, 408, 0),
    _Call(391, 9, "Appeal by fax confirmed as received, all pages.", about=0),
    _Call(352, 13, "Appeal upheld the denial. Asked for the next step and the reviewer's credentials.", about=0),
    _Call(318, 10, "Told them that treatment starts again at my own cost. Claims will be sent in."),
    _Call(
        33,
        11,
        "Second letter: asked which records were missing. Told: scores, and the time without treatment.",
        14,
        20,
        1,
    ),
    _Call(20, 16, "Asked for the criteria they used. Promised by mail.", 18, about=1),
)


def write_insurance(diary: Diary, sessions: list[PlannedSession], records: list[str]) -> list[str]:
    """The plan, then everything that the sessions (`records` are their ids) cost and what became of it.

    The ids of the denials, earliest first.
    """
    denials: list[str] = []
    _write_plan(diary)
    _write_visits(diary)
    for index, (session, record) in enumerate(zip(sessions, records, strict=True), start=1):
        claim_number = f"SYN-{index:04d}"
        claim = _write_bill(diary, session, record, claim_number)
        if reason := _DENIED.get((session.course, session.number)):
            denials.append(_write_denial(diary, session.days_ago - _DECIDED_AFTER_DAYS, reason, claim_number, claim))
    _write_calls(diary, denials)
    return denials


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
    # Copied from the plan's papers when the first letter came.
    diary.amend(
        plan,
        "insurance_plan",
        diary.at(424, 19, 5),
        plan_name="Synthetic Choice PPO (synthetic)",
        began_on=diary.day(1_600),
        grandfathered="no",
        internal_levels=1,
        claim_filing_days=365,
        phone="+1 800-555-0199",
        appeals_fax="+1 800-555-0198",
        appeals_address="Synthetic Health Plan, Appeals (synthetic)\n2 Example Plaza\nChicago, IL 60600",
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
            category="consultation" if code == "99204" else "follow_up",
            service_codes=[code],
            diagnosis_codes=["F33.2"],
        )


def _write_bill(diary: Diary, session: PlannedSession, record: str, claim_number: str) -> str:
    is_paid = (session.course, session.number) <= _PAID_UP_TO
    decided_ago = session.days_ago - _DECIDED_AFTER_DAYS
    expense = diary.write(
        "expense",
        diary.later(session.started_at, 560),
        spent_on=diary.day(session.days_ago),
        session=record,
        provider=CLINIC,
        amount_cents=_BILLED_CENTS,
        paid_cents=_BILLED_CENTS,
        hsa_fsa_cents=_HSA_CENTS if session.course == 2 else None,
        category="session",
        service_codes=["96365", "J3490"],
        diagnosis_codes=["F33.2"],
        attachments=_receipt(diary, session),
    )
    _write_ride(diary, session)
    claim = _write_claim(diary, session, record, claim_number)
    diary.amend(expense, "expense", diary.at(session.days_ago - 3, 18, 7), claim=claim)
    if decided_ago <= 1:
        return claim
    decided = diary.at(decided_ago, 17, 45)
    paid = _PAID_CENTS if is_paid else 0
    diary.amend(
        claim,
        "claim",
        decided,
        decided_on=diary.day(decided_ago),
        allowed_cents=_ALLOWED_CENTS if is_paid else 0,
        paid_cents=paid,
        decision="partly_paid" if paid else "denied",
    )
    if paid:
        diary.amend(expense, "expense", diary.later(decided, 2), reimbursed_cents=paid)
    return claim


def _receipt(diary: Diary, session: PlannedSession) -> list[str] | None:
    # The patient began to keep the receipts when the second letter was near.
    if session.days_ago > _RECEIPTS_KEPT_DAYS:
        return None
    return diary.attach(receipt(day(diary.day(session.days_ago)), money(_BILLED_CENTS), ["96365", "J3490"]))


def _write_claim(diary: Diary, session: PlannedSession, record: str, claim_number: str) -> str:
    # The claim for the last session is prepared and not sent yet.
    is_sent = session.days_ago != diary.last_session_ago
    return diary.write(
        "claim",
        diary.at(session.days_ago - 3, 18, 5),
        service_on=diary.day(session.days_ago),
        session=record,
        claim_number=claim_number if is_sent else None,
        billed_cents=_BILLED_CENTS,
        submitted_on=diary.day(session.days_ago - 3) if is_sent else None,
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


def _write_calls(diary: Diary, denials: list[str]) -> None:
    for number, call in enumerate(_CALLS, start=1):
        at = diary.at(call.days_ago, call.hour, diary.random.randrange(0, 60, 5))
        diary.write(
            "insurer_contact",
            diary.later(at, 25),
            at=at,
            time_zone=ZONE,
            channel="phone",
            representative=f"Representative {number} (synthetic)",
            reference_number=f"SYN-CALL-{1_000 + 37 * number}",
            number_called="+1 800-555-0199",
            summary=call.summary,
            promised="Said they would call back." if call.follow_up_after_days else None,
            follow_up_on=diary.day(call.days_ago - call.follow_up_after_days) if call.follow_up_after_days else None,
            followed_up_on=diary.day(call.followed_up_ago) if call.followed_up_ago else None,
            denial=denials[call.about] if call.about is not None else None,
        )


def _write_denial(diary: Diary, days_ago: int, reason: str, claim_number: str, claim: str) -> str:
    received_ago = days_ago - 4
    denial = diary.write(
        "denial",
        diary.at(received_ago, 18, 12),
        notice_on=diary.day(days_ago),
        received_on=diary.day(received_ago),
        deadline_on=diary.day(received_ago - _APPEAL_DAYS),
        reason=reason,
        claim_number=claim_number,
        claim=claim,
        service="after",
        urgent=False,
    )
    # The letter's words were copied the next evening.
    letter = denial_letter(day(diary.day(days_ago)), claim_number, _LETTERS[reason])
    copied = {"reason_text": _LETTERS[reason], "attachments": diary.attach(letter)}
    diary.amend(denial, "denial", diary.at(received_ago - 1, 19, 30), **copied)
    return denial
