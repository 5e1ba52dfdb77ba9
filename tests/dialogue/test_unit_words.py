"""The unit that a sentence names."""

from __future__ import annotations

import pytest

from bot.access.types import Unit
from bot.dialogue.unit_words import unit_in


def _unit(id_: str, name: str, path: str) -> Unit:
    return Unit(id_, name, path, None, None)


UNITS = [
    _unit("egely-1", "Egely, hus 1", "/by/pleje/egely/egely-1/"),
    _unit("egely", "Plejecenter Egely", "/by/pleje/egely/"),
    _unit("bakke", "Bakkeskolen", "/by/bakke/"),
    _unit("bakke-sfo", "Bakkeskolens SFO", "/by/bakke/sfo/"),
    _unit("it", "It-service", "/by/it/"),
    _unit("aadal", "Ådalsskolen", "/by/aadal/"),
]


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("vis alle sager i egely", "egely"),
        ("sager fra Egely hus 1", "egely-1"),
        ("åbne sager på bakkeskolen", "bakke"),
        ("hvad har vi sendt fra bakkeskolens sfo", "bakke-sfo"),
        ("sager fra Ådalsskolen", "aadal"),
        ("sager fra aadalsskolen", "aadal"),
        ("sager fra marts", None),
        ("sager om it", None),
        ("sager i gang", None),
        ("", None),
    ],
)
def test_the_unit_that_is_named(text: str, unit: str | None) -> None:
    found = unit_in(text, UNITS)
    assert (found.id if found else None) == unit
