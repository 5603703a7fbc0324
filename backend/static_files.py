"""The built app: files of `pwa/dist` under the names they have there, packed where the build packed them."""

import asyncio
import mimetypes
import re
from pathlib import Path
from typing import Any

from litestar import Request, Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from backend import given
from backend.headers import policy_of_page
from backend.settings import Settings

# A file whose name carries the hash of its content never changes; all others must be asked for each time, or a phone
# would stay on an old release.
_FOR_EVER = "public, max-age=31536000, immutable"
_ASK_AGAIN = "no-cache"
_PAGES = {"": "index.html", "shared": "shared.html"}
# The mark of a route whose answers are packed already.
PACKED = "packed"
# Best first: how the build packs text, and what is added to the name of the file.
_PACKED = {"br": ".br", "gzip": ".gz"}

mimetypes.add_type("application/manifest+json", ".webmanifest")
mimetypes.add_type("font/woff2", ".woff2")
mimetypes.add_type("text/javascript", ".js")


@get(["/", "/{path:path}"], include_in_schema=False, opt={PACKED: True})
async def app_file(
    request: Request[Any, Any, Any], settings: given.Settings, path: FromPath[str] = ""
) -> Response[bytes]:
    """A file of the built app; 404 for anything else, whatever dots the path has."""
    return await asyncio.to_thread(_answer, settings, path, request.headers.get("accept-encoding", ""))


def _answer(settings: Settings, path: str, accepted: str) -> Response[bytes]:
    name = _PAGES.get(path.strip("/"), path.strip("/"))
    folder = settings.pwa_dir.resolve()
    file = _inside(folder, name)
    if file is None:
        raise NotFoundException("there is nothing here")
    media_type = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    headers = {
        "Cache-Control": _FOR_EVER if file.parent == folder / "assets" else _ASK_AGAIN,
        "Vary": "Accept-Encoding",
        **({"Content-Security-Policy": policy_of_page(file.read_bytes())} if file.suffix == ".html" else {}),
    }
    for encoding, ending in _PACKED.items():
        packed = file.with_name(file.name + ending)
        if _takes(accepted, encoding) and packed.is_file():
            return Response(
                packed.read_bytes(), media_type=media_type, headers={**headers, "Content-Encoding": encoding}
            )
    return Response(file.read_bytes(), media_type=media_type, headers=headers)


def _takes(accepted: str, encoding: str) -> bool:
    """Whether an Accept-Encoding names `encoding`, and not only to refuse it with a weight of 0."""
    weights = {name.strip().lower(): weight for name, _, weight in (one.partition(";") for one in accepted.split(","))}
    return encoding in weights and not re.fullmatch(r"\s*q\s*=\s*0(\.0*)?\s*", weights[encoding])


def _inside(folder: Path, name: str) -> Path | None:
    try:
        file = (folder / name).resolve()
        found = file.is_relative_to(folder) and file.is_file() and not file.name.startswith(".")
    except (OSError, ValueError):
        return None
    return file if found else None


routes: list[Any] = [app_file]
