"""The indexes that sweeps read by. A migration of its own: Piccolo runs raw statements before it adds columns."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.storage.engine import ENGINE

ID = "2026-11-26T12:00:01:000000"
VERSION = "1.38.0"
DESCRIPTION = "What sweeps read by"

_STATEMENTS = (
    # What is waiting was planned without its sealed words: it is planned anew.
    "DELETE FROM reminder_occurrence WHERE sent_at = ''",
    "UPDATE account SET plan_at = created_at WHERE id IN (SELECT account FROM push_subscription)",
    # A sweep that finds nothing reads nothing: what does not wait is not in the index.
    "CREATE INDEX account_plan_at ON account (plan_at) WHERE plan_at <> ''",
    "CREATE INDEX reminder_occurrence_next_at ON reminder_occurrence (next_at) WHERE next_at <> ''",
)


async def _prepare() -> None:
    if ENGINE.engine_type != "sqlite":
        for table, column in (("account", "plan_at"), ("reminder_occurrence", "next_at")):
            await ENGINE.run_ddl(f'ALTER TABLE {table} ALTER COLUMN {column} TYPE text COLLATE "C"')
    for statement in _STATEMENTS:
        await ENGINE.run_ddl(statement)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="storage", description=DESCRIPTION)
    manager.add_raw(_prepare)
    return manager
