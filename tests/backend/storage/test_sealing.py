import base64
import shlex
import stat
import sys
from pathlib import Path

import pytest

from backend.settings import Settings
from backend.storage.sealing import DataKey, Keyring, MasterKeyError, UnsealError, read_master_keys

KEY = bytes(range(32))
KEY_TEXT = base64.b64encode(KEY).decode()


def test_what_was_sealed_for_a_place_is_read_there() -> None:
    key = DataKey("ana", KEY)
    assert key.unseal("edit", key.seal("edit", b"slept badly")) == b"slept badly"
    assert key.unseal("edit", key.seal("edit", b"")) == b""


def test_the_same_words_sealed_twice_look_different() -> None:
    key = DataKey("ana", KEY)
    assert key.seal("edit", b"slept badly") != key.seal("edit", b"slept badly")


def test_a_sealed_value_is_28_bytes_longer_and_holds_none_of_the_words() -> None:
    sealed = DataKey("ana", KEY).seal("edit", b"slept badly")
    assert len(sealed) == len(b"slept badly") + 28
    assert b"slept" not in sealed


@pytest.mark.parametrize(
    ("account", "place"), [("ben", "edit"), ("ana", "other edit"), ("", "ana:edit"), ("ana:edit", "")]
)
def test_a_value_moved_to_another_account_or_place_is_not_read(account: str, place: str) -> None:
    sealed = DataKey("ana", KEY).seal("edit", b"slept badly")
    with pytest.raises(UnsealError):
        DataKey(account, KEY).unseal(place, sealed)


def test_one_changed_bit_anywhere_is_noticed() -> None:
    key = DataKey("ana", KEY)
    sealed = key.seal("edit", b"slept badly")
    for position in range(len(sealed)):
        changed = bytearray(sealed)
        changed[position] ^= 1
        with pytest.raises(UnsealError):
            key.unseal("edit", bytes(changed))


@pytest.mark.parametrize("sealed", [b"", b"short", bytes(12), bytes(27), bytes(28)])
def test_what_was_never_sealed_is_not_read(sealed: bytes) -> None:
    with pytest.raises(UnsealError):
        DataKey("ana", KEY).unseal("edit", sealed)


def test_every_account_has_a_data_key_of_its_own() -> None:
    keyring = Keyring(KEY)
    anas, bens = keyring.make_data_key("ana"), keyring.make_data_key("ben")
    sealed = keyring.open_data_key("ana", anas).seal("edit", b"slept badly")
    assert keyring.open_data_key("ana", anas).unseal("edit", sealed) == b"slept badly"
    with pytest.raises(UnsealError):
        keyring.open_data_key("ben", bens).unseal("edit", sealed)
    with pytest.raises(UnsealError):
        keyring.open_data_key("ben", anas)


def test_another_master_key_opens_nothing_and_says_so() -> None:
    probe, wrapped = Keyring(KEY).make_probe(), Keyring(KEY).make_data_key("ana")
    Keyring(KEY).check_probe(probe)
    with pytest.raises(MasterKeyError, match="not the one this database was sealed with"):
        Keyring(KEY[::-1]).check_probe(probe)
    with pytest.raises(UnsealError):
        Keyring(KEY[::-1]).open_data_key("ana", wrapped)


def test_the_first_start_makes_a_key_only_its_owner_can_read(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    [key] = read_master_keys(settings)
    assert len(key) == 32
    assert stat.S_IMODE((tmp_path / "master.key").stat().st_mode) == 0o600
    assert read_master_keys(settings) == [key]


def test_two_servers_have_different_keys(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    assert read_master_keys(Settings(data_dir=tmp_path / "one")) != read_master_keys(
        Settings(data_dir=tmp_path / "two")
    )


def test_a_key_from_the_environment_leaves_no_file(tmp_path: Path) -> None:
    assert read_master_keys(Settings(data_dir=tmp_path, master_key=KEY_TEXT + "\n")) == [KEY]
    assert list(tmp_path.iterdir()) == []


def test_a_key_from_a_command_leaves_no_file(tmp_path: Path) -> None:
    command = shlex.join([sys.executable, "-c", f"print('{KEY_TEXT}')"])
    assert read_master_keys(Settings(data_dir=tmp_path, master_key_command=command)) == [KEY]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("text", ["", "not base64!", "ключ", KEY_TEXT[:-4], KEY_TEXT + KEY_TEXT, KEY.hex()])
def test_a_malformed_key_is_a_clear_error_without_the_key_in_it(tmp_path: Path, text: str) -> None:
    (tmp_path / "master.key").write_text(text)
    for settings in (Settings(data_dir=tmp_path, master_key=text), Settings(data_dir=tmp_path)):
        with pytest.raises(MasterKeyError) as refused:
            read_master_keys(settings)
        assert not text or text not in str(refused.value)


def test_a_key_file_overwritten_with_something_else_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "master.key").write_bytes(b"\xff\xd8\xff\xe0 a photo")
    with pytest.raises(MasterKeyError):
        read_master_keys(Settings(data_dir=tmp_path))


@pytest.mark.parametrize(
    "command",
    ["false", shlex.join([sys.executable, "-c", "print('x')"]), "/no/such/command", "an 'unclosed quote"],
    ids=["fails", "prints no key", "does not exist", "cannot be split"],
)
def test_a_key_command_that_gives_no_key_is_a_clear_error(tmp_path: Path, command: str) -> None:
    with pytest.raises(MasterKeyError, match="CASEBOOK_MASTER_KEY_COMMAND"):
        read_master_keys(Settings(data_dir=tmp_path, master_key_command=command))
