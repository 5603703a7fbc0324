"""Which prior treatments count as adequate trials, and which would if one more thing were entered."""

from dataclasses import dataclass
from datetime import date

from backend.insurance.criteria_sets import Criterion
from backend.insurance.days import months_after
from shared_schemas.background import PriorTreatment
from shared_schemas.journal import Journal
from shared_schemas.medicines import MEDICINES

# As the names of medicines ship with their class; a patient may have typed the class another way.
_ANTIDEPRESSANT_CLASSES = {
    "ssri",
    "snri",
    "ndri",
    "maoi",
    "sari",
    "tca",
    "tricyclic",
    "tricyclic antidepressant",
    "tetracyclic antidepressant",
    "serotonin modulator",
    "nassa",
    "antidepressant",
}
_KNOWN = {name.casefold(): medicine for medicine in MEDICINES for name in (medicine.generic, *medicine.brands)}
# Half of the way to being well is a response (the cut of most questionnaires); a policy that gives no number of its own
# means less than that by "too little response".
_RESPONSE_PERCENT = 50


@dataclass(frozen=True)
class Trial:
    """One prior treatment held against a criterion: what it lacks to be counted, and why it is not one."""

    treatment: PriorTreatment
    drug_class: str
    lacks: tuple[str, ...] = ()
    is_ruled_out: bool = False

    @property
    def is_adequate(self) -> bool:
        """All that the criterion asks of a trial is entered, and fits."""
        return not self.lacks and not self.is_ruled_out


def trials(journal: Journal, criterion: Criterion, today: date) -> list[Trial]:
    """Antidepressants given alone (and therapy, where it counts) held against the criterion, in the journal's order."""
    return [
        _trial(treatment, criterion, today)
        for treatment in journal.of(PriorTreatment)
        if (is_antidepressant(treatment) and not treatment.augmentation)
        or (criterion.psychotherapy_counts and is_psychotherapy(treatment))
    ]


def augmentations(journal: Journal, criterion: Criterion, today: date) -> list[Trial]:
    """What was added to another medicine (and therapy, where it may stand in) held against the criterion."""
    return [
        _trial(treatment, criterion, today)
        for treatment in journal.of(PriorTreatment)
        if (treatment.augmentation and not is_psychotherapy(treatment))
        or (criterion.or_psychotherapy and is_psychotherapy(treatment))
    ]


def is_psychotherapy(treatment: PriorTreatment) -> bool:
    """Talk therapy, as the form calls it."""
    return treatment.type == "psychotherapy"


def class_of(treatment: PriorTreatment) -> str:
    """The drug class as entered, else as the name of the medicine says; empty where neither is known."""
    known = _KNOWN.get(_named(treatment))
    return (treatment.drug_class or "").strip() or (known.drug_class if known else "")


def generic_of(treatment: PriorTreatment) -> str:
    """What was tried, by whichever name it was entered; the entry's own id where it has none."""
    known = _KNOWN.get(_named(treatment))
    return known.generic.casefold() if known else _named(treatment) or treatment.id


def _named(treatment: PriorTreatment) -> str:
    return (treatment.name or treatment.brand_name or "").strip().casefold()


def is_antidepressant(treatment: PriorTreatment) -> bool:
    """Whether it counts towards trials of antidepressants. One whose class nobody knows may be one."""
    if treatment.type not in (None, "", "medicine"):
        return False
    known = class_of(treatment).casefold()
    return not known or known in _ANTIDEPRESSANT_CLASSES


def _trial(treatment: PriorTreatment, criterion: Criterion, today: date) -> Trial:
    is_medicine = not is_psychotherapy(treatment)
    weeks = treatment.adequate_weeks
    improved = treatment.improvement_percent
    lacks = [
        (is_medicine and not class_of(treatment), "its drug class"),
        (is_medicine and treatment.dose_mg_per_day is None, "the dose"),
        (criterion.weeks is not None and weeks is None and is_medicine, "the weeks at a full dose"),
        (improved is None, "how much it helped"),
        (criterion.current_episode and treatment.current_episode is None, "whether it was in the present episode"),
        (criterion.within_years is not None and _last_day(treatment, today) is None, "when it ended"),
    ]
    ruled_out = (
        (is_medicine and criterion.weeks is not None and weeks is not None and weeks < criterion.weeks)
        or (improved is not None and _helped_too_much(improved, criterion))
        or (criterion.current_episode and treatment.current_episode is False)
        or _is_too_old(treatment, criterion, today)
    )
    return Trial(
        treatment, class_of(treatment).casefold(), tuple(what for is_lacking, what in lacks if is_lacking), ruled_out
    )


def _helped_too_much(improved: float, criterion: Criterion) -> bool:
    if criterion.improvement_at_most is not None:
        return improved > criterion.improvement_at_most
    return improved >= _RESPONSE_PERCENT


def _last_day(treatment: PriorTreatment, today: date) -> date | None:
    return treatment.ended_on or (today if treatment.started_on else None)


def _is_too_old(treatment: PriorTreatment, criterion: Criterion, today: date) -> bool:
    last = _last_day(treatment, today)
    return (
        criterion.within_years is not None
        and last is not None
        and last < months_after(today, -12 * criterion.within_years)
    )
