"""Which plan holds: the one in force on a day, else the one entered last. And what today is for this patient."""

from datetime import date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from shared_schemas.insurance import InsurancePlan
from shared_schemas.journal import Journal


def plan_of(journal: Journal, day: date | None = None) -> InsurancePlan | None:
    """The plan in force on `day`; without a day, or when none says it was in force, the one entered last."""
    plans = sorted(journal.of(InsurancePlan), key=lambda plan: _entered(journal, plan))
    in_force = [plan for plan in plans if day is not None and _is_in_force(plan, day)]
    fitting = in_force or plans
    return fitting[-1] if fitting else None


def patient_today(journal: Journal, now: datetime) -> date:
    """The day it is where the patient last made a timed entry; UTC where nothing says."""
    zones = [check_in.time_zone for check_in in journal.check_ins[-1:]]
    zones += [session.time_zone for session in journal.treatment_sessions[-1:]]
    for zone in zones:
        try:
            return now.astimezone(ZoneInfo(zone or "UTC")).date()
        except (ZoneInfoNotFoundError, ValueError, OSError):
            continue
    return now.date()


def _is_in_force(plan: InsurancePlan, day: date) -> bool:
    if plan.began_on is None and plan.ended_on is None:
        return False
    return (plan.began_on or date.min) <= day <= (plan.ended_on or date.max)


def _entered(journal: Journal, plan: InsurancePlan) -> tuple[str, str]:
    provenance = journal.provenance.get(plan.id)
    return (provenance.entered_at.isoformat() if provenance else "", plan.id)
