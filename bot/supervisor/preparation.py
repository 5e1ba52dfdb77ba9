"""What must be there before the processes start: a data folder, free ports, secrets and an up-to-date database."""

from __future__ import annotations

import base64
import fcntl
import os
import secrets
import socket
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import IO

from bot.settings import BadSetting, Settings


class CannotStart(RuntimeError):
    """The assistant cannot start; the text says why and what to do."""


def is_free(host: str, port: int) -> bool:
    """Whether a server could listen there now."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def check_ports(settings: Settings) -> None:
    """Raises CannotStart that names the port in use and how to choose another."""
    ports = {"portal": settings.port, "engine": settings.engine_port, "actions": settings.actions_port}
    for process, port in ports.items():
        if not is_free(settings.host if process == "portal" else "127.0.0.1", port):
            what = "" if process == "portal" else f" (the {process} process inside; internal ports follow from PORT)"
            raise CannotStart(
                f"Port {port} is in use by another program{what}.\n"
                f"Choose another one, for example:  make run PORT={settings.port + 10}"
            )


def make_data_dir(data_dir: Path) -> None:
    """Makes the folders, readable by this user only: they hold what employees wrote."""
    try:
        for folder in (data_dir, data_dir / "logs", data_dir / "files"):
            folder.mkdir(parents=True, exist_ok=True)
        (data_dir / "logs").chmod(0o700)
        (data_dir / "files").chmod(0o700)
        probe = data_dir / ".writable"
        probe.write_bytes(b"x" * 4096)
        probe.unlink()
    except OSError as error:
        raise CannotStart(
            f"DATA_DIR={data_dir} cannot be written: {error.strerror}. Choose another DATA_DIR."
        ) from None


def lock_data_dir(data_dir: Path) -> IO[str]:
    """Keeps a second supervisor off the folder for as long as the file is open. Raises CannotStart."""
    lock = (data_dir / "supervisor.lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.close()
        raise CannotStart(f"The assistant is already running on {data_dir}. Choose another DATA_DIR.") from None
    return lock


def cpr_key(settings: Settings) -> str:
    """The key of the CPR store: from the environment; for the demo one is made and kept in DATA_DIR."""
    if settings.cpr_key:
        return settings.cpr_key
    if not settings.demo:
        raise CannotStart("SERVICEASSISTENT_CPR_KEY must be set: without it CPR numbers cannot be kept encrypted.")
    return _kept_key(settings.data_dir / "demo-cpr.key")


def audit_key(settings: Settings, *, make: bool = False) -> str:
    """The key that seals the audit: from the environment, or the demo's, which `make` makes and keeps in DATA_DIR.

    Once the demo has one, all that write use it: an unsealed entry after sealed ones counts as tampered with.
    """
    path = settings.data_dir / "demo-audit.key"
    if settings.audit_key or not (path.exists() or (make and settings.demo)):
        return settings.audit_key
    return _kept_key(path)


def _kept_key(path: Path) -> str:
    """The key in the file, readable by this user only; it is there whole or not at all."""
    if not path.exists():
        made = path.with_name(f"{path.name}.{os.getpid()}")
        with os.fdopen(os.open(made, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(base64.urlsafe_b64encode(os.urandom(32)).decode())
        with suppress(FileExistsError):  # another process was first: its key counts
            os.link(made, path)
        made.unlink()
    return path.read_text().strip()


def environment_for_children(settings: Settings, env: Mapping[str, str]) -> dict[str, str]:
    """What all processes get: the settings as they were read here, and secrets made for this run."""
    return {
        **env,
        "DATA_DIR": str(settings.data_dir),
        "DATABASE_URL": settings.database_url,
        "KNOWLEDGE_DIR": str(settings.knowledge_dir),
        "HOST": settings.host,
        "PORT": str(settings.port),
        "ENGINE_PORT": str(settings.engine_port),
        "ACTIONS_PORT": str(settings.actions_port),
        "ENGINE_URL": settings.engine_url,
        "ACTIONS_URL": f"http://127.0.0.1:{settings.actions_port}",
        "ENGINE_SECRET": env.get("ENGINE_SECRET") or secrets.token_urlsafe(32),
        "ACTIONS_SECRET": env.get("ACTIONS_SECRET") or secrets.token_urlsafe(32),
        "SERVICEASSISTENT_CPR_KEY": cpr_key(settings),
        "SERVICEASSISTENT_AUDIT_KEY": audit_key(settings, make=True),
        "DEMO": "1" if settings.demo else "0",
        "PYTHONUNBUFFERED": "1",
    }


def read_settings(env: Mapping[str, str]) -> Settings:
    """The settings; raises CannotStart where one cannot be used."""
    try:
        return Settings.from_environment(env)
    except BadSetting as bad:
        raise CannotStart(f"A setting cannot be used: {bad}") from None
