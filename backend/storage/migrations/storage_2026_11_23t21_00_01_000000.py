"""The indexes of the log, and how its text compares. A migration of its own: Piccolo runs raw statements first."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.storage.engine import ENGINE

ID = "2026-11-23T21:00:01:000000"
VERSION = "1.38.0"
DESCRIPTION = "The indexes of the log"

# Piccolo's columns index one column each; the log is read by these pairs.
_INDEXES = (
    "CREATE UNIQUE INDEX edit_account_seq ON edit (account, seq)",
    "CREATE INDEX edit_account_record ON edit (account, record)",
)


# What is sorted or compared. SQLite compares bytes anyway; PostgreSQL would by the rules of some language.
_BYTEWISE = {
    "account": ("greatest_stamp",),
    "edit": ("stamp", "sent_stamp", "received_at"),
    "share_link": ("created_at", "expires_at"),
    "access_event": ("at",),
    "push_subscription": ("key",),
    "reminder_occurrence": ("due_at", "sent_at"),
}


async def _compare_bytewise() -> None:
    if ENGINE.engine_type == "sqlite":
        return
    for table, columns in _BYTEWISE.items():
        changes = ", ".join(f'ALTER COLUMN {column} TYPE text COLLATE "C"' for column in columns)
        await ENGINE.run_ddl(f"ALTER TABLE {table} {changes}")


async def _add_indexes() -> None:
    for statement in _INDEXES:
        await ENGINE.run_ddl(statement)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="storage", description=DESCRIPTION)
    manager.add_raw(_compare_bytewise)
    manager.add_raw(_add_indexes)
    return manager
