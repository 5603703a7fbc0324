"""How often one address may try a password, whichever door it knocks at."""

from backend.limits import by_address
from backend.settings import SIGN_IN_TRIES_PER_MINUTE

SIGN_IN_LIMIT = by_address("sign_in_tries", SIGN_IN_TRIES_PER_MINUTE)
