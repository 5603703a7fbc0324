"""The threat model and the filled ASVS list name tests and files that are there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "docs" / name for name in ("threat-model.md", "asvs.md", "capacity.md")]
_NAMED = re.compile(r"`((?:backend|docs|pwa|scripts|shared_schemas|tests)/[\w./-]*|pyproject\.toml|CONTRIBUTING\.md)`")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_file_that_a_page_on_security_names_is_there(page: Path) -> None:
    named = set(_NAMED.findall(page.read_text(encoding="utf-8")))
    assert named
    assert sorted(name for name in named if not (ROOT / name).exists()) == []


def test_every_line_of_the_asvs_list_says_met_or_what_is_missing() -> None:
    lines = [line for line in PAGES[1].read_text(encoding="utf-8").splitlines() if re.match(r"\| \d", line)]
    assert len(lines) > 100
    for line in lines:
        _, _, what, answer, where, _ = (cell.strip() for cell in line.split("|"))
        assert what
        assert re.match(r"met|partly: |not met[:,] |operator", answer), line
        # What is not met has nothing to show; all else names the test or the file.
        assert _NAMED.search(where) or answer.startswith("not met"), line
