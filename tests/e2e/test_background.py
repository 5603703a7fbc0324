"""The background: what was tried before, entered with as little typing as possible, and how complete it is."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.e2e.test_story import go


def test_a_medicine_is_found_by_its_brand_by_keyboard_and_brings_its_class_along(phone: Callable[[], Page]) -> None:
    page = phone()
    go(page, "case", "you")
    page.get_by_role("link", name="Earlier treatments").click()
    page.get_by_role("link", name="Add a treatment").click()
    page.get_by_role("button", name="Medicine", exact=True).click()
    name = page.get_by_role("combobox", name="Name", exact=True)
    name.press_sequentially("Zolo")
    option = page.get_by_role("option", name="sertraline")
    expect(option).to_be_visible()
    name.press("ArrowDown")
    expect(option).to_have_attribute("aria-selected", "true")
    name.press("Enter")
    expect(name).to_have_value("sertraline")
    expect(name).to_have_attribute("aria-expanded", "false")
    expect(page.get_by_label("Drug class")).to_have_value("SSRI")
    expect(page.get_by_label("Brand name")).to_have_value("Zoloft")
    page.get_by_label("Highest dose a day").fill("200")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("link", name="What changed")).to_be_visible()
    go(page, "details", "prior_treatment")
    row = page.get_by_role("link", name="sertraline")
    expect(row).to_contain_text("SSRI, 200 mg a day")
    expect(row).to_contain_text("Missing: started, weeks at a full dose, how much it helped")
    page.get_by_role("link", name="You and your care").click()
    expect(page.get_by_role("link", name="Earlier treatments")).to_contain_text("1 entered, 1 has gaps")


def test_a_name_that_no_list_knows_is_as_good_and_a_therapy_is_not_asked_for_a_dose(phone: Callable[[], Page]) -> None:
    page = phone()
    go(page, "details", "prior_treatment", "new")
    page.get_by_role("button", name="Talk therapy").click()
    expect(page.get_by_label("Highest dose a day")).to_have_count(0)
    page.get_by_role("combobox", name="Name", exact=True).fill("dialectical behavior therapy")
    page.get_by_label("How many visits").fill("24")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("link", name="What changed")).to_be_visible()
    go(page, "details", "prior_treatment")
    expect(page.get_by_role("link", name="dialectical behavior therapy")).to_be_visible()


def test_somebody_to_call_in_a_crisis_stands_on_the_help_screen(phone: Callable[[], Page]) -> None:
    page = phone()
    go(page, "details", "care_contact", "new")
    page.get_by_label("Name", exact=True).fill("Robin Example")
    page.get_by_role("button", name="To call in a crisis").click()
    page.get_by_label("Phone", exact=True).fill("+1 312-555-0163")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("link", name="Robin Example")).to_be_visible()
    go(page, "help")
    expect(page.get_by_role("heading", name="Robin Example")).to_be_visible()
    expect(page.get_by_role("link", name="Call +1 312-555-0163")).to_have_attribute("href", "tel:+13125550163")
