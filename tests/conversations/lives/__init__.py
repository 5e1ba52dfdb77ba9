"""The scripts of all life events."""

from __future__ import annotations

from tests.conversations.lives import ny_medarbejder

LIVES = (ny_medarbejder.LIFE,)
