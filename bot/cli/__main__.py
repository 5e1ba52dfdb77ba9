"""The command line: `serviceassistent COMMAND`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from bot.cli import audit, calls, chat, check, feedback, grunddata, privacy, route, tree
from bot.settings import BadSetting


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; returns the exit code."""
    parser = argparse.ArgumentParser(
        prog="serviceassistent", description="Serviceassistenten: værktøjer til drift og redaktion / tools"
    )
    subparsers = parser.add_subparsers(title="kommandoer / commands", required=True, metavar="KOMMANDO")
    for command in (route, chat, check, tree, calls, audit, feedback, grunddata, privacy):
        command.add_parser(subparsers)
    args = parser.parse_args(arguments)
    try:
        return int(args.run(args))
    except BadSetting as error:
        print(f"serviceassistent: {error}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        return 0


if __name__ == "__main__":
    sys.exit(main())
