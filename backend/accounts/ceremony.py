"""What a passkey is asked, and whether its answer holds. WebAuthn itself is the library's; nothing is stored here.

A passkey must be found without naming an account, and must have checked who holds the device: by finger, face or PIN.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import webauthn
from litestar import Request
from webauthn.helpers import bytes_to_base64url, options_to_json_dict, parse_client_data_json
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    AuthenticatorTransport,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from backend.headers import is_loopback, name_in
from backend.settings import PASSKEY_CHALLENGE_LIFETIME, Settings
from backend.storage.passkeys import KnownPasskey, NewPasskey
from shared_schemas.passkeys import MadePasskey, UsedPasskey

_MILLISECONDS = int(PASSKEY_CHALLENGE_LIFETIME.total_seconds() * 1_000)
_TRANSPORTS = {transport.value for transport in AuthenticatorTransport}


class AnswerError(Exception):
    """The answer is malformed, or not what this site asked this passkey for."""


@dataclass(frozen=True)
class Site:
    """This server as browsers know it: the name that passkeys are bound to, and the origins of its pages."""

    rp_id: str
    origins: list[str]


def site_of(request: Request[Any, Any, Any], settings: Settings) -> Site:
    """From the settings, or else from the address that was asked: a browser binds a passkey to where it really is."""
    host = request.headers.get("host", "")
    if settings.public_origin:
        origins = [settings.public_origin.rstrip("/")]
    elif is_loopback(host):
        origins = [f"http://{host}", f"https://{host}"]
    else:
        origins = [f"https://{host}"]
    # A request without the name of a host is no browser's; nothing is bound to "invalid".
    return Site(name_in(origins[0]) or "invalid", origins)


def creation_options(
    site: Site, account: str, email: str, challenge: bytes, others: Sequence[KnownPasskey] = ()
) -> dict[str, Any]:
    """For `navigator.credentials.create()`; a device that holds one of `others` makes none."""
    return options_to_json_dict(
        webauthn.generate_registration_options(
            rp_id=site.rp_id,
            rp_name="Casebook",
            user_name=email,
            user_id=UUID(account).bytes,
            challenge=challenge,
            timeout=_MILLISECONDS,
            authenticator_selection=AuthenticatorSelectionCriteria(
                resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED
            ),
            exclude_credentials=_described(others),
        )
    )


def request_options(site: Site, challenge: bytes, allowed: Sequence[KnownPasskey] = ()) -> dict[str, Any]:
    """For `navigator.credentials.get()`: any passkey of this site, or one of `allowed`."""
    return options_to_json_dict(
        webauthn.generate_authentication_options(
            rp_id=site.rp_id,
            challenge=challenge,
            timeout=_MILLISECONDS,
            allow_credentials=_described(allowed),
            user_verification=UserVerificationRequirement.REQUIRED,
        )
    )


def challenge_of(answer: MadePasskey | UsedPasskey) -> bytes:
    """The challenge that is answered. Raises AnswerError."""
    try:
        return parse_client_data_json(webauthn.base64url_to_bytes(answer.response.clientDataJSON)).challenge
    except Exception as error:  # whatever a parser makes of a stranger's bytes
        raise AnswerError from error


def credential_id_of(answer: UsedPasskey) -> bytes:
    """The id of the passkey that answered. Raises AnswerError."""
    try:
        return webauthn.base64url_to_bytes(answer.rawId)
    except ValueError as error:
        raise AnswerError from error


def made(site: Site, challenge: bytes, answer: MadePasskey) -> NewPasskey:
    """The passkey that was made. Raises AnswerError."""
    try:
        verified = webauthn.verify_registration_response(
            credential=answer.model_dump(),
            expected_challenge=challenge,
            expected_rp_id=site.rp_id,
            expected_origin=site.origins,
            require_user_verification=True,
        )
    except Exception as error:  # whatever a parser makes of a stranger's bytes
        raise AnswerError from error
    transports = tuple(sorted(_TRANSPORTS & {*answer.response.transports}))
    return NewPasskey(verified.credential_id, verified.credential_public_key, verified.sign_count, transports)


def used(site: Site, challenge: bytes, answer: UsedPasskey, passkey: KnownPasskey) -> int:
    """How often the passkey says it was used. Raises AnswerError, also when it says less than before: it was copied."""
    handle = answer.response.userHandle
    if handle is not None and handle != bytes_to_base64url(UUID(passkey.account).bytes):
        raise AnswerError
    try:
        return webauthn.verify_authentication_response(
            credential=answer.model_dump(),
            expected_challenge=challenge,
            expected_rp_id=site.rp_id,
            expected_origin=site.origins,
            credential_public_key=passkey.public_key,
            credential_current_sign_count=passkey.sign_count,
            require_user_verification=True,
        ).new_sign_count
    except Exception as error:  # whatever a parser makes of a stranger's bytes
        raise AnswerError from error


def _described(passkeys: Sequence[KnownPasskey]) -> list[PublicKeyCredentialDescriptor]:
    return [
        PublicKeyCredentialDescriptor(
            id=passkey.credential_id,
            transports=[AuthenticatorTransport(transport) for transport in passkey.transports] or None,
        )
        for passkey in passkeys
    ]
