"""`HEAD`, `PUT` and `GET /api/attachments/{sha256}`: photos and documents, in parts that can be cut off anywhere."""

import re
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

from litestar import MediaType, Request, Response, get, head, put
from litestar.datastructures import MutableScopeHeaders
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.response import Stream
from litestar.types import Message, Scope

from backend import given
from backend.answers import file_of, more_expected, problems
from backend.attachments.media_types import ENDINGS, media_type_of
from backend.attachments.parts import LengthMissingError, Part, RangeError, TooLargeError, part_of, pieces
from backend.problems import problem
from backend.settings import (
    ATTACHMENT_BYTES,
    ATTACHMENT_CHUNK_BYTES,
    ATTACHMENT_PART_BYTES,
    ATTACHMENTS_BYTES_PER_ACCOUNT,
    ATTACHMENTS_PER_ACCOUNT,
)
from backend.storage import attachments
from backend.storage.attachments import Upload
from backend.storage.journals import Journals
from backend.storage.login_sessions import SignedIn
from backend.storage.objects import ObjectStoreError

PATH = "/api/attachments/"
# A file of the patient's must not run as a page of ours, whatever a browser makes of its content.
_SANDBOX = "default-src 'none'; frame-ancestors 'none'; sandbox"


@head(PATH + "{sha256:str}")
async def state(sha256: FromPath[str], account: given.Account) -> Response[None]:
    """How much of it is held, in `Upload-Offset`, `Upload-Length` and `Upload-Complete`. 404 when nothing is."""
    upload = await _found(account, sha256)
    complete = "?1" if upload.is_whole else "?0"
    headers = {**_offset(upload.held), "Upload-Length": str(upload.total), "Upload-Complete": complete}
    return Response(None, media_type=MediaType.TEXT, headers=headers)


@get(PATH + "{sha256:str}", responses=file_of("*/*"))
async def content(sha256: FromPath[str], account: given.Account, journals: given.Journals) -> Stream:
    """The file itself, of the type that its content has. 404 until it is whole."""
    upload = await _found(account, sha256)
    if not upload.is_whole:
        raise NotFoundException("no such attachment")
    chunks = attachments.read(journals, account.account_id, sha256, upload)
    # What cannot be opened at all must answer so before the first header leaves.
    first = await anext(chunks)
    name = f"{sha256[:12]}.{ENDINGS[upload.media_type]}"
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Content-Length": str(upload.total),
        "Cache-Control": "private, no-store",
    }
    return Stream(_from_first(first, chunks), media_type=upload.media_type, headers=headers)


async def _from_first(first: bytes, others: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    yield first
    async for chunk in others:
        yield chunk


def _on_range(_: Request[Any, Any, Any], __: RangeError) -> Response[Any]:
    return problem(416, "Content-Range does not say which part of the file the body is")


def _on_length_missing(_: Request[Any, Any, Any], __: LengthMissingError) -> Response[Any]:
    return problem(411, "a whole file needs a Content-Length")


def _on_too_large(_: Request[Any, Any, Any], __: TooLargeError) -> Response[Any]:
    return problem(413, f"at most {ATTACHMENT_BYTES} bytes, and {ATTACHMENT_PART_BYTES} in a part")


def _on_quota(_: Request[Any, Any, Any], __: attachments.QuotaError) -> Response[Any]:
    return problem(
        413, f"an account has room for {ATTACHMENTS_PER_ACCOUNT} files of {ATTACHMENTS_BYTES_PER_ACCOUNT} bytes in all"
    )


def _on_too_many(_: Request[Any, Any, Any], __: attachments.TooManyChunksError) -> Response[Any]:
    return problem(413, "the file comes in too many parts")


def _on_offset(_: Request[Any, Any, Any], error: attachments.OffsetError) -> Response[Any]:
    return problem(409, "the part does not begin where the upload stands", headers=_offset(error.held))


def _on_wrong_type(_: Request[Any, Any, Any], __: attachments.WrongTypeError) -> Response[Any]:
    return problem(415, "only JPEG, PNG, WebP, HEIC and PDF files are taken")


def _on_wrong_hash(_: Request[Any, Any, Any], __: attachments.WrongHashError) -> Response[Any]:
    return problem(422, "what arrived has another hash; nothing of it was kept")


def _on_store(_: Request[Any, Any, Any], __: ObjectStoreError) -> Response[Any]:
    return problem(503, "the store of attachments is not there; try again", headers={"Retry-After": "2"})


_REFUSALS: dict[Any, Any] = {
    RangeError: _on_range,
    LengthMissingError: _on_length_missing,
    TooLargeError: _on_too_large,
    attachments.QuotaError: _on_quota,
    attachments.TooManyChunksError: _on_too_many,
    attachments.OffsetError: _on_offset,
    attachments.WrongTypeError: _on_wrong_type,
    attachments.WrongHashError: _on_wrong_hash,
    ObjectStoreError: _on_store,
}


@put(
    PATH + "{sha256:str}",
    status_code=204,
    request_max_body_size=ATTACHMENT_BYTES,
    exception_handlers=_REFUSALS,
    opt={"takes_files": True},
    responses=problems(409, 411, 416, 422) | more_expected(None),
)
async def take(
    sha256: FromPath[str],
    request: Request[Any, Any, Any],
    account: given.Account,
    journals: given.Journals,
    now: given.Now,
) -> Response[None]:
    """The whole file, or the part that `Content-Range` names. 204 when all is there, 202 while more is expected."""
    part = part_of(request.headers)
    _check_hash(sha256)
    stream = request.stream()
    try:
        upload = await _kept(journals, account.account_id, sha256, part, stream, now)
    finally:
        # A browser that is answered before it has sent everything may report a lost connection instead.
        async for _ in stream:
            pass
    if upload.is_whole:
        return Response(None, status_code=204)
    return Response(None, status_code=202, media_type=MediaType.TEXT, headers=_offset(upload.held))


async def _kept(
    journals: Journals, account: str, sha256: str, part: Part, stream: AsyncIterator[bytes], now: datetime
) -> Upload:
    """The upload after this part. What arrived of a part that was cut off is kept by the chunk."""
    place, upload = part.start, None
    async for piece in pieces(stream, ATTACHMENT_CHUNK_BYTES):
        if place + len(piece) > part.end:
            raise RangeError
        upload = await attachments.add(journals, account, sha256, place, part.total, piece, media_type_of, now)
        place += len(piece)
    if part.total == 0:
        raise attachments.WrongTypeError
    if upload is None or place != part.end:
        raise RangeError
    return upload


def _check_hash(sha256: str) -> None:
    if re.fullmatch("[0-9a-f]{64}", sha256) is None:
        raise NotFoundException("no such attachment")


async def _found(account: SignedIn, sha256: str) -> Upload:
    _check_hash(sha256)
    upload = await attachments.find(account.account_id, sha256)
    if upload is None:
        raise NotFoundException("no such attachment")
    return upload


def _offset(held: int) -> dict[str, str]:
    return {"Upload-Offset": str(held)}


async def sandbox(message: Message, scope: Scope) -> None:
    """Replace the app's content security policy on files that leave it, after the app has set its own."""
    if message["type"] == "http.response.start" and message["status"] == 200 and scope["path"].startswith(PATH):
        MutableScopeHeaders(message)["Content-Security-Policy"] = _SANDBOX


routes = [state, content, take]
