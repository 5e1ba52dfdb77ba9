"""A pregnant employee begins for herself; her leader finds a substitute and gets the refund."""

from __future__ import annotations

from tests.conversations.lives.life import Life, in_days

LIFE = Life(
    event="barsel",
    owner="maria.lindqvist",
    other="ida.kofoed",
    words="jeg er gravid og vil gerne have et overblik over det hele",
    opening={
        "subject": "maria.lindqvist",
        "rolle": "mor",
        "termin": in_days(150),
        "orlov_start": in_days(100),
        "tilbage": in_days(480),
        "behov": ["vikar", "it"],
    },
    handed=("samtale", "vikar", "it", "refusion", "tilbage"),
    answers={
        "varsling-mor": {"orlov_foer": "true", "samlet_plan": "false"},
        "vikar": {
            "stilling": "Pædagog i barselsvikariat",
            "opslag_dag": in_days(7),
            "frist": in_days(28),
            "samtaler": {"from": in_days(35), "to": in_days(36)},
            "attester": ["boern"],
        },
        "ferie": {"periode": {"from": in_days(86), "to": in_days(99)}},
        "it": {"autosvar_til": in_days(350)},
        "resten": {"foedselsdag": in_days(0), "resten_orlov": {"from": in_days(0), "to": in_days(300)}},
        "refusion": {"fravaersgrund": "foer", "loen_start": in_days(60), "loen_slut": in_days(160)},
    },
    reports=("varsling-mor", "vikar", "ferie", "it", "resten", "omsorgsdage", "refusion"),
)
