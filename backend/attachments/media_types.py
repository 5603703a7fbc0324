"""What a file is by its first bytes, whatever its sender calls it."""

# HEIF keeps its brand behind the length of its first box; these brands are what cameras write.
_HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs"}
_HEIF_BRANDS = {b"mif1", b"msf1"}
_AVIF_BRANDS = {b"avif", b"avis"}
_STARTS = {
    b"\xff\xd8\xff": "image/jpeg",
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"%PDF-": "application/pdf",
}
ENDINGS = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    "image/heic": "heic",
    "image/heif": "heif",
    "application/pdf": "pdf",
}


def media_type_of(first_bytes: bytes) -> str | None:
    """One of `ENDINGS`; None for anything else, and for fewer bytes than tell."""
    for start, media_type in _STARTS.items():
        if first_bytes.startswith(start):
            return media_type
    if first_bytes[:4] == b"RIFF" and first_bytes[8:12] == b"WEBP":
        return "image/webp"
    return _heif(first_bytes) if first_bytes[4:8] == b"ftyp" else None


def _heif(first_bytes: bytes) -> str | None:
    brand = first_bytes[8:12]
    if brand in _HEIC_BRANDS:
        return "image/heic"
    # AVIF may carry the general brand first and its own among the compatible ones.
    box = first_bytes[16 : int.from_bytes(first_bytes[:4])]
    others = {box[place : place + 4] for place in range(0, len(box), 4)}
    return "image/heif" if brand in _HEIF_BRANDS and not others & _AVIF_BRANDS else None
