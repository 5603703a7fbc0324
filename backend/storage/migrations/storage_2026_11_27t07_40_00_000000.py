"""How much an account's log takes, so that no account takes all that there is."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import BigInt
from piccolo.columns.indexes import IndexMethod

ID = "2026-11-27T07:40:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "The bytes of a log"


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="storage", description=DESCRIPTION)
    manager.add_column(
        table_class_name="Account",
        tablename="account",
        column_name="log_bytes",
        db_column_name="log_bytes",
        column_class=BigInt,
        column_class_name="BigInt",
        params={
            "default": 0,
            "null": False,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
    )
    return manager
