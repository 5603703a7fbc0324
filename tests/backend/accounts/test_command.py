import asyncio
import re
from dataclasses import replace

import pytest

from backend.__main__ import main
from backend.app import create_app
from backend.settings import Settings
from tests.conftest import PASSWORD, new_browser, sign_up


@pytest.mark.usefixtures("sqlite_file")
async def test_the_operator_prints_an_invitation_that_one_person_signs_up_with(
    settings: Settings, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CASEBOOK_PUBLIC_ORIGIN", "https://casebook.example/")
    monkeypatch.setenv("CASEBOOK_REGISTRATION", "invitation")
    code = await invited(settings, capsys)
    assert code not in str([path.read_bytes() for path in settings.data_dir.rglob("*") if path.is_file()])
    async with new_browser(create_app(replace(settings, registration="invitation"))) as browser:
        await sign_up(browser, "ana@example.org")
        body = {"email": "ben@example.org", "password": PASSWORD, "invitation": code}
        assert (await browser.post("/api/account", json=body)).status_code == 201


async def invited(settings: Settings, capsys: pytest.CaptureFixture[str]) -> str:
    """The code that the command prints, which runs beside the test's own event loop."""
    assert await asyncio.to_thread(main, ["invite", "--data", str(settings.data_dir)]) == 0
    link, good_for = capsys.readouterr().out.splitlines()
    assert good_for == "Good for one account within 14 days; it is not shown again."
    found = re.fullmatch(r"https://casebook\.example/#/account/invited/([0-9a-z-]{29})", link)
    assert found is not None
    return found[1]
