"""Passkeys, what they were asked, and whether they are asked after a password."""

from typing import Any

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import BigInt, Boolean, Bytea, Column, Text
from piccolo.columns.indexes import IndexMethod

ID = "2026-11-26T15:25:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Passkeys"

_PASSKEY = ("Passkey", "passkey")
_CHALLENGE = ("PasskeyChallenge", "passkey_challenge")
_COLUMNS: tuple[tuple[tuple[str, str], str, type[Column], Any, str], ...] = (
    (("Account", "account"), "second_step", Boolean, False, ""),
    (_PASSKEY, "id", Text, "", "primary_key"),
    (_PASSKEY, "account", Text, "", "index"),
    (_PASSKEY, "credential_id", Bytea, b"", ""),
    (_PASSKEY, "public_key", Bytea, b"", ""),
    (_PASSKEY, "sign_count", BigInt, 0, ""),
    (_PASSKEY, "transports", Text, "", ""),
    (_PASSKEY, "sealed_name", Bytea, b"", ""),
    (_PASSKEY, "created_at", Text, "", ""),
    (_PASSKEY, "used_at", Text, "", ""),
    (_CHALLENGE, "challenge_hash", Text, "", "primary_key"),
    (_CHALLENGE, "purpose", Text, "", ""),
    (_CHALLENGE, "account", Text, "", "index"),
    (_CHALLENGE, "expires_at", Text, "", "index"),
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="storage", description=DESCRIPTION)
    manager.add_table(*_PASSKEY)
    manager.add_table(*_CHALLENGE)
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
                "unique": False,
                "index": role == "index",
                "index_method": IndexMethod.btree,
                "choices": None,
                "db_column_name": None,
                "secret": False,
            },
        )
    return manager
