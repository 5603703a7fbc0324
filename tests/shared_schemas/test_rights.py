import re
from pathlib import Path

from shared_schemas.rights import PRIVACY_VERSION

_TEXT = Path(__file__).parents[2] / "pwa" / "src" / "words" / "en" / "privacy.ts"


def test_server_and_phone_speak_of_the_same_version_of_the_privacy_page() -> None:
    assert re.findall(r"version: '([^']*)'", _TEXT.read_text(encoding="utf-8")) == [PRIVACY_VERSION]
