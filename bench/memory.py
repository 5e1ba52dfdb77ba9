"""Memory and processor time of processes, from /proc."""

from __future__ import annotations

import os
from pathlib import Path


def _field(path: Path, name: str) -> float:
    for line in path.read_text().splitlines():
        if line.startswith(name):
            return int(line.split()[1]) / 1024
    return 0.0


def rss(pid: int) -> float:
    """Resident memory in MB."""
    return _field(Path(f"/proc/{pid}/status"), "VmRSS:")


def cpu_seconds(pid: int) -> float:
    """Processor time that the process (all its threads) has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
