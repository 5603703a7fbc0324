"""Sign-up, sign-in, export and deletion."""

from backend.accounts import account, export, sessions

routes = [*account.routes, *sessions.routes, *export.routes]

__all__ = ["routes"]
