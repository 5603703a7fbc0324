"""Lighthouse's view of the first visit, on its own idea of a phone: a slow line and a processor slowed four times."""

import json
import os
import subprocess
import tempfile
from pathlib import Path

from tests.bench.result import Result
from tests.e2e.conftest import QUIET, ROOT

CATEGORIES = ("performance", "accessibility", "best-practices")


def scores(url: str) -> list[Result]:
    """The three scores out of 100."""
    with tempfile.TemporaryDirectory() as folder:
        # By a file: what Lighthouse writes to a pipe ends at 64 kB.
        report = Path(folder) / "report.json"
        subprocess.run(
            [
                "node",
                "node_modules/lighthouse/cli/index.js",
                url,
                "--quiet",
                "--output=json",
                f"--output-path={report}",
                "--no-enable-error-reporting",
                f"--only-categories={','.join(CATEGORIES)}",
                f"--chrome-flags=--headless=new {' '.join(QUIET)}",
            ],
            cwd=ROOT / "pwa",
            env={**os.environ, "CHROME_PATH": "/usr/bin/chromium"},
            check=True,
        )
        found = json.loads(report.read_text(encoding="utf-8"))["categories"]
    return [
        Result(f"Lighthouse, {name}", 100 * found[name]["score"], "of 100", 95, is_most=False) for name in CATEGORIES
    ]
