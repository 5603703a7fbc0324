"""Codes that people write down and type in: groups of four, without letters that look like others."""

import secrets

# Crockford's base 32, 5 bits a character: no i, l, o and u.
_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_MEANT = str.maketrans({"o": "0", "i": "1", "l": "1", "-": None, " ": None})


def new_code(groups: int) -> str:
    """As in "k7dm-2pqx-9v4t", 20 random bits a group."""
    return "-".join("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(groups))


def plain(code: str) -> str:
    """A code as it is hashed, however it was typed: without dashes and capitals, and o, i, l read as 0 and 1."""
    return code.strip().lower().translate(_MEANT)
