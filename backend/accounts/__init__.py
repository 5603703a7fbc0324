"""Sign-up, sign-in, export and deletion."""

from backend.accounts.routes import routes

__all__ = ["routes"]
