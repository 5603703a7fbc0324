from pathlib import Path

import pytest

from backend.__main__ import main


@pytest.mark.parametrize("content", [b"", b"a letter in plain text", b"\x89PNG\r\n\x1a\n"])
def test_a_file_that_is_no_pdf_is_called_that_in_plain_words(
    content: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "letter.txt"
    file.write_bytes(content)
    assert main(["verify", str(file), "--data", str(tmp_path / "data")]) == 2
    assert "is not a PDF, so it is no report of Casebook" in capsys.readouterr().out
