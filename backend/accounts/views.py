"""The account as its owner sees it."""

from backend.storage import recovery_codes
from backend.storage.journals import Journals
from backend.storage.passkeys import has_password
from shared_schemas.accounts import AccountView


async def account_view(journals: Journals, account: str, email: str) -> AccountView:
    """What is told of an account to whoever is signed in to it. Raises UnknownAccountError."""
    return AccountView(
        id=account,
        email=email.lower(),
        edits=(await journals.head(account)).seq,
        recovery_codes=await recovery_codes.left(account),
        has_password=await has_password(account),
    )
