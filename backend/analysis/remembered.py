"""What is worked out of a journal at a moment is worked out once, however many findings and figures ask for it."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import TypeVar

from shared_schemas.journal import Journal

T = TypeVar("T")


def remembered(work: Callable[[Journal, datetime], T]) -> Callable[[Journal, datetime], T]:
    """The same function, which keeps its result with the journal, so that it goes when the journal goes.

    Only for results that nobody changes.
    """

    @wraps(work)
    def once(journal: Journal, now: datetime) -> T:
        if (work, now) not in journal.worked_out:
            journal.worked_out[work, now] = work(journal, now)
        result: T = journal.worked_out[work, now]
        return result

    return once
