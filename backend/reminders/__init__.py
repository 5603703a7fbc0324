"""Reminders: what is due by the journal, and bringing it to the phone by Web Push."""

from backend.reminders import calendar_routes
from backend.reminders import routes as push_routes
from backend.reminders.sweep import sweep_forever

routes = [*push_routes.routes, *calendar_routes.routes]

__all__ = ["routes", "sweep_forever"]
