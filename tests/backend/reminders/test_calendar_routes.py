"""`/api/calendar` as its owner and as calendars use it."""

from icalendar import Calendar

from tests.conftest import Browser


async def new_feed(browser: Browser, **options: bool) -> str:
    answer = await browser.post("/api/calendar", json=options)
    assert answer.status_code == 201
    return str(answer.json()["path"])


async def test_a_calendar_fetches_the_feed_without_being_signed_in(signed_in: Browser, browser: Browser) -> None:
    path = await new_feed(signed_in)
    signed_in.cookies.clear()
    answer = await browser.get(path)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert Calendar.from_ical(answer.content)["VERSION"] == "2.0"


async def test_a_calendar_that_asks_again_gets_nothing_while_nothing_has_changed(signed_in: Browser) -> None:
    path = await new_feed(signed_in)
    first = await signed_in.get(path)
    again = await signed_in.get(path, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


async def test_a_new_address_ends_the_old_one_and_an_ended_one_looks_like_none(signed_in: Browser) -> None:
    old = await new_feed(signed_in)
    new = await new_feed(signed_in, says_what=True)
    unknown = await signed_in.get("/api/calendar/unknown.ics")
    assert (await signed_in.get(old)).json() == unknown.json()
    assert (await signed_in.get(new)).status_code == 200
    assert (await signed_in.get("/api/calendar")).json()["says_what"] is True
    assert (await signed_in.delete("/api/calendar")).status_code == 204
    assert (await signed_in.get(new)).status_code == 404
    assert (await signed_in.get("/api/calendar")).status_code == 404


async def test_the_token_is_told_once_and_stands_hashed_in_the_database(signed_in: Browser) -> None:
    path = await new_feed(signed_in)
    assert "path" not in (await signed_in.get("/api/calendar")).json()
    assert (await signed_in.get(path.removesuffix(".ics"))).status_code == 404


async def test_a_single_file_is_for_its_owner_only(signed_in: Browser) -> None:
    answer = await signed_in.get("/api/calendar.ics")
    assert answer.status_code == 200
    assert answer.headers["content-disposition"] == 'attachment; filename="casebook.ics"'
    signed_in.cookies.clear()
    assert (await signed_in.get("/api/calendar.ics")).status_code == 401
    assert (await signed_in.post("/api/calendar", json={})).status_code == 401
