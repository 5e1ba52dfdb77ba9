"""An assistant has given notice: the team leader begins, and the administration sends what it may send."""

from __future__ import annotations

from tests.conversations.lives.life import Life, in_days

LIFE = Life(
    event="fratraedelse",
    owner="bente.hald",
    other="kirsten.moeller",
    words="en medarbejder har sagt op, hvad skal jeg huske",
    opening={
        "subject": "sofie.krag",
        "ophoersmaade": "selv",
        "sidste_dag": in_days(60),
        "sidste_arbejdsdag": in_days(50),
        "udleveret": ["bruger", "pc", "mobil", "kort", "betalingskort", "indkoeb"],
        "tillidsvalgt": "true",
        "er_leder": "false",
        "genbesaettes": "true",
    },
    handed=("egen-opsigelse", "opslag", "kort", "indkoeb"),
    answers={
        "tillidshverv": {"aerinde": "ophoer"},
        "egen-opsigelse": {"kortere": "false"},
        "opslag": {
            "stilling": "Social- og sundhedsassistent",
            "opslag_dag": in_days(7),
            "frist": in_days(28),
            "samtaler": {"from": in_days(33), "to": in_days(34)},
            "start": in_days(61),
            "attester": ["straffe"],
        },
        "luk-it": {"autosvar_til": in_days(110), "se_mail": "false"},
        "telefon": {"handling": "opsige"},
    },
    reports=(
        "tillidshverv",
        "egen-opsigelse",
        "opslag",
        "luk-it",
        "telefon",
        "udstyr",
        "kort",
        "betalingskort",
        "indkoeb",
    ),
)
