"""`rotate-keys`: the master key or the data keys, changed while servers serve."""

import asyncio
from datetime import UTC, datetime, timedelta

from backend.settings import Settings
from backend.storage.database import open_storage
from backend.storage.objects import OBJECTS
from backend.storage.rotation import begin_new_data_keys, finish_new_data_keys, wrap_data_keys_anew
from backend.storage.sealing import MasterKeyError, new_master_key, read_master_keys, write_master_keys

_HOW_TO_SET_TWO = (
    "the master key is set from outside, so set it anew yourself: make one with `openssl rand -base64 32`, set it in "
    "front of the present one with a space between, restart every server, and run this again"
)


async def rotate_master_key(settings: Settings) -> str:
    """Change the master key; what there is to say. Cut off anywhere, it goes on when run again.

    Raises MasterKeyError when the key is not in a file and only one is set.
    """
    is_in_file = settings.master_key is None and settings.master_key_command is None
    async with open_storage(settings, datetime.now(UTC)):  # the present key fits, or nothing is begun
        keys = read_master_keys(settings)
    if len(keys) == 1:
        if not is_in_file:
            raise MasterKeyError(_HOW_TO_SET_TWO)
        # From here on whoever starts, or meets what it cannot open, knows both.
        write_master_keys(settings, [new_master_key(), *keys])
    async with open_storage(settings, datetime.now(UTC)) as storage:
        wrapped = await wrap_data_keys_anew(storage)
    said = f"The master key was changed; the keys of {wrapped} accounts were wrapped anew."
    if not is_in_file:
        return f"{said} Leave the old one out of the setting now, and restart every server."
    write_master_keys(settings, read_master_keys(settings)[:1])
    return f"{said} Keep the new master.key somewhere else too; backups hold the one of their day."


async def rotate_data_keys(settings: Settings, kept: timedelta) -> str:
    """Give every account a new data key; the older ones go after the time `kept`."""
    async with open_storage(settings, datetime.now(UTC)) as storage:
        with OBJECTS.opened(settings):
            values = await begin_new_data_keys(storage)
            await asyncio.sleep(kept.total_seconds())
            accounts = await finish_new_data_keys(storage)
    return f"{accounts} accounts have a new data key; {values} entries and files were sealed anew."
