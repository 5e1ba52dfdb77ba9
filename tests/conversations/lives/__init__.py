"""The scripts of all life events."""

from __future__ import annotations

from tests.conversations.lives import barsel, doedsfald, langtidssygdom, ny_medarbejder, pension

LIVES = (barsel.LIFE, doedsfald.LIFE, langtidssygdom.LIFE, ny_medarbejder.LIFE, pension.LIFE)
