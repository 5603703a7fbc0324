import asyncio
from datetime import timedelta

import pytest
from piccolo.table import Table

from backend.settings import Settings
from backend.storage import accounts, login_sessions, share_links
from backend.storage.belongings import column_names, tables_of_an_account
from backend.storage.database import Storage
from backend.storage.erasures import ErasureJournal
from backend.storage.objects import OBJECTS
from backend.storage.tables import TABLES, Account
from shared_schemas.sharing import Disclosure
from tests.backend.storage.entries import entry
from tests.conftest import NOW, Elsewhere


async def rows_naming(account: str, elsewhere: Elsewhere) -> list[str]:
    """The tables in which any column of any row holds the account's id."""
    tables = [table._meta.tablename for table in TABLES]
    return [name for name in tables if account in str(await elsewhere(f"SELECT * FROM {name}"))]  # noqa: S608


async def test_an_email_has_one_account_however_it_is_written(open_storage: Storage, ana: str) -> None:
    with pytest.raises(accounts.EmailTakenError):
        await accounts.create(open_storage, "ANA@Example.org", "no password", NOW)
    assert await accounts.find_password("Ana@EXAMPLE.org") == (ana, "no password")


async def test_two_sign_ups_with_one_email_at_once_make_one_account(open_storage: Storage) -> None:
    both = [accounts.create(open_storage, "ana@example.org", "no password", NOW) for _ in range(2)]
    results = await asyncio.gather(*both, return_exceptions=True)
    assert sorted(type(result).__name__ for result in results) == ["EmailTakenError", "str"]


async def test_nobody_has_an_unknown_email(ana: str) -> None:
    assert await accounts.find_password("an@example.org") is None
    assert await accounts.find_password("%") is None
    assert await accounts.find_password(ana) is None


async def test_a_deleted_account_leaves_no_row_in_any_table_and_only_its_id_among_the_erased(
    open_storage: Storage, ana: str, ben: str, settings: Settings, elsewhere: Elsewhere
) -> None:
    of_an_account = sorted(table._meta.tablename for table in [Account, *tables_of_an_account()])
    for account in (ana, ben):
        await fill_every_table(account)
    assert sorted(await rows_naming(ana, elsewhere)) == of_an_account
    with OBJECTS.opened(settings):
        await accounts.delete(open_storage, ana)
    assert await rows_naming(ana, elsewhere) == []
    assert sorted(await rows_naming(ben, elsewhere)) == of_an_account
    assert list(ErasureJournal(settings.data_dir / "erasures.jsonl")) == [(ana, None)]


async def fill_every_table(account: str) -> None:
    """A row of the account in each table that has any, a table of tomorrow too."""
    for table in tables_of_an_account():
        row = {name: _something(table, name, account) for name in column_names(table)}
        await table.insert(table(**row))


def _something(table: type[Table], name: str, account: str) -> object:
    if name == "account":
        return account
    kind = table._meta.get_column_by_name(name).value_type
    return f"{name} of {account}" if kind is str else kind(1)


async def _fill(storage: Storage, account: str) -> None:
    await storage.journals.append_edits(account, [entry(1)], NOW)
    await login_sessions.begin(account, NOW)
    link, _ = await share_links.create(
        storage.journals, account, "Dr. Okafor", timedelta(days=1), NOW, disclosure=Disclosure()
    )
    await share_links.note_opening(link, "Firefox on Windows", "page", NOW)


async def test_the_openings_of_a_deleted_accounts_links_are_gone_too(
    open_storage: Storage, ana: str, elsewhere: Elsewhere
) -> None:
    await _fill(open_storage, ana)
    await accounts.delete(open_storage, ana)
    assert await elsewhere("SELECT COUNT(*) FROM access_event") == [(0,)]


async def test_the_email_of_a_deleted_account_is_free_again_and_starts_empty(open_storage: Storage, ana: str) -> None:
    await open_storage.journals.append_edits(ana, [entry(1)], NOW)
    await accounts.delete(open_storage, ana)
    again = await accounts.create(open_storage, "ana@example.org", "no password", NOW)
    assert again != ana
    assert await open_storage.journals.edits(again) == []
