"""Caddy with the file that ships, before servers of a test."""

import os
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

_FILE = Path(__file__).parents[1] / "docs" / "deploy" / "Caddyfile"


def free_port() -> int:
    """A port that nobody listened on a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running_caddy(folder: Path, site: str, port: int, upstreams: Sequence[str], http_port: int = 0) -> Iterator[None]:
    """Caddy serving `site` on `port`, with all that it writes in `folder`, as long as the block takes."""
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "XDG_DATA_HOME": str(folder),
        "XDG_CONFIG_HOME": str(folder),
        "CASEBOOK_CADDY_ADMIN": "off",
        "CASEBOOK_HTTP_PORT": str(http_port or free_port()),
        "CASEBOOK_SITE": site,
        "CASEBOOK_UPSTREAMS": " ".join(upstream.removeprefix("http://") for upstream in upstreams),
    }
    folder.mkdir()
    with (folder / "log").open("wb") as log:
        command = ["caddy", "run", "--config", str(_FILE), "--adapter", "caddyfile"]
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
    try:
        _wait(process, port, folder / "log")
        yield
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait(process: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    for _ in range(600):
        assert process.poll() is None, log.read_text()
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError("Caddy did not start:\n" + log.read_text())
