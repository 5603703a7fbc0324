from collections.abc import AsyncIterator

import pytest

from backend.attachments.parts import LengthMissingError, Part, RangeError, TooLargeError, part_of, pieces
from backend.settings import ATTACHMENT_BYTES, ATTACHMENT_PART_BYTES


def ranged(content_range: str, length: int | None = None) -> dict[str, str]:
    return {"content-range": content_range} | ({} if length is None else {"content-length": str(length)})


def test_a_photo_sent_at_once_is_all_of_itself() -> None:
    assert part_of({"content-length": "300000"}) == Part(0, 300_000, 300_000)


def test_a_part_is_where_its_range_says() -> None:
    assert part_of(ranged("bytes 100-299/1000", 200)) == Part(100, 300, 1000)
    assert part_of(ranged("bytes 999-999/1000")) == Part(999, 1000, 1000)


@pytest.mark.parametrize(
    "content_range",
    [
        "",
        "bytes",
        "bytes */100",
        "bytes 0-9/*",
        "bytes 0-9",
        "items 0-9/10",
        "bytes 9-0/10",
        "bytes 0-10/10",
        "bytes -1-9/10",
        "bytes 0-9/10, 0-9/10",
        "bytes 0-9/0",
        "bytes ٠-٩/١٠",
        "bytes 0-" + "9" * 16 + "/" + "9" * 17,
    ],
)
def test_a_malformed_range_is_refused(content_range: str) -> None:
    with pytest.raises(RangeError):
        part_of(ranged(content_range))


def test_a_range_that_does_not_describe_its_body_is_refused() -> None:
    with pytest.raises(RangeError):
        part_of(ranged("bytes 0-9/100", 11))


@pytest.mark.parametrize("length", [None, "many", "-1"])
def test_a_whole_file_says_how_long_it_is(length: str | None) -> None:
    with pytest.raises(LengthMissingError):
        part_of({} if length is None else {"content-length": length})


def test_the_largest_letter_and_the_largest_part_are_taken() -> None:
    assert part_of({"content-length": str(ATTACHMENT_BYTES)}).total == ATTACHMENT_BYTES
    last = ATTACHMENT_PART_BYTES - 1
    assert part_of(ranged(f"bytes 0-{last}/{ATTACHMENT_BYTES}")).end == ATTACHMENT_PART_BYTES


@pytest.mark.parametrize(
    "headers",
    [
        {"content-length": str(ATTACHMENT_BYTES + 1)},
        ranged(f"bytes 0-9/{ATTACHMENT_BYTES + 1}"),
        ranged(f"bytes 0-{ATTACHMENT_PART_BYTES}/{ATTACHMENT_BYTES}"),
    ],
)
def test_anything_larger_is_refused(headers: dict[str, str]) -> None:
    with pytest.raises(TooLargeError):
        part_of(headers)


@pytest.mark.parametrize("received", [[b"abcdefg"], [b"a", b"", b"bcdef", b"g"], [b"abc", b"def", b"g", b""]])
async def test_pieces_do_not_depend_on_how_the_network_cut_the_body(received: list[bytes]) -> None:
    async def stream() -> AsyncIterator[bytes]:
        for one in received:
            yield one

    assert [piece async for piece in pieces(stream(), 3)] == [b"abc", b"def", b"g"]
