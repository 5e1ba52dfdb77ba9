"""A school gets a new teacher: the leader begins, the administration sends the employment."""

from __future__ import annotations

from tests.conversations.lives.life import Life, in_days

LIFE = Life(
    event="ny-medarbejder",
    owner="thomas.brandt",
    other="kirsten.moeller",
    words="hvad skal jeg huske når vi får en ny medarbejder",
    opening={
        "ansaettelsesform": "maanedsloen",
        "navn": "Oluf Dúason Bjørn",
        "stilling": "Lærer",
        "foerste_dag": in_days(60),
        "attestkrav": ["boern"],
        "skal_have": ["bruger", "pc"],
    },
    handed=("ansaettelse-maanedsloen",),
    answers={"pc": {"subject": "thomas.brandt"}},
    reports=("boerneattest", "ansaettelse-maanedsloen", "it-bruger", "pc", "introduktion"),
)
