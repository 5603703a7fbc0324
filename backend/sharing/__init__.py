"""The doctor's link: made and revoked by its owner, opened by whoever has it."""

from backend.sharing.routes import routes

__all__ = ["routes"]
