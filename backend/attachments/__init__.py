"""Photos and documents of a journal, taken in parts and given back to their owner."""

from backend.attachments.routes import PATH, routes, sandbox
from backend.attachments.sweep import erase_old_attachments, erase_orphans

__all__ = ["PATH", "erase_old_attachments", "erase_orphans", "routes", "sandbox"]
