"""Ana's phone and tablet, and Ben's phone, each in an account of the same server."""

import pytest

from backend.storage.database import Storage
from tests.backend.sync.phone import OTHER_DEVICE, Phone


@pytest.fixture
def phone(open_storage: Storage, ana: str) -> Phone:
    return Phone(open_storage, ana)


@pytest.fixture
def tablet(open_storage: Storage, ana: str) -> Phone:
    return Phone(open_storage, ana, OTHER_DEVICE)


@pytest.fixture
def bens_phone(open_storage: Storage, ben: str) -> Phone:
    return Phone(open_storage, ben)
