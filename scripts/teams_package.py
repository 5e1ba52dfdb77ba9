"""`make teams-package`: the app that an administrator uploads to Teams, as a zip with manifest, languages and icons."""

from __future__ import annotations

import json
import os
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from bot.settings import BadSetting, Settings, TeamsSettings
from scripts.console import Stop, say, stops_with_one_message
from scripts.png import Colour, Shape, disc, png, rounded, triangle

SCHEMA = "https://developer.microsoft.com/json-schemas/teams/v1.23/MicrosoftTeams.schema.json"
LANGUAGE_SCHEMA = "https://developer.microsoft.com/json-schemas/teams/v1.23/MicrosoftTeams.Localization.schema.json"
VERSION = "1.0.0"
BLUE: Colour = (27, 78, 155, 255)
WHITE: Colour = (255, 255, 255, 255)
_DATE = (2026, 1, 1, 0, 0, 0)  # the same package for the same settings

NAMES = {
    "name.short": "Serviceassistenten",
    "name.full": "Serviceassistenten – hjælp til indberetninger og sager",
    "description.short": "Find den rigtige indberetning, send den, og følg dine sager.",
    "description.full": (
        "Skriv med dine egne ord, hvad du har brug for: barsel, kørsel, løn, adgange. Serviceassistenten finder den "
        "rigtige indberetning, stiller spørgsmålene, sender den og fortæller, hvor din sag er. Det er den samme "
        "samtale som på serviceportalen. CPR-numre og følsomme oplysninger klares på portalen og ikke i Teams. "
        "Assistenten er en robot og svarer kun i private samtaler."
    ),
}
ENGLISH = {
    "name.short": "Service Assistant",
    "name.full": "Service Assistant – reports and cases",
    "description.short": "Find the right report, send it, and follow your cases. In Danish.",
    "description.full": (
        "Write what you need in your own words: parental leave, mileage, pay, access. The assistant finds the right "
        "report, asks the questions, sends it and tells you where your case is. It is the same conversation as on "
        "the service portal. Personal identity numbers and sensitive matters are dealt with on the portal and not in "
        "Teams. The assistant is a bot, speaks Danish and answers in private chats only."
    ),
}
COMMANDS = {
    "da": (("mine sager", "Se dine sager, og hvad der venter på dig"), ("hjælp", "Hvad kan jeg hjælpe med?")),
    "en": (("mine sager", "Your cases, and what is waiting for you"), ("hjælp", "What can I help with?")),
}


def manifest(teams: TeamsSettings, environment: Mapping[str, str]) -> dict[str, Any]:
    """The manifest: a bot for private chats that may take files."""
    privacy = environment.get("TEAMS_PRIVACY_URL", "")
    portal = teams.portal_url
    commands = [{"title": title, "description": text} for title, text in COMMANDS["da"]]
    return {
        "$schema": SCHEMA,
        "manifestVersion": "1.23",
        "version": VERSION,
        "id": teams.app_id,
        "developer": {
            "name": (environment.get("TEAMS_ORGANISATION") or "Kommunen")[:32],
            "websiteUrl": portal,
            "privacyUrl": privacy,
            "termsOfUseUrl": environment.get("TEAMS_TERMS_URL") or privacy,
        },
        "name": {"short": NAMES["name.short"], "full": NAMES["name.full"]},
        "description": {"short": NAMES["description.short"], "full": NAMES["description.full"]},
        "icons": {"color": "color.png", "outline": "outline.png"},
        "accentColor": f"#{BLUE[0]:02X}{BLUE[1]:02X}{BLUE[2]:02X}",
        "localizationInfo": {
            "defaultLanguageTag": "da-dk",
            "additionalLanguages": [{"languageTag": "en", "file": "en.json"}],
        },
        "defaultInstallScope": "personal",
        "bots": [
            {
                "botId": teams.app_id,
                "scopes": ["personal"],
                "supportsFiles": True,
                "isNotificationOnly": False,
                "commandLists": [{"scopes": ["personal"], "commands": commands}],
            }
        ],
        "validDomains": [urlsplit(portal).hostname],
    }


def english() -> dict[str, Any]:
    """What the manifest says in English."""
    commands = {
        f"bots[0].commandLists[0].commands[{place}].{part}": text
        for place, command in enumerate(COMMANDS["en"])
        for part, text in zip(("title", "description"), command, strict=True)
    }
    return {"$schema": LANGUAGE_SCHEMA, **ENGLISH, **commands}


def icons() -> dict[str, bytes]:
    """A speech bubble with a tick's place of three dots: in colour, and as an outline."""
    bubble = rounded(0.2, 0.24, 0.8, 0.66, 0.12)
    tail = triangle((0.3, 0.6), (0.3, 0.82), (0.5, 0.62))
    dots = [disc(x, 0.45, 0.05) for x in (0.35, 0.5, 0.65)]
    ground: list[tuple[Shape, Colour]] = [(rounded(0, 0, 1, 1, 0), BLUE)]
    colour = [*ground, (bubble, WHITE), (tail, WHITE), *((dot, BLUE) for dot in dots)]
    nothing: Colour = (255, 255, 255, 0)
    whole = rounded(0.06, 0.1, 0.94, 0.72, 0.16)
    point = triangle((0.2, 0.66), (0.2, 0.95), (0.5, 0.68))
    outline = [(whole, WHITE), (point, WHITE), *((disc(x, 0.41, 0.08), nothing) for x in (0.28, 0.5, 0.72))]
    return {"color.png": png(192, colour), "outline.png": png(32, outline)}


def write(target: Path, environment: Mapping[str, str]) -> Path:
    """Writes the package; raises Stop where a setting is missing."""
    try:
        teams = Settings.from_environment(environment).teams
    except BadSetting as error:
        raise Stop(str(error)) from None
    if teams is None or teams.playground:
        raise Stop("The package needs TEAMS_APP_ID, TEAMS_TENANTS, PORTAL_URL and TEAMS_PRIVACY_URL (docs/teams.md).")
    if not environment.get("TEAMS_PRIVACY_URL", "").startswith("https://"):
        raise Stop("The package needs TEAMS_PRIVACY_URL: the municipality's page on privacy, with https://.")
    files = {
        "manifest.json": _json(manifest(teams, environment)),
        "en.json": _json(english()),
        **icons(),
    }
    target.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            package.writestr(zipfile.ZipInfo(name, _DATE), content, zipfile.ZIP_DEFLATED)
    return target


def _json(data: dict[str, Any]) -> bytes:
    return json.dumps(data, ensure_ascii=False, indent=2).encode()


def main() -> int:
    """Returns the exit code."""
    # The package holds no secret, so it can be made where the secret is not.
    environment = {**os.environ}
    if not environment.get("TEAMS_APP_CERTIFICATE"):
        environment.setdefault("TEAMS_APP_SECRET", "not in the package")
    target = write(Path(environment.get("DATA_DIR") or "var") / "teams" / "serviceassistenten.zip", environment)
    say(f"{target}: upload it in the Teams admin center (docs/teams.md)")
    return 0


if __name__ == "__main__":
    with stops_with_one_message():
        sys.exit(main())
