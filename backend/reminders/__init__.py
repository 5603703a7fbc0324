"""Reminders: what is due by the journal, and bringing it to the phone by Web Push."""

from backend.reminders.routes import routes
from backend.reminders.sweep import sweep_forever

__all__ = ["routes", "sweep_forever"]
