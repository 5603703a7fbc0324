"""Safeguards of the phone that others cover in nearly every history: for each a history, told by hand, that needs it.

Each is told twice: with all safeguards, where it must hold, and without the one in question, where an invariant must
break. The cursor check has another behind it in every history: an honest server never answers with a cursor below the
one it was asked with, and an answer to another cursor is not used at all. So these two are taken away together.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from tests.simulation import invariants
from tests.simulation.device import Device
from tests.simulation.invariants import BrokenError, must
from tests.simulation.store import HeldEdit
from tests.simulation.wire import ACCOUNT, Answer, Failure, Request, Safeguards
from tests.simulation.world import DAY_MS, World

ALL = Safeguards()
MINUTE_MS = 60_000


class Told:
    """A world without faults of its own: two devices of one patient, moved by hand."""

    def __init__(self, safeguards: Safeguards) -> None:
        self.world = World(0, safeguards, enabled=set())
        self.server = self.world.server
        self.device, self.other = (self.world.new_device() for _ in range(2))
        self.world.devices = [self.device, self.other]
        for device in self.world.devices:
            device.limit = device.most = 10

    def enter(self, device: Device, record: str, **changes: Any) -> HeldEdit:
        self.world.now += MINUTE_MS
        edit = device.store.save(record, "check_in", changes, self.world.now)
        self.world.note_saved(device, edit)
        return edit

    def answered(self, request: Request) -> Answer:
        """What the server says to `request`, still on its way."""
        self.world.now += 1_000
        answer = self.server.answer(request, ACCOUNT, self.world.now)
        assert not isinstance(answer, Failure)
        return answer

    def hear(self, device: Device, request: Request, answer: Answer) -> bool:
        again = device.hear(request, answer, self.world.now)
        invariants.device_holds(self.world, device)
        return again

    def sync(self, device: Device) -> None:
        """The device asks until it has nothing more to ask."""
        for _ in range(10):
            request = device.ask(self.world.now)
            if not self.hear(device, request, self.answered(request)):
                return
        raise AssertionError("the device does not come to rest")

    def all_show_the_log(self) -> None:
        """I1 for devices that say that all is saved."""
        log = [HeldEdit(*edit[:5]) for edit in self.server.log.edits]
        truth = invariants.as_shown(self.device.store.folded(log))
        for device in self.world.devices:
            must(not device.store.outbox(1), "I1", "an outbox is not empty")
            must(invariants.as_shown(device.store.shown) == truth, "I1", "a device shows another fold than the server")


def an_answer_from_before_a_silent_restore(told: Told) -> None:
    """It acknowledges what the restored log does not hold, and comes when the phone has started again."""
    record, another = told.world.records[:2]
    told.enter(told.device, record, mood=3)
    told.sync(told.device)
    backup = told.server.back_up()
    told.enter(told.device, record, energy=4)
    told.sync(told.device)
    told.enter(told.device, another, mood=7)
    request = told.device.ask(told.world.now)
    late = told.answered(request)
    told.server.restore(backup, None)
    # Another tab asks meanwhile, with a cursor beyond the restored log.
    of_another_tab = told.device.ask(told.world.now)
    reset = told.answered(of_another_tab)
    assert reset.reset
    told.hear(told.device, of_another_tab, reset)
    told.hear(told.device, request, late)
    told.sync(told.device)
    told.sync(told.other)
    told.all_show_the_log()


def an_erasure_that_a_copy_of_the_disk_took_back(told: Told) -> None:
    """The phone knows of the erasure at a place beyond its cursor, so that no digest up to there tells."""
    record, another = told.world.records[:2]
    told.enter(told.other, record, mood=3)
    told.sync(told.other)
    told.sync(told.device)
    told.enter(told.other, another, energy=6)
    told.sync(told.other)
    backup, journal = told.server.back_up(), set(told.server.journal)
    told.enter(told.device, record, erased=True)
    told.device.limit = 1
    request = told.device.ask(told.world.now)
    # The page ends before the erasure that the same answer acknowledges; the app is closed before the next.
    assert told.hear(told.device, request, told.answered(request))
    assert told.device.store.place.cursor == len(backup.logs[ACCOUNT].edits)
    # The journal of erasures lies on the same disk.
    told.server.journal = journal
    told.server.restore(backup, None)
    told.enter(told.other, record, anxiety=2)
    for device in (told.other, told.device, told.other):
        told.sync(device)
    for device in told.world.devices:
        must(device.store.shown[record].is_erased, "I15", "an erased record came back")
    told.all_show_the_log()


def a_late_answer_while_a_lost_row_is_healed(told: Told) -> None:
    """The phone starts again to fetch the row; an answer to what it asked before would put its cursor beyond it."""
    record = told.world.records[0]
    for mood in (3, 4, 5):
        lost = told.enter(told.other, record, mood=mood)
    told.sync(told.other)
    told.sync(told.device)
    del told.device.store.edits[lost.id]
    told.device.store.reproject({record})
    told.device.is_damaged = True
    told.world.now += 8 * DAY_MS
    told.enter(told.other, record, energy=6)
    told.sync(told.other)
    request, of_another_tab = told.device.ask(told.world.now), told.device.ask(told.world.now)
    late = told.answered(request)
    told.hear(told.device, of_another_tab, told.answered(of_another_tab))
    assert told.device.store.place.cursor == 0
    told.hear(told.device, request, late)
    told.sync(told.device)
    told.all_show_the_log()


@pytest.mark.parametrize(
    ("history", "safeguards", "broken"),
    [
        (an_answer_from_before_a_silent_restore, ["late_answers_unused"], "I1"),
        (an_erasure_that_a_copy_of_the_disk_took_back, ["erasing_again"], "I15"),
        (a_late_answer_while_a_lost_row_is_healed, ["cursor_check", "late_answers_unused"], "I7"),
    ],
)
def test_a_history_holds_and_breaks_without_its_safeguard(
    history: Callable[[Told], None], safeguards: list[str], broken: str
) -> None:
    history(Told(ALL))
    with pytest.raises(BrokenError) as found:
        history(Told(replace(ALL, **dict.fromkeys(safeguards, False))))
    assert found.value.number == broken


@pytest.mark.parametrize("safeguard", ["cursor_check", "late_answers_unused"])
def test_either_of_the_two_keeps_the_cursor_from_passing_a_lost_row(safeguard: str) -> None:
    a_late_answer_while_a_lost_row_is_healed(Told(replace(ALL, **{safeguard: False})))
