"""Named example patients, each a whole journal with a story. None of them exists.

Days are counted from the first session: day 0 is Monday, 5 January 2026, in a zone without daylight saving.
"""

from datetime import datetime, timedelta, timezone
from typing import Any

from shared_schemas.clock import stamp
from shared_schemas.instruments import INSTRUMENTS
from shared_schemas.journal import Edit, Journal

ZONE = "America/Phoenix"
_OFFSET = timezone(timedelta(hours=-7))
_DAY_0 = datetime(2026, 1, 5, tzinfo=_OFFSET)
_DEVICE = "0123456789abcdef"


def at(day: float, hour: float = 0) -> datetime:
    """That hour of that day on the patient's clock."""
    return _DAY_0 + timedelta(days=day, hours=hour)


class Entries:
    """Collects entries and gives their journal. Each is entered when it happened unless `hours_late` says otherwise."""

    def __init__(self) -> None:
        self.edits: list[Edit] = []

    def write(self, kind: str, entered_at: datetime, **fields: Any) -> str:
        """A new record; its id."""
        record = f"{len(self.edits) + 1:08x}-0000-7000-8000-000000000000"
        return self.amend(record, kind, entered_at, **fields)

    def amend(self, record: str, kind: str, entered_at: datetime, **fields: Any) -> str:
        """One more edit of a record."""
        number = len(self.edits) + 1
        changes = {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in fields.items()}
        self.edits.append(
            Edit(
                id=f"{number:08x}-0000-7000-9000-000000000000",
                record=record,
                kind=kind,
                stamp=stamp(entered_at, number, _DEVICE),
                set=changes,
                seq=number,
            )
        )
        return record

    def session(self, day: float, hour: float = 10, *, hours_late: float = 0, **fields: Any) -> str:
        """A session of 40 minutes; `fields` add to it."""
        start = at(day, hour)
        entered = start + timedelta(hours=hours_late)
        known = {"started_at": start, "time_zone": ZONE, "duration_minutes": 40, "route": "intravenous", **fields}
        return self.write("treatment_session", entered, **known)

    def check_in(self, day: float, mood: float | None = None, hour: float = 20, *, hours_late: float = 0) -> str:
        """A check-in that holds a mood at most."""
        moment = at(day, hour)
        fields = {"at": moment, "time_zone": ZONE} | ({} if mood is None else {"mood": mood})
        return self.write("check_in", moment + timedelta(hours=hours_late), **fields)

    def score(self, instrument: str, day: float, total: int, hour: float = 9, *, hours_late: float = 0) -> str:
        """A complete questionnaire whose answers add up to `total`."""
        return self.answers(instrument, day, answers_of(instrument, total), hour, hours_late=hours_late)

    def answers(
        self, instrument: str, day: float, answers: list[int | None], hour: float = 9, *, hours_late: float = 0
    ) -> str:
        """A questionnaire with these answers, None for an item left open."""
        moment = at(day, hour)
        entered = moment + timedelta(hours=hours_late)
        return self.write(
            "outcome_measure", entered, instrument=instrument, answered_at=moment, time_zone=ZONE, answers=answers
        )

    def side_effect(self, session: str, symptom: str, severity: str | None = None) -> str:
        """A side effect of that session; when it was noted does not matter."""
        fields = {"session": session, "symptom": symptom} | ({"severity": severity} if severity else {})
        return self.write("side_effect", at(0, 12), **fields)

    def journal(self) -> Journal:
        """The journal of all that was entered."""
        return Journal.from_edits(self.edits)


def answers_of(instrument: str, total: int) -> list[int | None]:
    """Answers that add up to `total`, the first items highest."""
    items = len(INSTRUMENTS[instrument].items)
    highest = max(option.value for option in INSTRUMENTS[instrument].options)
    return [min(highest, max(0, total - highest * item)) for item in range(items)]


