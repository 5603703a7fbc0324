"""What the journal shows, over HTTP: progress and the state of the case."""

from backend.insights.routes import routes

__all__ = ["routes"]
