import re
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from statistics import fmean
from time import process_time

import pytest

from backend.analysis.change import course_of_scores
from backend.analysis.completeness import completeness
from backend.analysis.courses import begun_sessions, courses, gaps
from backend.demo import demo_edits, demo_papers
from backend.demo.story import phq9_of
from shared_schemas.background import CareContact, Condition, Patient, PriorTreatment
from shared_schemas.clock import is_stamp, moment_of
from shared_schemas.instruments import INSTRUMENTS, score
from shared_schemas.insurance import Denial, InsuranceClaim, InsurancePlan, InsurerContact
from shared_schemas.journal import RECORD_TYPES, Journal, problem_with
from shared_schemas.ledger import Expense
from shared_schemas.treatment import ReliefNote, SideEffect, VitalSigns

NOW = datetime(2026, 11, 24, 17, 30, tzinfo=UTC)
# Every weekday, both sides of each change of clocks, a leap day, and minutes around midnight in Chicago.
MOMENTS = [NOW + timedelta(days=days) for days in range(7)] + [
    datetime(2027, 3, 14, 7, 59, tzinfo=UTC),
    datetime(2027, 3, 15, 5, 1, tzinfo=UTC),
    datetime(2026, 11, 1, 6, 30, tzinfo=UTC),
    datetime(2028, 2, 29, 6, 0, tzinfo=UTC),
    datetime(2028, 3, 1, 5, 59, tzinfo=UTC),
]


@pytest.fixture(scope="module")
def journal() -> Journal:
    return Journal.from_edits(demo_edits(NOW))


def test_the_same_moment_gives_the_same_patient() -> None:
    assert demo_edits(NOW) == demo_edits(NOW)


def test_every_paper_that_the_journal_names_is_there_and_small(journal: Journal) -> None:
    named = {name for record in journal.records for name in getattr(record, "attachments", None) or ()}
    papers = demo_papers(NOW)
    assert set(papers) == named
    assert {sha256(content).hexdigest() for content in papers.values()} == named
    kinds = {record.kind for record in journal.records if getattr(record, "attachments", None)}
    assert kinds == {"treatment_session", "expense", "denial"}
    assert sum(len(content) for content in papers.values()) < 400_000


def test_the_demo_is_written_in_under_half_a_second() -> None:
    started = process_time()
    demo_edits(NOW)
    assert process_time() - started < 0.5


@pytest.mark.parametrize("now", MOMENTS, ids=str)
def test_every_edit_would_be_taken_by_the_server(now: datetime) -> None:
    edits = demo_edits(now)
    assert [(edit.kind, edit.set) for edit in edits if problem_with(edit.kind, edit.set)] == []
    assert {edit.kind for edit in edits} == set(RECORD_TYPES)
    assert all(edit.set and is_stamp(edit.stamp) for edit in edits)
    assert len({edit.id for edit in edits}) == len({edit.stamp for edit in edits}) == len(edits)
    assert [edit.stamp for edit in edits] == sorted(edit.stamp for edit in edits)
    assert max(moment_of(edit.stamp) for edit in edits) <= now


@pytest.mark.parametrize("now", MOMENTS, ids=str)
def test_entries_came_online_when_they_were_made_or_some_hours_later(now: datetime) -> None:
    edits = demo_edits(now)
    arrivals = [edit.received_at for edit in edits if edit.received_at is not None]
    delays = [arrival - moment_of(edit.stamp) for arrival, edit in zip(arrivals, edits, strict=True)]
    assert arrivals == sorted(arrivals)
    assert max(arrivals) <= now
    assert timedelta(0) <= min(delays)
    assert max(delays) < timedelta(hours=10)
    assert sum(delay > timedelta(hours=1) for delay in delays) >= 5


@pytest.mark.parametrize("now", MOMENTS, ids=str)
def test_no_field_has_a_name_the_schemas_do_not_know(now: datetime) -> None:
    unknown = {
        (edit.kind, name)
        for edit in demo_edits(now)
        for name in edit.set
        if name not in RECORD_TYPES[edit.kind].model_fields
    }
    assert unknown == set()


