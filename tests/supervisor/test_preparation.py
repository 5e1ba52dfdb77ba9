"""What is checked and made before the processes start."""

from __future__ import annotations

import base64
import socket
from pathlib import Path

import pytest

from bot.settings import Settings
from bot.supervisor import preparation
from bot.supervisor.preparation import CannotStart


def settings(data_dir: Path, **env: str) -> Settings:
    return Settings.from_environment({"DATA_DIR": str(data_dir), "DEMO": "1", **env})


def test_a_port_in_use_is_named_with_the_way_to_choose_another(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(CannotStart) as told:
            preparation.check_ports(settings(tmp_path, PORT=str(port)))
    assert f"Port {port} is in use" in str(told.value)
    assert "make run PORT=" in str(told.value)


def test_an_internal_port_in_use_is_told_as_such(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        with pytest.raises(CannotStart, match="engine"):
            preparation.check_ports(settings(tmp_path, PORT="18080", ENGINE_PORT=port, ACTIONS_PORT="18082"))


def test_each_run_has_its_own_secrets_and_the_demo_keeps_its_cpr_key(tmp_path: Path) -> None:
    first, second = (preparation.environment_for_children(settings(tmp_path), {}) for _ in range(2))
    assert first["ENGINE_SECRET"] != second["ENGINE_SECRET"]
    assert first["ACTIONS_SECRET"] != first["ENGINE_SECRET"]
    assert first["SERVICEASSISTENT_CPR_KEY"] == second["SERVICEASSISTENT_CPR_KEY"]
    assert len(base64.urlsafe_b64decode(first["SERVICEASSISTENT_CPR_KEY"])) == 32
    assert (tmp_path / "demo-cpr.key").stat().st_mode & 0o777 == 0o600


def test_the_demo_keeps_a_key_for_its_audit_too(tmp_path: Path) -> None:
    first, second = (preparation.environment_for_children(settings(tmp_path), {}) for _ in range(2))
    assert first["SERVICEASSISTENT_AUDIT_KEY"] == second["SERVICEASSISTENT_AUDIT_KEY"]
    assert len(base64.urlsafe_b64decode(first["SERVICEASSISTENT_AUDIT_KEY"])) == 32
    assert first["SERVICEASSISTENT_AUDIT_KEY"] != first["SERVICEASSISTENT_CPR_KEY"]
    assert (tmp_path / "demo-audit.key").stat().st_mode & 0o777 == 0o600
    assert sorted(path.name for path in tmp_path.iterdir()) == ["demo-audit.key", "demo-cpr.key"]


def test_outside_the_demo_no_audit_key_is_made_up(tmp_path: Path) -> None:
    given = {"DEMO": "0", "SERVICEASSISTENT_CPR_KEY": "given"}
    assert preparation.environment_for_children(settings(tmp_path, **given), {})["SERVICEASSISTENT_AUDIT_KEY"] == ""
    sealed = settings(tmp_path, **given, SERVICEASSISTENT_AUDIT_KEY="new,old")
    assert preparation.environment_for_children(sealed, {})["SERVICEASSISTENT_AUDIT_KEY"] == "new,old"
    assert list(tmp_path.iterdir()) == []


def test_without_demo_the_cpr_key_must_be_given(tmp_path: Path) -> None:
    with pytest.raises(CannotStart, match="SERVICEASSISTENT_CPR_KEY"):
        preparation.cpr_key(settings(tmp_path, DEMO="0"))
    assert preparation.cpr_key(settings(tmp_path, DEMO="0", SERVICEASSISTENT_CPR_KEY="given")) == "given"


def test_a_data_dir_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(CannotStart, match="cannot be written"):
        preparation.make_data_dir(tmp_path / "file" / "data")


def test_a_second_supervisor_keeps_off_the_same_data(tmp_path: Path) -> None:
    with preparation.lock_data_dir(tmp_path), pytest.raises(CannotStart, match="already running"):
        preparation.lock_data_dir(tmp_path)
    preparation.lock_data_dir(tmp_path).close()


def test_a_bad_port_is_told_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(CannotStart, match="PORT must be a port number"):
        preparation.read_settings({"DATA_DIR": str(tmp_path), "PORT": "eighty"})
