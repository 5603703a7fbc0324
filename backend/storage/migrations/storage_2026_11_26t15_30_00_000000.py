"""The tables of a patient's rights: deletions that wait, receipts of those done, what happened, and consent."""

from typing import Any

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import Column, Integer, Text
from piccolo.columns.indexes import IndexMethod

ID = "2026-11-26T15:30:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Deletions, receipts, activity and consent"

_PENDING = ("PendingDeletion", "pending_deletion")
_RECEIPT = ("ErasureReceipt", "erasure_receipt")
_EVENT = ("ActivityEvent", "activity_event")
_CONSENT = ("Consent", "consent")
_COLUMNS: tuple[tuple[tuple[str, str], str, type[Column], Any, str], ...] = (
    (_PENDING, "account", Text, "", "primary_key"),
    (_PENDING, "asked_at", Text, "", ""),
    (_PENDING, "due_at", Text, "", "index"),
    (_PENDING, "receipt_hash", Text, "", ""),
    (_RECEIPT, "receipt_hash", Text, "", "primary_key"),
    (_RECEIPT, "asked_at", Text, "", ""),
    (_RECEIPT, "due_at", Text, "", ""),
    (_RECEIPT, "taken_back_at", Text, "", ""),
    (_RECEIPT, "erased_at", Text, "", ""),
    (_RECEIPT, "counts", Text, "", ""),
    (_EVENT, "id", Text, "", "primary_key"),
    (_EVENT, "account", Text, "", "index"),
    (_EVENT, "at", Text, "", ""),
    (_EVENT, "what", Text, "", ""),
    (_EVENT, "browser", Text, "", ""),
    (_EVENT, "times", Integer, 1, ""),
    (_CONSENT, "id", Text, "", "primary_key"),
    (_CONSENT, "account", Text, "", "index"),
    (_CONSENT, "version", Text, "", ""),
    (_CONSENT, "agreed_at", Text, "", ""),
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="storage", description=DESCRIPTION)
    for table in (_PENDING, _RECEIPT, _EVENT, _CONSENT):
        manager.add_table(*table)
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
