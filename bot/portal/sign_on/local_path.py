"""Where one may be sent on to after signing on: to pages of this house, and nowhere else."""

from __future__ import annotations

import re

SIGN_ON = "/log-ind"
_LOCAL = re.compile(r"/(?:[^\s\\/?#][^\s\\]*|[?#][^\s\\]*)?")
MOST_PATH = 1000  # characters


def local_path(value: str) -> str:
    """The path if it leads to a page of this house; the front page otherwise.

    Browsers read "//host" and "/\\host" as another site, and drop tabs and line breaks before they look.
    """
    path = value.partition("?")[0].partition("#")[0]
    if len(value) > MOST_PATH or not value.isascii() or not _LOCAL.fullmatch(value):
        return "/"
    if "//" in path or "/." in path or path.startswith((f"{SIGN_ON}", "/log-ud", "/api/")):
        return "/"
    return value
