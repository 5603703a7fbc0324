"""How often one address may try a password or a code, whichever door it knocks at, and ask which emails are taken."""

from datetime import datetime, timedelta

from backend.limits import by_address, require_turn
from backend.settings import RECEIPT_LOOKS_PER_MINUTE, SIGN_IN_TRIES_PER_MINUTE, SIGN_UPS_PER_HOUR
from backend.storage.database import Storage

SIGN_IN_LIMIT = by_address("sign_in_tries", SIGN_IN_TRIES_PER_MINUTE)
RECEIPT_LIMIT = by_address("receipt_looks", RECEIPT_LOOKS_PER_MINUTE)


async def require_sign_up_turn(storage: Storage, address: str, now: datetime) -> None:
    """Count one more sign-up from this address. Raises TooManyRequestsException."""
    await require_turn(storage, "sign_ups", address, SIGN_UPS_PER_HOUR, now, timedelta(hours=1))
