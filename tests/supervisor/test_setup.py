"""The set-up's own decisions: which Python, is there room, is it up to date. Nothing is installed here."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts import environments, pythons
from scripts.console import Stop
from scripts.pythons import Python


def answering(**versions: tuple[int, int]):
    """Pythons that answer by name; all others are shims that do not run."""
    return lambda command: Python(command, versions[command]) if command in versions else None


def nothing() -> None:
    return None


def test_a_shim_that_does_not_run_is_skipped(tmp_path: Path) -> None:
    shim = tmp_path / "python3.10"
    shim.write_text("#!/bin/sh\necho 'version not installed' >&2\nexit 127\n")
    shim.chmod(0o755)
    assert pythons.ask(str(shim)) is None
    assert pythons.ask(str(tmp_path / "missing")) is None


def test_rasas_python_is_the_one_that_was_chosen() -> None:
    asked = answering(**{"/opt/310": (3, 10), "python3.10": (3, 10)})
    assert pythons.find_engine_python(nothing, nothing, {"PYTHON310": "/opt/310"}, asked).path == "/opt/310"


def test_a_chosen_python_that_is_not_3_10_is_refused_rather_than_replaced() -> None:
    asked = answering(**{"/opt/312": (3, 12), "python3.10": (3, 10)})
    with pytest.raises(Stop, match="PYTHON310=/opt/312"):
        pythons.find_engine_python(nothing, nothing, {"PYTHON310": "/opt/312"}, asked)


def test_pyenvs_python_is_found_though_the_shim_does_not_run(tmp_path: Path) -> None:
    for version in ("3.10.9", "3.10.13", "3.11.7"):
        (tmp_path / "versions" / version / "bin").mkdir(parents=True)
        (tmp_path / "versions" / version / "bin" / "python").touch()
    newest = str(tmp_path / "versions" / "3.10.13" / "bin" / "python")
    found = pythons.find_engine_python(nothing, nothing, {"PYENV_ROOT": str(tmp_path)}, answering(**{newest: (3, 10)}))
    assert found.path == newest


def test_uv_is_asked_last_and_may_install(tmp_path: Path) -> None:
    asked = answering(**{"/uv/python": (3, 10)})
    env = {"PYENV_ROOT": str(tmp_path)}
    assert pythons.find_engine_python(nothing, lambda: "/uv/python", env, asked).path == "/uv/python"


def test_a_missing_python_3_10_is_one_message_that_names_the_ways_to_get_it(tmp_path: Path) -> None:
    with pytest.raises(Stop) as told:
        pythons.find_engine_python(nothing, nothing, {"PYENV_ROOT": str(tmp_path)}, answering())
    for way in ("pyenv install 3.10", "uv python install 3.10", "apt-get", "PYTHON310="):
        assert way in str(told.value)


def test_an_old_python_is_not_taken_for_our_own_processes(tmp_path: Path) -> None:
    env = {"PYENV_ROOT": str(tmp_path)}
    with pytest.raises(Stop, match=r"Python 3\.11 or newer is needed"):
        pythons.find_app_python(env, answering(python3=(3, 9)))
    assert pythons.find_app_python(env, answering(**{"python3": (3, 9), "python3.12": (3, 12)})).path == "python3.12"


def test_too_little_room_is_told_before_anything_is_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environments, "NEEDED", {tmp_path / "new": environments.GIB})
    with pytest.raises(Stop, match=r"needs 1\.0 GB"):
        environments.check_room([tmp_path / "new"], free=environments.GIB // 2)
    environments.check_room([tmp_path / "new"], free=2 * environments.GIB)


@pytest.mark.parametrize(
    ("output", "message"),
    [
        ("error: failed to write: No space left on device (os error 28)", "disk became full"),
        ("error: dns error: failed to lookup address information", "could not be reached"),
        ("error: hash mismatch", "hash mismatch"),
    ],
)
def test_what_can_go_wrong_when_installing_is_one_message(output: str, message: str) -> None:
    with pytest.raises(Stop, match=message):
        environments.run("installing", ["sh", "-c", f"echo '{output}'; exit 2"])


def test_an_environment_is_up_to_date_only_for_the_same_locks(tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "python").touch(mode=0o755)
    assert not environments.up_to_date(tmp_path, "locks")
    (tmp_path / environments.STAMP).write_text("locks")
    assert environments.up_to_date(tmp_path, "locks")
    assert not environments.up_to_date(tmp_path, "other locks")


def test_the_official_danish_model_is_installed_only_against_a_hash() -> None:
    with pytest.raises(Stop, match="DANISH_MODEL_SHA256"):
        environments.danish_model({"DANISH_MODEL": "official"})
    with pytest.raises(Stop, match="'carried'"):
        environments.danish_model({"DANISH_MODEL": "large"})
    assert len(environments.danish_model({})[1]) == 64
