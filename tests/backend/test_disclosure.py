"""What is taken out of a journal before anybody else sees anything of it."""

from datetime import date, timedelta
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.disclosure import disclosed
from shared_schemas.background import Patient
from shared_schemas.instruments import total_of
from shared_schemas.journal import RECORD_TYPES, Journal
from shared_schemas.outcome_measures import OutcomeMeasure
from shared_schemas.sharing import Disclosure, Section
from shared_schemas.treatment import SideEffect
from tests.journals import Entries, at, responder

ALL: frozenset[Section] = frozenset(get_args(Section))
EVERYTHING = Disclosure(sections=ALL, notes=True, item_answers=True)
DAYS = st.none() | st.dates(date(2025, 12, 1), date(2026, 3, 1))


@st.composite
def disclosures(draw: st.DrawFn) -> Disclosure:
    first, last = draw(DAYS), draw(DAYS)
    if first and last and last < first:
        first, last = last, first
    return Disclosure(
        sections=frozenset(draw(st.sets(st.sampled_from(sorted(ALL))))),
        from_on=first,
        to_on=last,
        notes=draw(st.booleans()),
        item_answers=draw(st.booleans()),
        identity=draw(st.booleans()),
    )


def full_journal() -> Journal:
    """Every kind that could be shared, and some that never are, over six weeks."""
    entries = Entries()
    entries.write("patient", at(0), full_name="Ana Lindqvist", born_on="1984-02-29", phone="555 0100", address="Elm 1")
    for day in (0, 7, 35):
        session = entries.session(day, dose_mg=42, mood_before=2, mood_after=5, notes="a hard hour", clinic="North")
        entries.side_effect(session, "nausea", "mild")
        entries.write("relief_note", at(day), session=session, began_at=at(day, 20), notes="lighter")
        entries.write("vital_signs", at(day), session=session, at=at(day, 11), heart_rate_bpm=88)
        entries.score("phq9", day - 1, 20 - day // 2)
        entries.check_in(day, 4)
    entries.write("check_in", at(3), at=at(3), mood=3, notes="a bad night", from_a_newer_version="x")
    entries.write("prior_treatment", at(1), name="sertraline", notes="gave up")
    entries.write("medication", at(1), name="lithium")
    entries.write("allergy", at(1), name="penicillin")
    entries.write("expense", at(1), amount_cents=45_000)
    entries.write("insurance_plan", at(1), insurer="Example Mutual")
    entries.write("care_contact", at(1), name="Dr. North")
    return entries.journal()


JOURNAL = full_journal()


def names(journal: Journal) -> set[tuple[str, str]]:
    """Which fields of which records are there; an undeclared one counts too."""
    return {(record.id, name) for record in journal.records for name, value in record if value is not None}


@given(disclosures())
def test_disclosing_twice_takes_nothing_more_away(chosen: Disclosure) -> None:
    once = disclosed(JOURNAL, chosen)
    assert disclosed(once, chosen) == once


@given(disclosures())
def test_nothing_is_shared_that_is_not_shared_with_everything_ticked(chosen: Disclosure) -> None:
    extra = names(disclosed(JOURNAL, chosen)) - names(disclosed(JOURNAL, EVERYTHING))
    # The total of a questionnaire stands there because its answers do not.
    assert {name for _, name in extra} <= {"total"}


@given(disclosures(), st.sampled_from(sorted(ALL)))
def test_ticking_less_never_shares_more(chosen: Disclosure, section: Section) -> None:
    less = chosen.model_copy(update={"sections": chosen.sections - {section}})
    assert names(disclosed(JOURNAL, less)) <= names(disclosed(JOURNAL, chosen))


@given(disclosures())
def test_no_date_outside_the_range_is_left(chosen: Disclosure) -> None:
    part = disclosed(JOURNAL, chosen)
    moments = [
        *(session.started_at for session in part.treatment_sessions),
        *(check_in.at for check_in in part.check_ins),
        *(measure.answered_at for measure in part.outcome_measures),
    ]
    days = [moment.date() for moment in moments if moment is not None]
    assert all((chosen.from_on or date.min) <= day <= (chosen.to_on or date.max) for day in days)
    sessions = {session.id for session in part.treatment_sessions}
    assert {effect.session for effect in part.of(SideEffect)} <= sessions


@given(disclosures(), st.randoms(use_true_random=False))
def test_the_order_of_records_changes_nothing(chosen: Disclosure, random: Any) -> None:
    records = list(JOURNAL.records)
    random.shuffle(records)
    shuffled = Journal.model_construct(**{**dict(JOURNAL), "records": tuple(records)})
    ordered = sorted(disclosed(shuffled, chosen).records, key=lambda record: record.id)
    assert ordered == sorted(disclosed(JOURNAL, chosen).records, key=lambda record: record.id)


@given(disclosures())
def test_the_patients_own_journal_is_not_changed(chosen: Disclosure) -> None:
    before = JOURNAL.model_dump()
    disclosed(JOURNAL, chosen)
    assert JOURNAL.model_dump() == before


@pytest.mark.parametrize("kind", sorted(set(RECORD_TYPES) - {
    "patient", "treatment_session", "side_effect", "vital_signs", "check_in", "outcome_measure", "relief_note",
    "prior_treatment", "medication", "allergy",
}))  # fmt: skip
def test_costs_insurers_and_whatever_kind_comes_next_are_shared_with_nobody(kind: str) -> None:
    entries = Entries()
    entries.write(kind, at(0))
    assert disclosed(entries.journal(), EVERYTHING).records == ()


def test_free_text_that_is_no_note_is_known() -> None:
    """A new field for free text must be called `notes`, or be thought about: it would be shared with its section."""
    shareable = {"treatment_session", "side_effect", "check_in", "outcome_measure", "relief_note", "prior_treatment",
                 "medication", "allergy"}  # fmt: skip
    long_texts = {
        f"{kind}.{name}"
        for kind in shareable
        for name, field in RECORD_TYPES[kind].model_fields.items()
        if "max_length=250000" in repr(field) and name not in {"notes", "action_taken"}
    }
    assert long_texts == {"prior_treatment.stop_reason"}


def test_a_questionnaire_without_its_answers_keeps_its_total() -> None:
    journal = responder()
    part = disclosed(journal, Disclosure())
    totals = {measure.id: total_of(measure) for measure in journal.of(OutcomeMeasure)}
    assert {measure.id: total_of(measure) for measure in part.of(OutcomeMeasure)} == totals
    assert all(measure.answers is None and measure.difficulty is None for measure in part.of(OutcomeMeasure))


def test_an_unfinished_questionnaire_without_its_answers_stays_unscored() -> None:
    entries = Entries()
    entries.answers("phq9", 0, [1, 1, None, 1, 1, 1, 1, 1, 1])
    [measure] = disclosed(entries.journal(), Disclosure()).of(OutcomeMeasure)
    assert total_of(measure) is None


def test_a_total_typed_in_beside_answers_is_not_taken_for_their_sum() -> None:
    entries = Entries()
    entries.write("outcome_measure", at(0), instrument="phq9", answered_at=at(0), answers=[1] * 9, total=3)
    [measure] = disclosed(entries.journal(), Disclosure()).of(OutcomeMeasure)
    assert total_of(measure) == 9


def test_scores_alone_give_no_day_of_a_session_away() -> None:
    part = disclosed(JOURNAL, Disclosure(sections=frozenset({"scores"}), identity=False))
    assert {record.kind for record in part.records} == {"outcome_measure"}


def test_side_effects_alone_give_the_days_of_sessions_and_nothing_else_of_them() -> None:
    part = disclosed(JOURNAL, Disclosure(sections=frozenset({"side_effects"})))
    shared = {name for record in part.treatment_sessions for name, value in record if value is not None}
    assert shared == {"id", "kind", "started_at", "time_zone"}


def test_name_and_birth_date_are_shared_and_never_the_address() -> None:
    [patient] = disclosed(JOURNAL, EVERYTHING).of(Patient)
    assert (patient.full_name, patient.born_on, patient.phone, patient.address) == (
        "Ana Lindqvist", date(1984, 2, 29), None, None,
    )  # fmt: skip


def test_the_days_at_both_ends_of_the_range_belong_to_it() -> None:
    day = at(7).date()
    part = disclosed(JOURNAL, Disclosure(from_on=day, to_on=day))
    assert [session.started_at.date() for session in part.treatment_sessions if session.started_at] == [day]
    before = disclosed(JOURNAL, Disclosure(to_on=day - timedelta(days=1)))
    assert len(before.treatment_sessions) == 1
