"""Which settings of the provider are taken, and what is said of those that are not."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.settings import BadSetting, Settings, is_safe_url

GIVEN = {
    "OIDC_ISSUER": "https://login.example/tenant/v2.0",
    "OIDC_CLIENT_ID": "portalen",
    "PORTAL_URL": "https://portalen.kommunen.example/",
}


def read(tmp_path: Path, **changes: str) -> Settings:
    return Settings.from_environment({"DATA_DIR": str(tmp_path), **GIVEN, **changes})


def test_the_provider_is_read_and_its_secret_is_never_shown(tmp_path: Path) -> None:
    settings = read(tmp_path, OIDC_CLIENT_SECRET="hemmelig")
    assert settings.oidc is not None
    assert settings.oidc.portal_url == "https://portalen.kommunen.example"
    assert (settings.oidc.person_claim, settings.oidc.client_secret) == ("oid", "hemmelig")
    assert "hemmelig" not in repr(settings)
    assert not settings.plain_http


def test_without_an_issuer_there_is_no_provider(tmp_path: Path) -> None:
    assert read(tmp_path, OIDC_ISSUER="").oidc is None


def test_another_claim_may_name_the_person(tmp_path: Path) -> None:
    oidc = read(tmp_path, OIDC_PERSON_CLAIM="employeeid").oidc
    assert oidc is not None
    assert oidc.person_claim == "employeeid"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"DEMO": "1"}, "DEMO=1"),
        ({"OIDC_CLIENT_ID": ""}, "OIDC_CLIENT_ID must be set"),
        ({"PORTAL_URL": ""}, "PORTAL_URL must be set where OIDC_ISSUER is"),
        ({"OIDC_ISSUER": "http://login.example"}, "OIDC_ISSUER must be an address that begins with https"),
        ({"OIDC_ISSUER": "https://login.example?x=1"}, "OIDC_ISSUER"),
        ({"PORTAL_URL": "http://portalen.kommunen.example"}, "PORTAL_URL must be"),
        ({"PORTAL_URL": "portalen.kommunen.example"}, "PORTAL_URL must be"),
        ({"PORTAL_URL": "https://kommunen.example/portal"}, "without a path"),
    ],
    ids=str,
)
def test_a_setting_that_cannot_be_used_is_named(tmp_path: Path, changes: dict[str, str], said: str) -> None:
    with pytest.raises(BadSetting, match=said):
        read(tmp_path, **changes)


@pytest.mark.parametrize(
    "url",
    [
        "", "https://", "//login.example", "http://login.example", "ftp://login.example", "javascript:alert(1)",
        "https://user@login.example", "https://login.example#x", "http://127.0.0.1.evil.example", "https://[",
    ],
)  # fmt: skip
def test_what_could_be_read_on_the_way_or_leads_astray_is_not_safe(url: str) -> None:
    assert not is_safe_url(url)


@pytest.mark.parametrize(
    "url", ["https://login.example/x?y=1", "http://127.0.0.1:8080", "http://[::1]/", "http://localhost"]
)
def test_tls_and_this_very_computer_are_safe(url: str) -> None:
    assert is_safe_url(url)
