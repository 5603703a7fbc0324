"""What becomes of request bodies that a phone would not write (rules S5, S6 and S10 of PROTOCOL.md)."""

import json
from typing import Any

import pytest

from backend.sync.bodies import BodyError, read_request, write_answer
from tests.backend.sync.phone import DEVICE, Phone, codes, edit, edit_id


def body_of(*edits: dict[str, Any]) -> bytes:
    return json.dumps({"protocol": 1, "device": DEVICE, "edits": list(edits)}).encode()


async def test_s5_an_integer_of_5000_digits_costs_only_its_own_edit(phone: Phone) -> None:
    body = body_of(edit(1), edit(2, mood=0), edit(3)).replace(b'"mood": 0}', b'"mood": ' + b"9" * 5_000 + b"}")
    answer = await phone.send_bytes(body)
    assert sorted(answer["acknowledged"]) == [edit_id(1), edit_id(3)]
    assert list(codes(answer)) == [edit_id(2)]


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (b"NaN", "not_finite"),
        (b"-Infinity", "not_finite"),
        (b"1e999", "not_finite"),
        (b"9" * 400, "not_finite"),
        (b'"\\ud800"', "not_unicode"),
        (b'{"\\udfff": 1}', "not_unicode"),
        (b"[" * 40 + b"]" * 40, "too_deep"),
    ],
)
async def test_s6_what_is_no_json_value_of_the_protocol_is_refused_alone(phone: Phone, value: bytes, code: str) -> None:
    body = body_of(edit(1), edit(2, unknown_field=0), edit(3)).replace(
        b'"unknown_field": 0', b'"unknown_field": ' + value
    )
    answer = await phone.send_bytes(body)
    assert codes(answer) == {edit_id(2): code}
    assert sorted(answer["acknowledged"]) == [edit_id(1), edit_id(3)]
    assert write_answer(answer)


async def test_s10_201_edits_are_too_many_and_200_are_taken(phone: Phone) -> None:
    batch = [edit(number) for number in range(1, 202)]
    with pytest.raises(BodyError) as refused:
        await phone.send(*batch)
    assert refused.value.status == 413
    assert len((await phone.send(*batch[:200]))["acknowledged"]) == 200


@pytest.mark.parametrize("protocol", [0, 2, True, "1", None])
async def test_s10_another_protocol_gets_426_and_nothing_is_stored(phone: Phone, protocol: Any) -> None:
    with pytest.raises(BodyError) as refused:
        await phone.send(edit(1), protocol=protocol)
    assert refused.value.status == 426
    assert await phone.log() == []


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"null",
        b"[]",
        b'"text"',
        b"[" * 20_000,
        b"[" * 20_000 + b"]" * 20_000,
        b'{"a":' * 20_000 + b"1" + b"}" * 20_000,
        b'{"protocol": 1, "device": "0123456789abcdef", "edits": ' + b"[" * 20_000 + b"]" * 20_000 + b"}",
    ],
    ids=lambda body: body[:30].decode("latin-1"),
)
def test_a_body_that_is_no_request_gets_400(body: bytes) -> None:
    with pytest.raises(BodyError) as refused:
        read_request(body)
    assert refused.value.status == 400


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("device", "a secret word"),
        ("device", None),
        ("account", "a secret word"),
        ("epoch", "a secret word" * 10),
        ("cursor", -1),
        ("cursor", 2**54),
        ("cursor", "a secret word"),
        ("cursor", "0"),
        ("cursor", True),
        ("limit", "a secret word"),
        ("limit", True),
        ("edits", "a secret word"),
        ("edits", {"a secret word": 1}),
        ("a secret word", 1),
    ],
)
def test_a_wrong_field_is_named_and_its_value_is_not(field: str, value: Any) -> None:
    content = {"protocol": 1, "device": DEVICE, "edits": [], field: value}
    with pytest.raises(BodyError) as refused:
        read_request(json.dumps(content).encode())
    assert refused.value.status == 400
    assert [problem["field"] for problem in refused.value.problems] == [field if field.isidentifier() else ""]
    assert "a secret word" not in f"{refused.value.detail} {refused.value.problems}"


def test_edits_of_whatever_shape_do_not_fail_the_request() -> None:
    request = read_request(b'{"protocol": 1, "device": "0123456789abcdef", "edits": [null, 1, "x", [], {}, NaN]}')
    assert len(request.edits) == 6


def test_an_answer_is_written_as_utf_8_and_compact() -> None:
    assert write_answer({"a": ["ü", 1.5]}) == '{"a":["ü",1.5]}'.encode()
