"""Each published set of criteria answered from the journals of patients who meet it, miss it, or wrote nothing down."""

from typing import Any

import pytest

from backend.insurance.answers import Answer, AnsweredSet
from backend.insurance.criteria import answered_sets
from shared_schemas.journal import Journal
from tests.backend.insurance.cases import CaseEntries
from tests.journals import NOW, at, empty

SERTRALINE: dict[str, Any] = {
    "name": "sertraline",
    "type": "medicine",
    "drug_class": "SSRI",
    "dose_mg_per_day": 200,
    "adequate_weeks": 12,
    "current_episode": True,
    "augmentation": False,
    "improvement_percent": 20,
    "ended_on": "2025-06-01",
}
ESCITALOPRAM = {**SERTRALINE, "name": "escitalopram", "dose_mg_per_day": 20, "adequate_weeks": 8}
VENLAFAXINE = {**SERTRALINE, "name": "venlafaxine", "drug_class": "SNRI", "dose_mg_per_day": 225, "adequate_weeks": 6}
BUPROPION = {**SERTRALINE, "name": "bupropion", "drug_class": "NDRI", "dose_mg_per_day": 300, "adequate_weeks": 10}
ADDED = {**BUPROPION, "augmentation": True, "adequate_weeks": 8}
THERAPY = {"name": "CBT", "type": "psychotherapy", "improvement_percent": 10, "current_episode": True}


def _journal(*treatments: dict[str, Any], **scores: float) -> Journal:
    """A patient of 42 with depression, these treatments, and totals from the day before the first of two sessions."""
    entries = CaseEntries()
    entries.enter("patient", born_on="1984-02-29")
    entries.enter("condition", name="Major depressive disorder", icd10_code="F33.2")
    for treatment in treatments:
        entries.enter("prior_treatment", **treatment)
    for day in (0, 14):
        entries.session(day)
    for instrument, total in scores.items():
        entries.write("outcome_measure", at(-1), instrument=instrument, answered_at=at(-1), total=total, rater="clinic")
    return entries.journal()


def _set(journal: Journal, set_id: str) -> AnsweredSet:
    return next(one for one in answered_sets(journal, NOW) if one.set.id == set_id)


def _answer(journal: Journal, set_id: str, criterion: str) -> Answer:
    return next(one for one in _set(journal, set_id).answers if one.criterion.id == criterion)


def _statuses(journal: Journal, set_id: str) -> dict[str, str]:
    return {one.criterion.id: one.status for one in _set(journal, set_id).answers}


def test_massachusetts_asks_four_trials_of_two_classes_an_augmentation_and_a_clinicians_score() -> None:
    full = _journal(SERTRALINE, ESCITALOPRAM, VENLAFAXINE, BUPROPION, ADDED, madrs=28)
    assert set(_statuses(full, "bcbs_ma_087").values()) == {"met"}
    assert _statuses(_journal(SERTRALINE, ESCITALOPRAM, VENLAFAXINE, madrs=27), "bcbs_ma_087") == {
        "age": "met",
        "diagnosis": "met",
        "severity": "not_met",
        "trials": "not_met",
        "augmentation": "not_documented",
    }
    assert _answer(_journal(hamd17=17), "bcbs_ma_087", "severity").status == "met"
    # A PHQ-9 is no MADRS, however high it is.
    assert _answer(_journal(phq9=27), "bcbs_ma_087", "severity").status == "not_documented"


def test_four_trials_of_one_class_are_not_of_two() -> None:
    one_class = [{**SERTRALINE, "name": name} for name in ("sertraline", "citalopram", "escitalopram", "fluoxetine")]
    answer = _answer(_journal(*one_class), "bcbs_ma_087", "trials")
    assert answer.status == "not_met"
    assert answer.because == "4 adequate trials entered in full (4 asked), of 1 class (2 asked)."
    assert len(answer.records) == 4


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({}, "met"),
        ({"adequate_weeks": 5.9}, "not_met"),
        ({"adequate_weeks": None}, "not_documented"),
        ({"dose_mg_per_day": None}, "not_documented"),
        ({"improvement_percent": 25}, "met"),
        ({"improvement_percent": 26}, "not_met"),
        ({"improvement_percent": None}, "not_documented"),
        ({"improvement_percent": -40}, "met"),
        ({"current_episode": False}, "not_met"),
        ({"current_episode": None}, "not_documented"),
        ({"drug_class": None}, "met"),  # the name of the medicine says its class
        ({"drug_class": None, "name": "a new one"}, "not_documented"),
        ({"augmentation": True}, "not_met"),
        ({"drug_class": "Benzodiazepine"}, "not_met"),
    ],
    ids=str,
)
def test_the_common_esketamine_pattern_counts_only_what_is_entered_in_full(change: dict[str, Any], status: str) -> None:
    answer = _answer(_journal(SERTRALINE, {**VENLAFAXINE, **change}), "esketamine_common", "trials")
    assert answer.status == status


