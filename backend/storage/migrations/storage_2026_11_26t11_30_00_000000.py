"""What a link shares, its passcode with the tries at it, and whether the page or its PDF was opened."""

from typing import Any

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import Bytea, Column, Integer, Text
from piccolo.columns.indexes import IndexMethod

ID = "2026-11-26T11:30:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Choices and passcodes of links"

_COLUMNS: dict[tuple[str, str], dict[str, tuple[type[Column], Any]]] = {
    ("ShareLink", "share_link"): {
        "sealed_disclosure": (Bytea, b""),
        "passcode_hash": (Text, ""),
        "wrong_passcodes": (Integer, 0),
        "next_try_at": (Text, ""),
    },
    ("AccessEvent", "access_event"): {"what": (Text, "page")},
}


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="storage", description=DESCRIPTION)
    for (class_name, tablename), columns in _COLUMNS.items():
        for column_name, (column_class, default) in columns.items():
            manager.add_column(
                table_class_name=class_name,
                tablename=tablename,
                column_name=column_name,
                db_column_name=column_name,
                column_class=column_class,
                column_class_name=column_class.__name__,
                params={
                    "default": default,
                    "null": False,
                    "primary_key": False,
                    "unique": False,
                    "index": False,
                    "index_method": IndexMethod.btree,
                    "choices": None,
                    "db_column_name": None,
                    "secret": False,
                },
            )
    return manager
