"""Sign-up, sign-in, the ways back in, devices, export and deletion."""

from backend.accounts import account, export, password, recovery, registration, sessions

routes = [
    *registration.routes,
    *account.routes,
    *password.routes,
    *recovery.routes,
    *sessions.routes,
    *export.routes,
]

__all__ = ["routes"]
