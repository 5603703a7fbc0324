"""Which rows belong to an account, read from the tables themselves: a new table with a column `account` is erased with
the account, and shown to its owner, without anyone thinking of it."""

import re
from typing import Any

from piccolo.columns import Bytea
from piccolo.table import Table

from backend.storage.engine import ENGINE
from backend.storage.tables import TABLES, AccessEvent, Account, Attachment, ShareLink, StoredEdit

# What opens something, or only names a row: of no use to its owner, and of some to a thief of the file.
_SECRET = re.compile(r"(^|_)(key|hash|token|secret|code|password|sealed|digest|stamp|chunks)(_|$)")


def tables_of_an_account() -> list[type[Table]]:
    """Every table whose rows name their account; not among them the account's own row and the openings of links."""
    return [table for table in TABLES if "account" in column_names(table)]


def column_names(table: type[Table]) -> list[str]:
    """The columns of a table, in their order."""
    return [column._meta.name for column in table._meta.columns]


async def delete_account_rows(account: str) -> None:
    """Delete every row of an account but those of attachments, which name the objects that are to go with them.

    Without the key on the account's row nothing of it could be read anyway.
    """
    async with ENGINE.transaction():
        links = [row["id"] for row in await ShareLink.select(ShareLink.id).where(ShareLink.account == account)]
        if links:
            await AccessEvent.delete().where(AccessEvent.share_link.is_in(links))
        for table in tables_of_an_account():
            if table is not Attachment:
                await table.delete().where(table._meta.get_column_by_name("account") == account)
        await Account.delete().where(Account.id == account)


async def shown_rows(account: str) -> dict[str, list[dict[str, Any]]]:
    """By table, what is kept of an account in the open, without secrets and without what is empty.

    The log and the attachments have their own way out; what is sealed is read by whoever knows what it is.
    """
    tables = [table for table in tables_of_an_account() if table not in (StoredEdit, Attachment)]
    found = {"account": await Account.select().where(Account.id == account)}
    for table in tables:
        mine = table._meta.get_column_by_name("account") == account
        found[table._meta.tablename] = await table.select().where(mine)
    everywhere: list[type[Table]] = [Account, *tables]
    shown = {table._meta.tablename: _shown(table) for table in everywhere}
    return {
        name: [{column: row[column] for column in shown[name] if row[column] not in ("", None)} for row in rows]
        for name, rows in found.items()
    }


def _shown(table: type[Table]) -> list[str]:
    columns = [column for column in table._meta.columns if not isinstance(column, Bytea)]
    names = [column._meta.name for column in columns if not column._meta.primary_key or table is Account]
    return [name for name in names if name != "account" and not _SECRET.search(name)]
