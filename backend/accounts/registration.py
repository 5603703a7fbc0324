"""`/api/registration`: whether an account can be made here, and what for."""

from litestar import get

from backend import given
from backend.storage import invitations
from shared_schemas.accounts import RegistrationView


@get("/api/registration")
async def registration(settings: given.Settings) -> RegistrationView:
    """Who may make an account now; the first one can always be made."""
    return RegistrationView(registration=await invitations.needed(settings.registration))


routes = [registration]
