"""An S3-compatible object store of the tests' own: moto's server, in an environment of its own, on loopback."""

import os
import re
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

import httpx

BUCKET = "casebook"
# Beside Casebook's packages, not among them: moto and Matplotlib ask for different versions of one they share.
_SERVER = Path(__file__).parents[1] / ".venv" / "moto" / "bin" / "moto_server"


@dataclass(frozen=True)
class ObjectServer:
    """A running store with one bucket."""

    endpoint: str
    process: subprocess.Popen[str]

    @property
    def environment(self) -> dict[str, str]:
        """What an operator sets, beside the address of bucket and folder."""
        return {
            "AWS_ENDPOINT_URL": self.endpoint,
            "AWS_REGION": "us-east-1",
            "AWS_ACCESS_KEY_ID": "anybody",
            "AWS_SECRET_ACCESS_KEY": "let in",
            "AWS_ALLOW_HTTP": "true",
        }

    @contextmanager
    def in_environment(self) -> Iterator[None]:
        """As if this process had been started with these settings."""
        with mock.patch.dict(os.environ, self.environment):
            yield

    def empty(self) -> None:
        """Forget everything, and make the bucket anew."""
        httpx.post(f"{self.endpoint}/moto-api/reset", timeout=60).raise_for_status()
        httpx.put(f"{self.endpoint}/{BUCKET}", timeout=60).raise_for_status()

    def stop(self) -> None:
        """Stop it: from now on nobody answers there."""
        self.process.terminate()
        self.process.wait(timeout=15)


@contextmanager
def running_object_server() -> Iterator[ObjectServer]:
    assert _SERVER.exists(), "moto is missing; scripts/setup test installs it"
    process = subprocess.Popen(
        [_SERVER, "-H", "127.0.0.1", "-p", "0"], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    server = ObjectServer(_address(process), process)
    # Read on, or its log of requests would fill the pipe.
    assert process.stderr is not None
    threading.Thread(target=process.stderr.read, daemon=True).start()
    try:
        server.empty()
        yield server
    finally:
        server.stop()


def _address(process: subprocess.Popen[str]) -> str:
    assert process.stderr is not None
    for line in process.stderr:
        if found := re.search(r"http://127\.0\.0\.1:\d+", line):
            return found[0]
    raise AssertionError("moto's server did not start")
