"""Each criterion of a set answered from the journal: met, not met or not documented, with the records that show it.

Where a criterion is not documented the answer says what to enter. No answer promises coverage: most payers call IV
ketamine investigational, and a set that was written for another drug is met by analogy only.
"""

from collections.abc import Callable
from datetime import date, datetime

from backend.insurance.answers import Answer, AnsweredSet
from backend.insurance.criteria_sets import CRITERIA_SETS, OWN_SET, Criterion, own_set
from backend.insurance.plans import patient_today, plan_of
from backend.insurance.scores import improvement, severity
from backend.insurance.trials import Trial, augmentations, generic_of, is_psychotherapy, trials
from backend.wording import capitalised, count, listed
from shared_schemas.background import Condition, Patient
from shared_schemas.journal import Journal

_DEPRESSION_CODES = ("F32", "F33")
_BIPOLAR_CODES = ("F31", "F30")


def answered_sets(journal: Journal, now: datetime) -> tuple[AnsweredSet, ...]:
    """The own plan's criteria first, then the set named on the plan, then the others, which only compare."""
    plan = plan_of(journal)
    chosen = plan.criteria_set if plan else None
    own = own_set(journal)
    found = [*([own] if own else []), *CRITERIA_SETS]
    answered = [
        AnsweredSet(
            one,
            tuple(answer(journal, criterion, now) for criterion in one.criteria),
            is_own=one.id == OWN_SET,
            is_chosen=one.id == chosen,
        )
        for one in found
    ]
    return tuple(sorted(answered, key=lambda one: (not one.is_own, not one.is_chosen)))


def answer(journal: Journal, criterion: Criterion, now: datetime) -> Answer:
    """The answer to one criterion as of `now`."""
    return _TESTS[criterion.test](journal, criterion, now)


def _age(journal: Journal, criterion: Criterion, now: datetime) -> Answer:
    patients = [patient for patient in journal.of(Patient) if patient.born_on]
    if not patients or patients[-1].born_on is None:
        return Answer(
            criterion,
            "not_documented",
            "Your birth date is not entered.",
            (),
            "Enter your birth date.",
            ("patient", None),
        )
    years = _years(patients[-1].born_on, patient_today(journal, now))
    least = criterion.at_least or 18
    return Answer(criterion, "met" if years >= least else "not_met", f"{years} years old.", (patients[-1].id,))


def _diagnosis(journal: Journal, criterion: Criterion, _now: datetime) -> Answer:
    conditions = [condition for condition in journal.of(Condition) if not condition.other_condition]
    fitting = [condition for condition in conditions if _is_depression(condition)]
    bipolar = [condition for condition in conditions if _is_bipolar(condition)]
    if criterion.unipolar and bipolar:
        return Answer(criterion, "not_met", "A bipolar disorder is entered.", tuple(one.id for one in bipolar))
    coded = [condition for condition in fitting if condition.icd10_code]
    if coded:
        return Answer(
            criterion,
            "met",
            f"Entered with the clinic’s code {coded[0].icd10_code}.",
            tuple(condition.id for condition in coded),
        )
    if fitting:
        return Answer(
            criterion,
            "not_documented",
            "Depression is entered without the clinic’s diagnosis code.",
            tuple(condition.id for condition in fitting),
            "Copy the diagnosis code from the clinic’s bill.",
            ("condition", fitting[0].id),
        )
    return Answer(
        criterion,
        "not_documented",
        "No depressive episode is entered as a condition.",
        (),
        "Enter the condition with the code that the clinic wrote.",
        ("condition", None),
    )


def _trials(journal: Journal, criterion: Criterion, now: datetime) -> Answer:
    return _counted(criterion, trials(journal, criterion, patient_today(journal, now)), "adequate trial")


def _augmentations(journal: Journal, criterion: Criterion, now: datetime) -> Answer:
    found = augmentations(journal, criterion, patient_today(journal, now))
    # Whether an addition helped is not asked of it, nor is its class.
    asked = {"the weeks at a full dose"} if criterion.weeks is not None else set()
    plain = [
        Trial(one.treatment, "", tuple(what for what in one.lacks if what in asked), _is_short(one, criterion))
        for one in found
    ]
    return _counted(criterion, plain, "augmentation or therapy" if criterion.or_psychotherapy else "augmentation")