@pytest.mark.parametrize("now", MOMENTS, ids=str)
def test_nothing_in_the_journal_has_not_happened_yet(now: datetime) -> None:
    journal = Journal.from_edits(demo_edits(now))
    assert journal.unreadable == ()
    moments = [session.started_at for session in journal.treatment_sessions]
    moments += [check_in.at for check_in in journal.check_ins]
    moments += [measure.answered_at for measure in journal.outcome_measures]
    moments += [note.wore_off_at for note in journal.of(ReliefNote)] + [call.at for call in journal.of(InsurerContact)]
    assert max(moment for moment in moments if moment) <= now


@pytest.mark.parametrize("now", MOMENTS, ids=str)
def test_the_last_session_was_over_a_week_ago_on_a_weekday_and_the_last_check_in_yesterday(now: datetime) -> None:
    journal = Journal.from_edits(demo_edits(now))
    starts = [session.started_at for session in journal.treatment_sessions if session.started_at]
    assert timedelta(days=7) < now - starts[-1] < timedelta(days=11)
    assert {start.weekday() for start in starts} <= {0, 1, 2, 3, 4}
    assert len({start.date() for start in starts}) == len(starts)
    last = journal.check_ins[-1].at
    assert last is not None
    assert (now.astimezone(last.tzinfo).date() - last.date()).days == 1


def test_two_years_lie_between_the_first_entry_and_now(journal: Journal) -> None:
    made = completeness(journal, NOW)
    assert made.days == 731
    assert 0.80 < made.days_with_check_in / made.days < 0.90
    assert made.questionnaires_expected - 10 < made.questionnaires_made < made.questionnaires_expected
    assert 0.9 < made.timely / made.dated < 1
    assert made.amended > 2


def test_times_stand_in_chicago_with_the_offset_of_the_season(journal: Journal) -> None:
    offsets = {(check_in.at.month, check_in.at.utcoffset()) for check_in in journal.check_ins if check_in.at}
    assert {offset for month, offset in offsets if month in (12, 1, 2)} == {timedelta(hours=-6)}
    assert {offset for month, offset in offsets if month in (5, 6, 7)} == {timedelta(hours=-5)}
    assert {check_in.time_zone for check_in in journal.check_ins} == {"America/Chicago"}
    assert {9 <= session.started_at.hour <= 17 for session in journal.treatment_sessions if session.started_at} == {
        True
    }


@pytest.mark.parametrize("now", MOMENTS, ids=str)
def test_the_story_is_response_a_gap_relapse_and_response_again(now: datetime) -> None:
    journal = Journal.from_edits(demo_edits(now))
    first, second = courses(journal, now)
    course = course_of_scores(journal, "phq9", now)
    assert course is not None
    assert course.baseline is not None
    assert course.baseline.total == 21
    assert course.is_baseline_before_treatment
    totals = {score.day: score.total for score in course.scores}
    after_first = [
        total for day, total in totals.items() if timedelta(21) < day - first.started_at.date() < timedelta(150)
    ]
    assert fmean(after_first) <= 21 / 2
    assert (second.started_at - first.last_at).days > 90
    before_second = [
        total for day, total in totals.items() if timedelta(0) <= second.started_at.date() - day < timedelta(15)
    ]
    assert before_second == [19]
    assert course.latest is not None
    assert course.latest.is_response
    assert max(gap.ended_at - gap.began_at for gap in gaps(begun_sessions(journal, now))) > timedelta(days=90)


@pytest.mark.parametrize("now", MOMENTS, ids=str)
def test_each_course_begins_with_an_induction_of_half_a_milligram_per_kilogram(now: datetime) -> None:
    first, second = courses(Journal.from_edits(demo_edits(now)), now)
    for course, induction in ((first, 6), (second, 5)):
        phases = [session.phase for session in course.sessions]
        assert phases == ["induction"] * induction + ["maintenance"] * (len(phases) - induction)
        assert [session.session_number for session in course.sessions] == list(range(1, len(phases) + 1))
        assert {round(session.dose_mg_per_kg or 0, 2) for session in course.sessions} == {0.5}
        assert {session.route for session in course.sessions} == {"intravenous"}
    assert first.sessions[5].started_at is not None
    assert first.sessions[5].started_at - first.started_at < timedelta(days=21)


