"""Lighthouse's view of the first visit, on its own idea of a phone: a slow line and a processor slowed four times."""

import json
import os
import subprocess
import tempfile
from pathlib import Path
from statistics import median
from typing import Any

from tests.bench.result import Result
from tests.e2e.conftest import QUIET, ROOT

VISITS = 3
CATEGORIES = ("performance", "accessibility", "best-practices")


def scores(url: str) -> list[Result]:
    """The three scores out of 100, each the middle one of a few visits, which differ by what else the machine does."""
    visits = [_visit(url) for _ in range(VISITS)]
    return [
        Result(
            f"Lighthouse, {name}", 100 * median(found[name]["score"] for found in visits), "of 100", 95, is_most=False
        )
        for name in CATEGORIES
    ]


def _visit(url: str) -> dict[str, Any]:
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
        found: dict[str, Any] = json.loads(report.read_text(encoding="utf-8"))["categories"]
    return found
