"""A push service on loopback, for tests: it takes what the real ones take, refuses what they refuse, and reads the
message as the subscribed browser would."""

import base64
import json
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import http_ece
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

LARGEST_BODY = 4_096
LONGEST_TOKEN = timedelta(hours=24)
# A point on P-256 and a secret, as a browser gives them, for endpoints that nothing is sent to.
BROWSER_KEYS = {
    "p256dh": "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
    "auth": "BTBZMqHH6r4Tts7J_aSIgg",
}


class PushRefusedError(Exception):
    """What a real push service would answer 4xx to, with the reason."""


@dataclass(frozen=True)
class Delivery:
    """One message the service took, decrypted."""

    device: str
    message: dict[str, Any]
    plain: bytes
    headers: dict[str, str]
    claims: dict[str, Any]


@dataclass
class Browser:
    """The receiving end of one subscription: its key pair and secret."""

    private: ec.EllipticCurvePrivateKey
    secret: bytes

    @property
    def keys(self) -> dict[str, str]:
        point = self.private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return {"p256dh": _text(point), "auth": _text(self.secret)}


@dataclass
class PushService:
    """`status` answers a good message of a device otherwise than with 201, `patience` with a Retry-After; a device in
    `hanging` gets no answer."""

    url: str
    now: Callable[[], datetime]
    server_key: str | None = None
    browsers: dict[str, Browser] = field(default_factory=dict)
    status: dict[str, int] = field(default_factory=dict)
    patience: dict[str, str] = field(default_factory=dict)
    hanging: set[str] = field(default_factory=set)
    attempts: list[str] = field(default_factory=list)
    deliveries: list[Delivery] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    def subscribe(self, device: str) -> dict[str, Any]:
        """What `PushSubscription.toJSON()` gives for a browser called `device`."""
        secret = device.encode().ljust(16, b".")[:16]
        self.browsers[device] = Browser(ec.generate_private_key(ec.SECP256R1()), secret)
        return {"endpoint": f"{self.url}/push/{device}", "keys": self.browsers[device].keys}

    def receive(self, path: str, headers: dict[str, str], body: bytes) -> int:
        """The status to answer, after noting what came."""
        device = path.removeprefix("/push/")
        self.attempts.append(device)
        if device in self.hanging:
            self.over.wait(60)
        if self.status.get(device, 201) >= 300 or device not in self.browsers:
            return self.status.get(device, 404)
        try:
            self.deliveries.append(self._read(device, headers, body))
        except PushRefusedError as refusal:
            self.refusals.append(str(refusal))
            return 400
        return 201

    def _read(self, device: str, headers: dict[str, str], body: bytes) -> Delivery:
        claims = self._claims(headers.get("authorization", ""))
        _check_headers(headers)
        if len(body) > LARGEST_BODY:
            raise PushRefusedError("body too large")
        browser = self.browsers[device]
        try:
            plain = http_ece.decrypt(body, private_key=browser.private, auth_secret=browser.secret)
        except http_ece.ECEException as error:
            raise PushRefusedError("body cannot be decrypted") from error
        return Delivery(device, json.loads(plain), plain, headers, claims)

    def _claims(self, authorization: str) -> dict[str, Any]:
        found = re.fullmatch(r"vapid t=([\w-]+)\.([\w-]+)\.([\w-]+), ?k=([\w-]+)", authorization)
        if found is None:
            raise PushRefusedError("no VAPID authorization")
        head, payload, signature, key = found.groups()
        if self.server_key is not None and key != self.server_key:
            raise PushRefusedError("another key than the browser subscribed with")
        if json.loads(_bytes(head)) != {"typ": "JWT", "alg": "ES256"}:
            raise PushRefusedError("not an ES256 token")
        _check_signature(key, f"{head}.{payload}", _bytes(signature))
        claims: dict[str, Any] = json.loads(_bytes(payload))
        self._check_claims(claims)
        return claims

    def _check_claims(self, claims: dict[str, Any]) -> None:
        now = self.now()
        if claims.get("aud") != self.url:
            raise PushRefusedError("token for another push service")
        if not now.timestamp() < claims.get("exp", 0) <= (now + LONGEST_TOKEN).timestamp():
            raise PushRefusedError("token expired or valid for too long")
        if not re.match(r"mailto:.|https?://.", str(claims.get("sub"))):
            raise PushRefusedError("token does not say whose server this is")


@contextmanager
def push_service(now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> Iterator[PushService]:
    """A running service in a thread of its own on a free port of loopback."""
    with _Server(("127.0.0.1", 0), _Handler) as server:
        service = PushService(f"http://127.0.0.1:{server.server_address[1]}", now)
        server.service = service
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield service
        finally:
            service.over.set()
            server.shutdown()
            thread.join()


class _Server(ThreadingHTTPServer):
    service: PushService


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        headers = {name.lower(): value for name, value in self.headers.items()}
        status = self.server.service.receive(self.path, headers, body)
        try:
            self.send_response(status)
            if 300 <= status < 400:
                self.send_header("Location", "/push/elsewhere")
            patience = self.server.service.patience.get(self.path.removeprefix("/push/"))
            if patience is not None:
                self.send_header("Retry-After", patience)
            self.send_header("Content-Length", "0")
            self.end_headers()
        except ConnectionError:
            self.close_connection = True

    def log_message(self, *_: object) -> None:
        """Says nothing: test output belongs to pytest."""


def _check_headers(headers: dict[str, str]) -> None:
    if headers.get("content-encoding") != "aes128gcm":
        raise PushRefusedError("content encoding is not aes128gcm")
    if not re.fullmatch(r"\d+", headers.get("ttl", "")):
        raise PushRefusedError("no TTL")
    if not re.fullmatch(r"[\w-]{1,32}", headers.get("topic", "")):
        raise PushRefusedError("no Topic, or one of more than 32 base64url characters")
    if headers.get("urgency") not in ("very-low", "low", "normal", "high"):
        raise PushRefusedError("no Urgency")


def _check_signature(key: str, signed: str, signature: bytes) -> None:
    r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
    try:
        public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), _bytes(key))
        public.verify(encode_dss_signature(r, s), signed.encode(), ec.ECDSA(SHA256()))
    except (InvalidSignature, ValueError) as error:
        raise PushRefusedError("signature is wrong") from error


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _text(plain: bytes) -> str:
    return base64.urlsafe_b64encode(plain).rstrip(b"=").decode()