def test_a_medicine_that_was_tried_twice_counts_once_by_whichever_name() -> None:
    twice = (SERTRALINE, {**SERTRALINE, "name": "Zoloft", "drug_class": "ssri", "dose_mg_per_day": 100})
    answer = _answer(_journal(*twice), "carefirst_caremark", "trials")
    assert answer.status == "not_met"
    assert answer.because == "1 adequate trial entered in full (2 asked). What was tried twice counts once."
    # What lacks something of a medicine that counts already would change nothing.
    unfinished = {**SERTRALINE, "adequate_weeks": None}
    assert _answer(_journal(SERTRALINE, unfinished), "carefirst_caremark", "trials").status == "not_met"


@pytest.mark.parametrize(("ended_on", "status"), [("2021-07-24", "met"), ("2021-07-23", "not_met")])
def test_five_years_are_years_of_the_calendar(ended_on: str, status: str) -> None:
    # The stories are looked at on 24 July 2026.
    journal = _journal(SERTRALINE, {**VENLAFAXINE, "adequate_weeks": 8, "ended_on": ended_on})
    assert _answer(journal, "carefirst_caremark", "trials").status == status


@pytest.mark.parametrize(
    ("asked", "change", "status"),
    [
        ({"current_episode": True}, {"current_episode": False}, "not_met"),
        ({"current_episode": True}, {"current_episode": None}, "not_documented"),
        ({"improvement_at_most": 25}, {"improvement_percent": 30}, "not_met"),
        ({"within_years": 2}, {"ended_on": "2023-01-01"}, "not_met"),
        ({}, {"current_episode": False, "improvement_percent": 30, "ended_on": "2003-01-01"}, "met"),
    ],
    ids=str,
)
def test_the_own_plan_can_ask_when_a_trial_was_and_how_little_it_helped(
    asked: dict[str, Any], change: dict[str, Any], status: str
) -> None:
    entries = CaseEntries()
    entries.enter("plan_criterion", wording="Two trials", test="trials", at_least=2, **asked)
    for treatment in (SERTRALINE, {**VENLAFAXINE, **change}):
        entries.enter("prior_treatment", **treatment)
    assert answered_sets(entries.journal(), NOW)[0].answers[0].status == status


def test_what_is_missing_of_a_trial_is_named_with_the_form_that_takes_it() -> None:
    journal = _journal(SERTRALINE, {**VENLAFAXINE, "dose_mg_per_day": None, "adequate_weeks": None})
    answer = _answer(journal, "esketamine_common", "trials")
    assert answer.next_step == "For venlafaxine, enter the dose and the weeks at a full dose."
    assert answer.mend is not None
    assert answer.mend[1] in answer.records


def test_a_trial_that_helped_by_half_has_not_failed() -> None:
    assert _answer(_journal(SERTRALINE), "bcbs_rx501_105", "trials").status == "met"
    helped = _journal({**SERTRALINE, "improvement_percent": 50})
    assert _answer(helped, "bcbs_rx501_105", "trials").status == "not_met"


def test_qualchoice_asks_a_phq9_above_15_and_two_augmentations_of_four_weeks() -> None:
    assert _answer(_journal(phq9=16), "qualchoice_bi734", "severity").status == "met"
    # The items of the PHQ-9 ship, so a total counts where a clinic is named as its source.
    assert _answer(_journal(phq9=15), "qualchoice_bi734", "severity").status == "not_met"
    lithium = {**ADDED, "name": "lithium", "drug_class": "Mood stabilizer"}
    twice = _journal(ADDED, lithium)
    assert _answer(twice, "qualchoice_bi734", "augmentation").status == "met"
    short = _journal(ADDED, {**lithium, "adequate_weeks": 3})
    assert _answer(short, "qualchoice_bi734", "augmentation").status == "not_met"
    unknown = _journal(ADDED, {**lithium, "adequate_weeks": None})
    assert _answer(unknown, "qualchoice_bi734", "augmentation").status == "not_documented"


@pytest.mark.parametrize(("later", "status"), [(10, "not_met"), (9, "met"), (25, "not_met")])
def test_a_renewal_asks_more_than_half_off_the_phq9(later: int, status: str) -> None:
    entries = CaseEntries()
    entries.session(0)
    entries.score("phq9", -1, 20)
    entries.score("phq9", 199, later)
    answer = _answer(entries.journal(), "qualchoice_bi734", "renewal")
    assert answer.status == status
    assert len(answer.records) == 2


