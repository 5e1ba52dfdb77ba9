"""A PostgreSQL server of the tests' own: a fresh cluster in a temporary folder, on a free loopback port."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from scripts.system_packages import Unavailable, postgres_programs


def _as_server_user(command: list[str]) -> None:
    """PostgreSQL refuses to run as root; Debian's package has made the user `postgres` for it. Raises Unavailable."""
    if os.geteuid() == 0:
        command = ["runuser", "-u", "postgres", "--", *command]
    # The server keeps the descriptors it inherits; a pipe to this process would never end.
    with tempfile.TemporaryFile() as output:
        done = subprocess.run(
            command, cwd="/", stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT, timeout=120
        )
        if done.returncode != 0:
            output.seek(0)
            last = output.read().decode("utf-8", "replace").strip().splitlines()[-1:]
            raise Unavailable(f"PostgreSQL does not start: {' '.join(last)}")


@contextmanager
def postgres_server() -> Iterator[str]:
    """Yields the address of an empty database; the server and its data are gone afterwards. Raises Unavailable."""
    programs = Path(postgres_programs())
    folder = Path(tempfile.mkdtemp(prefix="serviceassistent-postgres-"))
    data = folder / "data"
    stop = [str(programs / "pg_ctl"), "-D", str(data), "-m", "immediate", "stop"]
    try:
        if os.geteuid() == 0:
            try:
                shutil.chown(folder, "postgres")
            except LookupError:
                raise Unavailable("there is no user postgres to run PostgreSQL as") from None
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        cluster = ["-D", str(data), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"]
        _as_server_user([str(programs / "initdb"), *cluster])
        options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c fsync=off"
        start = ["-D", str(data), "-l", str(folder / "log"), "-o", options, "-w", "-t", "60", "start"]
        _as_server_user([str(programs / "pg_ctl"), *start])
        try:
            yield f"postgresql://postgres@127.0.0.1:{port}/postgres"
        finally:
            _as_server_user(stop)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
