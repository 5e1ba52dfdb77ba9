"""Nobody's CPR number stands in the repository: only fictitious ones, with 60 added to the day."""

from __future__ import annotations

import subprocess

from bot.privacy import cpr
from bot.settings import PROJECT

_READ = {".py", ".md", ".yml", ".yaml", ".js", ".css", ".html", ".toml", ".txt", ".in", ".svg", ""}


def test_only_fictitious_cpr_numbers_stand_in_the_repository() -> None:
    listed = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listed, cwd=PROJECT, capture_output=True, text=True, check=True).stdout.splitlines()
    files = [PROJECT / name for name in names if (PROJECT / name).suffix in _READ and (PROJECT / name).is_file()]
    assert len(files) > 500
    real = {
        f"{file.relative_to(PROJECT)}:{number}"
        for file in files
        for number, line in enumerate(file.read_text(encoding="utf-8", errors="replace").splitlines(), start=1)
        if any(int(match.number[0]) < 6 for match in cpr.find(line))
    }
    assert real == set()
