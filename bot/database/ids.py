"""Opaque identifiers."""

from __future__ import annotations

import secrets
from collections.abc import Callable

Ids = Callable[[], str]


def new_id() -> str:
    """128 random bits, safe in a URL: an id that is seen says nothing about any other."""
    return secrets.token_urlsafe(16)
