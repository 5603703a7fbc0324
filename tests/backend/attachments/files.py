"""Files a patient photographs or is sent: the least that each type is known by, and noise that no seal may show."""

import hashlib
import random

JPEG_START = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00"


def photo(size: int = 3_000, number: int = 1) -> bytes:
    """A JPEG of `size` bytes as far as its first bytes tell; each `number` is another picture."""
    return JPEG_START + random.Random(number).randbytes(size - len(JPEG_START))  # not a secret


def sha256_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
