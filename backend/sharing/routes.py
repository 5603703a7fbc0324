"""`/api/share-links` for the owner, `/api/shared` for the reader. The token and the passcode stand in no address."""

from datetime import datetime, timedelta
from typing import Any, Literal

from litestar import Request, Response, delete, get, patch, post
from litestar.exceptions import ClientException, NotFoundException
from litestar.params import FromPath, JSONBody

from backend import given
from backend.answers import file_of, problems
from backend.browsers import browser_in_words
from backend.computing import computed
from backend.limits import by_address, require_turn
from backend.passwords import hash_password
from backend.settings import (
    OPENINGS_OF_A_LINK_PER_MINUTE,
    SHARE_LINKS_PER_ACCOUNT,
    SHARED_OPENINGS_PER_MINUTE,
    Settings,
)
from backend.sharing.opening import may_open
from backend.sharing.page import made_page
from backend.storage import share_links
from backend.storage.database import Storage
from backend.storage.share_links import Link, Opened
from shared_schemas.journal import Journal
from shared_schemas.sharing import (
    NewShareLink,
    Opening,
    SharedPage,
    SharedReportRequest,
    SharedRequest,
    ShareLinkExpiry,
    ShareLinkRequest,
    ShareLinkView,
)

_OPENING_LIMIT = by_address("shared_openings", SHARED_OPENINGS_PER_MINUTE)


class TooManyLinksException(ClientException):
    """The account has as many links as it may."""

    status_code = 409


class WithdrawnException(ClientException):
    """A link that was withdrawn stays withdrawn."""

    status_code = 409


@post("/api/share-links", responses=problems(409), noted="link_made")
async def create(
    data: JSONBody[ShareLinkRequest], account: given.Account, journals: given.Journals, now: given.Now
) -> NewShareLink:
    """A new link. Its `path` holds the token and is told only here."""
    if await share_links.count(account.account_id) >= SHARE_LINKS_PER_ACCOUNT:
        raise TooManyLinksException(f"an account has at most {SHARE_LINKS_PER_ACCOUNT} links")
    link, token = await share_links.create(
        journals,
        account.account_id,
        data.label,
        timedelta(days=data.expires_in_days),
        now,
        disclosure=data.disclosure,
        passcode_hash=await hash_password(data.passcode) if data.passcode else None,
    )
    return NewShareLink(**_view(link, Opened(0)).model_dump(), path=f"/shared#{token}")


@get("/api/share-links")
async def links(account: given.Account, journals: given.Journals) -> list[ShareLinkView]:
    """All links of the account, newest first."""
    found = await share_links.of_account(journals, account.account_id)
    return [_view(link, await share_links.openings(link.id)) for link in found]


@patch("/api/share-links/{link_id:str}", responses=problems(409))
async def change_end(
    link_id: FromPath[str],
    data: JSONBody[ShareLinkExpiry],
    account: given.Account,
    journals: given.Journals,
    now: given.Now,
) -> ShareLinkView:
    """The link ends so many days from now, an expired one works again. 404 for somebody else's, 409 when withdrawn."""
    await share_links.expire_at(account.account_id, link_id, now + timedelta(days=data.expires_in_days))
    link = await share_links.of_owner(journals, account.account_id, link_id)
    if link is None:
        raise NotFoundException("no such link")
    if link.revoked_at is not None:
        raise WithdrawnException("this link was withdrawn; make a new one")
    return _view(link, await share_links.openings(link.id))


@delete("/api/share-links/{link_id:str}", noted="link_withdrawn")
async def revoke(link_id: FromPath[str], account: given.Account, now: given.Now) -> None:
    """The link opens nothing from now on. 404 for a link of somebody else."""
    if not await share_links.revoke(account.account_id, link_id, now):
        raise NotFoundException("no such link")


@post("/api/shared", status_code=200, middleware=[_OPENING_LIMIT], responses=problems(401, 404))
async def shared(
    data: JSONBody[SharedRequest], request: Request[Any, Any, Any], storage: given.Storage, now: given.Now
) -> SharedPage:
    """What the link shows. 404 in the same words whether the token is unknown, expired or revoked."""
    link, journal = await _opened(data, "page", request, storage, now)
    return (await computed(made_page, link, journal, now)).page


@post(
    "/api/shared/report",
    status_code=200,
    middleware=[_OPENING_LIMIT],
    responses=problems(401, 404, 429) | file_of("application/pdf"),
)
async def shared_report(
    data: JSONBody[SharedReportRequest],
    request: Request[Any, Any, Any],
    storage: given.Storage,
    settings: given.Settings,
    now: given.Now,
) -> Response[bytes]:
    """The same as a PDF for the chart; refused in the same words."""
    link, journal = await _opened(data, "pdf", request, storage, now)
    content = await computed(_pdf, link, journal, data.paper, now, settings)
    headers = {"Content-Disposition": f'attachment; filename="treatment-progress-{now:%Y-%m-%d}.pdf"'}
    return Response(content, media_type="application/pdf", headers=headers)


async def _opened(
    data: SharedRequest,
    what: Literal["page", "pdf"],
    request: Request[Any, Any, Any],
    storage: Storage,
    now: datetime,
) -> tuple[Link, Journal]:
    link = await may_open(storage.journals, data, now)
    await require_turn(storage, "link", link.id, OPENINGS_OF_A_LINK_PER_MINUTE, now)
    await share_links.note_opening(link, browser_in_words(request.headers.get("user-agent", "")), what, now)
    return link, await storage.journals.load(link.account)


def _pdf(link: Link, journal: Journal, paper: Literal["letter", "a4"], now: datetime, settings: Settings) -> bytes:
    from backend.sharing.paper import shared_pdf  # Matplotlib and Typst take a second, and only a PDF needs them

    return shared_pdf(made_page(link, journal, now), paper, now, settings.fonts_dirs)


def _view(link: Link, opened: Opened) -> ShareLinkView:
    return ShareLinkView(
        id=link.id,
        label=link.label,
        created_at=datetime.fromisoformat(link.created_at),
        expires_at=datetime.fromisoformat(link.expires_at),
        revoked_at=datetime.fromisoformat(link.revoked_at) if link.revoked_at else None,
        disclosure=link.disclosure,
        has_passcode=link.passcode_hash is not None,
        wrong_passcodes=link.wrong_passcodes,
        times_opened=opened.times,
        opened=[
            Opening.model_validate({"at": at, "browser": browser, "what": what}) for at, browser, what in opened.latest
        ],
    )


routes = [create, links, change_end, revoke, shared, shared_report]
