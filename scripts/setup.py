"""Makes what the commands need: `python3 -m scripts.setup [app|all]`. Up to date, it costs a tenth of a second."""

from __future__ import annotations

import sys

from scripts.console import Stop, say, stops_with_one_message
from scripts.environments import set_up_app, set_up_engine


def main(arguments: list[str]) -> None:
    """Sets up `.venv` (app) or both environments (all, the default)."""
    what = arguments[0] if arguments else "all"
    if what not in ("app", "all"):
        raise Stop(f"usage: python3 -m scripts.setup [app|all], not {what!r}")
    set_up_app()
    if what == "all":
        set_up_engine()
    if not arguments:
        say("Set-up is up to date.")


if __name__ == "__main__":
    with stops_with_one_message():
        main(sys.argv[1:])
