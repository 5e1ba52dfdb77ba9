"""The engine does without TensorFlow, as long as no component needs it."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from bot.settings import PROJECT
from bot.supervisor.rasa_environment import ENGINE_PYTHON, rasa_environment
from bot.supervisor.without_tensorflow import can_do_without

LOAD = """
import sys
from bot.supervisor.without_tensorflow import leave_out_tensorflow
leave_out_tensorflow()
import rasa.core.run, rasa.engine.recipes.default_components
print([name for name, module in sys.modules.items() if name.startswith("tensorflow") and module.__spec__.origin])
"""


def test_our_configuration_does_without() -> None:
    assert can_do_without(PROJECT / "config.yml")


@pytest.mark.parametrize("name", ["DIETClassifier", "TEDPolicy", "some.other.Component"])
def test_any_component_not_known_to_do_without_brings_it_back(tmp_path: Path, name: str) -> None:
    (tmp_path / "config.yml").write_text(f"pipeline: [{{name: bot.engine.x.Y}}]\npolicies: [{{name: {name}}}]")
    assert not can_do_without(tmp_path / "config.yml")


@pytest.mark.skipif(not ENGINE_PYTHON.exists(), reason="the engine's environment is not set up (make setup)")
def test_rasas_server_loads_without_it() -> None:
    command = [str(ENGINE_PYTHON), "-c", LOAD]
    done = subprocess.run(command, cwd=PROJECT, env=rasa_environment(), capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stdout.strip() == "[]"
