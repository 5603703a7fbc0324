"""How the example patient asked again: the appeal that was lost, and the approval that is being waited for."""

from backend.demo.background import CLINIC
from backend.demo.diary import Diary


def write_appeals(diary: Diary, denials: list[str]) -> None:
    """The appeal of the first denial, and a request for approval that came after the second. `denials` are ids."""
    appeal = diary.write(
        "appeal",
        diary.at(393, 18, 30),
        denial=denials[0],
        level="internal_1",
        sent_on=diary.day(393),
        sent_by="fax",
        proof="Fax report, 24 pages, result OK (synthetic)",
        expedited=False,
        decision="waiting",
    )
    diary.amend(
        appeal,
        "appeal",
        diary.at(353, 17, 55),
        decision="upheld",
        decided_on=diary.day(356),
        decision_received_on=diary.day(353),
        reason_text=(
            "Synthetic letter, no real insurer wrote it: “The denial is upheld. This is our final internal decision."
            " You may ask for an external review.”"
        ),
    )
    diary.write(
        "prior_authorization",
        diary.at(12, 17, 20),
        requested_on=diary.day(12),
        requested_by=CLINIC,
        treatment_plan=(
            "Twelve maintenance sessions, one every four weeks, beside venlafaxine, with a PHQ-9 before each."
        ),
        service_codes=["96365", "J3490"],
        urgent=False,
        decision="waiting",
    )
