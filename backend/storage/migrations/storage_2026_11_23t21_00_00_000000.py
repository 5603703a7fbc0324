"""The first tables. Written as data, because the generated form says the same in a thousand lines."""

from typing import Any

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import BigInt, Boolean, Bytea, Column, Integer, Text
from piccolo.columns.indexes import IndexMethod

ID = "2026-11-23T21:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "The first tables"

_TABLES: dict[tuple[str, str], dict[str, tuple[type[Column], Any, str]]] = {
    ("Account", "account"): {
        "id": (Text, "", "primary_key"),
        "email": (Text, "", "unique"),
        "password_hash": (Text, "", ""),
        "sealed_data_key": (Bytea, b"", ""),
        "created_at": (Text, "", ""),
        "last_seq": (BigInt, 0, ""),
        "digest": (Text, "", ""),
        "greatest_stamp": (Text, "", ""),
        "planned_seq": (BigInt, 0, ""),
    },
    ("LoginSession", "login_session"): {
        "token_hash": (Text, "", "primary_key"),
        "account": (Text, "", "index"),
        "created_at": (Text, "", ""),
        "used_at": (Text, "", ""),
    },
    ("StoredEdit", "edit"): {
        "key": (Text, "", "primary_key"),
        "account": (Text, "", ""),
        "edit_id": (Text, "", ""),
        "seq": (BigInt, 0, ""),
        "record": (Text, "", ""),
        "kind": (Text, "", ""),
        "stamp": (Text, "", ""),
        "sent_stamp": (Text, "", ""),
        "received_at": (Text, "", ""),
        "erased": (Boolean, False, ""),
        "sealed": (Bytea, b"", ""),
    },
    ("ShareLink", "share_link"): {
        "id": (Text, "", "primary_key"),
        "account": (Text, "", "index"),
        "token_hash": (Text, "", "unique"),
        "sealed_label": (Bytea, b"", ""),
        "created_at": (Text, "", ""),
        "expires_at": (Text, "", ""),
        "revoked_at": (Text, "", ""),
    },
    ("AccessEvent", "access_event"): {
        "id": (Text, "", "primary_key"),
        "share_link": (Text, "", "index"),
        "at": (Text, "", ""),
        "browser": (Text, "", ""),
    },
    ("PushSubscription", "push_subscription"): {
        "key": (Text, "", "primary_key"),
        "account": (Text, "", "index"),
        "device": (Text, "", ""),
        "sealed": (Bytea, b"", ""),
        "created_at": (Text, "", ""),
    },
    ("ReminderOccurrence", "reminder_occurrence"): {
        "id": (Text, "", "primary_key"),
        "account": (Text, "", "index"),
        "due_at": (Text, "", "index"),
        "subject": (Text, "", ""),
        "sent_at": (Text, "", ""),
        "attempts": (Integer, 0, ""),
    },
    ("Database", "database"): {
        "id": (Integer, 1, "primary_key"),
        "epoch": (Text, "", ""),
        "created_at": (Text, "", ""),
        "sealed_probe": (Bytea, b"", ""),
    },
}


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="storage", description=DESCRIPTION)
    for (class_name, tablename), columns in _TABLES.items():
        manager.add_table(class_name=class_name, tablename=tablename)
        for column_name, (column_class, default, role) in columns.items():
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
                    "index": role == "index",
                    "index_method": IndexMethod.btree,
                    "choices": None,
                    "db_column_name": None,
                    "secret": False,
                },
            )
    return manager
