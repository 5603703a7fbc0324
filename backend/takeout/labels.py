"""What kinds, fields and values are called in a file that a person reads: never a name of a program."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Literal, get_args, get_origin

from backend.wording import MINUS, capitalised, day, listed, money, words
from shared_schemas.instruments import INSTRUMENTS
from shared_schemas.journal import RECORD_TYPES

_KINDS = {
    "patient": "You",
    "treatment_session": "Treatment sessions",
    "side_effect": "Side effects",
    "vital_signs": "Vital signs",
    "check_in": "Check-ins",
    "outcome_measure": "Questionnaires and scores",
    "relief_note": "How long relief lasted",
    "condition": "Conditions",
    "medication": "Medicines",
    "allergy": "Allergies",
    "prior_treatment": "Earlier treatments",
    "care_contact": "Care team",
    "insurance_plan": "Insurance plans",
    "policy_answer": "What the policy says",
    "plan_criterion": "The plan’s own criteria",
    "insurer_contact": "Calls and letters with the insurer",
    "prior_authorization": "Requests for approval",
    "claim": "Claims",
    "expense": "Expenses",
    "denial": "Denials",
    "appeal": "Appeals",
    "document": "Papers",
    "va_step": "Steps through the VA",
    "funding_option": "Other funding",
    "preferences": "Settings",
    "reminder": "Rules of reminders",
}
_UNITS = {
    "mg": "mg",
    "kg": "kg",
    "minutes": "minutes",
    "hours": "hours",
    "weeks": "weeks",
    "percent": "percent",
    "mmhg": "mmHg",
    "bpm": "beats a minute",
    "cents": "$",
}
_WHOLE = {"npi": "NPI", "icd10_code": "ICD-10 code", "spo2_percent": "Oxygen saturation (percent)", "at": "When"}
_INSTANT = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_CHOICE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)+")


def _choices(annotation: Any) -> set[str]:
    if get_origin(annotation) is Literal:
        return {value for value in get_args(annotation) if isinstance(value, str)}
    return {choice for inner in get_args(annotation) for choice in _choices(inner)}


# What forms offer, by field. All else stands as a patient or a clinic wrote it, whatever it looks like.
_CHOICES: dict[str, set[str]] = {}
for _model in RECORD_TYPES.values():
    for _name, _field in _model.model_fields.items():
        _CHOICES.setdefault(_name, set()).update(_choices(_field.annotation))


def kind_label(kind: str) -> str:
    """As in "Treatment sessions"."""
    return _KINDS.get(kind) or capitalised(words(kind))


def field_label(name: str) -> str:
    """As in "Dose (mg)"."""
    if name in _WHOLE:
        return _WHOLE[name]
    stem, _, unit = name.rpartition("_")
    if stem and unit in _UNITS:
        return f"{capitalised(words(stem))} ({_UNITS[unit]})"
    return capitalised(words(name))


def instant(text: str) -> str:
    """As in "Nov 24, 2026, 2:05 PM", by the clock of where it was entered; as it stands when it is no instant."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    hour = moment.hour % 12 or 12
    return f"{day(moment.date())}, {hour}:{moment.minute:02d} {'AM' if moment.hour < 12 else 'PM'}"


def value_text(name: str, value: Any) -> str:
    """A value in words; empty for what nobody entered."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, int | float):
        return _number(name, value)
    if isinstance(value, str):
        return _text(name, value)
    if isinstance(value, list):
        return _list(name, value)
    if isinstance(value, Mapping):
        return "; ".join(f"{field_label(str(key))}: {value_text(str(key), inner)}" for key, inner in value.items())
    return str(value)


def _number(name: str, value: float) -> str:
    if name.endswith("_cents") and isinstance(value, int):
        return money(value)
    text = f"{value:.10g}"
    return text.replace("-", MINUS, 1) if text.startswith("-") else text


def _text(name: str, value: str) -> str:
    if name == "instrument":
        known = INSTRUMENTS.get(value)
        return known.name if known else words(value)
    if _INSTANT.match(value):
        return instant(value)
    if _DAY.fullmatch(value):
        return _day(value)
    return capitalised(words(value)) if value in _CHOICES.get(name, ()) or _is_choice(value) else value


def _day(value: str) -> str:
    try:
        return day(date.fromisoformat(value))
    except ValueError:
        return value


def _list(name: str, values: list[Any]) -> str:
    if name == "answers":
        return ", ".join("–" if value is None else value_text(name, value) for value in values)
    said = [capitalised(words(value)) if _is_choice(value) else value_text(name, value) for value in values]
    return listed([text for text in said if text])


def _is_choice(value: Any) -> bool:
    return isinstance(value, str) and _CHOICE.fullmatch(value) is not None
