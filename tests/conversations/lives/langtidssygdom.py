"""An employee has been ill for weeks: the leader begins, and the employee sends what only they can say."""

from __future__ import annotations

from tests.conversations.lives.life import Life, in_days

LIFE = Life(
    event="langtidssygdom",
    owner="nikolaj.bach",
    other="camilla.ploug",
    words="en medarbejder er langtidssyg, hvad skal jeg huske",
    opening={
        "subject": "camilla.ploug",
        "foerste_sygedag": in_days(-20),
        "forventet_tilbage": "et_par",
        "loen_syg": "fuld",
        "forhold": "ingen",
        "behov": ["erklaering", "aftale"],
    },
    handed=("plan", "brev", "paragraf-56", "delvis", "rask"),
    answers={
        "samtale": {"samtale_holdt": "false"},
        "anmeldelse": {"delvist_syg": "false"},
        "delvis": {"gaelder_fra_dag": in_days(3), "stiger": "false", "ferie_undervejs": "false"},
    },
    reports=("samtale", "plan", "anmeldelse", "tidlig", "erklaering", "paragraf-56", "delvis", "rask"),
)
