"""Who may open a link: whoever has its token and, where one is asked for, its passcode."""

from datetime import datetime
from math import ceil

from litestar.exceptions import ClientException, NotFoundException

from backend.passwords import is_password
from backend.storage import share_links
from backend.storage.journals import Journals
from backend.storage.share_links import Link
from shared_schemas.sharing import SharedRequest


class PasscodeException(ClientException):
    """The link asks for a passcode, and none or a wrong one came."""

    status_code = 403


class TooManyTriesException(ClientException):
    """Too many wrong passcodes in a row; `Retry-After` says how long to wait."""

    status_code = 429


async def may_open(journals: Journals, asked: SharedRequest, now: datetime) -> Link:
    """The link, to be shown.

    Raises NotFoundException in the same words when it is unknown, expired or revoked, PasscodeException without the
    right passcode, TooManyTriesException when tries come too fast.
    """
    link = await share_links.find(journals, asked.token, now)
    if link is None:
        raise NotFoundException("this link does not work (any more)")
    if link.passcode_hash is not None:
        await _check_passcode(link, link.passcode_hash, asked.passcode, now)
    return link


async def _check_passcode(link: Link, stored: str, passcode: str | None, now: datetime) -> None:
    if not passcode:
        raise PasscodeException("this link asks for a passcode")
    free_from = await share_links.begin_try(link, now)
    if free_from is not None:
        seconds = max(1, ceil((free_from - now).total_seconds()))
        raise TooManyTriesException(
            "too many wrong passcodes; wait before the next try", headers={"Retry-After": str(seconds)}
        )
    if not await is_password(passcode, stored):
        raise PasscodeException("the passcode is not the one of this link")
    await share_links.passed(link)
