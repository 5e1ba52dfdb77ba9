"""A gardener retires: the leader begins, and the gardener gives notice himself."""

from __future__ import annotations

from tests.conversations.lives.life import Life, in_days

LIFE = Life(
    event="pension",
    owner="finn.toft",
    other="bo.enevoldsen",
    words="jeg vil gerne have en tjekliste når en medarbejder går på pension",
    opening={
        "subject": "bo.enevoldsen",
        "ordning": "alderspension",
        "sidste_dag": in_days(150),
        "job_efter": "true",
        "opslag": "ja",
        "har": ["it", "telefon", "kort", "betalingskort"],
    },
    handed=("raadgivning", "opsigelse", "soeg", "betalingskort"),
    answers={
        "opsigelse": {"afsender": "selv", "givet": in_days(0)},
        "opslag": {
            "stilling": "Gartner",
            "frist": in_days(35),
            "samtaler": {"from": in_days(40), "to": in_days(41)},
            "start": in_days(140),
            "attester": ["ingen"],
        },
        "telefon": {"handling": "opsige", "nummer": "12 34 56 78"},
        "vagter": {
            "job": "Gartner",
            "foerste_vagt": in_days(155),
            "anden_enhed": "false",
            "over_en_maaned": "false",
        },
        "it": {"autosvar_til": in_days(210), "se_mail": "false"},
    },
    reports=("opsigelse", "opslag", "telefon", "betalingskort", "vagter", "it", "kort"),
)
