"""Reading the settings: from `CASEBOOK_...` variables, and from a TOML file that CASEBOOK_CONFIG names.

`python -m backend.configuration` prints the reference page of all of them, `docs/settings.md`.
"""

import difflib
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import Field, fields
from pathlib import Path
from typing import Any

from backend.settings import Settings

_PREFIX = "CASEBOOK_"
_FILE = "CASEBOOK_CONFIG"
# Read where they are needed, and never from a file that lies beside what they protect.
_ONLY_IN_THE_ENVIRONMENT = {
    _FILE: "A TOML file with the settings below, by their names in it. A variable wins over the file.",
    "CASEBOOK_BACKUP_PASSPHRASE": "The passphrase of backups, for `backup` and `restore`; they ask for it otherwise.",
}


class ConfigurationError(Exception):
    """A setting cannot be used; the message names it and the rule, never its value."""


def read_settings(environ: Mapping[str, str]) -> tuple[Settings, list[str]]:
    """The settings, and a sentence for each name that is set and means nothing. Empty is the same as not set.

    Raises ConfigurationError when the file cannot be read or a value is wrong.
    """
    known = {one.metadata["variable"]: one for one in _settable()}
    warnings = [
        _unknown(name, [*known, *_ONLY_IN_THE_ENVIRONMENT])
        for name in sorted(environ)
        if name.startswith(_PREFIX) and name not in known and name not in _ONLY_IN_THE_ENVIRONMENT
    ]
    in_file = _file(Path(environ[_FILE])) if environ.get(_FILE) else {}
    names_in_file = {name_in_file(variable): variable for variable in known}
    warnings += [_unknown(name, list(names_in_file)) for name in sorted(in_file.keys() - names_in_file.keys())]
    texts = {variable: in_file[name] for name, variable in names_in_file.items() if in_file.get(name)}
    texts |= {variable: environ[variable] for variable in known if environ.get(variable)}
    return Settings(**{known[name].name: _parsed(known[name], text) for name, text in texts.items()}), warnings


def name_in_file(variable: str) -> str:
    """How a setting is called in the file: CASEBOOK_DATABASE_URL is `database_url`."""
    return variable.removeprefix(_PREFIX).lower()


def reference_page() -> str:
    """All settings as a page of Markdown."""
    lines = [
        "# Settings",
        "",
        "Each can be a variable of the environment or a line of the TOML file that `CASEBOOK_CONFIG` names; options of",
        "the command line win over both. What is set and means nothing is warned of at the start. `python -m backend",
        "doctor` checks them. This page is made from `backend/settings.py` by `scripts/generate`.",
        "",
        "| Variable | In the file | Without it | |",
        "|---|---|---|---|",
    ]
    lines += [f"| `{variable}` | | | {says} |" for variable, says in _ONLY_IN_THE_ENVIRONMENT.items()]
    for one in _settable():
        variable, says = one.metadata["variable"], one.metadata["says"]
        lines.append(f"| `{variable}` | `{name_in_file(variable)}` | {_shown(one.default)} | {says} |")
    lines += [
        "",
        "An object store asks for `AWS_REGION`, `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`; `AWS_ENDPOINT_URL` is",
        "its address when it is another than Amazon's, and `AWS_ALLOW_HTTP=true` lets that be without TLS on a network",
        "of your own. Casebook sends no email, so there is no setting for SMTP.",
    ]
    return "\n".join(lines) + "\n"


def _settable() -> Iterator[Field[Any]]:
    return (one for one in fields(Settings) if "variable" in one.metadata)


def _unknown(name: str, known: list[str]) -> str:
    alike = difflib.get_close_matches(name, known, n=1)
    return f"{name} is no setting" + (f"; is {alike[0]} meant?" if alike else "")


def _file(path: Path) -> dict[str, str]:
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{path} of {_FILE} cannot be read") from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError(f"{path} of {_FILE} is not TOML: {error}") from error
    return {name: _text(name, value) for name, value in content.items()}


def _text(name: str, value: Any) -> str:
    match value:
        case bool():
            return "1" if value else "0"
        case str() | int():
            return str(value)
        case list() if all(isinstance(part, str) for part in value):
            return ",".join(value)
    raise ConfigurationError(f"{name} in the file of {_FILE} must be a text")


def _parsed(one: Field[Any], text: str) -> Any:
    try:
        return one.metadata["parse"](text)
    except ValueError as error:
        raise ConfigurationError(f"{one.metadata['variable']} {_rule(error, text)}") from None


def _rule(error: ValueError, text: str) -> str:
    # What a library says may repeat the value, and that may be a secret.
    return "cannot be read" if text in str(error) else str(error)


def _shown(default: Any) -> str:
    match default:
        case None | "" | ():
            return ""
        case Path():
            return f"`{default.relative_to(Path(__file__).parents[1])}` beside `backend`"
        case tuple():
            return f"`{', '.join(default)}`"
        case bool():
            return f"`{int(default)}`"
    return f"`{default}`"


if __name__ == "__main__":
    print(reference_page(), end="")
