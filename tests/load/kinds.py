"""What patients and doctors ask of the server: one coroutine a kind, which raises RefusedError when the answer is not
the one that was asked for."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from typing import Any
from uuid import uuid4

import aiohttp

from backend.accounts.cookie import LOOPBACK_COOKIE
from shared_schemas.clock import stamp
from tests.backend.attachments.files import photo, sha256_of
from tests.load.patients import PASSWORD, PHOTO_BYTES, Patient

_numbers = count()


class RefusedError(Exception):
    """Another status than the wanted one, in `args`."""


@dataclass
class Phone:
    """A patient's phone and its connection to one of the server's processes."""

    patient: Patient
    session: aiohttp.ClientSession
    url: str

    async def ask(self, method: str, path: str, wanted: int = 200, **content: Any) -> bytes:
        """The body of the answer."""
        async with self.session.request(method, self.url + path, **content) as answer:
            body = await answer.read()
        if answer.status != wanted:
            raise RefusedError(answer.status)
        return body

    async def sync(self, cursor: int, edits: list[dict[str, Any]]) -> dict[str, Any]:
        """One exchange of the sync protocol."""
        patient = self.patient
        body = {"protocol": 1, "device": patient.device, "account": patient.account, "epoch": patient.epoch}
        async with self.session.post(f"{self.url}/api/sync", json={**body, "cursor": cursor, "edits": edits}) as answer:
            if answer.status != 200:
                raise RefusedError(answer.status)
            said: dict[str, Any] = await answer.json()
        if "reset" in said:
            raise RefusedError("reset")
        return said


def phone_of(patient: Patient, url: str) -> Phone:
    """A phone that keeps its connections: one to sync, and where more is done as many as a browser has to one host."""
    connector = aiohttp.TCPConnector(limit=6 if patient.link else 1)
    return Phone(patient, aiohttp.ClientSession(cookies={LOOPBACK_COOKIE: patient.token}, connector=connector), url)


async def nothing_new(phone: Phone) -> None:
    said = await phone.sync(phone.patient.cursor, [])
    if said["edits"]:
        raise RefusedError("edits")


async def push(phone: Phone) -> None:
    """A check-in, as it is sent when it is saved."""
    now = datetime.now(UTC)
    entry = {"at": now.isoformat(timespec="seconds"), "mood": 6, "notes": "An ordinary day. " * 3}
    edit = {"id": str(uuid4()), "record": str(uuid4()), "kind": "check_in", "set": entry}
    edit["stamp"] = stamp(now, next(_numbers) % 60_000, phone.patient.device)
    said = await phone.sync(phone.patient.cursor, [edit])
    if edit["id"] not in said["acknowledged"]:
        raise RefusedError("not acknowledged")
    phone.patient.cursor = max(phone.patient.cursor, said["cursor"])


async def first_sync(phone: Phone) -> None:
    """A new phone of the patient reads everything, page by page."""
    cursor, more = 0, True
    while more:
        said = await phone.sync(cursor, [])
        cursor, more = said["cursor"], said["more"]


async def progress(phone: Phone) -> None:
    await phone.ask("GET", "/api/progress")


async def case(phone: Phone) -> None:
    await phone.ask("GET", "/api/case")


async def doctors_page(phone: Phone) -> None:
    await phone.ask("POST", "/api/shared", json={"token": phone.patient.link})


async def report(phone: Phone) -> None:
    body = await phone.ask("POST", "/api/reports/evidence", json={})
    if not body.startswith(b"%PDF"):
        raise RefusedError("no PDF")


async def photo_up(phone: Phone) -> None:
    content = photo(PHOTO_BYTES, 1_000_000 + next(_numbers))
    await phone.ask("PUT", f"/api/attachments/{sha256_of(content)}", 204, data=content)


async def photo_down(phone: Phone) -> None:
    body = await phone.ask("GET", f"/api/attachments/{phone.patient.photo}")
    if len(body) != PHOTO_BYTES:
        raise RefusedError("cut off")


async def sign_in(phone: Phone) -> None:
    """On a new phone: a session of its own, whose cookie is not kept."""
    body = {"email": phone.patient.email, "password": PASSWORD}
    async with aiohttp.ClientSession() as new, new.post(f"{phone.url}/api/session", json=body) as answer:
        if answer.status != 200:
            raise RefusedError(answer.status)


@dataclass(frozen=True)
class Kind:
    """How often something is asked, by all patients together, and whether the busy ones ask it."""

    send: Callable[[Phone], Awaitable[None]]
    per_second: float
    by_busy: bool = True

    @property
    def name(self) -> str:
        """What the table calls it."""
        return self.send.__name__.replace("_", " ")


def quiet(clients: int) -> list[Kind]:
    """Every phone asks once a second and nothing ever happened: the issue's worst case for the common request."""
    return [Kind(nothing_new, clients, by_busy=False)]


# Signing in and opening links are limited for each address, and here all come from one.
def a_day_in_a_minute(clients: int) -> list[Kind]:
    """What a day brings, compressed: a quarter of the phones ask each second, and something of everything else."""
    return [
        Kind(nothing_new, clients / 4, by_busy=False),
        Kind(push, 5),
        Kind(first_sync, 0.25),
        Kind(progress, 1),
        Kind(case, 0.5),
        Kind(doctors_page, 0.25),
        Kind(report, 1 / 15),
        Kind(photo_up, 0.5),
        Kind(photo_down, 0.5),
        Kind(sign_in, 1 / 8),
    ]


MIXES = {"quiet": quiet, "day": a_day_in_a_minute}
