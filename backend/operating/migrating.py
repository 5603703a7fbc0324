"""`migrate`: the database brought up to this release before a server of it starts, which would do the same."""

from backend.settings import Settings
from backend.storage.database import StorageError, check_place, open_engine
from backend.storage.engine import ENGINE
from backend.storage.migrating import MigrationError, migrate


async def migrate_carefully(settings: Settings) -> str:
    """Run what is missing on a copy, and then for real; what there is to say.

    Raises StorageError when the database is of a later release or does not take it; then it is as it was.
    """
    check_place(settings)
    await open_engine(settings)
    try:
        ran = await migrate()
    except MigrationError as error:
        raise StorageError(str(error)) from error
    finally:
        await ENGINE.close()
    return f"{ran} migrations ran, on a copy first." if ran else "The database is of this release already."
