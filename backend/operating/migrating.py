"""`migrate`: the database brought up to this release before a server of it starts."""

from backend.settings import Settings
from backend.storage.database import StorageError, check_place, open_engine
from backend.storage.engine import ENGINE
from backend.storage.migrating import MigrationError, migrate, pending, try_on_a_copy


async def migrate_carefully(settings: Settings) -> str:
    """Run what is missing on a copy, and then for real; what there is to say.

    Raises StorageError when the database is of a later release or does not take it; then it is as it was.
    """
    check_place(settings)
    await open_engine(settings)
    try:
        missing = await pending()
        if missing == 0:
            return "The database is of this release already."
        await try_on_a_copy()
        await migrate()
    except MigrationError as error:
        raise StorageError(str(error)) from error
    finally:
        await ENGINE.close()
    return f"{missing} migrations ran, on a copy first."
