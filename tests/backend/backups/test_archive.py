"""A backup file opens only whole, unchanged and with its passphrase."""

import io

import pytest

from backend.backups.archive import CHUNK_BYTES, ArchiveError, ArchiveReader, ArchiveWriter, PassphraseError
from tests.conftest import NOW

PASSPHRASE = "four walls and a garden"
_HEADER_BYTES = 109
_BLOCK = CHUNK_BYTES + 16


def _sealed(plain: bytes, passphrase: str = PASSPHRASE) -> bytes:
    file = io.BytesIO()
    writer = ArchiveWriter(file, passphrase, NOW)
    for start in range(0, len(plain), 10_007):
        writer.write(plain[start : start + 10_007])
    writer.finish()
    return file.getvalue()


def _opened(sealed: bytes, size: int, passphrase: str = PASSPHRASE) -> bytes:
    reader = ArchiveReader(io.BytesIO(sealed), passphrase)
    plain = reader.read(size)
    reader.expect_end()
    return plain


def _blocks(sealed: bytes) -> list[bytes]:
    body = sealed[_HEADER_BYTES:]
    return [body[start : start + _BLOCK] for start in range(0, len(body), _BLOCK)]


THREE_CHUNKS = bytes(range(251)) * 1_000


@pytest.mark.parametrize("size", [0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 3 * CHUNK_BYTES])
def test_what_goes_in_comes_out_at_every_size_around_a_chunk(size: int) -> None:
    plain = THREE_CHUNKS[:size]
    assert _opened(_sealed(plain), len(plain)) == plain


def test_nothing_of_the_contents_stands_in_the_file() -> None:
    sealed = _sealed(b"mood 6, a long walk" * 10_000)
    assert b"mood" not in sealed
    assert sealed.startswith(b"CASEBOOK-BACKUP 1 2026-11-23T09:15:42.120Z ")


def test_the_same_contents_are_sealed_differently_each_time() -> None:
    first, second = _sealed(b"the same"), _sealed(b"the same")
    assert first[_HEADER_BYTES:] != second[_HEADER_BYTES:]


def test_another_passphrase_opens_nothing() -> None:
    with pytest.raises(PassphraseError, match="the passphrase does not open this backup"):
        _opened(_sealed(b"private"), 7, "four walls and a gardem")


def test_a_passphrase_typed_on_another_keyboard_is_the_same_one() -> None:
    assert _opened(_sealed(b"private", "caf\u00e9 au lait"), 7, "cafe\u0301 au lait") == b"private"


def test_a_flipped_bit_at_any_place_is_noticed() -> None:
    sealed = _sealed(THREE_CHUNKS[: CHUNK_BYTES + 500])
    header = [0, 14, 16, 18, 30, 43, 60, 76, 90, 108]
    body = [_HEADER_BYTES, _HEADER_BYTES + 1, _HEADER_BYTES + _BLOCK - 1, _HEADER_BYTES + _BLOCK, len(sealed) - 1]
    spread = list(range(_HEADER_BYTES + 900, len(sealed), 4_999))
    for place in header + body + spread:
        changed = bytearray(sealed)
        changed[place] ^= 1
        with pytest.raises(ArchiveError):
            _opened(bytes(changed), CHUNK_BYTES + 500)


@pytest.mark.parametrize("cut", [1, 16, 17, 500, _BLOCK, _BLOCK + 1, 2 * _BLOCK])
def test_a_file_cut_short_is_noticed(cut: int) -> None:
    sealed = _sealed(THREE_CHUNKS[: 2 * CHUNK_BYTES + 484])
    assert len(sealed) == _HEADER_BYTES + 2 * _BLOCK + 500
    with pytest.raises(ArchiveError):
        _opened(sealed[:-cut], 2 * CHUNK_BYTES + 484)


def test_a_file_cut_at_a_chunk_is_noticed_even_by_who_reads_only_the_first() -> None:
    sealed = _sealed(THREE_CHUNKS)
    with pytest.raises(ArchiveError):
        _opened(sealed[: _HEADER_BYTES + _BLOCK], 10)


def test_a_file_that_is_only_a_header_is_noticed() -> None:
    with pytest.raises(ArchiveError, match="ends too early"):
        _opened(_sealed(b"private")[:_HEADER_BYTES], 7)


def test_a_file_with_something_added_is_noticed() -> None:
    for added in (b"x", b"x" * _BLOCK):
        with pytest.raises(ArchiveError):
            _opened(_sealed(b"private") + added, 7)


def test_chunks_in_another_order_are_noticed() -> None:
    sealed = _sealed(THREE_CHUNKS)
    first, second, *rest = _blocks(sealed)
    with pytest.raises(ArchiveError, match="at chunk 1"):
        _opened(sealed[:_HEADER_BYTES] + b"".join([second, first, *rest]), len(THREE_CHUNKS))


def test_a_chunk_left_out_or_doubled_is_noticed() -> None:
    sealed = _sealed(THREE_CHUNKS)
    first, second, *rest = _blocks(sealed)
    for blocks in ([first, *rest], [first, first, second, *rest], [first, second, second, *rest]):
        with pytest.raises(ArchiveError):
            _opened(sealed[:_HEADER_BYTES] + b"".join(blocks), len(THREE_CHUNKS))


def test_a_chunk_of_another_backup_is_noticed() -> None:
    sealed, other = _sealed(THREE_CHUNKS), _sealed(THREE_CHUNKS)
    mixed = sealed[:_HEADER_BYTES] + b"".join([_blocks(other)[0], *_blocks(sealed)[1:]])
    with pytest.raises(ArchiveError, match="at chunk 1"):
        _opened(mixed, len(THREE_CHUNKS))


def test_another_file_is_called_what_it_is() -> None:
    with pytest.raises(ArchiveError, match="not a backup"):
        _opened(b"SQLite format 3\x00" * 100, 1)
    with pytest.raises(ArchiveError, match="not a backup"):
        _opened(b"", 1)


def test_a_backup_of_a_later_release_is_called_what_it_is() -> None:
    with pytest.raises(ArchiveError, match="a later release"):
        _opened(b"CASEBOOK-BACKUP 2 " + b"x" * 200, 1)
