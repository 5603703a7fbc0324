"""Where the patient is. In a file of its own, since the schedule of reminders asks for it and knows no database."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Whereabouts:
    """The time zone that a browser of the patient's said to be in, and when."""

    time_zone: str
    told_at: datetime
