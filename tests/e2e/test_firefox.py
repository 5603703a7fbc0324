"""The core situations in a second engine: Debian's Firefox, driven by puppeteer over WebDriver BiDi."""

import re
import shutil
import subprocess
from pathlib import Path

from tests.e2e.conftest import ROOT, start_server, stop_server


def test_what_is_entered_offline_in_firefox_survives_a_reload_and_reaches_a_second_device(tmp_path: Path) -> None:
    firefox = shutil.which("firefox-esr")
    assert firefox is not None, "firefox-esr is missing: run scripts/setup test"
    server = start_server(tmp_path / "data")
    port = int(re.findall(r"\d+", server.url)[-1])
    lines = []
    with subprocess.Popen(
        ["node", str(ROOT / "tests/e2e/firefox.mjs"), server.url, firefox],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    ) as script:  # fmt: skip
        assert script.stdout is not None
        assert script.stdin is not None
        try:
            for line in script.stdout:
                lines.append(line)
                if line == "stop the server\n":
                    stop_server(server)
                elif line == "start the server\n":
                    server = start_server(tmp_path / "data", port=port)
                else:
                    continue
                script.stdin.write("done\n")
                script.stdin.flush()
        finally:
            if server.process.poll() is None:
                stop_server(server)
    assert lines[-1:] == ["the story is told\n"], "".join(lines)
