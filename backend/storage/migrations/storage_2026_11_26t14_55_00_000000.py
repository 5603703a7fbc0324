"""The table of tries: what is counted so that nobody can guess or flood."""

from typing import Any

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import Column, Integer, Text
from piccolo.columns.indexes import IndexMethod

ID = "2026-11-26T14:55:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Tries, counted for all processes together"

_COLUMNS: dict[str, tuple[type[Column], Any, str]] = {
    "key": (Text, "", "primary_key"),
    "times": (Integer, 0, ""),
    "next_at": (Text, "", ""),
    "ends_at": (Text, "", "index"),
}


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="storage", description=DESCRIPTION)
    manager.add_table(class_name="Try", tablename="try")
    for column_name, (column_class, default, role) in _COLUMNS.items():
        manager.add_column(
            table_class_name="Try",
            tablename="try",
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
