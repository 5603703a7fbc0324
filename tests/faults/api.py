"""The API as its own schema describes it, and requests made from that: what a new route is tested by before anybody
thinks of it."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import schemathesis
from litestar import Litestar
from litestar.serialization import decode_json, encode_json, get_serializer
from schemathesis.schemas import APIOperation

from backend.app import create_app
from backend.settings import Settings
from shared_schemas.base import RequestBody

# Whoever has no account may ask these, and why.
PUBLIC = {
    "GET /api/health": "tells a supervisor that the server answers, and nothing else",
    "GET /api/ready": "tells a supervisor that the server can work, and nothing else",
    "POST /api/account": "makes an account",
    "GET /api/registration": "tells whether an account can be made, and nothing of any",
    "POST /api/account/reset": "asks for a recovery code",
    "GET /api/privacy": "tells who runs the server and how long things are kept",
    "POST /api/erasures": "asks for the code of a receipt, which names nobody",
    "POST /api/session": "asks for the password",
    "POST /api/account/passkey/options": "asks a new passkey for an account that is to be made",
    "POST /api/account/passkey": "makes an account that the passkey opens",
    "POST /api/session/passkey/options": "asks any passkey of this site",
    "POST /api/session/passkey": "asks for the passkey's answer",
    "DELETE /api/session": "ends the session of the cookie, known or not",
    "POST /api/shared": "asks for the link's token, and for the passcode where there is one",
    "POST /api/shared/report": "asks for the same",
    "GET /api/calendar/{name}": "asks for the feed's token, since calendars have no account",
}


def _all_bodies(kind: type[RequestBody] = RequestBody) -> Iterator[type[RequestBody]]:
    for body in kind.__subclasses__():
        yield body
        yield from _all_bodies(body)


_BODIES = {body.__name__: body for body in _all_bodies()}


def new_app() -> Litestar:
    """The app, not started."""
    return create_app(Settings(data_dir=Path("/nowhere")))


def routes() -> set[str]:
    """Method and path of every route under /api/, from the app's own table."""
    return {
        f"{method} {route.path_format}"
        for route in new_app().routes
        if route.path_format.startswith("/api/")
        for method in route.methods - {"OPTIONS"}
    }


def api_schema() -> dict[str, Any]:
    """What /schema/openapi.json answers, and what it leaves out of bodies: sync's, patterns, that nothing else fits."""
    app = new_app()
    # Defaults are models until the schema is written.
    schema: dict[str, Any] = decode_json(encode_json(app.openapi_schema.to_schema(), get_serializer(app.type_encoders)))
    reference = {"schema": {"$ref": "#/components/schemas/SyncRequest"}}
    body = {"content": {"application/json": reference}, "required": True}
    schema["paths"]["/api/sync"]["post"]["requestBody"] = body
    components = schema["components"]["schemas"]
    for name in _bodies(schema):
        exact = _BODIES[name].model_json_schema(ref_template="#/components/schemas/{model}")
        components |= {**exact.pop("$defs", {}), name: exact}
    return schema


def _bodies(schema: dict[str, Any]) -> Iterator[str]:
    for operations in schema["paths"].values():
        for operation in operations.values():
            for content in operation.get("requestBody", {"content": {}})["content"].values():
                yield content["schema"]["$ref"].rpartition("/")[2]


@cache
def operations() -> list[APIOperation]:
    """Every method of every path."""
    return [found.ok() for found in schemathesis.openapi.from_dict(api_schema()).get_all_operations()]


def fields_of(operation: APIOperation) -> set[str]:
    """The names of all fields that its body can have, however deep."""
    return {name for body in operation.body for name in _fields(body.definition)}


def _fields(schema: Any) -> Iterator[str]:
    for name, part in schema.items() if isinstance(schema, dict) else ():
        if name == "properties":
            yield from part
        yield from _fields(part)
