"""Passkeys on the wire. What browser and passkey say to each other has the browser's own names (WebAuthn level 3)."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field

from shared_schemas.accounts import Code, Email, Password
from shared_schemas.base import RequestBody, Schema

# Ids have at most 1,023 bytes, an answer a few hundred; the longest, with the maker's certificates, some thousands.
_Id = Annotated[str, Field(min_length=1, max_length=1_400, pattern=r"^[A-Za-z0-9_-]+$")]
_Bytes = Annotated[str, Field(max_length=20_000, pattern=r"^[A-Za-z0-9_-]*$")]
PasskeyName = Annotated[str, Field(min_length=1, max_length=60)]


class _Answer(Schema):
    """A browser adds what it likes: only what is named here is read."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class MadeAnswer(_Answer):
    """What a passkey says when it is made."""

    clientDataJSON: _Bytes  # noqa: N815
    attestationObject: _Bytes  # noqa: N815
    transports: Annotated[list[Annotated[str, Field(max_length=30)]], Field(max_length=10)] = []


class MadePasskey(_Answer):
    """A passkey just made, as `PublicKeyCredential.toJSON()` gives it."""

    id: _Id
    rawId: _Id  # noqa: N815
    type: Literal["public-key"]
    response: MadeAnswer


class UsedAnswer(_Answer):
    """What a passkey says when it is used."""

    clientDataJSON: _Bytes  # noqa: N815
    authenticatorData: _Bytes  # noqa: N815
    signature: _Bytes
    userHandle: _Bytes | None = None  # noqa: N815


class UsedPasskey(_Answer):
    """A passkey that answered, as `PublicKeyCredential.toJSON()` gives it."""

    id: _Id
    rawId: _Id  # noqa: N815
    type: Literal["public-key"]
    response: UsedAnswer


class PasskeyOptions(Schema):
    """What the browser is to ask a passkey, for `parseCreationOptionsFromJSON` and its sibling."""

    options: dict[str, Any]


class PasskeySignUpOptionsRequest(RequestBody):
    """The email of the account that is to be made; the passkey is shown under it."""

    email: Email


class PasskeySignUpRequest(RequestBody):
    """A new account that a passkey opens, without a password."""

    email: Email
    passkey: MadePasskey
    name: PasskeyName
    invitation: Code | None = None


class PasskeySignInRequest(RequestBody):
    """A passkey that answered, alone or after the password."""

    passkey: UsedPasskey


class PasskeyChange(RequestBody):
    """One more passkey is to be made, or one goes. Whoever signed in just now need not say the present password."""

    present_password: Password | None = None


class PasskeyRequest(RequestBody):
    """One more passkey, and what its owner calls it."""

    passkey: MadePasskey
    name: PasskeyName


class PasskeyRename(RequestBody):
    """What its owner calls a passkey from now on."""

    name: PasskeyName


class SecondStepRequest(RequestBody):
    """Whether a passkey is asked for after the password. Whoever signed in just now need not say the present one."""

    is_asked: bool
    present_password: Password | None = None


class SecondStep(PasskeyOptions):
    """The password was right, and nobody is signed in yet: a passkey of the account must answer this, too."""


class PasskeyView(Schema):
    """A passkey as its owner sees it."""

    id: str
    name: str
    created_at: datetime
    used_at: datetime | None


class PasskeysView(Schema):
    """The passkeys of the account, and whether one is asked for after the password."""

    passkeys: list[PasskeyView]
    second_step: bool
    has_password: bool
