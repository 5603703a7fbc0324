from datetime import timedelta

import pytest

from backend.settings import ACTIVITY_KEPT, ACTIVITY_PER_ACCOUNT
from backend.storage import activity, share_links
from backend.storage.database import Storage
from backend.storage.tables import ActivityEvent
from shared_schemas.clock import wire_instant
from shared_schemas.sharing import Disclosure
from tests.conftest import NOW, Elsewhere


async def test_what_happened_is_told_latest_first_with_the_browser_and_to_nobody_else(ana: str, ben: str) -> None:
    await activity.note(ana, "signed_in", NOW, "Firefox on Android")
    await activity.note(ana, "exported", NOW + timedelta(minutes=1))
    events = await activity.of_account(ana, NOW)
    assert [(event.what, event.browser) for event in events] == [("exported", ""), ("signed_in", "Firefox on Android")]
    assert await activity.of_account(ben, NOW) == []


async def test_wrong_passwords_of_one_day_are_one_line_with_their_number(ana: str) -> None:
    for minute in range(3):
        await activity.note_wrong_password(ana, NOW + timedelta(minutes=minute))
    await activity.note_wrong_password(ana, NOW + timedelta(days=1))
    events = await activity.of_account(ana, NOW + timedelta(days=1))
    assert [(event.what, event.times) for event in events] == [("wrong_password", 1), ("wrong_password", 3)]
    assert events[1].at == "2026-11-23T09:17:42.120Z"


@pytest.mark.usefixtures("open_storage")
async def test_a_wrong_password_at_an_account_that_is_gone_leaves_nothing(elsewhere: Elsewhere) -> None:
    await activity.note_wrong_password("nobody", NOW)
    assert await elsewhere("SELECT COUNT(*) FROM activity_event") == [(0,)]


async def test_the_opening_of_a_link_is_among_what_happened(open_storage: Storage, ana: str) -> None:
    link, _ = await share_links.create(
        open_storage.journals, ana, "Dr. Okafor", timedelta(days=1), NOW, disclosure=Disclosure()
    )
    await share_links.note_opening(link, "Safari on iPhone", "page", NOW)
    [event] = await activity.of_account(ana, NOW)
    assert (event.what, event.browser, event.share_link) == ("link_opened", "Safari on iPhone", link.id)


async def test_what_is_kept_is_bounded_in_number_and_time(ana: str, elsewhere: Elsewhere) -> None:
    rows = [
        ActivityEvent(
            id=f"{ana}:{number}", account=ana, at=wire_instant(NOW + timedelta(seconds=number)), what="exported"
        )
        for number in range(ACTIVITY_PER_ACCOUNT)
    ]
    await ActivityEvent.insert(*rows)
    await activity.note(ana, "report_made", NOW + timedelta(days=1))
    events = await activity.of_account(ana, NOW + timedelta(days=1))
    assert (len(events), events[0].what) == (ACTIVITY_PER_ACCOUNT, "report_made")
    assert await elsewhere("SELECT COUNT(*) FROM activity_event") == [(ACTIVITY_PER_ACCOUNT,)]
    late = NOW + ACTIVITY_KEPT + timedelta(days=2)
    await activity.note(ana, "signed_in", late)
    assert await elsewhere("SELECT COUNT(*) FROM activity_event") == [(1,)]
