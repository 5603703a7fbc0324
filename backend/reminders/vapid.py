"""The key pair by which push services know this server. Made once: with another one, every subscription is void."""

import base64
import os
import tempfile
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePrivateKey, generate_private_key
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from py_vapid import Vapid02  # type: ignore[import-untyped]  # py-vapid ships no types

_FILE = "vapid.pem"
# Push services refuse more than 24 hours; an hour leaves room for a clock that is wrong by minutes either way.
_VALID_FOR = timedelta(hours=1)


class VapidKeyError(Exception):
    """`vapid.pem` is there and holds no P-256 key."""


@dataclass(frozen=True)
class VapidKey:
    """The private key; its public half is what phones subscribe with."""

    private: EllipticCurvePrivateKey

    @classmethod
    def of(cls, data_dir: Path) -> "VapidKey":
        """The key in `vapid.pem` of the data folder, made there (mode 0600) when it is missing.

        Raises `VapidKeyError`: replacing a damaged file would silently void every subscription.
        """
        path = data_dir / _FILE
        if not path.exists():
            _place(path, generate_private_key(SECP256R1()))
        try:
            key = load_pem_private_key(path.read_bytes(), password=None)
        except ValueError as error:
            raise VapidKeyError(path) from error
        if not isinstance(key, EllipticCurvePrivateKey) or not isinstance(key.curve, SECP256R1):
            raise VapidKeyError(path)
        return cls(key)

    @property
    def public(self) -> str:
        """The uncompressed point, base64url without padding, as `pushManager.subscribe` wants it."""
        point = self.private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return base64.urlsafe_b64encode(point).rstrip(b"=").decode()

    def authorization(self, endpoint: str, origin: str, now: datetime) -> str:
        """The `Authorization` header (RFC 8292) for one endpoint; `origin` says whose server this is."""
        service = urlsplit(endpoint)
        claims = {
            "aud": f"{service.scheme}://{service.netloc}",
            "exp": int((now + _VALID_FOR).timestamp()),
            "sub": origin,
        }
        # Without no-strict a subject with a port is refused, which the RFC allows.
        header: dict[str, str] = Vapid02(self.private, conf={"no-strict": True}).sign(claims)
        return header["Authorization"]


def _place(path: Path, key: EllipticCurvePrivateKey) -> None:
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    # mkstemp makes the file with mode 0600. A link fails where another process was first, and then its key counts.
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(pem)
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        Path(draft).unlink()
