"""The app package: what the Teams admin center takes."""

from __future__ import annotations

import json
import struct
import zipfile
import zlib
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft4Validator

from scripts.console import Stop
from scripts.teams_package import COMMANDS, ENGLISH, NAMES, write
from tests.portal.teams.local_microsoft import APP_ID, TENANT

SCHEMAS = Path(__file__).parent / "schemas"
SETTINGS = {
    "TEAMS_APP_ID": APP_ID,
    "TEAMS_TENANTS": TENANT,
    "TEAMS_APP_SECRET": "very secret",
    "PORTAL_URL": "https://portal.kommunen.example/",
    "TEAMS_PRIVACY_URL": "https://kommunen.example/privatliv",
    "TEAMS_ORGANISATION": "Havtorn Kommune",
}


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    with zipfile.ZipFile(write(tmp_path_factory.mktemp("teams") / "sub" / "app.zip", SETTINGS)) as made:
        return {name: made.read(name) for name in made.namelist()}


def schema(name: str) -> Any:
    return json.loads((SCHEMAS / name).read_text())


def test_the_manifest_is_as_microsoft_wants_it(package: dict[str, bytes]) -> None:
    manifest = json.loads(package["manifest.json"])
    Draft4Validator(schema("teams-manifest-1.23.json")).validate(manifest)
    assert manifest["bots"][0]["botId"] == APP_ID
    assert manifest["bots"][0]["scopes"] == ["personal"]  # it can be added to no team and no group
    assert manifest["validDomains"] == ["portal.kommunen.example"]
    assert manifest["developer"]["name"] == "Havtorn Kommune"


def test_english_is_its_second_language(package: dict[str, bytes]) -> None:
    english = json.loads(package["en.json"])
    Draft4Validator(schema("teams-localization-1.23.json")).validate(english)
    assert set(NAMES) == set(ENGLISH) <= set(english)
    assert len(COMMANDS["da"]) == len(COMMANDS["en"])
    assert json.loads(package["manifest.json"])["localizationInfo"]["additionalLanguages"][0]["file"] == "en.json"


@pytest.mark.parametrize(("name", "size"), [("color.png", 192), ("outline.png", 32)])
def test_the_icons_have_the_size_that_teams_wants(package: dict[str, bytes], name: str, size: int) -> None:
    picture = package[name]
    assert picture.startswith(b"\x89PNG\r\n\x1a\n")
    assert struct.unpack(">II", picture[16:24]) == (size, size)


def test_the_outline_is_white_on_nothing(package: dict[str, bytes]) -> None:
    picture = package["outline.png"]
    start = picture.index(b"IDAT")
    length = struct.unpack(">I", picture[start - 4 : start])[0]
    rows = zlib.decompress(picture[start + 4 : start + 4 + length])
    pixels = [rows[row * 129 + 1 + x * 4 : row * 129 + 5 + x * 4] for row in range(32) for x in range(32)]
    assert {pixel[:3] for pixel in pixels if pixel[3]} == {b"\xff\xff\xff"}
    assert any(pixel[3] == 0 for pixel in pixels)


def test_no_secret_is_in_the_package(package: dict[str, bytes]) -> None:
    assert all(b"very secret" not in content for content in package.values())
    assert set(package) == {"manifest.json", "en.json", "color.png", "outline.png"}


@pytest.mark.parametrize("missing", ["TEAMS_APP_ID", "TEAMS_TENANTS", "PORTAL_URL", "TEAMS_PRIVACY_URL"])
def test_a_setting_that_is_missing_is_named(tmp_path: Path, missing: str) -> None:
    with pytest.raises(Stop, match=missing):
        write(tmp_path / "app.zip", {name: value for name, value in SETTINGS.items() if name != missing})
