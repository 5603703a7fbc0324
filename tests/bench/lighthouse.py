"""Lighthouse's view of the first visit, on its own idea of a phone: a slow line and a processor slowed four times."""

import json
import os
import subprocess

from tests.bench.result import Result
from tests.e2e.conftest import QUIET, ROOT

CATEGORIES = ("performance", "accessibility", "best-practices")


def scores(url: str) -> list[Result]:
    """The three scores out of 100."""
    command = [
        "node",
        "node_modules/lighthouse/cli/index.js",
        url,
        "--quiet",
        "--output=json",
        "--no-enable-error-reporting",
        f"--only-categories={','.join(CATEGORIES)}",
        f"--chrome-flags=--headless=new {' '.join(QUIET)}",
    ]
    run = subprocess.run(
        command,
        cwd=ROOT / "pwa",
        env={**os.environ, "CHROME_PATH": "/usr/bin/chromium"},
        capture_output=True,
        text=True,
        check=True,
    )
    found = json.loads(run.stdout)["categories"]
    return [
        Result(f"Lighthouse, {name}", 100 * found[name]["score"], "of 100", 95, is_most=False) for name in CATEGORIES
    ]
