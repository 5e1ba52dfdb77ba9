"""A folder in memory for the databases of the tests: on a disk, waiting for it is most of their time."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_MEMORY = Path("/dev/shm")  # noqa: S108 - where Linux keeps files in memory
_NEEDED = 3 * 1024**3  # bytes free; a small container has far less there


@contextmanager
def memory_folder() -> Iterator[str]:
    """Makes such a folder the place of temporary files; where there is none, the usual place stays."""
    if not _MEMORY.is_dir() or shutil.disk_usage(_MEMORY).free < _NEEDED:
        yield tempfile.gettempdir()
        return
    before = tempfile.tempdir
    folder = Path(tempfile.mkdtemp(prefix="serviceassistent-tests-", dir=_MEMORY))
    folder.chmod(0o755)  # PostgreSQL runs as a user of its own
    tempfile.tempdir = str(folder)
    try:
        yield str(folder)
    finally:
        tempfile.tempdir = before
        shutil.rmtree(folder, ignore_errors=True)
