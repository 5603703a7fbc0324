"""When a sweep must next look at an account's plan and at a reminder, what the reminder says, and calendar feeds."""

from typing import Any

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import Boolean, Bytea, Column, Text
from piccolo.columns.indexes import IndexMethod

ID = "2026-11-26T12:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Reminders by the time they are next looked at, and calendar feeds"

_FEED = ("CalendarFeed", "calendar_feed")
_COLUMNS: tuple[tuple[tuple[str, str], str, type[Column], Any, str], ...] = (
    (("Account", "account"), "plan_at", Text, "", ""),
    (("ReminderOccurrence", "reminder_occurrence"), "next_at", Text, "", ""),
    (("ReminderOccurrence", "reminder_occurrence"), "sealed", Bytea, b"", ""),
    (_FEED, "account", Text, "", "primary_key"),
    (_FEED, "token_hash", Text, "", "unique"),
    (_FEED, "says_what", Boolean, False, ""),
    (_FEED, "created_at", Text, "", ""),
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="storage", description=DESCRIPTION)
    manager.add_table(*_FEED)
    for (class_name, tablename), column_name, column_class, default, role in _COLUMNS:
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
                "primary_key": role == "primary_key",
                "unique": role == "unique",
                "index": False,
                "index_method": IndexMethod.btree,
                "choices": None,
                "db_column_name": None,
                "secret": False,
            },
        )
    return manager
