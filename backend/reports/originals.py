"""The files of exhibits attached to a finished report, beside the pictures of them. Only when the patient ticked it."""

from collections.abc import Mapping
from datetime import datetime
from io import BytesIO

_STARTS = {b"%PDF-": "pdf", b"\xff\xd8\xff": "jpg", b"\x89PNG": "png", b"RIFF": "webp"}
_TYPES = {
    "pdf": "application/pdf",
    "jpg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "heic": "image/heic",
}
_DESCRIPTION = "The file of an exhibit, as the patient kept it"


def named_originals(originals: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files by the name under which they are attached; the name begins like the SHA-256 of the file."""
    return {f"exhibit-{digest[:16]}.{_ending(content)}": content for digest, content in originals.items()}


def with_originals(pdf: bytes, originals: Mapping[str, bytes], now: datetime) -> bytes:
    """The report with the files attached as PDF/A-3 wants it: each named in the catalog, with its type and day."""
    if not originals:
        return pdf
    import pikepdf

    with pikepdf.open(BytesIO(pdf)) as document:
        for name, content in named_originals(originals).items():
            spec = pikepdf.AttachedFileSpec(
                document,
                content,
                filename=name,
                description=_DESCRIPTION,
                mime_type=_TYPES[name.rpartition(".")[2]],
                creation_date=_pdf_date(now),
                mod_date=_pdf_date(now),
                relationship=pikepdf.Name.Source,
            )
            document.attachments[name] = spec
            document.Root.AF.append(spec.obj)
        out = BytesIO()
        document.save(out, deterministic_id=True)
    return out.getvalue()


def _ending(content: bytes) -> str:
    return next((ending for start, ending in _STARTS.items() if content.startswith(start)), "heic")


def _pdf_date(now: datetime) -> str:
    return f"D:{now:%Y%m%d%H%M%S}Z"
