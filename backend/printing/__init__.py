"""Paper over HTTP: the evidence report and letters, made in a process of their own beside the server."""

from backend.printing.routes import routes
from backend.printing.workshop import Workshop, load_early, put_away

__all__ = ["Workshop", "load_early", "put_away", "routes"]
