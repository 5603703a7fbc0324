"""The drill: back up, go on writing on two devices, lose the server, restore. Whatever any device has is back (I13)."""

from typing import Any

import pytest

from backend.storage import accounts
from backend.storage.database import Storage
from backend.storage.journals import digest_after
from shared_schemas.journal import fold
from tests.backend.backups.conftest import Server
from tests.backend.backups.device import Device
from tests.backend.storage.entries import record_id
from tests.conftest import NOW

PHONE, TABLET = "0123456789abcdef", "fedcba9876543210"


@pytest.fixture
async def devices(server: Server) -> tuple[Device, Device]:
    """Ana's phone and tablet, in sync over 130 records when the backup is made; the phone has one edit unsent."""
    async with server.running() as storage:
        ana = await accounts.create(storage, "ana@example.org", "no password", NOW)
        phone, tablet = Device(ana, PHONE), Device(ana, TABLET)
        for number in range(130):
            phone.write(record_id(number), mood=number % 11, notes=f"day {number}")
        await _sync(storage, phone, tablet, phone)
    phone.write(record_id(1), mood=10)
    await server.back_up()
    return phone, tablet


async def _sync(storage: Storage, *devices: Device) -> None:
    for device in devices:
        await device.sync(storage)


async def _on_server(storage: Storage, account: str) -> dict[str, dict[str, Any]]:
    return {name: dict(record.fields) for name, record in fold(await storage.journals.edits(account)).items()}


async def test_i13_after_a_lost_server_every_value_of_every_device_is_back(
    server: Server, devices: tuple[Device, Device]
) -> None:
    phone, tablet = devices
    async with server.running() as storage:
        phone.write(record_id(200), mood=3)
        tablet.write(record_id(1), notes="rewritten on the tablet")
        tablet.write(record_id(201), "expense", amount_cents=4_500)
        await _sync(storage, phone, tablet, phone)
    # Each has something that no other and no server has ever seen.
    phone.write(record_id(2), mood=9)
    tablet.write(record_id(3), deleted=True)
    await server.is_lost()
    await server.restore()
    async with server.running() as storage:
        await _sync(storage, phone, tablet, phone)
        shown = await _on_server(storage, phone.account)
        head = await storage.journals.head(phone.account)
        log = await storage.journals.edits(phone.account)
    assert (phone.resets, tablet.resets) == (1, 1)
    assert phone.shown() == tablet.shown() == shown
    assert shown[record_id(1)] == {"mood": 10, "notes": "rewritten on the tablet"}
    assert shown[record_id(2)] == {"mood": 9, "notes": "day 2"}
    assert shown[record_id(3)] == {"mood": 3, "notes": "day 3", "deleted": True}
    assert shown[record_id(200)] == {"mood": 3}
    assert shown[record_id(201)] == {"amount_cents": 4_500}
    # I2 and I8: each edit once, without a gap, and the digest that both devices will be told.
    assert {edit.id for edit in log} == phone.edits.keys() == tablet.edits.keys()
    assert [edit.seq for edit in log] == list(range(1, head.seq + 1))
    digest = ""
    for number, edit in enumerate(log, start=1):
        digest = digest_after(digest, number, edit.id, edit.stamp)
    assert digest == head.digest


async def test_i13_a_second_loss_and_restore_brings_everything_back_too(
    server: Server, devices: tuple[Device, Device]
) -> None:
    phone, tablet = devices
    for number in (300, 301):
        async with server.running() as storage:
            phone.write(record_id(number), mood=7)
            await _sync(storage, phone, tablet)
        await server.is_lost()
        await server.restore()
    async with server.running() as storage:
        await _sync(storage, tablet)
        assert await _on_server(storage, tablet.account) == tablet.shown()
        await _sync(storage, phone, tablet)
        assert {record_id(300), record_id(301)} <= phone.shown().keys()
        assert await _on_server(storage, phone.account) == phone.shown() == tablet.shown()


async def test_i15_what_was_erased_since_stays_erased_by_the_servers_journal(
    server: Server, devices: tuple[Device, Device]
) -> None:
    phone, tablet = devices
    async with server.running() as storage:
        phone.write(record_id(5), erased=True)
        await _sync(storage, phone)
    await server.restore(force=True)
    async with server.running() as storage:
        # The tablet has not heard of it: it still shows the values, and must not bring them back.
        assert tablet.shown()[record_id(5)] == {"mood": 5, "notes": "day 5"}
        await _sync(storage, tablet)
        assert (await _on_server(storage, tablet.account))[record_id(5)] == {"erased": True}
        assert tablet.shown()[record_id(5)] == {"erased": True}


async def test_i15_what_was_erased_since_stays_erased_by_the_device_that_knows_it(
    server: Server, devices: tuple[Device, Device]
) -> None:
    phone, tablet = devices
    async with server.running() as storage:
        phone.write(record_id(5), erased=True)
        await _sync(storage, phone)
    await server.is_lost()  # and the journal of erasures with it
    await server.restore()
    async with server.running() as storage:
        await _sync(storage, tablet, phone, tablet)
        assert (await _on_server(storage, phone.account))[record_id(5)] == {"erased": True}
    assert phone.shown()[record_id(5)] == tablet.shown()[record_id(5)] == {"erased": True}
