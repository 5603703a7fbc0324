"""The Casebook server."""
