"""How often one address may try a password, whichever door it knocks at."""

from litestar.middleware.rate_limit import RateLimitConfig

from backend.settings import SIGN_IN_TRIES_PER_MINUTE

SIGN_IN_LIMIT = RateLimitConfig(rate_limit=("minute", SIGN_IN_TRIES_PER_MINUTE), store="sign_in_tries").middleware
