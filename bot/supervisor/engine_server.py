"""The engine process: Rasa's server with our channel only, on loopback. Runs on the engine's Python 3.10.

Started from here rather than by `rasa run`, which imports all of Rasa's commands, listens on every address unless
told otherwise, and logs message texts at debug level.
"""

from __future__ import annotations

import logging
import sys

import structlog

from bot.settings import PROJECT, Settings
from bot.supervisor.without_tensorflow import can_do_without, leave_out_tensorflow

LOOPBACK = "127.0.0.1"


def quiet_logs() -> None:
    """Warnings and errors only: below that, Rasa logs what users write."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))


def main() -> None:
    """Serves the model whose path is the first argument."""
    quiet_logs()
    if can_do_without(PROJECT / "config.yml"):
        leave_out_tensorflow()
    from rasa.core.run import serve_application
    from rasa.core.utils import AvailableEndpoints

    from bot.understanding.standalone import settle_on_cpu

    quiet_logs()
    settle_on_cpu()
    serve_application(
        model_path=sys.argv[1],
        interface=LOOPBACK,
        port=Settings.from_environment().engine_port,
        credentials=str(PROJECT / "credentials.yml"),
        endpoints=AvailableEndpoints.read_endpoints(str(PROJECT / "endpoints.yml")),
        enable_api=False,
    )


if __name__ == "__main__":
    main()
