import re

import pytest

from backend.accounts.codes import new_code, plain


def test_a_code_has_no_letter_that_looks_like_another() -> None:
    codes = {new_code(3) for _ in range(200)}
    assert len(codes) == 200
    assert all(re.fullmatch(r"([0-9a-hjkmnp-tv-z]{4}-){2}[0-9a-hjkmnp-tv-z]{4}", code) for code in codes)


@pytest.mark.parametrize(
    "typed", ["k1d0-2pqx-9v4t", " K1D0-2PQX-9V4T\n", "k1d02pqx9v4t", "kido 2pqx 9v4t", "KLDO-2PQX-9V4T"]
)
def test_a_code_is_the_same_however_it_is_typed_in(typed: str) -> None:
    assert plain(typed) == "k1d02pqx9v4t"
