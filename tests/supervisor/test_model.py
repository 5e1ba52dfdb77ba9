"""Which model fits the data, and that a training that breaks off leaves what was there."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.supervisor import model, train

MADE_FROM = ("config.yml", "data/nlu/acts/greet.yml", "bot/understanding/features.py", "vendor/da-1.whl")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name in (*MADE_FROM, "docs/readme.md"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("a")
    (tmp_path / "knowledge/solutions/it").mkdir(parents=True)
    (tmp_path / "knowledge/solutions/it/vpn.yml").write_text("{id: vpn, title: VPN, area: it, help: Ring}")
    return tmp_path


@pytest.mark.parametrize("name", MADE_FROM)
def test_the_fingerprint_changes_with_what_a_model_is_made_from(project: Path, name: str) -> None:
    before = model.fingerprint(project)
    (project / name).write_text("b")
    assert model.fingerprint(project) != before


def test_the_fingerprint_stays_when_anything_else_changes(project: Path) -> None:
    before = model.fingerprint(project)
    (project / "docs/readme.md").write_text("b")
    (project / "bot/understanding/__pycache__").mkdir()
    (project / "bot/understanding/__pycache__/features.pyc").write_text("b")
    assert model.fingerprint(project) == before


def test_of_a_solution_only_the_words_that_are_trained_on_count(project: Path) -> None:
    solution, before = project / "knowledge/solutions/it/vpn.yml", model.fingerprint(project)
    solution.write_text("{id: vpn, title: VPN, area: it, help: Skriv}")
    assert model.fingerprint(project) == before
    solution.write_text("{id: vpn, title: VPN, area: it, synonyms: [hjemmefra]}")
    assert model.fingerprint(project) != before


def test_a_renamed_file_changes_the_fingerprint(project: Path) -> None:
    before = model.fingerprint(project)
    (project / "data/nlu/acts/greet.yml").rename(project / "data/nlu/acts/hello.yml")
    assert model.fingerprint(project) != before


@pytest.fixture
def models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MODELS_DIR", str(tmp_path))
    return tmp_path


def writes_a_model(out: Path, name: str, **_: object) -> Path:
    (out / f"{name}.tar.gz").write_text("model")
    return out / f"{name}.tar.gz"


def breaks_off(out: Path, name: str, **_: object) -> Path:
    (out / f"{name}.tar.gz").write_text("half a mod")
    raise KeyboardInterrupt


def test_trains_once_for_the_same_data(models: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(train, "rasa_train", writes_a_model)
    trained = train.train()
    assert trained == model.fitting_model()
    monkeypatch.setattr(train, "rasa_train", breaks_off)
    assert train.train() == trained


def test_a_training_that_breaks_off_leaves_the_old_model(models: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(train, "rasa_train", writes_a_model)
    trained = train.train()
    monkeypatch.setattr(train, "rasa_train", breaks_off)
    with pytest.raises(KeyboardInterrupt):
        train.train(force=True)
    assert trained.read_text() == "model"
    assert [path.name for path in models.iterdir() if path.name != "training.lock"] == [trained.name]
