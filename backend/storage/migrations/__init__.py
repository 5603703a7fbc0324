"""Migrations, oldest first. On SQLite they may only add."""
