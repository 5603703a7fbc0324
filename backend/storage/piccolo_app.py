"""The tables and migrations of storage, as Piccolo wants them named."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from backend.storage.tables import TABLES

MIGRATIONS = Path(__file__).parent / "migrations"

APP_CONFIG = AppConfig(
    app_name="storage",
    migrations_folder_path=str(MIGRATIONS),
    table_classes=TABLES,
    migration_dependencies=[],
)
