"""The indexes of the log. A migration of its own, because Piccolo runs raw statements before it adds tables."""

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


async def _add_indexes() -> None:
    for statement in _INDEXES:
        await ENGINE.run_ddl(statement)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="storage", description=DESCRIPTION)
    manager.add_raw(_add_indexes)
    return manager
