"""What the server keeps: the database, the keys, and the log of erasures."""
