"""`serviceassistent audit`."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.audit.log import AuditLog
from bot.audit.trail import AuditFilter
from bot.audit.types import Event
from bot.cli.__main__ import main
from bot.clock import utc_now
from bot.database.engine import writing
from tests.fixtures import engine, town  # noqa: F401
from tests.town import AUDIT_KEY, Town


@pytest.fixture(autouse=True)
def _settings(town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    monkeypatch.setenv("DATABASE_URL", town.engine.url.render_as_string(hide_password=False))
    monkeypatch.setenv("SERVICEASSISTENT_AUDIT_KEY", AUDIT_KEY)
    town.offer(sensitive=True)
    town.lend("lea", "dot", "report:fravaer")
    town.send("dot", subject="jonas")
    town.send("anne")


def test_entries_are_told_in_danish_with_names(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit"]) == 0
    *lines, last = capsys.readouterr().out.splitlines()
    assert (len(lines), last) == (4, "4 poster.")
    assert "Lea Lund (lea) tilbød stedfortræderskabet" in lines[0]
    assert (
        "Dot Vinter (dot) sendte sag 2026-000001 om Jonas Krogh (jonas) på vegne af Lea Lund (lea). "
        "Grund: stedfortræder (" in lines[2]
    )
    assert "Anne Holm (anne) sendte sag 2026-000002. Grund: egen ret. Vej: chat" in lines[3]
    assert "2026-03-02 10:00:00" in lines[3]  # nine in UTC


@pytest.mark.parametrize(
    ("filters", "count"),
    [
        (["--person", "jonas"], 1),
        (["--person", "lea"], 3),
        (["--case", "2026-000002"], 1),
        (["--action", "report_sent"], 2),
        (["--since", "2026-03-03"], 0),
        (["--limit", "1"], 1),
        (["--person", "dot", "--action", "report_sent"], 1),
    ],
)
def test_entries_are_filtered(capsys: pytest.CaptureFixture[str], filters: list[str], count: int) -> None:
    assert main(["audit", *filters]) == 0
    assert len(capsys.readouterr().out.splitlines()) == count + 1


def test_the_key_that_the_demo_keeps_is_used_for_what_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("SERVICEASSISTENT_AUDIT_KEY")
    assert main(["audit", "verify"]) == 1  # sealed with a key that is not given
    (tmp_path / "demo-audit.key").write_text(AUDIT_KEY)
    capsys.readouterr()
    assert main(["audit", "verify"]) == 0
    assert "ikke forseglet" not in capsys.readouterr().out


def test_a_whole_chain_is_verified_and_its_head_can_be_held_against_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit", "verify"]) == 0
    output = capsys.readouterr().out
    assert "Kæden er hel: 4 poster." in output
    noted = output.split("--expect ")[1].strip()
    assert main(["audit", "verify", "--expect", noted]) == 0
    assert main(["audit", "verify", "--expect", noted[:-1]]) == 1
    assert main(["audit", "verify", "--expect", "5:hmac"]) == 1


def test_a_broken_chain_ends_with_one_and_the_first_broken_link(
    town: Town,  # noqa: F811
    capsys: pytest.CaptureFixture[str],
) -> None:
    with town.engine.begin() as connection:
        on = "" if town.engine.dialect.name == "sqlite" else " ON audit_entries"
        connection.execute(sa.text(f"DROP TRIGGER audit_entries_unchanged{on}"))
        connection.execute(sa.text("UPDATE audit_entries SET on_behalf_of_id = 'boss' WHERE seq = 3"))
    assert main(["audit", "verify"]) == 1
    assert "BRUDT ved post 3: indholdet er ændret. De 2 før den er hele." in capsys.readouterr().out


def test_without_the_key_nothing_is_said_to_be_whole(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SERVICEASSISTENT_AUDIT_KEY")
    assert main(["audit", "verify"]) == 1
    assert "med en nøgle, som ikke er givet her" in capsys.readouterr().out


def test_an_audit_without_a_key_is_whole_with_a_word_of_warning(
    town: Town,  # noqa: F811
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with town.engine.connect().execution_options(begin_immediate=True) as connection, connection.begin():
        sqlite = town.engine.dialect.name == "sqlite"
        for trigger in ("audit_entries_kept",) if sqlite else ("audit_entries_kept", "audit_entries_unchanged"):
            connection.execute(sa.text(f"DROP TRIGGER {trigger}{'' if sqlite else ' ON audit_entries'}"))
        connection.execute(sa.text("DELETE FROM audit_entries"))
        connection.execute(sa.text("UPDATE counters SET last = 0 WHERE name = 'audit'"))
    with writing(town.sessions) as session:
        AuditLog(town.clock).write(session, Event("sign_on", "anne", "person", "anne", ground="demo"))
    assert main(["audit", "verify"]) == 0
    assert "1 af dem er ikke forseglet" in capsys.readouterr().out


def test_what_is_young_is_not_purged(capsys: pytest.CaptureFixture[str], town: Town) -> None:  # noqa: F811
    town.clock.at = utc_now()
    town.send("anne")
    assert main(["audit", "purge"]) == 0
    assert "poster, der var ældre end fem år, er fjernet" in capsys.readouterr().out
    assert 5 in {entry.seq for entry in town.trail.find(AuditFilter())}


def test_a_database_without_an_audit_is_told_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'empty.db'}")
    assert main(["audit", "verify"]) == 2
    assert "intet revisionsspor" in capsys.readouterr().err