def test_a_score_of_months_ago_renews_nothing() -> None:
    entries = CaseEntries()
    entries.session(0)
    entries.score("phq9", -1, 20)
    entries.score("phq9", 100, 5)
    answer = _answer(entries.journal(), "qualchoice_bi734", "renewal")
    assert answer.status == "not_documented"
    assert answer.mend == ("outcome_measure", None)


def test_carefirst_looks_back_five_years_and_takes_therapy_for_an_augmentation() -> None:
    assert _answer(_journal(SERTRALINE, ESCITALOPRAM), "carefirst_caremark", "trials").status == "met"
    old = {**ESCITALOPRAM, "ended_on": "2020-01-01"}
    assert _answer(_journal(SERTRALINE, old), "carefirst_caremark", "trials").status == "not_met"
    undated = {**ESCITALOPRAM, "ended_on": None}
    assert _answer(_journal(SERTRALINE, undated), "carefirst_caremark", "trials").status == "not_documented"
    assert _answer(_journal(THERAPY), "carefirst_caremark", "augmentation").status == "met"


def test_the_va_counts_therapy_among_four_trials_and_no_bipolar_disorder() -> None:
    assert _answer(_journal(SERTRALINE, ESCITALOPRAM, VENLAFAXINE, THERAPY), "va_protocol", "trials").status == "met"
    entries = CaseEntries()
    entries.enter("condition", name="Bipolar II disorder", icd10_code="F31.81")
    assert _answer(entries.journal(), "va_protocol", "diagnosis").status == "not_met"


def test_a_baseline_is_of_the_four_weeks_before_and_never_of_after() -> None:
    entries = CaseEntries()
    entries.session(0)
    entries.score("phq9", -29, 20)
    entries.score("phq9", 3, 20)
    answer = _answer(entries.journal(), "va_protocol", "severity")
    assert answer.status == "not_documented"
    assert answer.because == "No PHQ-9 from the 4 weeks before the first session."


def test_before_the_first_session_the_latest_score_counts() -> None:
    entries = CaseEntries()
    entries.score("phq9", 190, 20)
    assert _answer(entries.journal(), "va_protocol", "severity").status == "met"


def test_an_empty_journal_documents_nothing_and_says_what_to_do() -> None:
    for one in answered_sets(empty(), NOW):
        assert {answer.status for answer in one.answers} == {"not_documented"}
        assert all(answer.next_step and answer.mend for answer in one.answers)


def test_the_own_plans_criteria_come_first_and_are_counted_like_the_others() -> None:
    entries = CaseEntries()
    entries.enter("plan_criterion", wording="Two of different classes", test="trials", at_least=2, classes=2, weeks=6)
    entries.enter("plan_criterion", wording="GAD-7 of 10 or more", test="severity", instrument="gad7", at_least=10)
    entries.enter("plan_criterion", wording="A psychiatrist supervises", test="other", met="yes", page="44")
    entries.enter("plan_criterion", wording="No substance use disorder", test="other")
    entries.enter("plan_criterion", wording="Severe", test="severity")
    entries.enter("plan_criterion", wording="  ")
    entries.enter("prior_treatment", **SERTRALINE)
    entries.enter("prior_treatment", **VENLAFAXINE)
    entries.enter("insurance_plan", criteria_set="va_protocol")
    entries.session(0)
    entries.score("gad7", -2, 12)
    first, second = answered_sets(entries.journal(), NOW)[:2]
    assert (first.is_own, second.set.id, second.is_chosen) == (True, "va_protocol", True)
    assert [answer.status for answer in first.answers] == ["met", "met", "met", "not_documented", "not_documented"]
    assert first.answers[2].criterion.page == "44"
    assert first.answers[4].because == "Its number is not entered."
    assert (first.how_many("met"), first.how_many("not_documented")) == (3, 2)


@pytest.mark.parametrize(
    ("born_on", "status"), [("2008-07-24", "met"), ("2008-07-25", "not_met"), (None, "not_documented")]
)
def test_the_age_is_that_of_the_patients_day(born_on: str | None, status: str) -> None:
    # The stories are looked at on 24 July 2026.
    entries = CaseEntries()
    entries.enter("patient", born_on=born_on)
    assert _answer(entries.journal(), "bcbs_ma_087", "age").status == status


def test_every_set_names_its_source_and_the_day_it_was_seen() -> None:
    for one in answered_sets(empty(), NOW):
        assert one.set.source
        assert one.set.seen_on is not None
