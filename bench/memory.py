"""Memory of processes, from /proc."""

from __future__ import annotations

from pathlib import Path


def _field(path: Path, name: str) -> float:
    for line in path.read_text().splitlines():
        if line.startswith(name):
            return int(line.split()[1]) / 1024
    return 0.0


def rss(pid: int) -> float:
    """Resident memory in MB."""
    return _field(Path(f"/proc/{pid}/status"), "VmRSS:")