def _is_short(one: Trial, criterion: Criterion) -> bool:
    weeks = one.treatment.adequate_weeks
    is_timed = criterion.weeks is not None and weeks is not None and not is_psychotherapy(one.treatment)
    return is_timed and weeks is not None and criterion.weeks is not None and weeks < criterion.weeks


def _psychotherapy(journal: Journal, criterion: Criterion, now: datetime) -> Answer:
    every = augmentations(journal, criterion.model_copy(update={"or_psychotherapy": True}), patient_today(journal, now))
    found = [Trial(one.treatment, "") for one in every if is_psychotherapy(one.treatment)]
    return _counted(criterion, found, "course of therapy")


def _counted(criterion: Criterion, found: list[Trial], what: str) -> Answer:
    needed = int(criterion.at_least or 1)
    # A medicine that was tried twice has failed once: a reviewer counts medicines.
    by_name = {generic_of(trial.treatment): trial for trial in found if trial.is_adequate}
    adequate = list(by_name.values())
    again = sum(1 for trial in found if trial.is_adequate) - len(adequate)
    open_ones = [
        trial
        for trial in found
        if trial.lacks and not trial.is_ruled_out and generic_of(trial.treatment) not in by_name
    ]
    records = tuple(trial.treatment.id for trial in adequate)
    counted = capitalised(count(len(adequate), what, _many(what)))
    because = f"{counted} entered in full ({needed} asked){_classes(adequate, criterion)}."
    because += " What was tried twice counts once." if again else ""
    if len(adequate) >= needed and _class_count(adequate) >= (criterion.classes or 0):
        return Answer(criterion, "met", because, records)
    if open_ones:
        first = open_ones[0]
        name = (first.treatment.name or "").strip() or "the first one"
        return Answer(
            criterion,
            "not_documented",
            f"{because} {count(len(open_ones), 'more is', 'more are')} entered with something missing.",
            (*records, *(trial.treatment.id for trial in open_ones)),
            f"For {name}, enter {listed(first.lacks)}.",
            ("prior_treatment", first.treatment.id),
        )
    if not found:
        step = "Enter what was tried before, with dose, weeks and how much it helped."
        return Answer(criterion, "not_documented", because, (), step, ("prior_treatment", None))
    step = "If there were others, enter them."
    every = tuple(trial.treatment.id for trial in found)
    return Answer(criterion, "not_met", because, every, step, ("prior_treatment", None))


def _many(what: str) -> str:
    return {"course of therapy": "courses of therapy", "augmentation or therapy": "augmentations or therapies"}.get(
        what, f"{what}s"
    )


def _class_count(found: list[Trial]) -> int:
    return len({trial.drug_class for trial in found if trial.drug_class})


def _classes(found: list[Trial], criterion: Criterion) -> str:
    if not criterion.classes:
        return ""
    return f", of {count(_class_count(found), 'class', 'classes')} ({criterion.classes} asked)"


def _other(_journal: Journal, criterion: Criterion, _now: datetime) -> Answer:
    records = (criterion.record,) if criterion.record else ()
    mend = ("plan_criterion", criterion.record)
    if criterion.met == "yes":
        return Answer(criterion, "met", "You answered that it is met. Name the paper that shows it.", records)
    if criterion.met == "no":
        return Answer(criterion, "not_met", "You answered that it is not met.", records, None, mend)
    step = "Answer it yourself, and add the paper that shows it."
    return Answer(criterion, "not_documented", "The journal cannot count this.", (), step, mend)


_TESTS: dict[str, Callable[[Journal, Criterion, datetime], Answer]] = {
    "age": _age,
    "diagnosis": _diagnosis,
    "trials": _trials,
    "augmentations": _augmentations,
    "psychotherapy": _psychotherapy,
    "severity": severity,
    "improvement": improvement,
    "other": _other,
}


def _years(born: date, today: date) -> int:
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def _is_depression(condition: Condition) -> bool:
    code = (condition.icd10_code or "").strip().upper()
    return code.startswith(_DEPRESSION_CODES) or (not code and "depress" in (condition.name or "").casefold())


def _is_bipolar(condition: Condition) -> bool:
    code = (condition.icd10_code or "").strip().upper()
    return code.startswith(_BIPOLAR_CODES) or "bipolar" in (condition.name or "").casefold()
