"""A treatment session as a tired patient logs it: few taps, nothing lost, nothing made up."""

from collections.abc import Callable
from datetime import datetime

from playwright.sync_api import Page, expect

from tests.e2e.test_story import go, log_a_past_session, wait_until_installed

# A tap that follows the last one at once is taken for its second half, and answers nothing.
BETWEEN_TAPS_MS = 350


def _answer(page: Page, *values: int) -> None:
    for value in values:
        page.wait_for_timeout(BETWEEN_TAPS_MS)
        page.get_by_role("button", name=str(value), exact=True).click()


def _start_a_session(page: Page) -> None:
    go(page, "session", "new")
    for name in ("Mood", "Anxiety", "Energy", "Pain"):
        expect(page.get_by_role("heading", name=f"{name} right now")).to_be_visible()
        page.get_by_role("button", name="Skip").click()
    page.get_by_role("button", name="Start the session").click()
    expect(page.get_by_role("timer")).to_be_visible()


def _fields(page: Page, kind: str) -> list[dict[str, object]]:
    """The records of a kind as they stand in the phone's store."""
    found: list[dict[str, object]] = page.evaluate(
        """kind => new Promise(async done => {
          const [{ name }] = (await indexedDB.databases()).filter(one => /casebook/.test(one.name))
          indexedDB.open(name).onsuccess = ({ target }) => {
            const all = target.result.transaction('records').objectStore('records').getAll()
            all.onsuccess = () => {
              target.result.close()
              done(all.result.filter(one => one.kind === kind).map(one => one.fields))
            }
          }
        })""",
        kind,
    )
    return found


def test_a_repeat_session_takes_twelve_taps_with_the_state_before_and_after(phone: Callable[[], Page]) -> None:
    page = phone()
    wait_until_installed(page)
    log_a_past_session(page, dose="50")
    go(page, "today")
    page.evaluate("window.taps = 0; addEventListener('click', event => event.isTrusted && (window.taps += 1), true)")

    page.get_by_role("link", name="Log a session").click()
    _answer(page, 3, 6, 4, 2)
    expect(page.get_by_text("50 mg (0.63 mg/kg)")).to_be_visible()
    page.get_by_role("button", name="Start the session").click()
    page.get_by_role("button", name="End the session").click()
    _answer(page, 6, 3, 5, 1)
    page.get_by_role("button", name="Done").click()
    expect(page.get_by_role("heading", name="Session")).to_be_visible()

    assert page.evaluate("window.taps") <= 12
    session = next(one for one in _fields(page, "treatment_session") if one.get("anxiety_before") == 6)
    stated = {f"{name}_{when}": value for when, values in (("before", (3, 6, 4, 2)), ("after", (6, 3, 5, 1)))
              for name, value in zip(("mood", "anxiety", "energy", "pain"), values, strict=True)}  # fmt: skip
    assert {name: session[name] for name in stated} == stated
    assert (session["dose_mg"], session["route"]) == (50, "intravenous")
    assert "before_recalled" not in session


def test_a_running_session_survives_a_reload_and_what_is_noted_has_its_time(phone: Callable[[], Page]) -> None:
    page = phone()
    wait_until_installed(page)
    page.context.set_offline(True)
    _start_a_session(page)
    page.get_by_role("button", name="Nausea").click()
    mild = page.get_by_role("group", name="How strong: Nausea").get_by_role("button", name="Mild")
    mild.click()
    expect(mild).to_have_attribute("aria-pressed", "true")
    page.reload()
    expect(page.get_by_role("timer")).to_be_visible()
    page.get_by_role("button", name="Nausea is over now").click()
    page.get_by_role("link", name="Add vital signs").click()
    page.get_by_label("Blood pressure, upper").fill("128")
    page.get_by_label("Blood pressure, lower").fill("82")
    page.get_by_label("Oxygen (SpO2)").fill("97")
    page.get_by_role("button", name="The clinic").click()
    page.get_by_role("button", name="Save vital signs").click()
    expect(page.get_by_text("128/82, oxygen 97%")).to_be_visible()
    go(page, "today")
    expect(page.get_by_role("link", name="Go to the session")).to_be_visible()

    (effect,) = _fields(page, "side_effect")
    assert effect["severity"] == "mild"
    assert effect["started_at"] is not None
    assert effect["ended_at"] is not None
    (measured,) = _fields(page, "vital_signs")
    assert (measured["systolic_mmhg"], measured["diastolic_mmhg"]) == (128, 82)
    assert measured["taken_by"] == "clinic"
    assert measured["at"] is not None


