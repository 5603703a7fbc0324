"""What can be checked of the house itself: sizes, lock files, and that the README names every room."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PYTHON = [path for room in ("backend", "shared_schemas", "tests") for path in sorted((ROOT / room).rglob("*.py"))]
PHONE = [
    path
    for pattern in ("*.ts", "*.svelte", "*.css")
    for path in sorted((ROOT / "pwa" / "src").rglob(pattern))
    if "generated" not in path.parts
]


def _functions(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, (node.end_lineno or node.lineno) - node.lineno + 1


@pytest.mark.parametrize("path", PYTHON + PHONE, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_file_is_longer_than_400_lines(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400


@pytest.mark.parametrize("path", PYTHON, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_function_is_longer_than_70_lines(path: Path) -> None:
    assert [name for name, lines in _functions(path) if lines > 70] == []


def test_lock_files_name_no_registry_host() -> None:
    # Split, so that this file does not name one either.
    names = ("pypi" + r"\.org", "python" + r"hosted\.org", "registry" + r"\.npmjs", "npm" + r"js\.org")
    hosts = re.compile("|".join(names))
    for name in (
        "requirements.txt",
        "requirements-dev.txt",
        "requirements-moto.txt",
        "pwa/package-lock.json",
        "pwa/.npmrc",
        "pyproject.toml",
    ):
        assert hosts.search((ROOT / name).read_text(encoding="utf-8")) is None, name


def test_every_python_package_is_locked_with_a_hash() -> None:
    for name in ("requirements.txt", "requirements-dev.txt", "requirements-moto.txt"):
        text = (ROOT / name).read_text(encoding="utf-8").replace("\\\n", "")
        pins = [line for line in text.splitlines() if re.match(r"[a-z0-9]", line)]
        assert pins
        assert [pin for pin in pins if "--hash=sha256:" not in pin] == []


def test_the_npm_lock_has_an_integrity_for_every_package() -> None:
    packages = json.loads((ROOT / "pwa/package-lock.json").read_text(encoding="utf-8"))["packages"]
    fetched = {name: entry for name, entry in packages.items() if name and not entry.get("link")}
    assert [name for name, entry in fetched.items() if not entry.get("integrity")] == []


def test_the_readme_names_every_room() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    folders = [path for house in ("backend", "pwa/src") for path in sorted((ROOT / house).iterdir()) if path.is_dir()]
    rooms = [folder.name for folder in folders if not folder.name.startswith("_")]
    assert [room for room in rooms if room not in readme] == []


RULES = [
    *(f"S{number}" for number in range(1, 13)),
    *(f"C{number}" for number in range(1, 14)),
    *(f"I{number}" for number in range(1, 23)),
]
# Where a test says what it shows: its name in Python and TypeScript, and an invariant that the simulation checks.
_SAYS = re.compile(
    r"def test_\w+|(?:test|it|describe)(?:\.each\(.*?\))?\(\s*['\"`][^\n]*|must\([^\n]*|BrokenError\([^\n]*"
)
_RULE = re.compile(r"(?<![A-Za-z0-9])([SCI]\d{1,2})(?:-([SCI]\d{1,2}))?(?![A-Za-z0-9])", re.IGNORECASE)


def _rules_in(path: Path) -> Iterator[str]:
    for said in _SAYS.findall(path.read_text(encoding="utf-8")):
        for first, last in _RULE.findall(said.replace("_", " ").upper()):
            yield from (f"{first[0]}{number}" for number in range(int(first[1:]), int((last or first)[1:]) + 1))


def test_every_rule_and_invariant_of_the_sync_protocol_has_a_test_with_its_number() -> None:
    tests = [path for kind in ("test_*.py", "*.test.ts") for path in (ROOT / "tests").rglob(kind)]
    checkers = [ROOT / "tests" / "simulation" / name for name in ("invariants.py", "world.py", "faults.py")]
    shown = {rule for path in [*tests, *checkers] if path != Path(__file__) for rule in _rules_in(path)}
    assert [rule for rule in RULES if rule not in shown] == []


def test_nothing_is_skipped_or_left_for_later() -> None:
    marks = re.compile("TO" + "DO|FIX" + r"ME|pytest\.sk" + r"ip|mark\.(skip|xf" + r"ail)|(test|it)\.sk" + "ip")
    everything = [*PYTHON, *PHONE, *sorted((ROOT / "tests").rglob("*.ts"))]
    assert [str(path.relative_to(ROOT)) for path in everything if marks.search(path.read_text("utf-8"))] == []
