import json
import stat
from base64 import urlsafe_b64decode
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicKey

from backend.reminders.vapid import VapidKey, VapidKeyError

NOW = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)


def decoded(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def test_the_first_start_makes_a_key_that_only_its_owner_can_read(tmp_path: Path) -> None:
    VapidKey.of(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["vapid.pem"]
    assert stat.S_IMODE((tmp_path / "vapid.pem").stat().st_mode) == 0o600


def test_a_restart_keeps_the_key_so_that_subscriptions_stay_valid(tmp_path: Path) -> None:
    assert VapidKey.of(tmp_path).public == VapidKey.of(tmp_path).public


def test_the_public_key_is_the_point_a_browser_wants(tmp_path: Path) -> None:
    point = decoded(VapidKey.of(tmp_path).public)
    assert len(point) == 65
    EllipticCurvePublicKey.from_encoded_point(SECP256R1(), point)


def test_a_damaged_key_file_stops_the_start_and_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "vapid.pem").write_text("damaged")
    with pytest.raises(VapidKeyError):
        VapidKey.of(tmp_path)
    assert (tmp_path / "vapid.pem").read_text() == "damaged"


def test_the_token_is_for_the_push_service_alone_and_expires_within_the_hour(tmp_path: Path) -> None:
    endpoint = "https://push.example.com:8443/send/abc?x=1"
    header = VapidKey.of(tmp_path).authorization(endpoint, "https://casebook.example:8000", NOW)
    claims = json.loads(decoded(header.split(".")[1]))
    assert claims == {
        "aud": "https://push.example.com:8443",
        "exp": int(NOW.timestamp()) + 3_600,
        "sub": "https://casebook.example:8000",
    }
