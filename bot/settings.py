"""Settings of the processes, read once from the environment."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from urllib.parse import urlsplit

PROJECT = Path(__file__).resolve().parent.parent
_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


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
class OidcSettings:
    """The provider (Entra ID, as a rule) by which people sign on to the pages (docs/sign-on.md)."""

    issuer: str
    client_id: str
    portal_url: str  # how people reach the portal; the provider sends them back to it
    person_claim: str  # which claim says who it is: `oid` is an object id of Entra, any other the employee id
    client_secret: str = field(default="", repr=False)  # without one the client is a public one; PKCE holds for both


@dataclass(frozen=True)
class TeamsSettings:
    """The app that Microsoft Teams knows the assistant as, and whom it serves there (docs/teams.md)."""

    app_id: str
    tenants: frozenset[str]  # the Entra tenants whose people are served; none but these
    app_tenant: str  # where the app is registered
    portal_url: str  # how people reach the portal, for links
    secret: str = field(default="", repr=False)
    certificate: str = ""  # a PFX file, instead of a secret
    service_hosts: tuple[str, ...] = ("smba.trafficmanager.net",)  # where answers may be sent
    file_hosts: tuple[str, ...] = ("sharepoint.com",)  # where files may be fetched
    playground: bool = False  # Microsoft's test tool on this computer, which signs nothing


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

    proxies: tuple[IPv4Network | IPv6Network, ...] = ()  # whose word on where a request comes from is believed
    desk: str = ""  # another desk than the built-in one, as "package.module:factory" (docs/handover.md)
    scanner: str = ""  # the command that looks at each file for viruses; without one none does
    oidc: OidcSettings | None = None  # without it, and outside the demo, nobody signs on to the pages
    teams: TeamsSettings | None = None  # without it there is no way in from Teams

    @property
    def plain_http(self) -> bool:
        """Whether the portal is reached without TLS, which only happens on this very computer."""
        return self.demo or (self.oidc is not None and self.oidc.portal_url.startswith("http://"))

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
        if demo and host not in _LOOPBACK:
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
            proxies=_networks(env, "TRUSTED_PROXIES"),
            scanner=env.get("SERVICEASSISTENT_SCANNER", ""),
            desk=env.get("SERVICEASSISTENT_DESK", ""),
            audit_key=env.get("SERVICEASSISTENT_AUDIT_KEY", ""),
            oidc=_oidc(env, demo),
            teams=_teams(env, demo, port),
        )


def _cpr_keys(env: Mapping[str, str]) -> str:
    """The current key of the vault, and after it with commas those that are being replaced."""
    current = env.get("SERVICEASSISTENT_CPR_KEY", "")
    old = env.get("SERVICEASSISTENT_CPR_KEYS_OLD", "")
    return f"{current},{old}" if current and old else current


def _networks(env: Mapping[str, str], name: str) -> tuple[IPv4Network | IPv6Network, ...]:
    try:
        return tuple(ip_network(part) for part in env.get(name, "").split())
    except ValueError as error:
        raise BadSetting(f"{name} must be addresses or networks with spaces between: {error}") from None


def _required(env: Mapping[str, str], name: str, where: str = "HOST_PORTAL_JWKS_URL") -> str:
    if not env.get(name):
        raise BadSetting(f"{name} must be set where {where} is")
    return env[name]


def _oidc(env: Mapping[str, str], demo: bool) -> OidcSettings | None:
    """The provider, where an issuer is given; tokens and cookies travel by TLS, or not outside this computer."""
    issuer = env.get("OIDC_ISSUER", "")
    if not issuer:
        return None
    if demo:
        raise BadSetting("with DEMO=1 one signs on without a provider, so OIDC_ISSUER cannot be set")
    portal_url = _required(env, "PORTAL_URL", "OIDC_ISSUER").rstrip("/")
    for name, value in (("OIDC_ISSUER", issuer), ("PORTAL_URL", portal_url)):
        if not is_safe_url(value) or "?" in value:
            raise BadSetting(f"{name} must be an address that begins with https://, not {value!r}")
    if urlsplit(portal_url).path:
        raise BadSetting(f"PORTAL_URL is the portal's address without a path, not {portal_url!r}")
    return OidcSettings(
        issuer=issuer,
        client_id=_required(env, "OIDC_CLIENT_ID", "OIDC_ISSUER"),
        portal_url=portal_url,
        person_claim=env.get("OIDC_PERSON_CLAIM") or "oid",
        client_secret=env.get("OIDC_CLIENT_SECRET", ""),
    )


def is_safe_url(url: str) -> bool:
    """Whether what goes there cannot be read on the way: by TLS, or on this very computer."""
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return False
    if not host or parts.fragment or "@" in parts.netloc:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and host in _LOOPBACK)


_GUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
# What Microsoft's playground calls its bot and its tenant.
_PLAYGROUND_BOT, _PLAYGROUND_TENANT = "00000000-0000-0000-0000-00000000000011", "00000000-0000-0000-0000-0000000000001"


def _teams(env: Mapping[str, str], demo: bool, port: int) -> TeamsSettings | None:
    """Teams, where an app id is given; the playground only in a demonstration, which binds to loopback."""
    app_id = env.get("TEAMS_APP_ID", "").lower()
    if _flag(env, "TEAMS_PLAYGROUND"):
        if not demo or app_id:
            raise BadSetting("TEAMS_PLAYGROUND signs nothing, so it takes DEMO=1 and no TEAMS_APP_ID")
        ours, here = frozenset({_PLAYGROUND_TENANT}), f"http://127.0.0.1:{port}"
        return TeamsSettings(_PLAYGROUND_BOT, ours, _PLAYGROUND_TENANT, here, playground=True)
    if not app_id:
        return None
    tenants = tuple(env.get("TEAMS_TENANTS", "").lower().split())
    if not tenants:
        raise BadSetting("with TEAMS_APP_ID the tenants that are served must be listed in TEAMS_TENANTS")
    app_tenant = env.get("TEAMS_APP_TENANT", "").lower() or tenants[0]
    named = [("TEAMS_APP_ID", app_id), ("TEAMS_APP_TENANT", app_tenant), *(("TEAMS_TENANTS", one) for one in tenants)]
    for name, value in named:
        if not _GUID.fullmatch(value):
            raise BadSetting(f"{name} must be the id of an app or tenant in Entra (a GUID), not {value!r}")
    secret, certificate = env.get("TEAMS_APP_SECRET", ""), env.get("TEAMS_APP_CERTIFICATE", "")
    if bool(secret) == bool(certificate):
        raise BadSetting("with TEAMS_APP_ID either TEAMS_APP_SECRET or TEAMS_APP_CERTIFICATE must be set")
    if certificate and not Path(certificate).is_file():
        raise BadSetting(f"TEAMS_APP_CERTIFICATE must be the path of a PFX file, and {certificate!r} is none")
    url = env.get("PORTAL_URL", "").rstrip("/")
    if not url.startswith("https://"):
        raise BadSetting("with TEAMS_APP_ID the portal's address must be in PORTAL_URL and begin with https://")
    made = TeamsSettings(app_id, frozenset(tenants), app_tenant, url, secret, certificate)
    return replace(
        made,
        service_hosts=_hosts(env, "TEAMS_SERVICE_HOSTS") or made.service_hosts,
        file_hosts=_hosts(env, "TEAMS_FILE_HOSTS") or made.file_hosts,
    )


def _hosts(env: Mapping[str, str], name: str) -> tuple[str, ...]:
    return tuple(env.get(name, "").lower().split())
