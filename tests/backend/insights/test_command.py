"""`python -m backend progress` against the answer of the server, so that others can check the statistics."""

import json
from pathlib import Path

import pytest

from backend.__main__ import main
from tests.backend.insights.test_progress import filled  # noqa: F401  # a fixture
from tests.conftest import Browser
from tests.journals import responder_entries

_FILE = "copy.json"


def _printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict:
    assert main(["progress", *arguments]) == 0
    return json.loads(capsys.readouterr().out)


@pytest.mark.parametrize("part", [{}, {"course": "2"}, {"since": "2026-01-10", "until": "2026-05-30"}])
async def test_an_exported_account_prints_what_the_server_answers(
    filled: Browser,  # noqa: F811
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    part: dict[str, str],
) -> None:
    (tmp_path / _FILE).write_bytes((await filled.get("/api/account/export")).content)
    answer = (await filled.get("/api/progress", params=part)).json()
    options = [text for name, value in part.items() for text in (f"--{name}", value)]
    printed = _printed(capsys, "--journal", str(tmp_path / _FILE), "--at", answer["made_at"], *options)
    assert printed == answer


def test_a_copy_from_the_phone_prints_the_same_numbers(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edits = [edit.model_dump(mode="json", include={"id", "record", "kind", "stamp", "set"}) for edit in
             responder_entries().edits]  # fmt: skip
    copy = {"casebook": 1, "made_at": "2026-07-24T07:00:00.000Z", "edits": edits, "attachments": []}
    (tmp_path / _FILE).write_text(json.dumps(copy), encoding="utf-8")
    printed = _printed(capsys, "--journal", str(tmp_path / _FILE))
    assert printed["made_at"] == "2026-07-24T07:00:00Z"
    assert printed["numbers"]["scores"][0]["latest"]["total"] == 6


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"edits": 7, "made_at": "2026-01-01T00:00:00Z"}', "no json"])
def test_a_file_that_is_no_journal_is_one_clear_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str
) -> None:
    (tmp_path / _FILE).write_text(content, encoding="utf-8")
    assert main(["progress", "--journal", str(tmp_path / _FILE)]) == 1
    assert capsys.readouterr() == ("", "casebook: the file is no exported journal\n")


def test_a_file_that_is_not_there_is_one_clear_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["progress", "--journal", str(tmp_path / "none.json")]) == 1
    assert "cannot be read" in capsys.readouterr().err


@pytest.mark.parametrize("option", [["--course", "7"], ["--instrument", "horoscope"], ["--since", "soon"]])
def test_a_part_that_is_not_there_is_one_clear_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], option: list[str]
) -> None:
    edits = [edit.model_dump(mode="json") for edit in responder_entries().edits]
    (tmp_path / _FILE).write_text(json.dumps({"made_at": "2026-07-24T07:00:00Z", "edits": edits}), encoding="utf-8")
    assert main(["progress", "--journal", str(tmp_path / _FILE), *option]) == 1
    assert capsys.readouterr().err.startswith(f"casebook: {option[0]}")
