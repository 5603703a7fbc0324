"""Who may make an account, and invitations to make one: good once and for a time, known by the hash of their code."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from backend.settings import Registration
from backend.storage.engine import ENGINE
from backend.storage.login_sessions import token_hash
from backend.storage.tables import Account, Invitation
from shared_schemas.clock import wire_instant


class NotAdmittedError(Exception):
    """This server makes no account for whoever asked: it makes none, or the invitation is missing or not good."""


@dataclass(frozen=True)
class Admission:
    """How this server takes accounts in, and the code that somebody came with."""

    registration: Registration
    code: str | None = None


EVERYBODY = Admission("open")


async def invite(code: str, lifetime: timedelta, now: datetime) -> None:
    """Let one account be made with this code. Invitations that are over go."""
    async with ENGINE.transaction():
        await Invitation.delete().where(Invitation.expires_at <= wire_instant(now))
        await Invitation.insert(Invitation(code_hash=token_hash(code), expires_at=wire_instant(now + lifetime)))


async def admit(admission: Admission, now: datetime) -> None:
    """Spend the invitation where one is needed. Within the transaction of the sign-up. Raises NotAdmittedError."""
    match await needed(admission.registration):
        case "closed":
            raise NotAdmittedError
        case "invitation" if not await _spend(admission.code or "", now):
            raise NotAdmittedError


async def needed(registration: Registration) -> Registration:
    """What whoever comes now needs: while there is no account, nothing."""
    return registration if registration == "open" or await Account.exists() else "open"


async def _spend(code: str, now: datetime) -> bool:
    this = (Invitation.code_hash == token_hash(code)) & (Invitation.expires_at > wire_instant(now))
    is_good = bool(await Invitation.exists().where(this))
    await Invitation.delete().where(this)
    return is_good