def test_an_unusual_dose_is_remarked_on_and_saved_all_the_same(phone: Callable[[], Page]) -> None:
    page = phone()
    go(page, "session", "past")
    page.get_by_label("Started").fill("2026-01-05T10:00")
    page.get_by_label("Dose", exact=True).fill("176")
    page.get_by_label("Body weight").fill("110")
    expect(page.get_by_text("far more than is usual")).to_be_visible()
    page.get_by_role("button", name="Save the session", exact=True).click()
    expect(page.get_by_role("button", name="Save changes")).to_be_visible()
    assert _fields(page, "treatment_session")[0]["dose_mg"] == 176


def test_past_sessions_are_entered_in_a_row_with_values_and_spacing_carried_over(phone: Callable[[], Page]) -> None:
    page = phone()
    go(page, "session", "past")
    expect(page.get_by_role("heading", name="Before, as you remember it")).to_be_visible()
    page.get_by_label("Started").fill("2026-01-05T10:00")
    page.get_by_label("Dose", exact=True).fill("40")
    page.get_by_label("Number of this session").fill("1")
    page.get_by_label("Mood").first.fill("3")
    page.get_by_role("button", name="Save and add another").click()
    expect(page.get_by_text("1 session added.")).to_be_visible()
    expect(page.get_by_label("Dose", exact=True)).to_have_value("40")
    expect(page.get_by_label("Number of this session")).to_have_value("2")
    page.get_by_label("Started").fill("2026-01-08T10:00")
    page.get_by_role("button", name="Save and add another").click()
    expect(page.get_by_text("2 sessions added.")).to_be_visible()
    expect(page.get_by_label("Started")).to_have_value("2026-01-11T10:00")
    expect(page.get_by_label("Number of this session")).to_have_value("3")

    sessions = _fields(page, "treatment_session")
    assert sorted(str(one["started_at"])[:10] for one in sessions) == ["2026-01-05", "2026-01-08"]
    assert [one.get("before_recalled") for one in sessions if one.get("mood_before") == 3] == [True]


def test_a_session_on_29_february_and_in_the_night_the_clocks_change_keeps_its_day(phone: Callable[[], Page]) -> None:
    page = phone()
    for started in ("2024-02-29T23:50", "2026-03-08T02:30", "2026-11-01T01:30"):
        go(page, "session", "past")
        page.get_by_label("Started").fill(started)
        page.get_by_label("Dose", exact=True).fill("40")
        page.get_by_role("button", name="Save the session", exact=True).click()
        expect(page.get_by_role("button", name="Save changes")).to_be_visible()
    starts = sorted(str(one["started_at"]) for one in _fields(page, "treatment_session"))
    assert [start[:10] for start in starts] == ["2024-02-29", "2026-03-08", "2026-11-01"]
    assert all(datetime.fromisoformat(start).utcoffset() is not None for start in starts)


def test_when_relief_began_and_wore_off_is_noted_from_today(phone: Callable[[], Page]) -> None:
    page = phone()
    log_a_past_session(page, dose="50", hours_ago=200)
    go(page, "today")
    page.get_by_role("link", name="Note when relief begins").click()
    page.get_by_label("First felt better").fill("2026-01-06T09:00")
    page.get_by_label("Wore off").fill("2026-01-16T09:00")
    expect(page.get_by_text("Lasted 10 days.")).to_be_visible()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("link", name="Relief lasted 10 days")).to_be_visible()
