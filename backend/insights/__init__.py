"""What the journal shows, over HTTP: progress, the state of the case, and the evidence report."""

from backend.insights.routes import routes

__all__ = ["routes"]
