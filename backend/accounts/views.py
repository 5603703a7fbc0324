"""The account as its owner sees it."""

from backend.storage import recovery_codes
from backend.storage.journals import Journals
from shared_schemas.accounts import AccountView


async def account_view(journals: Journals, account: str, email: str) -> AccountView:
    """What is told of an account to whoever is signed in to it. Raises UnknownAccountError."""
    edits = (await journals.head(account)).seq
    return AccountView(id=account, email=email.lower(), edits=edits, recovery_codes=await recovery_codes.left(account))
