"""An employee has died: the leader begins, and her deputy takes a part of it."""

from __future__ import annotations

from tests.conversations.lives.life import Life, in_days

LIFE = Life(
    event="doedsfald",
    owner="mette.skov",
    other="lars.juul",
    words="en af vores ansatte er død, hvad skal jeg huske",
    opening={
        "subject": "jonas.krogh",
        "doedsdato": in_days(-1),
        "i_arbejdet": "nej",
        "kolleger": "true",
        "var_leder": "false",
        "udlaan": ["pc", "telefon", "noegler", "betalingskort"],
    },
    handed=("besked", "kort"),
    answers={
        "it": {"brugernavn": "jokr", "udstyr": "senere", "autosvar_til": in_days(60), "se_mail": "false"},
        "telefon": {"nummer": "12 34 56 78"},
    },
    reports=("melding", "it", "betalingskort", "kort", "telefon"),
)