# In pairs: the mood before and after each of six sessions in three weeks.
RESPONDER_MOODS = ((2, 5), (3, 5), (3, 6), (4, 6), (5, 6), (5, 8))
# From here the stories are looked at, unless a test says otherwise.
NOW = at(200)


def responder() -> Journal:
    """PHQ-9 from 20 to 6 and GAD-7 from 14 to 4 over six sessions in three weeks, with a check-in every evening."""
    return responder_entries().journal()


def responder_entries() -> Entries:
    """The entries of the responder, one by one."""
    entries = Entries()
    for day, (before, after) in zip((0, 3, 7, 10, 14, 17), RESPONDER_MOODS, strict=True):
        session = entries.session(day, mood_before=before, mood_after=after, dose_mg=42.5, body_weight_kg=85.0)
        entries.side_effect(session, "dissociation", "mild")
    for day, phq9 in ((-1, 20), (13, 12), (27, 7), (41, 6)):
        entries.score("phq9", day, phq9)
    for day, gad7 in ((-1, 14), (27, 4)):
        entries.score("gad7", day, gad7)
    for day in range(-1, 42):
        entries.check_in(day, 2 if day < 4 else 5 if day < 14 else 7)
    return entries


def gets_worse() -> Journal:
    """PHQ-9 from 12 to 19 in spite of four sessions; the mood is lower after a session than before it."""
    entries = Entries()
    for day, before, after in ((0, 5, 4), (3, 4, 4), (7, 4, 2), (10, 3, 2)):
        entries.session(day, mood_before=before, mood_after=after, anxiety_before=5, anxiety_after=7)
    for day, phq9 in ((-3, 12), (11, 15), (25, 19)):
        entries.score("phq9", day, phq9)
    for day in range(-3, 26):
        entries.check_in(day, 5 if day < 5 else 3)
    return entries.journal()


def relapses_within_a_week() -> Journal:
    """One session; the mood goes from 2 to 7 and is back at 2 on the sixth day, PHQ-9 from 22 over 13 to 21."""
    entries = Entries()
    entries.session(0, mood_before=2, mood_after=6)
    for day, phq9 in ((0, 22), (4, 13), (8, 21)):
        entries.score("phq9", day, phq9, hour=8)
    for day, mood in enumerate((2, 7, 7, 6, 5, 4, 2, 2, 1), start=-1):
        entries.check_in(day, mood)
    return entries.journal()


def with_gaps() -> Journal:
    """Three sessions, 120 days without any, then two. Scores fall silent for 97 days; most days have no check-in."""
    entries = Entries()
    for day in (0, 7, 14, 134, 141):
        entries.session(day)
    for day, phq9 in ((-2, 18), (21, 8), (35, 9), (132, 19), (148, 10)):
        entries.score("phq9", day, phq9)
    for day in (-2, 0, 1, 20, 21, 132, 133, 140, 148):
        entries.check_in(day, 4)
    return entries.journal()


def empty() -> Journal:
    """Signed up and entered nothing."""
    return Entries().journal()


def pain_patient() -> Journal:
    """PEG from 8.0 (answers 9, 8, 7) to 4.7 (5, 5, 4) over three sessions; no depression questionnaire."""
    entries = Entries()
    for day, before, after in ((0, 8, 5), (2, 7, 4), (4, 7, 5)):
        entries.session(day, pain_before=before, pain_after=after)
    for day, answers in ((-2, [9, 8, 7]), (12, [6, 5, 5]), (26, [5, 5, 4])):
        entries.answers("peg", day, list(answers))
    return entries.journal()


def veteran() -> Journal:
    """PCL-5 from 52 to 28 over four sessions."""
    entries = Entries()
    for day in (0, 4, 8, 12):
        entries.session(day, mood_before=3, mood_after=5)
    for day, pcl5 in ((-7, 52), (30, 28)):
        entries.score("pcl5", day, pcl5)
    return entries.journal()


PATIENTS = (responder, gets_worse, relapses_within_a_week, with_gaps, empty, pain_patient, veteran)
