"""Prints one JSON Schema of all that crosses the wire; `scripts/generate` makes the phone's types of it."""

import json
import sys

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from shared_schemas import accounts, activity, api, case, passkeys, progress, reports, rights, sharing, sync
from shared_schemas.base import RequestBody, Schema
from shared_schemas.instruments import Instrument
from shared_schemas.journal import RECORD_TYPES, Edit


def _models() -> list[type[BaseModel]]:
    bodies = [
        value
        for module in (accounts, activity, api, case, passkeys, progress, reports, rights, sharing, sync)
        for value in vars(module).values()
        if isinstance(value, type) and issubclass(value, Schema) and value not in (Schema, RequestBody)
    ]
    named: list[type[BaseModel]] = [Edit, Instrument, *bodies]
    return [*RECORD_TYPES.values(), *dict.fromkeys(named)]


def schema() -> dict[str, object]:
    """JSON Schema whose `$defs` hold every record kind and every body, as they look on the wire.

    `fields` beside them lists the fields of each kind in the order of its class, since keys are sorted.
    """
    _, definitions = models_json_schema([(model, "validation") for model in _models()], ref_template="#/$defs/{model}")
    fields = {kind: [*model.model_fields] for kind, model in RECORD_TYPES.items()}
    return {**definitions, "fields": fields}


if __name__ == "__main__":
    json.dump(schema(), sys.stdout, indent=1, sort_keys=True)
