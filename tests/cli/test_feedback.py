"""`serviceassistent feedback`."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.cli.__main__ import main
from bot.clock import today, utc_now
from bot.feedback.service import FeedbackService
from tests.fixtures import engine, town  # noqa: F401
from tests.town import Town


@pytest.fixture
def feedback(town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FeedbackService:  # noqa: F811
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    monkeypatch.setenv("DATABASE_URL", town.engine.url.render_as_string(hide_password=False))
    service = FeedbackService(town.sessions, utc_now)
    for answer in ("yes", "yes", "yes", "no", "partly"):
        service.answer(service.asked("solved", "facet", "koerselsgodtgoerelse", "rejser"), answer)  # type: ignore[arg-type]
    service.asked("solved", "facet", "koerselsgodtgoerelse", "rejser")
    service.answer(service.asked("satisfied", "receipt", "private-udlaeg", "rejser"), "no")
    return service


def lines(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[str]:
    assert main(["feedback", *arguments]) == 0
    return [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]


@pytest.mark.parametrize(
    ("by", "name"),
    [
        ("solution", "Kørselsgodtgørelse i egen bil"),
        ("area", "Rejser og kørsel"),
        ("month", f"{today(utc_now):%Y-%m}"),
        ("moment", "efter svar på et spørgsmål"),
    ],
)
def test_shares_are_told_with_their_numbers(
    feedback: FeedbackService, capsys: pytest.CaptureFixture[str], by: str, name: str
) -> None:
    said = lines(capsys, "--by", by)
    assert f"{name} 6 5 60 % 20 % 20 %" in said
    assert "i alt 6 5 60 % 20 % 20 %" in said


def test_one_answer_is_not_told(feedback: FeedbackService, capsys: pytest.CaptureFixture[str]) -> None:
    said = lines(capsys, "--by", "solution")
    satisfied = said[said.index("Hvor tilfreds er du?") :]
    assert satisfied == ["Hvor tilfreds er du?", "spurgt svar ja delvist nej", "øvrige 1 færre end 5 svar"]


def test_what_was_written_is_told_without_who_and_when(
    feedback: FeedbackService, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = feedback.asked("solved", "tree", "private-udlaeg", "rejser")
    feedback.answer(asked, "no")
    feedback.comment(asked, "nej det\nvirkede ikke")
    assert lines(capsys, "--comments") == ["Refusion af private udlæg (efter et spørgetræ, nej): nej det virkede ikke"]


def test_a_wrong_day_and_a_missing_database_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    assert main(["feedback"]) == 2
    assert "Start assistenten først" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        main(["feedback", "--since", "i går"])
    assert "i går er ikke en dato" in capsys.readouterr().err