def test_side_effects_vital_signs_and_relief_belong_to_a_session(journal: Journal) -> None:
    sessions = {session.id for session in journal.treatment_sessions}
    for hanging in (journal.of(SideEffect), journal.of(VitalSigns), journal.of(ReliefNote)):
        assert hanging
        assert {record.session for record in hanging} <= sessions
    assert {"dissociation", "nausea"} <= {effect.symptom for effect in journal.of(SideEffect)}


def test_relief_never_ends_before_it_began(journal: Journal) -> None:
    ended = [(note.began_at, note.wore_off_at) for note in journal.of(ReliefNote) if note.began_at and note.wore_off_at]
    assert len(ended) > 5
    assert [pair for pair in ended if pair[0] >= pair[1]] == []


def test_the_case_has_what_an_appeal_asks_for(journal: Journal) -> None:
    tried = {treatment.name for treatment in journal.of(PriorTreatment)}
    assert {"sertraline", "venlafaxine", "cognitive behavioral therapy"} <= tried
    assert any(treatment.augmentation for treatment in journal.of(PriorTreatment))
    treated = [condition for condition in journal.of(Condition) if not condition.other_condition]
    assert {condition.icd10_code for condition in treated} == {"F33.2", "F41.1"}
    claims = {claim.claim_number: claim for claim in journal.of(InsuranceClaim)}
    for denial in journal.of(Denial):
        assert denial.reason_text
        assert denial.received_on is not None
        assert denial.deadline_on == denial.received_on + timedelta(days=180)
        assert claims[denial.claim_number].decided_on == denial.notice_on
        assert claims[denial.claim_number].paid_cents == 0
    assert max(denial.deadline_on for denial in journal.of(Denial) if denial.deadline_on) > NOW.date()


def test_what_was_reimbursed_is_what_the_claims_paid(journal: Journal) -> None:
    paid = sum(claim.paid_cents or 0 for claim in journal.of(InsuranceClaim))
    assert paid == sum(expense.reimbursed_cents or 0 for expense in journal.of(Expense))
    assert paid > 0


def test_every_name_says_that_it_is_synthetic(journal: Journal) -> None:
    names = [patient.full_name for patient in journal.of(Patient)]
    names += [contact.name for contact in journal.of(CareContact)]
    names += [call.representative for call in journal.of(InsurerContact)]
    names += [name for session in journal.treatment_sessions for name in (session.clinic, session.clinician)]
    names += [plan.insurer for plan in journal.of(InsurancePlan)] + [
        letter.reason_text for letter in journal.of(Denial)
    ]
    assert [name for name in names if name is None or "synthetic" not in name.lower()] == []


def test_no_number_can_be_that_of_a_real_phone_or_provider(journal: Journal) -> None:
    phones = [number for contact in journal.of(CareContact) for number in (contact.phone, contact.fax) if number]
    phones += [patient.phone for patient in journal.of(Patient) if patient.phone]
    phones += [call.number_called for call in journal.of(InsurerContact) if call.number_called]
    # 555-0100 to 555-0199 are set aside for fiction, and a national provider identifier begins with 1 or 2.
    assert [phone for phone in phones if not re.fullmatch(r"\+1 \d{3}-555-01\d\d", phone)] == []
    assert {contact.npi[0] for contact in journal.of(CareContact) if contact.npi} == {"0"}


def test_questionnaires_are_given_as_answers_to_each_item(journal: Journal) -> None:
    for measure in journal.outcome_measures:
        assert measure.instrument in ("phq9", "gad7")
        assert measure.total is None
        assert score(INSTRUMENTS[measure.instrument], measure.answers or []) is not None


def test_questionnaires_are_never_entered_long_after_they_were_answered(journal: Journal) -> None:
    delays = [
        journal.provenance[measure.id].entered_at - measure.answered_at
        for measure in journal.outcome_measures
        if measure.answered_at
    ]
    assert timedelta(0) <= min(delays)
    assert max(delays) < timedelta(minutes=10)


def test_before_the_story_and_after_it_the_illness_stands_still() -> None:
    assert phq9_of(-500) == 21
    assert phq9_of(50) == 6
    assert phq9_of(-101.5) == pytest.approx((21 + 17.5) / 2)
