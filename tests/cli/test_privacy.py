"""`serviceassistent privacy`."""

from __future__ import annotations

import zipfile
from datetime import timedelta
from pathlib import Path

import pytest

from bot.audit.trail import AuditFilter
from bot.cli.__main__ import main
from bot.clock import utc_now
from bot.privacy.retention_rules import RULES
from bot.privacy.vault import CprVault
from tests.fixtures import engine, town  # noqa: F401
from tests.town import AUDIT_KEY, KEY, Town


@pytest.fixture(autouse=True)
def _settings(town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    monkeypatch.setenv("DATABASE_URL", town.engine.url.render_as_string(hide_password=False))
    monkeypatch.setenv("SERVICEASSISTENT_AUDIT_KEY", AUDIT_KEY)
    monkeypatch.setenv("SERVICEASSISTENT_CPR_KEY", KEY)
    monkeypatch.delenv("SERVICEASSISTENT_CPR_KEYS_OLD", raising=False)
    town.offer()


def test_the_rules_are_told_whole(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["privacy", "rules"]) == 0
    output = capsys.readouterr().out
    assert all(text in output for rule in RULES for text in (rule.title, rule.until, rule.why, rule.basis))


def test_a_purge_can_be_tried_and_is_then_done(town: Town, capsys: pytest.CaptureFixture[str]) -> None:  # noqa: F811
    town.clock.at = utc_now() - timedelta(days=190)
    town.talks.add_user_message(town.talks.for_person("anne").id, "hej", "c1")
    assert main(["privacy", "purge", "--dry-run"]) == 0
    tried = capsys.readouterr().out
    assert "Det, der er skrevet i samtalen" in tried
    assert "ville blive slettet; intet er ændret" in tried
    assert main(["privacy", "purge"]) == 0
    assert "er slettet" in capsys.readouterr().out
    assert main(["privacy", "purge"]) == 0
    assert capsys.readouterr().out == "Der er ikke noget, der er gemt for længe.\n"


def test_an_export_writes_the_file_once_and_is_told_in_the_audit(
    town: Town,  # noqa: F811
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    town.send("anne", cpr="cpr:" + town.vault.keep("6201901234", "anne"), subject="anne")
    out = tmp_path / "anne.zip"
    assert main(["privacy", "export", "anne", "--out", str(out)]) == 0
    assert "om Anne Holm er skrevet til" in capsys.readouterr().out
    with zipfile.ZipFile(out) as archive:
        assert b"620190" not in archive.read("udtraek.json") + archive.read("udtraek.html")
    assert main(["privacy", "export", "anne", "--out", str(out)]) == 1
    assert main(["privacy", "export", "anne", "--with-cpr", "--out", str(tmp_path / "cpr.zip")]) == 0
    with zipfile.ZipFile(tmp_path / "cpr.zip") as archive:
        assert b"620190-1234" in archive.read("udtraek.json")
    told = [entry.event.details for entry in town.trail.find(AuditFilter(person="anne", action="person_exported"))]
    assert told == [{"with_cpr": False}, {"with_cpr": True}]


def test_of_someone_unknown_nothing_is_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["privacy", "export", "ingen", "--out", str(tmp_path / "x.zip")]) == 1
    assert "Der er ikke gemt noget om “ingen”" in capsys.readouterr().err
    assert not (tmp_path / "x.zip").exists()


def test_the_key_is_rotated_and_it_is_said_when_the_old_one_may_go(
    town: Town,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    value = "cpr:" + town.vault.keep("6201901234", "anne")
    case = town.send("anne", cpr=value)
    assert main(["privacy", "new-key"]) == 0
    new = capsys.readouterr().out.strip()
    monkeypatch.setenv("SERVICEASSISTENT_CPR_KEY", new)
    assert main(["privacy", "rotate-key"]) == 1  # without the old one
    assert "1 kan ingen af nøglerne her åbne" in capsys.readouterr().err
    monkeypatch.setenv("SERVICEASSISTENT_CPR_KEYS_OLD", KEY)
    assert main(["privacy", "rotate-key"]) == 0
    output = capsys.readouterr().out
    assert "1 CPR-numre er krypteret igen" in output
    assert "kan fjernes fra SERVICEASSISTENT_CPR_KEYS_OLD" in output
    assert new not in output
    assert CprVault(town.sessions, town.clock, new).reveal(value, case_id=case.id) == "620190-1234"
    assert len(town.trail.find(AuditFilter(action="key_rotated"))) == 1


def test_a_key_that_is_none_is_said_without_repeating_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SERVICEASSISTENT_CPR_KEY", "hemmelig-men-forkert")
    assert main(["privacy", "rotate-key"]) == 2
    captured = capsys.readouterr()
    assert "SERVICEASSISTENT_CPR_KEY must be" in captured.err
    assert "hemmelig" not in captured.err + captured.out


def test_a_database_of_something_else_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'anden.db'}")
    assert main(["privacy", "purge"]) == 2
    assert "er ikke Serviceassistentens" in capsys.readouterr().err
