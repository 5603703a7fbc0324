"""The operator's signature on a finished report, by pyHanko. An incremental update: what was signed stays as it was."""

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

FIELD = "Casebook"


class CertificateError(Exception):
    """The operator's certificate cannot be opened. Carries no secret."""


@dataclass(frozen=True)
class Certificate:
    """A PKCS #12 file and its passphrase."""

    path: Path
    passphrase: str


def signed(pdf: bytes, certificate: Certificate | None) -> bytes:
    """`pdf` with an invisible signature; as it is without a certificate. Raises CertificateError."""
    if certificate is None:
        return pdf
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import signers

    signer = signers.SimpleSigner.load_pkcs12(str(certificate.path), passphrase=certificate.passphrase.encode())  # type: ignore[no-untyped-call]
    if signer is None:
        raise CertificateError("the certificate for signing cannot be opened; is its passphrase right?")
    meta = signers.PdfSignatureMetadata(field_name=FIELD)
    out = BytesIO()
    signers.sign_pdf(IncrementalPdfFileWriter(BytesIO(pdf)), meta, signer, output=out)
    return out.getvalue()


def is_signature_whole(pdf: bytes) -> bool | None:
    """Whether the signature covers the whole file unchanged; None for a file without one. Who signed is not judged."""
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation import SignatureCoverageLevel, validate_pdf_signature
    from pyhanko_certvalidator import ValidationContext

    try:
        signatures = PdfFileReader(BytesIO(pdf)).embedded_signatures
        if not signatures:
            return None
        status = validate_pdf_signature(signatures[0], ValidationContext(trust_roots=[]))
    except Exception:  # a damaged file fails in as many ways as there are bytes
        return False
    return bool(status.intact and status.valid and status.coverage == SignatureCoverageLevel.ENTIRE_FILE)
