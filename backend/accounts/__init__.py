"""Sign-up, sign-in, the ways back in, devices, export and deletion."""

from backend.accounts import (
    account,
    activity,
    deletion,
    export,
    own_passkeys,
    passkeys,
    password,
    privacy,
    recovery,
    registration,
    sessions,
)

routes = [
    *registration.routes,
    *account.routes,
    *password.routes,
    *recovery.routes,
    *sessions.routes,
    *passkeys.routes,
    *own_passkeys.routes,
    *export.routes,
    *deletion.routes,
    *activity.routes,
    *privacy.routes,
]

__all__ = ["routes"]
