"""Questionnaires, check-ins and the safety screen, without network, as a patient meets them."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.test_session import BETWEEN_TAPS_MS, _fields
from tests.e2e.test_story import go, wait_until_installed


def _answer_phq9(page: Page, answers: list[str]) -> None:
    # The address of a result is that of its questionnaire.
    go(page, "today")
    go(page, "questionnaire", "phq9")
    for number, answer in enumerate(answers, start=1):
        expect(page.get_by_text(f"PHQ-9, question {number} of 10")).to_be_visible()
        page.wait_for_timeout(BETWEEN_TAPS_MS)
        page.get_by_role("button", name=answer, exact=True).click()


def _finish(page: Page) -> None:
    page.wait_for_timeout(BETWEEN_TAPS_MS)
    page.get_by_role("button", name="Not difficult at all").click()
    page.get_by_role("button", name="Save", exact=True).click()


def _sees_help(page: Page) -> None:
    expect(page.get_by_role("link", name="Call 988", exact=True).first).to_be_visible()
    expect(page.get_by_role("link", name="Text HOME to 741741")).to_be_visible()
    expect(page.get_by_role("link", name="Call 911")).to_be_visible()
    expect(page.get_by_text("Nobody watches what you write")).to_be_visible()


def test_item_9_above_zero_brings_help_at_once_without_network_and_blocks_nothing(phone: Callable[[], Page]) -> None:
    page = phone()
    wait_until_installed(page)
    page.context.set_offline(True)
    for _ in range(2):
        _answer_phq9(page, ["Not at all"] * 8 + ["Several days"])
        _sees_help(page)
        page.get_by_role("button", name="Go on with the questions").click()
        _finish(page)
        expect(page.get_by_role("heading", name="PHQ-9: 1 of 27")).to_be_visible()
        _sees_help(page)
    assert len(_fields(page, "outcome_measure")) == 2


def test_a_total_that_rose_by_six_brings_help_without_network(phone: Callable[[], Page]) -> None:
    page = phone()
    wait_until_installed(page)
    page.context.set_offline(True)
    _answer_phq9(page, ["Not at all"] * 9)
    _finish(page)
    expect(page.get_by_role("heading", name="PHQ-9: 0 of 27")).to_be_visible()
    expect(page.get_by_text("Your answers say")).to_have_count(0)
    expect(page.get_by_role("link", name="Call 988", exact=True)).to_have_count(0)
    _answer_phq9(page, ["More than half the days"] * 3 + ["Not at all"] * 6)
    expect(page.get_by_role("link", name="Call 988", exact=True)).to_have_count(0)
    _finish(page)
    expect(page.get_by_role("heading", name="PHQ-9: 6 of 27")).to_be_visible()
    _sees_help(page)
    expect(page.get_by_text("now 6 higher")).to_be_visible()


@pytest.mark.parametrize(("country", "numbers"), [("IE", ["116123", "112"]), ("NZ", ["1737", "111"])])
def test_help_names_the_numbers_of_the_country_that_was_chosen(
    phone: Callable[[], Page], country: str, numbers: list[str]
) -> None:
    page = phone()
    go(page, "settings")
    page.get_by_label("Country").select_option(country)
    go(page, "help")
    for number in numbers:
        expect(page.get_by_role("link", name=f"Call {number}", exact=True)).to_be_visible()
    expect(page.get_by_role("link", name="Call 988", exact=True)).to_have_count(0)


def test_where_no_numbers_ship_none_is_guessed_and_the_typed_ones_stand_on_the_help_screen(
    phone: Callable[[], Page],
) -> None:
    page = phone()
    go(page, "settings")
    page.get_by_label("Country").select_option("other")
    go(page, "help")
    expect(page.get_by_text("Call the emergency number of the country you are in.")).to_be_visible()
    page.get_by_role("link", name="Enter the numbers").click()
    page.get_by_label("Crisis line").fill("0800 111 0 111")
    page.get_by_label("Emergency number").fill("112")
    page.get_by_label("Emergency number").blur()
    go(page, "help")
    expect(page.get_by_role("link", name="Call 0800 111 0 111")).to_have_attribute("href", "tel:08001110111")


def test_a_questionnaire_begun_is_finished_later_and_scored_only_then(phone: Callable[[], Page]) -> None:
    page = phone()
    _answer_phq9(page, ["Several days"] * 4)
    page.get_by_role("link", name="Finish later").click()
    page.reload()
    expect(page.get_by_text("You began the PHQ-9: 4 of 9 answered.")).to_be_visible()
    assert _fields(page, "outcome_measure") == []
    page.get_by_role("link", name="Finish the PHQ-9").click()
    expect(page.get_by_text("PHQ-9, question 5 of 10")).to_be_visible()


def test_all_questions_stand_on_one_page_for_whoever_likes_that_better(phone: Callable[[], Page]) -> None:
    page = phone()
    go(page, "settings")
    page.get_by_role("button", name="All on one page").click()
    expect(page.get_by_role("button", name="All on one page")).to_have_attribute("aria-pressed", "true")
    go(page, "questionnaire", "gad7")
    groups = page.get_by_role("main").get_by_role("group")
    expect(groups).to_have_count(7)
    for place in range(7):
        groups.nth(place).get_by_role("button", name="Several days").click()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("heading", name="GAD-7: 7 of 21")).to_be_visible()
    expect(page.get_by_text("range called “mild”")).to_be_visible()


def test_a_clinicians_total_is_kept_with_who_rated_it(phone: Callable[[], Page]) -> None:
    page = phone()
    go(page, "total")
    page.get_by_label("Which questionnaire").select_option("madrs")
    page.get_by_label("Total").fill("31")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Please look at what is marked above.")).to_be_visible()
    page.get_by_label("When it was taken").fill("2026-01-05T09:00")
    page.get_by_label("Who rated it").fill("Dr. Example")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("heading", name="MADRS: 31 of 60")).to_be_visible()
    expect(page.get_by_text("range called “moderate”")).to_be_visible()
    (measure,) = _fields(page, "outcome_measure")
    assert (measure["total"], measure["rater"]) == (31, "Dr. Example")


def test_a_check_in_for_a_day_that_was_missed_lands_on_that_day(phone: Callable[[], Page]) -> None:
    page = phone()
    go(page, "check-in")
    page.get_by_role("button", name="Earlier").click()
    page.get_by_label("When", exact=True).last.fill("2026-01-05T21:00")
    page.get_by_label("Mood", exact=True).fill("4")
    page.get_by_role("button", name="Hours of sleep: more").click()
    page.get_by_role("button", name="Save check-in").click()
    expect(page.get_by_role("link", name="Log a session")).to_be_visible()
    (check_in,) = _fields(page, "check_in")
    assert str(check_in["at"]).startswith("2026-01-05T21:00")
    assert (check_in["mood"], check_in["sleep_hours"]) == (4, 7)


def test_a_scale_is_set_with_the_keyboard_and_has_no_value_before(phone: Callable[[], Page]) -> None:
    page = phone()
    go(page, "check-in")
    mood = page.get_by_label("Mood", exact=True)
    expect(mood).to_have_attribute("aria-valuetext", "not answered")
    mood.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.get_by_role("button", name="Save check-in").click()
    expect(page.get_by_role("link", name="Log a session")).to_be_visible()
    (check_in,) = _fields(page, "check_in")
    assert check_in["mood"] == 6
    assert "anxiety" not in check_in


def test_a_check_in_asks_only_what_the_patient_wants_to_be_asked(phone: Callable[[], Page]) -> None:
    page = phone()
    go(page, "settings")
    asked = page.get_by_role("group", name="Asked at a check-in")
    asked.get_by_role("button", name="Pain").click()
    expect(asked.get_by_role("button", name="Pain")).to_have_attribute("aria-pressed", "false")
    go(page, "check-in")
    expect(page.get_by_label("Mood", exact=True)).to_be_visible()
    expect(page.get_by_label("Pain", exact=True)).to_have_count(0)
