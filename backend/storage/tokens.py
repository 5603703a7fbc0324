"""What the database knows of a secret that was told once."""

import hashlib


def token_hash(token: str) -> str:
    """The SHA-256 of a token of 256 random bits, hex."""
    return hashlib.sha256(token.encode()).hexdigest()
