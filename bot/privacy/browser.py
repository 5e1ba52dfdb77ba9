"""`python -m bot.privacy.browser`: writes the patterns of the CPR shield down for the browser."""

from __future__ import annotations

import json
import re
from pathlib import Path

from bot.privacy import cpr_patterns
from bot.settings import PROJECT

FILE = PROJECT / "bot" / "portal" / "static" / "widget" / "cpr-patterns.js"
_HEAD = "// Made by `python -m bot.privacy.browser` from bot/privacy/cpr_patterns.py; change it there.\n"


def script() -> str:
    """The patterns as a module of JavaScript, each under the name that it has in Python."""
    named = {name: value for name, value in vars(cpr_patterns).items() if isinstance(value, re.Pattern)}
    return _HEAD + "".join(f"export const {name} = {_expression(pattern)};\n" for name, pattern in named.items())


def _expression(pattern: re.Pattern[str]) -> str:
    source = pattern.pattern.replace("(?P<", "(?<").replace(r"\Z", "$")
    # "g": so that a search can begin somewhere; cpr.js puts lastIndex where it wants it.
    flags = "gi" if pattern.flags & re.I else "g"
    return f"new RegExp({json.dumps(source, ensure_ascii=False)}, {json.dumps(flags)})"


def main(file: Path = FILE) -> None:
    """Writes the file."""
    file.write_text(script())


if __name__ == "__main__":
    main()
