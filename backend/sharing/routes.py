"""`/api/share-links` for the owner and `POST /api/shared` for the reader. The token never stands in an address."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

from litestar import Request, Response, delete, get, post
from litestar.exceptions import ClientException, NotFoundException
from litestar.middleware.rate_limit import RateLimitConfig

from backend.charts.progress import progress, sessions_figure
from backend.settings import SHARE_LINKS_PER_ACCOUNT, SHARED_OPENINGS_PER_MINUTE
from backend.storage import share_links
from backend.storage.journals import Journals
from backend.storage.login_sessions import SignedIn
from backend.storage.share_links import Link
from shared_schemas.api import NewShareLink, SharedProgress, SharedRequest, ShareLinkRequest, ShareLinkView
from shared_schemas.background import Patient
from shared_schemas.journal import Journal

_OPENING_LIMIT = RateLimitConfig(rate_limit=("minute", SHARED_OPENINGS_PER_MINUTE), store="shared_openings").middleware
_NOT_SHARED = [
    "Notes, and answers to single questions, item 9 of the PHQ-9 among them, are not shared here.",
    "Nobody monitors this page. It is no way to reach anyone in an emergency.",
]
# The order matters: every browser on Chromium's engine also names Chrome and Safari.
_BROWSERS = {"Edg": "Edge", "OPR": "Opera", "Firefox": "Firefox", "Chrom": "Chrome", "Safari": "Safari"}


class TooManyLinksException(ClientException):
    """The account has as many links as it may."""

    status_code = 409


@post("/api/share-links")
async def create(data: ShareLinkRequest, account: SignedIn, journals: Journals, now: datetime) -> NewShareLink:
    """A new link. Its `path` holds the token and is told only here."""
    if await share_links.count(account.account_id) >= SHARE_LINKS_PER_ACCOUNT:
        raise TooManyLinksException(f"an account has at most {SHARE_LINKS_PER_ACCOUNT} links")
    lifetime = timedelta(days=data.expires_in_days)
    link, token = await share_links.create(journals, account.account_id, data.label, lifetime, now)
    return NewShareLink(**_view(link).model_dump(), path=f"/shared#{token}")


@get("/api/share-links")
async def links(account: SignedIn, journals: Journals) -> list[ShareLinkView]:
    """All links of the account, newest first."""
    return [_view(link) for link in await share_links.of_account(journals, account.account_id)]


@delete("/api/share-links/{link_id:str}")
async def revoke(link_id: str, account: SignedIn, now: datetime) -> None:
    """The link opens nothing from now on. 404 for a link of somebody else."""
    if not await share_links.revoke(account.account_id, link_id, now):
        raise NotFoundException("no such link")


@post("/api/shared", status_code=200, middleware=[_OPENING_LIMIT])
async def shared(
    data: SharedRequest, request: Request[Any, Any, Any], journals: Journals, now: datetime
) -> Response[SharedProgress]:
    """What the link shows. 404 in the same words whether the token is unknown, expired or revoked."""
    browser = _browser(request.headers.get("user-agent", ""))
    link = await share_links.open_link(journals, data.token, browser, now)
    if link is None:
        raise NotFoundException("this link does not work (any more)")
    journal = await journals.load(link.account)
    return Response(await asyncio.to_thread(_shown, link, journal, now))


def _shown(link: Link, journal: Journal, now: datetime) -> SharedProgress:
    patients = [patient.full_name for patient in journal.of(Patient) if patient.full_name]
    return SharedProgress(
        label=link.label,
        patient_name=patients[0] if patients else None,
        expires_at=datetime.fromisoformat(link.expires_at),
        progress=progress(journal, now),
        sessions=sessions_figure(journal, now),
        not_shared=_NOT_SHARED,
    )


def _view(link: Link) -> ShareLinkView:
    return ShareLinkView.model_validate(
        {
            "id": link.id,
            "label": link.label,
            "created_at": link.created_at,
            "expires_at": link.expires_at,
            "revoked_at": link.revoked_at,
            "opened": link.opened,
        }
    )


def _browser(user_agent: str) -> str:
    return next((name for mark, name in _BROWSERS.items() if mark in user_agent), "Another browser")


routes = [create, links, revoke, shared]
