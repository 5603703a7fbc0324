"""Relief after sessions on the doctor's page, in the patient's own word on when it began and wore off."""

from datetime import datetime, timedelta

from backend import wording
from backend.analysis.courses import begun_sessions
from backend.reports.parts import Column
from backend.sharing.shown import Shown
from backend.wording import NOTHING
from shared_schemas.journal import Journal
from shared_schemas.treatment import ReliefNote

_ROWS_ON_PAPER = 6


def relief_table(journal: Journal, now: datetime) -> Shown:
    """A row for each session with a note on relief, the latest first; times are counted from the session's start."""
    starts = {session.id: session.started_at for session in begun_sessions(journal, now) if session.started_at}
    noted = [
        (starts[note.session], note)
        for note in journal.of(ReliefNote)
        if note.session in starts and (note.began_at or note.wore_off_at)
    ]
    columns = [
        Column("Session", 90),
        Column("Relief began after", 120, "right"),
        Column("Wore off after", 120, "right"),
    ]
    rows = [
        [wording.day(start.date()), _after(start, note.began_at), _after(start, note.wore_off_at)]
        for start, note in sorted(noted, key=lambda pair: (pair[0], pair[1].id), reverse=True)
    ]
    return Shown(
        "relief",
        "Relief after sessions, in the patient’s own word",
        columns,
        rows,
        note=f"{NOTHING} Not noted; relief may have gone on.",
        rows_on_paper=_ROWS_ON_PAPER,
    )


def _after(start: datetime, moment: datetime | None) -> str:
    if moment is None or moment < start:
        return NOTHING
    passed = moment - start
    if passed < timedelta(days=2):
        return wording.count(round(passed.total_seconds() / 3600), "hour")
    return wording.count(round(passed / timedelta(days=1)), "day")
