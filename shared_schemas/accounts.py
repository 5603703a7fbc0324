"""Request and answer bodies of the account: signing up and in, password, recovery codes, devices."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from shared_schemas.base import RequestBody, Schema

# Compared without regard to case.
Email = Annotated[str, Field(min_length=3, max_length=254, pattern=r"^[^@\s]+@[^@\s]+$")]
Password = Annotated[str, Field(min_length=12, max_length=1024)]
# A code as it was typed or pasted: dashes, blanks and capitals do not matter.
Code = Annotated[str, Field(min_length=1, max_length=100)]
SessionId = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class Credentials(RequestBody):
    """Email and password, at least 12 characters."""

    email: Email
    password: Password


class SignUpRequest(Credentials):
    """A new account. `invitation` is the code of one, where the server asks for it."""

    invitation: Code | None = None


class RegistrationView(Schema):
    """Who may make an account now: everybody, whoever has an invitation, nobody."""

    registration: Literal["open", "invitation", "closed"]


class AccountView(Schema):
    """The signed-in account.

    `edits` counts its log: a phone with entries of its own asks before joining a filled one. `recovery_codes` counts
    those that were not used yet. Without `has_password` passkeys alone open it.
    """

    id: str
    email: str
    edits: int
    recovery_codes: int = 0
    has_password: bool = True


class EmailChange(RequestBody):
    """Another email. The present password is left out only by who has none and signed in just now."""

    email: Email
    present_password: Password | None = None


class PasswordChange(RequestBody):
    """Another password. The present one is left out only by who has none and signed in just now."""

    password: Password
    present_password: Password | None = None


class RecoveryCodesRequest(RequestBody):
    """New recovery codes. Whoever signed in just now need not say the present password."""

    present_password: Password | None = None


class RecoveryCodes(Schema):
    """New recovery codes, told this once. Those made before work no more."""

    codes: list[str]


class ResetRequest(RequestBody):
    """A new password, by a recovery code in the place of the old one."""

    email: Email
    code: Code
    password: Password


class SessionView(Schema):
    """A browser that is signed in. `name` is as in "Firefox on Android"; `used_at` may be an hour old.

    `id` is the hash of its token, which opens nothing.
    """

    id: str
    name: str
    began_at: datetime
    used_at: datetime
    is_this: bool
