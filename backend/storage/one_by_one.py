"""Sweeps go from account to account: what is wrong with one of them must not keep the sweep from all others."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from backend.storage.engine import BUSY_ERRORS
from backend.storage.journals import UnknownAccountError

_LOG = logging.getLogger("casebook")


@contextmanager
def one_account(what: str) -> Iterator[None]:
    """What one account needs: an error in it is logged as `what`, and nothing at all when the account is gone.

    A database that is locked or away raises, because it would fail for each of them.
    """
    try:
        yield
    except UnknownAccountError:
        pass
    except BUSY_ERRORS:
        raise
    except Exception as error:
        _LOG.error("%s failed for one account: %s", what, type(error).__name__)
