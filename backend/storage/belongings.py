"""Which rows belong to an account, read from the tables themselves: a new table with a column `account` is erased with
the account, without anyone thinking of it."""

from piccolo.table import Table

from backend.storage.engine import ENGINE
from backend.storage.tables import TABLES, AccessEvent, Account, Attachment, ShareLink


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
