"""Microsoft's playground for bots in Teams (npm), which one browser test talks to: installed where it is missing."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from pathlib import Path

from scripts.console import PROJECT, say
from scripts.system_packages import Unavailable, install

FOLDER = PROJECT / "tests" / "browser" / "playground"
CLI = FOLDER / "node_modules" / "@microsoft" / "m365agentsplayground" / "cli.js"
STAMP = FOLDER / "node_modules" / ".installed-for"


def playground() -> str:
    """The path of its script for Node. Raises Unavailable."""
    for program, package in (("node", "nodejs"), ("npm", "npm")):
        if shutil.which(program) is None:
            install(package)
    wanted = hashlib.sha256((FOLDER / "package-lock.json").read_bytes()).hexdigest()
    if not (CLI.is_file() and STAMP.is_file() and STAMP.read_text() == wanted):
        _install()
        STAMP.write_text(wanted)
    return str(CLI)


def _install() -> None:
    say("  installing Microsoft's playground …")
    done = subprocess.run(
        ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
        cwd=FOLDER,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=600,
    )
    if done.returncode != 0 or not Path(CLI).is_file():
        last = (done.stderr or done.stdout).strip().splitlines()[-1:]
        raise Unavailable(f"Microsoft's playground could not be installed: {' '.join(last)}")
