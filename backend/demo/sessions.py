"""The sessions as they were logged: the state before and after, vital signs, side effects, how long relief lasted."""

from datetime import datetime
from typing import Any

from backend.demo.background import CLINIC, CLINICIAN
from backend.demo.diary import ZONE, Diary
from backend.demo.scans import clinic_sheet
from backend.demo.story import PlannedSession, next_session, on_scale, phq9_of, week_of
from backend.wording import day, dose

_DURATION_MINUTES = 40
_DOSE_MG_PER_KG = 0.5
# Sessions (course, number) that were logged afterwards, and how many hours late.
_LOGGED_LATE = {(1, 5): 9, (1, 11): 31, (2, 3): 26, (2, 12): 52}
# Sessions whose dose the patient guessed and corrected when the clinic's sheet came.
_GUESSED_DOSE = {(1, 1): 40.0, (1, 2): 40.0, (2, 1): 40.0}
# How often each was noted, in the first induction and from then on; the body got used to it.
_SIDE_EFFECTS = {
    "dissociation": (0.9, 0.7),
    "drowsiness": (0.7, 0.35),
    "dizziness": (0.5, 0.25),
    "nausea": (0.5, 0.2),
    "headache": (0.2, 0.1),
    "raised blood pressure": (0.2, 0.05),
}
_NOTES = (
    "Music with headphones helped.",
    "Felt far away for about 20 minutes, then calm.",
    "Nurse stayed in the room. Tired afterwards, slept two hours at home.",
    "Lighter on the way home than on the way there.",
    "Harder than the last one, some fear at the start.",
)


def write_sessions(diary: Diary, sessions: list[PlannedSession]) -> list[str]:
    """Each session with all that hangs on it; their record ids in the order of `sessions`."""
    records: list[str] = []
    for session in sessions:
        record = _write_session(diary, session)
        records.append(record)
        _write_vital_signs(diary, session, record)
        _write_side_effects(diary, session, record)
        _write_relief(diary, session, next_session(sessions, session), record)
    return records


def _write_session(diary: Diary, session: PlannedSession) -> str:
    before, after = _before(diary, session), _after(diary, session)
    home = diary.later(session.started_at, _DURATION_MINUTES + 95)
    late = _LOGGED_LATE.get((session.course, session.number))
    if late is not None:
        return diary.write("treatment_session", diary.later(home, late * 60), **before, **after)
    # As the phone asks: what is known before, at the clinic; the rest once it is over.
    record = diary.write("treatment_session", diary.later(session.started_at, -4), **before)
    diary.amend(record, "treatment_session", home, **after)
    if (session.course, session.number) in _GUESSED_DOSE:
        sheet = diary.later(home, 28 * 60)
        paper = clinic_sheet(
            day(session.started_at.date()),
            dose(_dose_mg(session), _DOSE_MG_PER_KG),
            f"{_weight_kg(session):g} kg",
            f"{_DURATION_MINUTES} minutes",
        )
        corrected = {"dose_mg": _dose_mg(session), "dose_source": "clinic"}
        diary.amend(record, "treatment_session", sheet, attachments=diary.attach(paper), **corrected)
    return record


def _before(diary: Diary, session: PlannedSession) -> dict[str, Any]:
    guessed = _GUESSED_DOSE.get((session.course, session.number))
    return {
        "started_at": session.started_at,
        "time_zone": ZONE,
        "dose_mg": guessed or _dose_mg(session),
        "dose_source": "patient" if guessed else "clinic",
        "body_weight_kg": _weight_kg(session),
        "route": "intravenous",
        "product": "ketamine",
        "phase": session.phase,
        "session_number": session.number,
        "setting": "clinic, reclining chair, monitored",
        "clinic": CLINIC,
        "clinician": CLINICIAN,
        **{f"{state}_before": value for state, value in _state(diary, session, 0.0).items()},
    }


