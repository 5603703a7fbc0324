"""Recovery codes, invitations, and which browser a session and a subscription belong to."""

from typing import Any

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import Column, Text
from piccolo.columns.indexes import IndexMethod

ID = "2026-11-26T15:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Recovery codes, invitations and devices"

_CODE = ("RecoveryCode", "recovery_code")
_INVITATION = ("Invitation", "invitation")
_COLUMNS: tuple[tuple[tuple[str, str], str, type[Column], Any, str], ...] = (
    (("LoginSession", "login_session"), "browser", Text, "", ""),
    (("PushSubscription", "push_subscription"), "session", Text, "", ""),
    (_CODE, "code_hash", Text, "", "primary_key"),
    (_CODE, "account", Text, "", "index"),
    (_CODE, "made_at", Text, "", ""),
    (_INVITATION, "code_hash", Text, "", "primary_key"),
    (_INVITATION, "expires_at", Text, "", ""),
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="storage", description=DESCRIPTION)
    manager.add_table(*_CODE)
    manager.add_table(*_INVITATION)
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
