"""What is asked of a report or a letter, and what is answered while it is made."""

from datetime import date
from typing import Annotated, Literal, get_args

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from shared_schemas.base import RecordId, RequestBody, Schema

Purpose = Literal["first_authorization", "renewal", "internal_appeal", "external_review", "va"]
# Sessions, what is missing and the methods are in every report, since the other parts rest on them.
Section = Literal["criteria", "prior_treatments", "scores", "relief", "safety", "function", "contact_log", "costs"]
SECTIONS: tuple[Section, ...] = get_args(Section)
# A case has a few hundred notes and papers at most; a request that names more is none of ours.
RecordIds = Annotated[list[RecordId], Field(max_length=1_000)]


class EvidenceRequest(RequestBody):
    """Options of the evidence report; `{}` asks for all of the record without notes and answers to single questions.

    `purpose` none: a review of the denial when there is one, else a plain record. `from_on` and `to_on` are the first
    and last day of sessions, scores, check-ins, calls and costs. `sections` and `exhibits` none: all; `exhibits` names
    the records whose papers are shown. `notes` names the records whose notes are printed. `originals`: attach the
    papers' files too.
    """

    purpose: Purpose | None = None
    paper: Literal["letter", "a4"] = "letter"
    from_on: date | None = None
    to_on: date | None = None
    sections: list[Section] | None = None
    item_answers: bool = False
    notes: RecordIds = []
    exhibits: RecordIds | None = None
    originals: bool = False


class ReportJob(Schema):
    """A report being made. Poll `location`; when it is ready that address answers the PDF itself.

    `step` of `steps` is how far it is: one step a paper shown, and one for the pages.
    """

    id: str
    status: Literal["waiting", "ready", "failed"]
    location: str
    step: int = 0
    steps: int = 1


class ReportPages(Schema):
    """How many pages a report has, for whoever looks at them one by one."""

    pages: int


LetterKind = Literal["medical_necessity", "appeal", "external_review", "claim_file", "follow_up"]


class LetterRequest(RequestBody):
    """Which letter to draft."""

    kind: LetterKind


class LetterParagraph(Schema):
    """One paragraph; `role` says where it stands on the page. A list has an item a line."""

    role: Literal["sender", "date", "recipient", "subject", "text", "list", "closing", "enclosures"]
    text: str


class LetterDraft(Schema):
    """A letter filled in from the record. `blanks` names what is not on record and stands as a marked blank."""

    kind: LetterKind
    title: str
    paragraphs: list[LetterParagraph]
    blanks: list[str]


class WrittenParagraph(RequestBody):
    """A paragraph as the patient left it."""

    role: Literal["sender", "date", "recipient", "subject", "text", "list", "closing", "enclosures"]
    text: Annotated[str, Field(max_length=20_000)]


# A letter of more paragraphs is a book, and one without any is nothing to print.
_MOST_PARAGRAPHS = 100


def _some(paragraphs: list[WrittenParagraph]) -> list[WrittenParagraph]:
    if not 1 <= len(paragraphs) <= _MOST_PARAGRAPHS:
        raise PydanticCustomError("paragraph_count", "must have between 1 and 100 paragraphs")
    return paragraphs


class WrittenLetter(RequestBody):
    """A letter as the patient left it, to be made into a file."""

    kind: LetterKind
    format: Literal["pdf", "docx"]
    paper: Literal["letter", "a4"] = "letter"
    paragraphs: Annotated[list[WrittenParagraph], AfterValidator(_some)]
