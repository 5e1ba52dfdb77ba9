"""Settings of the processes, read once from the environment."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent


class BadSetting(ValueError):
    """A setting in the environment cannot be used; the text says which and why."""


def _port(env: Mapping[str, str], name: str, default: int) -> int:
    value = env.get(name, str(default))
    if not value.isdigit() or not 1 <= int(value) <= 65535:
        raise BadSetting(f"{name} must be a port number between 1 and 65535, not {value!r}")
    return int(value)


def _flag(env: Mapping[str, str], name: str) -> bool:
    return env.get(name, "").lower() in {"1", "true", "yes"}


@dataclass(frozen=True)
class HostPortal:
    """The portal that vouches for who the user is, by a signed JWT."""

    jwks_url: str
    issuer: str
    audience: str


@dataclass(frozen=True)
class Settings:
    """Where things are, how the processes reach each other, and what is switched on.

    Secrets come from the environment only; the supervisor makes random ones for the three processes it starts.
    """

    data_dir: Path
    knowledge_dir: Path
    database_url: str
    host: str
    port: int
    engine_port: int
    actions_port: int
    engine_secret: str = field(repr=False)
    actions_secret: str = field(repr=False)
    cpr_key: str = field(repr=False)
    demo: bool
    host_portal: HostPortal | None
    cors_origins: tuple[str, ...]
    audit_key: str = field(default="", repr=False)  # seals the audit; without one it is a chain of plain checksums

    scanner: str = ""  # the command that looks at each file for viruses; without one none does

    @property
    def engine_url(self) -> str:
        return f"http://127.0.0.1:{self.engine_port}"

    @property
    def files_dir(self) -> Path:
        return self.data_dir / "files"

    @property
    def models_dir(self) -> Path:
        return self.data_dir / "models"

    @classmethod
    def from_environment(cls, env: Mapping[str, str] | None = None) -> Settings:
        """Reads the settings; raises BadSetting where one cannot be used."""
        env = os.environ if env is None else env
        data_dir = Path(env.get("DATA_DIR", PROJECT / "var")).resolve()
        port = _port(env, "PORT", 8080)
        demo = _flag(env, "DEMO")
        host = env.get("HOST", "127.0.0.1")
        if demo and host not in {"127.0.0.1", "::1", "localhost"}:
            raise BadSetting(f"with DEMO=1 anyone could log in as anyone, so it binds to loopback only, not to {host}")
        host_portal = None
        if env.get("HOST_PORTAL_JWKS_URL"):
            host_portal = HostPortal(
                jwks_url=env["HOST_PORTAL_JWKS_URL"],
                issuer=_required(env, "HOST_PORTAL_ISSUER"),
                audience=_required(env, "HOST_PORTAL_AUDIENCE"),
            )
        return cls(
            data_dir=data_dir,
            knowledge_dir=Path(env.get("KNOWLEDGE_DIR", PROJECT / "knowledge")).resolve(),
            database_url=env.get("DATABASE_URL", f"sqlite:///{data_dir / 'serviceassistent.db'}"),
            host=host,
            port=port,
            engine_port=_port(env, "ENGINE_PORT", port + 1),
            actions_port=_port(env, "ACTIONS_PORT", port + 2),
            engine_secret=env.get("ENGINE_SECRET") or secrets.token_urlsafe(32),
            actions_secret=env.get("ACTIONS_SECRET") or secrets.token_urlsafe(32),
            cpr_key=_cpr_keys(env),
            demo=demo,
            host_portal=host_portal,
            cors_origins=tuple(origin for origin in env.get("CORS_ORIGINS", "").split() if origin),
            scanner=env.get("SERVICEASSISTENT_SCANNER", ""),
            audit_key=env.get("SERVICEASSISTENT_AUDIT_KEY", ""),
        )


def _cpr_keys(env: Mapping[str, str]) -> str:
    """The current key of the vault, and after it with commas those that are being replaced."""
    current = env.get("SERVICEASSISTENT_CPR_KEY", "")
    old = env.get("SERVICEASSISTENT_CPR_KEYS_OLD", "")
    return f"{current},{old}" if current and old else current


def _required(env: Mapping[str, str], name: str) -> str:
    if not env.get(name):
        raise BadSetting(f"{name} must be set where HOST_PORTAL_JWKS_URL is")
    return env[name]
