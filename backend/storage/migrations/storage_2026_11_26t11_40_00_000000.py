"""The table of reports that were made."""

from typing import Any

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import Column, Text
from piccolo.columns.indexes import IndexMethod

ID = "2026-11-26T11:40:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Reports that were made"

_COLUMNS: dict[str, tuple[type[Column], Any, str]] = {
    "sha256": (Text, "", "primary_key"),
    "account": (Text, "", "index"),
    "made_at": (Text, "", ""),
}


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="storage", description=DESCRIPTION)
    manager.add_table(class_name="MadeReport", tablename="made_report")
    for column_name, (column_class, default, role) in _COLUMNS.items():
        manager.add_column(
            table_class_name="MadeReport",
            tablename="made_report",
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
