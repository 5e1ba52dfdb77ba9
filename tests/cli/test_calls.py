"""`serviceassistent calls`."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.cli.__main__ import main
from bot.clock import utc_now
from bot.handover.calls import CallLog
from bot.insight.calls import FEWEST
from tests.fixtures import engine, town  # noqa: F401
from tests.town import AUDIT_KEY, KEY, Town


@pytest.fixture(autouse=True)
def _settings(town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    monkeypatch.setenv("DATABASE_URL", town.engine.url.render_as_string(hide_password=False))
    monkeypatch.setenv("SERVICEASSISTENT_AUDIT_KEY", AUDIT_KEY)
    monkeypatch.setenv("SERVICEASSISTENT_CPR_KEY", KEY)


def test_the_weeks_are_told_with_topics_and_outcomes_but_no_small_number(
    town: Town,  # noqa: F811
    capsys: pytest.CaptureFixture[str],
) -> None:
    log = CallLog(town.sessions, lambda: utc_now() - timedelta(days=7))
    for call in range(FEWEST + 2):
        log.log("rikke", "koerselsgodtgoerelse", "solved", f"k{call}")
    for call in range(FEWEST - 1):
        log.log("rikke", None, "guided", f"n{call}")
    assert main(["calls"]) == 0
    output = capsys.readouterr().out
    assert "11 opkald" in output
    assert "Andre" in output
    for alone in ("Kørselsgodtgørelse", "Løst på stedet", "Vejledt", "Uden emne"):
        assert alone not in output  # with the total it would tell the small one beside it


def test_without_calls_it_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["calls", "--weeks", "2"]) == 0
    assert "ingen loggede opkald" in capsys.readouterr().out


@pytest.mark.parametrize("weeks", ["0", "-1", "500"])
def test_a_wrong_number_of_weeks_is_refused(weeks: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["calls", "--weeks", weeks]) == 2
    assert "Skriv et antal uger" in capsys.readouterr().err
