"""The environment variables that every Rasa process of ours runs with."""

from __future__ import annotations

import os

from bot.settings import PROJECT

ENGINE_PYTHON = PROJECT / ".venv-engine" / "bin" / "python"

# Without these Rasa reports home, TensorFlow takes all cores and looks for a GPU, and both fill the logs.
RASA = {
    "RASA_TELEMETRY_ENABLED": "false",
    "TF_INTRA_OP_PARALLELISM_THREADS": "1",
    "TF_INTER_OP_PARALLELISM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "CUDA_VISIBLE_DEVICES": "-1",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "TF_ENABLE_ONEDNN_OPTS": "0",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    "PYTHONWARNINGS": "ignore",
    "LOG_LEVEL_LIBRARIES": "ERROR",
    "LOG_LEVEL_MATPLOTLIB": "ERROR",
    "LOG_LEVEL_RABBITMQ": "ERROR",
    "LOG_LEVEL_KAFKA": "ERROR",
    "LOG_LEVEL_PRESIDIO": "ERROR",
    "LOG_LEVEL_FAKER": "ERROR",
    "PYTHONUNBUFFERED": "1",
}


def rasa_environment() -> dict[str, str]:
    """This process's environment with what Rasa needs on top."""
    return {**os.environ, **RASA, "PYTHONPATH": str(PROJECT)}
