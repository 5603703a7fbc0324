"""Which characters the fonts can show. PDF/A and PDF/UA make a character without a glyph an error, not a gap."""

import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

UNKNOWN = "□"
_JOINERS = "\u200c\u200d"
_SPACES = {"Zl", "Zp", "Zs"}
_CHARACTERS_KEPT = 10_000


class FontsMissingError(Exception):
    """No usable font in the folders that should hold them. `folders` names them."""

    def __init__(self, folders: Iterable[Path]) -> None:
        self.folders = tuple(folders)
        super().__init__("no fonts found; run scripts/setup, which installs them with the npm packages")


@lru_cache(maxsize=4)
def coverage(fonts_dirs: tuple[Path, ...]) -> frozenset[int]:
    """Code points that at least one regular font of `fonts_dirs` has a glyph for.

    Raises FontsMissingError when a folder is missing or none holds a font.
    """
    # Matplotlib takes a quarter of a second to load, which only a report needs.
    from matplotlib.ft2font import FT2Font

    covered: set[int] = set()
    for path in font_files(fonts_dirs):
        if path.stem.endswith("Regular"):
            covered |= set(FT2Font(str(path)).get_charmap())
    if not covered:
        raise FontsMissingError(fonts_dirs)
    return frozenset(covered)


def font_files(fonts_dirs: Sequence[Path]) -> list[Path]:
    """All TrueType and OpenType files below `fonts_dirs`. Raises FontsMissingError when a folder has none."""
    found: list[Path] = []
    for folder in fonts_dirs:
        here = sorted(path for path in folder.rglob("*") if path.suffix in {".ttf", ".otf"})
        if not here:
            raise FontsMissingError([folder])
        found += here
    return found


def shown(value: Any, covered: frozenset[int]) -> Any:
    """`value` (text, or lists and dicts of it) with every character that has no glyph replaced by "□".

    Line ends become spaces. Invisible characters, among them those that turn the direction of writing, are left out.
    """
    return _replaced(value, _replacements(covered))


def _replaced(value: Any, by: "_Replacements") -> Any:
    if isinstance(value, str):
        return value if _is_plain(value) else unicodedata.normalize("NFC", value).translate(by)
    if isinstance(value, dict):
        return {name: _replaced(part, by) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_replaced(part, by) for part in value]
    return value


def missing(value: Any, covered: frozenset[int]) -> list[str]:
    """The characters of `value` that `shown` replaces, each once, as "U+05D0 (hebrew letter alef)", in order."""
    by = _replacements(covered)
    used = {
        character for text in _texts(value) if not _is_plain(text) for character in unicodedata.normalize("NFC", text)
    }
    return [_named(character) for character in sorted(used) if by[ord(character)] == UNKNOWN != character]


def _is_plain(text: str) -> bool:
    """Letters, digits and signs of ASCII, which every font has: nearly all that is printed."""
    return text.isascii() and text.isprintable()


class _Replacements(dict[int, str]):
    """What `str.translate` puts for each character, which is looked at once."""

    def __init__(self, covered: frozenset[int]) -> None:
        super().__init__()
        self._covered = covered

    def __missing__(self, code: int) -> str:
        replacement = _shown(chr(code), self._covered)
        # More than any one patient writes with; a pasted text of all there are is not kept.
        if len(self) < _CHARACTERS_KEPT:
            self[code] = replacement
        return replacement


@lru_cache(maxsize=4)
def _replacements(covered: frozenset[int]) -> _Replacements:
    return _Replacements(covered)


def _shown(character: str, covered: frozenset[int]) -> str:
    category = unicodedata.category(character)
    if character in "\t\n\r\x85" or category in _SPACES - {"Zs"}:
        return " "
    if category == "Cc" or (category == "Cf" and character not in _JOINERS):
        return ""
    if ord(character) in covered and category not in {"Co", "Cs", "Cn"}:
        return character
    if category == "Zs":
        return " "
    # A joiner or a variation selector only shapes its neighbours.
    return "" if character in _JOINERS or 0xFE00 <= ord(character) <= 0xFE0F else UNKNOWN


def _texts(value: Any) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _texts(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _texts(part)


def _named(character: str) -> str:
    code = f"U+{ord(character):04X}"
    name = unicodedata.name(character, "")
    return f"{code} ({name.lower()})" if name else code
