"""The table of attachments."""

from typing import Any

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import BigInt, Column, Text
from piccolo.columns.indexes import IndexMethod

ID = "2026-11-24T05:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Attachments"

_COLUMNS: dict[str, tuple[type[Column], Any, str]] = {
    "key": (Text, "", "primary_key"),
    "account": (Text, "", "index"),
    "sha256": (Text, "", ""),
    "total": (BigInt, 0, ""),
    "held": (BigInt, 0, ""),
    "chunks": (Text, "", ""),
    "media_type": (Text, "", ""),
    "received_at": (Text, "", ""),
    "unnamed_since": (Text, "", ""),
}


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="storage", description=DESCRIPTION)
    manager.add_table(class_name="Attachment", tablename="attachment")
    for column_name, (column_class, default, role) in _COLUMNS.items():
        manager.add_column(
            table_class_name="Attachment",
            tablename="attachment",
            column_name=column_name,
            db_column_name=column_name,
            column_class=column_class,
            column_class_name=column_class.__name__,
            params={
                "default": default,
                "null": False,
                "primary_key": role == "primary_key",
                "unique": False,
                "index": role == "index",
                "index_method": IndexMethod.btree,
                "choices": None,
                "db_column_name": None,
                "secret": False,
            },
        )
    return manager
