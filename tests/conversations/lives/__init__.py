"""The scripts of all life events."""

from __future__ import annotations

from tests.conversations.lives import (
    barsel,
    doedsfald,
    fratraedelse,
    langtidssygdom,
    lederskift,
    ny_medarbejder,
    organisationsaendring,
    pension,
)

LIVES = (
    barsel.LIFE,
    doedsfald.LIFE,
    fratraedelse.LIFE,
    langtidssygdom.LIFE,
    lederskift.LIFE,
    ny_medarbejder.LIFE,
    organisationsaendring.LIFE,
    pension.LIFE,
)
