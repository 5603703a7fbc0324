"""The questionnaires that ship: their wording is whole, and no combination of answers is scored that should not be."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared_schemas.instruments import (
    INSTRUMENTS,
    Instrument,
    band,
    has_risen,
    is_out_of_range,
    needs_crisis_screen,
    read_instruments,
    score,
    total_of,
)
from shared_schemas.outcome_measures import OutcomeMeasure

# Items, lowest and highest total, as the sources in facts/measures.md state them.
WITH_ITEMS = [one for one in INSTRUMENTS.values() if one.items]
PUBLISHED = {"phq9": (9, 0, 27), "gad7": (7, 0, 21), "pcl5": (20, 0, 80), "peg": (3, 0, 10)}


@pytest.mark.parametrize(("name", "published"), PUBLISHED.items())
def test_a_questionnaire_has_the_items_and_the_range_its_authors_gave_it(
    name: str, published: tuple[int, int, int]
) -> None:
    instrument = INSTRUMENTS[name]
    items, lowest, highest = published
    values = [option.value for option in instrument.options]
    assert (len(instrument.items), instrument.range) == (items, (lowest, highest))
    assert score(instrument, [min(values)] * items) == lowest
    assert score(instrument, [max(values)] * items) == highest


def test_only_questionnaires_that_may_be_reproduced_ship_their_items() -> None:
    assert {one.id for one in WITH_ITEMS} == {*PUBLISHED, "nrs_pain"}


def test_totals_of_the_others_are_taken_within_the_range_their_authors_gave_them() -> None:
    ranges = {one.id: one.range for one in INSTRUMENTS.values() if not one.items}
    published = {"qids_sr16": (0, 27), "madrs": (0, 60), "hamd17": (0, 52), "bdi2": (0, 63), "caps5": (0, 80)}
    assert {name: ranges[name] for name in published} == published


def test_an_instrument_that_stands_only_in_the_reference_file_is_scored_and_banded() -> None:
    entry = {
        "id": "sleep_two", "name": "Sleep two", "title": "Two questions on sleep", "measures": "sleep",
        "recall": "past week", "recall_days": 7,
        "items": [{"text": "Trouble falling asleep"}, {"text": "Waking at night"}],
        "options": [{"value": 0, "label": "Never"}, {"value": 2, "label": "Often"}], "scoring": "sum", "range": [0, 4],
        "bands": [{"from": 0, "to": 2, "name": "calm"}, {"from": 3, "to": 4, "name": "restless"}],
        "credit": "Made up for this test.", "source": ["none"], "seen_on": "2026-11-26",
    }  # fmt: skip
    (instrument,) = read_instruments(json.dumps([entry])).values()
    total = score(instrument, [2, 2])
    assert total == 4
    assert band(instrument, total) == "restless"
    assert not needs_crisis_screen(instrument, [2, 2], 0)


@pytest.mark.parametrize("instrument", INSTRUMENTS.values(), ids=lambda instrument: instrument.id)
def test_every_questionnaire_names_its_credit_its_source_and_when_it_was_seen(instrument: Instrument) -> None:
    assert bool(instrument.credit) is bool(instrument.items)
    assert instrument.source
    assert instrument.seen_on


@pytest.mark.parametrize("name", ["phq9", "gad7", "qids_sr16", "madrs"])
def test_every_possible_total_has_exactly_one_severity_band(name: str) -> None:
    instrument = INSTRUMENTS[name]
    lowest, highest = instrument.range
    for total in range(int(lowest), int(highest) + 1):
        assert len([row for row in instrument.bands if float(row["from"]) <= total <= float(row["to"])]) == 1
    assert band(instrument, highest + 1) is None


@st.composite
def _answered(draw: st.DrawFn) -> tuple[Instrument, list[int]]:
    instrument = INSTRUMENTS[draw(st.sampled_from([one.id for one in WITH_ITEMS]))]
    values = st.sampled_from([option.value for option in instrument.options])
    return instrument, draw(st.lists(values, min_size=len(instrument.items), max_size=len(instrument.items)))


@given(_answered())
def test_a_finished_questionnaire_always_has_a_total_within_its_range(answered: tuple[Instrument, list[int]]) -> None:
    instrument, answers = answered
    total = score(instrument, answers)
    assert total is not None
    assert instrument.range[0] <= total <= instrument.range[1]


@given(_answered(), st.data())
def test_an_unfinished_questionnaire_is_never_scored(
    answered: tuple[Instrument, list[int]], data: st.DataObject
) -> None:
    instrument, answers = answered
    place = data.draw(st.integers(0, len(answers) - 1))
    assert score(instrument, [*answers[:place], None, *answers[place + 1 :]]) is None
    assert score(instrument, answers[:place]) is None


@given(_answered(), st.none() | st.integers(0, 27))
def test_item_9_above_zero_always_brings_the_crisis_screen(
    answered: tuple[Instrument, list[int]], previous: int | None
) -> None:
    instrument, answers = answered
    if instrument.id == "phq9" and answers[8] > 0:
        assert needs_crisis_screen(instrument, answers, previous)
    if instrument.id != "phq9":
        assert not needs_crisis_screen(instrument, answers, previous)


def _measure(**fields: Any) -> OutcomeMeasure:
    return OutcomeMeasure(id="0193a000-0000-7000-8000-000000000001", **fields)


def test_a_total_is_derived_from_the_answers_and_not_believed() -> None:
    assert total_of(_measure(instrument="phq9", answers=[1] * 9, total=2)) == 9


def test_an_unfinished_questionnaire_has_no_total_whatever_was_typed_in() -> None:
    assert total_of(_measure(instrument="phq9", answers=[1] * 8 + [None], total=8, rater="Dr. Moss")) is None


def test_an_old_total_from_a_clinic_counts_with_its_rater() -> None:
    assert total_of(_measure(instrument="phq9", total=18, rater="Dr. Moss")) == 18
    assert total_of(_measure(instrument="phq9", total=18)) is None


def test_an_old_total_from_a_clinic_that_rose_by_six_brings_the_crisis_screen_too() -> None:
    assert has_risen(INSTRUMENTS["phq9"], 18, 12)
    assert not has_risen(INSTRUMENTS["phq9"], 17, 12)
    assert not has_risen(INSTRUMENTS["madrs"], 50, 10)


def test_a_total_of_a_questionnaire_that_does_not_ship_is_taken_as_typed_in() -> None:
    assert total_of(_measure(instrument="madrs", total=31, rater="Dr. Moss")) == 31
    assert total_of(_measure(instrument="madrs")) is None
    assert total_of(_measure(total=3)) == 3


def test_a_total_that_its_questionnaire_cannot_give_counts_for_nothing() -> None:
    slip, edge = _measure(instrument="madrs", total=220, rater="Dr. Moss"), _measure(instrument="madrs", total=60)
    assert (total_of(slip), is_out_of_range(slip)) == (None, True)
    assert (total_of(edge), is_out_of_range(edge)) == (60, False)
    assert total_of(_measure(instrument="phq9", total=28, rater="Dr. Moss")) is None
    assert not is_out_of_range(_measure(instrument="phq9", answers=[1] * 9, total=220))
