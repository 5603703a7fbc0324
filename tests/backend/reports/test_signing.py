"""The operator's signature, verified and broken on purpose."""

from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from cryptography.x509.oid import NameOID

from backend.reports.evidence import evidence_pdf
from backend.reports.signing import Certificate, CertificateError, is_signature_whole, signed
from backend.settings import Settings
from shared_schemas.reports import EvidenceRequest
from tests.backend.reports.patients import FIRST_SESSION, NOW, Log
from tests.backend.reports.reading import record_in


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    key = rsa.generate_private_key(65_537, 2_048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Example operator")])
    made = datetime.now(UTC)
    own = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(made - timedelta(days=1))
        .not_valid_after(made + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    path: Path = tmp_path_factory.mktemp("certificate") / "operator.p12"
    path.write_bytes(
        pkcs12.serialize_key_and_certificates(b"operator", key, own, None, BestAvailableEncryption(b"key"))
    )
    return Certificate(path, "key")


@pytest.fixture(scope="module")
def report(certificate: Certificate) -> bytes:
    log = Log()
    log.session(FIRST_SESSION, dose_mg=40)
    fonts = Settings().fonts_dirs
    return evidence_pdf(log.journal, EvidenceRequest(), NOW, fonts, certificate=certificate)


def test_a_signed_report_is_whole_and_still_says_it_can_be_archived(report: bytes) -> None:
    assert is_signature_whole(report) is True
    assert len(record_in(report)["sessions"]) == 1
    with pikepdf.open(BytesIO(report)) as document:
        metadata = document.open_metadata()
        assert (metadata["pdfaid:part"], metadata["pdfuaid:part"]) == ("3", "1")
        assert len(document.Root.AcroForm.Fields) == 1


def test_one_changed_byte_or_an_added_one_breaks_the_signature(report: bytes) -> None:
    place = report.index(b"/Producer") if b"/Producer" in report else 2_000
    changed = report[:place] + bytes([report[place] ^ 1]) + report[place + 1 :]
    assert is_signature_whole(changed) is not True
    assert is_signature_whole(report + b"\n% added") is not True


def test_a_report_without_a_signature_is_neither_whole_nor_broken() -> None:
    pdf = evidence_pdf(Log().journal, EvidenceRequest(), NOW, Settings().fonts_dirs)
    assert is_signature_whole(pdf) is None
    assert is_signature_whole(b"not a pdf") is False


def test_a_wrong_passphrase_is_an_error_that_says_so(certificate: Certificate) -> None:
    with pytest.raises(CertificateError, match="passphrase"):
        signed(b"%PDF-", Certificate(certificate.path, "wrong"))
