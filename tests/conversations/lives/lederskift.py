"""A school gets a new head from among its own: the head of schools begins, and the school's buyer sends two parts."""

from __future__ import annotations

from tests.conversations.lives.life import Life, in_days

LIFE = Life(
    event="lederskift",
    owner="hanne.vestergaard",
    other="ole.bjerg",
    words="jeg vil gerne have en tjekliste til et lederskift",
    opening={
        "enhed": "aadalsskolen",
        "skiftet": "ny",
        "fra": in_days(45),
        "tidligere": "stopper",
        "ny_leder_fra": "enheden",
        "ny_leder": "fatima.yilmaz",
        "titel": "Skoleleder",
        "oekonomi": "true",
    },
    handed=("indkoeb", "ean"),
    answers={
        "stilling": {"slags": "ny_stilling"},
        "fagsystem": {"systemtype": "boern", "ophoerer": "false"},
        "indkoeb": {"adgangsaerinde": "aendre", "indkoebsroller": ["godkender"], "beloebsgraense": "25000"},
        "postkasse": {"handling": "medlemmer"},
        "stedfortraeder": {
            "hvor_ansat": "her",
            "stedfortraeder": "ole.bjerg",
            "periode": {"from": in_days(50), "to": in_days(57)},
        },
    },
    reports=("stilling", "registrering", "fagsystem", "indkoeb", "ean", "postkasse", "stedfortraeder"),
)
