"""The way operators run it: behind Caddy with the file that ships, over real HTTPS, under the unit that ships."""

import base64
import hashlib
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from playwright.sync_api import Browser, BrowserContext, expect

from tests.caddy import free_port, running_caddy
from tests.conftest import PASSWORD
from tests.e2e.conftest import PHONE, QUIET, ROOT, been_here, start_server, stop_server

DEPLOY = ROOT / "docs" / "deploy"
# A name that Caddy makes a certificate for by itself, by its own authority.
NAME = "casebook.local"


@dataclass(frozen=True)
class Site:
    """Caddy in front of a server. `fingerprint` is that of the authority's key."""

    port: int
    http_port: int
    fingerprint: str

    @property
    def origin(self) -> str:
        return f"https://{NAME}:{self.port}"


def fingerprint_of(certificate: Path) -> str:
    key = x509.load_pem_x509_certificate(certificate.read_bytes()).public_key()
    return base64.b64encode(
        hashlib.sha256(key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).digest()
    ).decode()


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    port, http_port, folder = free_port(), free_port(), tmp_path / "caddy"
    server = start_server(tmp_path / "data", CASEBOOK_PUBLIC_ORIGIN=f"https://{NAME}:{port}")
    try:
        with running_caddy(folder, f"{NAME}:{port}", port, [server.url], http_port):
            # Chromium is given the authority that signs, since the root is not in what a server sends.
            signing = folder / "caddy" / "pki" / "authorities" / "local" / "intermediate.crt"
            yield Site(port, http_port, fingerprint_of(signing))
    finally:
        stop_server(server)


@pytest.fixture
def phone_outside(chromium: Browser, site: Site) -> Iterator[BrowserContext]:
    """A phone that trusts Caddy's authority, by its fingerprint, and nobody else."""
    arguments = [
        *QUIET,
        f"--ignore-certificate-errors-spki-list={site.fingerprint}",
        f"--host-resolver-rules=MAP {NAME} 127.0.0.1",
    ]
    browser = chromium.browser_type.launch(executable_path="/usr/bin/chromium", args=arguments)
    context = browser.new_context(viewport=PHONE, locale="en-US", timezone_id="America/New_York")
    been_here(context)
    yield context
    browser.close()


def test_over_https_the_app_is_installed_signed_in_to_and_opens_without_network(
    phone_outside: BrowserContext, site: Site
) -> None:
    page = phone_outside.new_page()
    page.set_default_timeout(15_000)
    answer = page.goto(f"{site.origin}/")
    assert answer is not None
    assert answer.security_details() is not None
    headers = answer.all_headers()
    assert headers["strict-transport-security"].startswith("max-age=63072000")
    assert "server" not in headers
    status = page.evaluate(
        """credentials => fetch('/api/account', {method: 'POST', body: JSON.stringify(credentials),
            headers: {'Content-Type': 'application/json'}}).then(answer => answer.status)""",
        {"email": "ana@example.org", "password": PASSWORD},
    )
    assert status == 201
    [cookie] = phone_outside.cookies()
    assert (cookie["name"], cookie["secure"], cookie["httpOnly"]) == ("__Host-casebook_session", True, True)
    # By itself, `ready` would wait for ever for an app that registers none.
    ready = "navigator.serviceWorker.ready.then(() => true)"
    never = "new Promise(done => setTimeout(() => done(false), 30_000))"
    assert page.evaluate(f"Promise.race([{ready}, {never}])")
    page.reload()
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")
    phone_outside.set_offline(True)
    page.reload()
    expect(page.get_by_text("Log a session").first).to_be_visible()


def test_plain_http_is_sent_on_to_https_and_a_program_is_told(site: Site) -> None:
    with httpx.Client(base_url=f"http://127.0.0.1:{site.http_port}", headers={"Host": NAME}, timeout=60) as plain:
        page = plain.get("/shared")
        said = plain.post("/api/session", json={"email": "ana@example.org", "password": PASSWORD})
    assert (page.status_code, page.headers["location"]) == (308, f"{site.origin}/shared")
    assert (said.status_code, "location" in said.headers) == (403, False)


def test_the_unit_is_one_that_systemd_takes_and_finds_hardened(tmp_path: Path) -> None:
    unit = tmp_path / "casebook@8000.service"
    shipped = (DEPLOY / "casebook@.service").read_text(encoding="utf-8")
    # The folder of the instructions need not be on this machine.
    here = shipped.replace("/opt/casebook/.venv/bin/python", sys.executable).replace("/opt/casebook", str(ROOT))
    unit.write_text(here)
    verified = subprocess.run(["systemd-analyze", "verify", str(unit)], capture_output=True, text=True, check=False)
    complaints = [line for line in verified.stderr.splitlines() if "casebook@8000" in line]
    assert (verified.returncode, complaints) == (0, []), verified.stderr
    # Of 100 tenths, 0 is safest; Debian's own nginx has 92.
    command = ["systemd-analyze", "security", "--offline=true", "--threshold=20", "--no-pager", str(unit)]
    judged = subprocess.run(command, capture_output=True, text=True, check=False)
    assert judged.returncode == 0, judged.stdout[-2_000:]
