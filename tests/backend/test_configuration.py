"""An operator sets Casebook up, by variables or by a file, and makes mistakes."""

import subprocess
import sys
from pathlib import Path

import pytest

from backend.configuration import ConfigurationError, read_settings, reference_page
from backend.settings import Settings
from tests.test_tidy import ROOT


def test_nothing_set_means_the_defaults() -> None:
    assert read_settings({"PATH": "/bin", "CASEBOOK_DATABASE_URL": ""}) == (Settings(), [])


def test_a_file_sets_what_the_environment_does_not(tmp_path: Path) -> None:
    file = tmp_path / "casebook.toml"
    file.write_text(
        'data = "/srv/casebook"\npublic_origin = "https://file.example"\ntrusted_proxies = ["::1", "10.0.0.0/8"]\n'
    )
    environ = {"CASEBOOK_CONFIG": str(file), "CASEBOOK_PUBLIC_ORIGIN": "https://casebook.example"}
    settings, warnings = read_settings(environ)
    assert warnings == []
    assert settings.data_dir == Path("/srv/casebook")
    assert settings.public_origin == "https://casebook.example"
    assert settings.trusted_proxies == ("::1", "10.0.0.0/8")


def test_a_name_that_means_nothing_is_warned_of_and_the_right_one_guessed(tmp_path: Path) -> None:
    file = tmp_path / "casebook.toml"
    file.write_text('databse_url = "postgresql://"\n')
    _, warnings = read_settings({"CASEBOOK_CONFIG": str(file), "CASEBOOK_MASTERKEY": "x"})
    assert warnings == [
        "CASEBOOK_MASTERKEY is no setting; is CASEBOOK_MASTER_KEY meant?",
        "databse_url is no setting; is database_url meant?",
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [("data = ", "is not TOML"), ("data = 1.5", "data"), ("push_allows_loopback = 'yes'", "must be 0 or 1")],
)
def test_a_file_that_is_wrong_is_said_in_one_sentence(tmp_path: Path, content: str, said: str) -> None:
    file = tmp_path / "casebook.toml"
    file.write_text(content)
    with pytest.raises(ConfigurationError, match=said):
        read_settings({"CASEBOOK_CONFIG": str(file)})


def test_a_file_that_is_missing_is_not_passed_over(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="cannot be read"):
        read_settings({"CASEBOOK_CONFIG": str(tmp_path / "none.toml")})


def test_a_wrong_value_is_not_repeated() -> None:
    with pytest.raises(ConfigurationError) as error:
        read_settings({"CASEBOOK_TRUSTED_PROXIES": "a-secret"})
    assert "a-secret" not in str(error.value)


def test_a_mistake_ends_the_command_with_one_line_and_a_strange_name_only_warns(tmp_path: Path) -> None:
    def run(**environ: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "backend", "send-reminders", "--data", str(tmp_path / "data")]
        return subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True, check=False)

    wrong = run(CASEBOOK_PUSH_ALLOWS_LOOPBACK="maybe")
    assert (wrong.returncode, wrong.stderr) == (1, "casebook: CASEBOOK_PUSH_ALLOWS_LOOPBACK must be 0 or 1\n")
    strange = run(CASEBOOK_DATABASE="x")
    assert strange.returncode == 0
    assert "casebook: CASEBOOK_DATABASE is no setting" in strange.stderr


def test_the_page_of_settings_names_every_variable_and_is_current() -> None:
    page = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    assert page == reference_page(), "run scripts/generate"
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "docs/settings.md" in readme
