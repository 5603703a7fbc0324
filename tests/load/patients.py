"""The patients of a load, made before the server runs: signing up is limited, and not what is measured."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from backend.attachments.media_types import media_type_of
from backend.demo import demo_edits
from backend.passwords import hash_password
from backend.settings import Settings
from backend.storage import accounts, attachments, login_sessions, share_links
from backend.storage.database import Storage, open_storage
from backend.storage.objects import OBJECTS
from shared_schemas.clock import stamp
from shared_schemas.journal import Edit
from shared_schemas.sharing import Disclosure
from tests.backend.attachments.files import photo, sha256_of

PASSWORD = "a long night in november"
PHOTO_BYTES = 300_000
CHECK_INS = 60


@dataclass
class Patient:
    """One patient and one phone: what it must send to be known, and how far it has read."""

    account: str
    email: str
    token: str
    device: str
    epoch: str
    cursor: int
    link: str = ""
    photo: str = ""


async def make_idle(settings: Settings, count: int) -> list[Patient]:
    """Patients whose phones have everything and only ask."""
    now = datetime.now(UTC)
    async with open_storage(settings, now) as storage:
        return [await _patient(storage, number, _check_ins(number, now), now) for number in range(count)]


async def make_busy(settings: Settings, count: int) -> list[Patient]:
    """Patients with the example patient's two years, a link for the doctor and a photo; they also write and look."""
    now = datetime.now(UTC)
    async with open_storage(settings, now) as storage:
        with OBJECTS.opened(settings):
            return await _busy(storage, count, now)


async def _busy(storage: Storage, count: int, now: datetime) -> list[Patient]:
    made = [await _patient(storage, 10_000 + number, demo_edits(now), now) for number in range(count)]
    for patient in made:
        patient.link = await _link(storage, patient, now)
        patient.photo = await _photo(storage, patient, now)
    return made


async def _patient(storage: Storage, number: int, edits: list[Edit], now: datetime) -> Patient:
    email = f"{uuid4()}@load.example"
    # Hashed for few: twenty milliseconds for each of hundreds would be most of the time.
    password = await hash_password(PASSWORD) if number >= 10_000 else "no password"
    account = await accounts.create(storage, email, password, now)
    await storage.journals.append_edits(account, edits, now)
    token = await login_sessions.begin(account, now)
    return Patient(account, email, token, f"{number:016x}", storage.epoch, len(edits))


def _check_ins(number: int, now: datetime) -> list[Edit]:
    device = f"{number:016x}"
    return [
        Edit(
            id=str(uuid4()),
            record=str(uuid4()),
            kind="check_in",
            stamp=stamp(now, place, device),
            set={"at": now.isoformat(timespec="seconds"), "mood": place % 11, "notes": "An ordinary day. " * 5},
        )
        for place in range(CHECK_INS)
    ]


async def _link(storage: Storage, patient: Patient, now: datetime) -> str:
    lifetime, disclosure = timedelta(days=1), Disclosure()
    _, token = await share_links.create(storage.journals, patient.account, "Load", lifetime, now, disclosure=disclosure)
    return token


async def _photo(storage: Storage, patient: Patient, now: datetime) -> str:
    content = photo(PHOTO_BYTES, int(patient.device, 16))
    sha256 = sha256_of(content)
    await attachments.add(storage.journals, patient.account, sha256, 0, len(content), content, media_type_of, now)
    return sha256