def _after(diary: Diary, session: PlannedSession) -> dict[str, Any]:
    # The first induction lifted most while there was most to lift.
    lift = 0.12 * phq9_of(week_of(diary, session.days_ago)) + diary.random.gauss(0.3, 0.7)
    return {
        "duration_minutes": _DURATION_MINUTES + diary.random.choice((0, 0, 0, 0, 2, 5)),
        "notes": diary.random.choice(_NOTES) if diary.random.random() < 0.45 else None,
        **{f"{state}_after": value for state, value in _state(diary, session, lift).items()},
    }


def _state(diary: Diary, session: PlannedSession, lift: float) -> dict[str, int]:
    well = 9.0 - 0.33 * phq9_of(week_of(diary, session.days_ago)) + lift
    ill = 1.0 + 0.33 * phq9_of(week_of(diary, session.days_ago)) - lift
    return {
        "mood": on_scale(well + diary.random.gauss(0, 0.6)),
        "anxiety": on_scale(ill + diary.random.gauss(0, 0.9)),
        "pain": on_scale(1.0 + diary.random.gauss(0, 0.5)),
        # Most feel drained right after an infusion, whatever it did for the mood.
        "energy": on_scale(well - 0.6 - 0.9 * lift + diary.random.gauss(0, 0.8)),
        "well_being": on_scale(well - 0.2 + diary.random.gauss(0, 0.6)),
    }


def _weight_kg(session: PlannedSession) -> float:
    return (82.0 if session.course == 1 else 85.0) + 0.5 * (session.number // 4)


def _dose_mg(session: PlannedSession) -> float:
    return round(_DOSE_MG_PER_KG * _weight_kg(session) * 2) / 2


def _write_vital_signs(diary: Diary, session: PlannedSession, record: str) -> None:
    for minutes, rise in ((-10, 0), (20, 1), (60, 0.3)):
        diary.write(
            "vital_signs",
            diary.later(session.started_at, _DURATION_MINUTES + 100),
            session=record,
            at=diary.later(session.started_at, minutes),
            systolic_mmhg=round(122 + 19 * rise + diary.random.gauss(0, 5)),
            diastolic_mmhg=round(78 + 9 * rise + diary.random.gauss(0, 3)),
            heart_rate_bpm=round(72 + 8 * rise + diary.random.gauss(0, 4)),
            spo2_percent=min(round(97.5 - rise + diary.random.gauss(0, 0.7)), 100),
            taken_by="clinic",
        )


def _write_side_effects(diary: Diary, session: PlannedSession, record: str) -> None:
    for symptom, (early, later) in _SIDE_EFFECTS.items():
        is_early = session.course == 1 and session.phase == "induction"
        if diary.random.random() >= (early if is_early else later):
            continue
        started_at = diary.later(session.started_at, diary.random.randrange(5, 35))
        ended_at = diary.later(started_at, diary.random.randrange(25, 150 if symptom == "drowsiness" else 70))
        diary.write(
            "side_effect",
            diary.later(session.started_at, _DURATION_MINUTES + 105 + 110 * (symptom == "drowsiness")),
            session=record,
            symptom=symptom,
            severity="moderate" if diary.random.random() < (0.45 if is_early else 0.15) else "mild",
            started_at=started_at,
            ended_at=ended_at,
        )


def _write_relief(diary: Diary, session: PlannedSession, following: PlannedSession | None, record: str) -> None:
    # During an induction the next session comes before any relief could be told apart.
    if session.phase == "induction" and following is not None and following.phase == "induction":
        return
    if diary.random.random() < 0.2:
        return
    began_at = diary.at(session.days_ago - 1, 9, diary.random.randrange(0, 60, 15))
    note = diary.write("relief_note", diary.later(began_at, 300), session=record, began_at=began_at)
    wore_off_ago = session.days_ago - diary.random.randrange(19, 27)
    if wore_off_ago > max(following.days_ago if following else 0, 1):
        _write_end_of_relief(diary, note, diary.at(wore_off_ago, 17))


def _write_end_of_relief(diary: Diary, note: str, wore_off_at: datetime) -> None:
    words = diary.random.choice(("The heaviness is back in the mornings.", "Short temper again, sleep shorter.", None))
    diary.amend(note, "relief_note", diary.later(wore_off_at, 180), wore_off_at=wore_off_at, notes=words)
