"""The papers of a case, each with the scans that show it (I8)."""

from typing import Literal

from shared_schemas.base import Attachments, Day, LongText, Record, RecordId, Text

DocumentType = Literal[
    "letter_of_medical_necessity",
    "medical_record",
    "test_result",
    "imaging",
    "policy",
    "summary_of_benefits",
    "eob",
    "authorization_letter",
    "denial_letter",
    "appeal_letter",
    "decision_letter",
    "claim_file",
    "proof_of_sending",
    "article",
    "receipt",
    "other",
]


class Document(Record):
    """One paper: what it is, its own date, from whom, and the denial it belongs to, if any."""

    kind: Literal["document"] = "document"
    document_type: DocumentType | None = None
    title: Text | None = None
    dated_on: Day | None = None
    received_on: Day | None = None
    from_whom: Text | None = None
    denial: RecordId | None = None
    notes: LongText | None = None
    attachments: Attachments | None = None
