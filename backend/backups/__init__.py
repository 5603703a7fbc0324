"""Backups: all that the server keeps in one sealed file, and back from it."""
