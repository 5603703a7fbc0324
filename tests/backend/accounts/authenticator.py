"""A passkey's device as a program: it keeps keys, and answers what a browser hands it (WebAuthn level 3, section 6)."""

import base64
import hashlib
import json
import secrets
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

from tests.conftest import ORIGIN

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40
RP_ID = "casebook.test"


def text(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def content(written: str) -> bytes:
    return base64.urlsafe_b64decode(written + "=" * (-len(written) % 4))


@dataclass
class Key:
    """One passkey on the device."""

    id: bytes
    user: bytes
    private: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    count: int = 0


@dataclass
class Device:
    """A phone with passkeys, and the page on it that asks."""

    origin: str = ORIGIN
    rp_id: str = RP_ID
    flags: int = PRESENT | VERIFIED
    # Passkeys that are kept in a cloud always count zero.
    counts: bool = True
    keys: list[Key] = field(default_factory=list)

    def make(self, options: dict[str, Any]) -> dict[str, Any]:
        """What `navigator.credentials.create()` gives for these options."""
        key = Key(secrets.token_bytes(32), content(options["user"]["id"]))
        self.keys.append(key)
        public = key.private.public_key().public_numbers()
        cose = {1: 2, 3: -7, -1: 1, -2: public.x.to_bytes(32), -3: public.y.to_bytes(32)}
        attested = bytes(16) + len(key.id).to_bytes(2) + key.id + cbor2.dumps(cose)
        attestation = {"fmt": "none", "attStmt": {}, "authData": self._data(key, ATTESTED) + attested}
        response = {
            "clientDataJSON": text(self._client("webauthn.create", options["challenge"])),
            "attestationObject": text(cbor2.dumps(attestation)),
            "transports": ["internal", "hybrid"],
            "publicKeyAlgorithm": -7,
        }
        return self._credential(key, response)

    def use(self, options: dict[str, Any], key: Key | None = None) -> dict[str, Any]:
        """What `navigator.credentials.get()` gives, by `key` or the newest one."""
        key = key or self.keys[-1]
        key.count += 1 if self.counts else 0
        client, data = self._client("webauthn.get", options["challenge"]), self._data(key)
        signature = key.private.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(SHA256()))
        response = {
            "clientDataJSON": text(client),
            "authenticatorData": text(data),
            "signature": text(signature),
            "userHandle": text(key.user),
        }
        return self._credential(key, response)

    def _credential(self, key: Key, response: dict[str, Any]) -> dict[str, Any]:
        extras = {"authenticatorAttachment": "platform", "clientExtensionResults": {}}
        return {"id": text(key.id), "rawId": text(key.id), "type": "public-key", "response": response, **extras}

    def _client(self, kind: str, challenge: str) -> bytes:
        asked = {"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}
        return json.dumps(asked).encode()

    def _data(self, key: Key, more: int = 0) -> bytes:
        return hashlib.sha256(self.rp_id.encode()).digest() + bytes([self.flags | more]) + key.count.to_bytes(4)
