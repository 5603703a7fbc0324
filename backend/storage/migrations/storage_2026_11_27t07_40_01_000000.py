"""The bytes of the logs there are. A migration of its own: Piccolo runs raw statements before it adds columns."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.storage.engine import ENGINE

ID = "2026-11-27T07:40:01:000000"
VERSION = "1.38.0"
DESCRIPTION = "The bytes of the logs there are"

_WEIGH = (
    "UPDATE account SET log_bytes = (SELECT COALESCE(SUM(LENGTH(sealed)), 0) FROM edit WHERE edit.account = account.id)"
)


async def _weigh() -> None:
    await ENGINE.run_ddl(_WEIGH)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="storage", description=DESCRIPTION)
    manager.add_raw(_weigh)
    return manager
