"""Two houses become one: the leader begins, and the administration puts the accounts in order."""

from __future__ import annotations

from tests.conversations.lives.life import Life, in_days

LIFE = Life(
    event="organisationsaendring",
    owner="karen.oestergaard",
    other="kirsten.moeller",
    words="jeg vil gerne have overblik over en sammenlægning af to afdelinger",
    opening={
        "aendringen": "sammenlaeg",
        "enhed": "egely-hus-2",
        "enhedens_navn": "Egely, Lindehuset",
        "fra": in_days(120),
        "besluttet": "false",
        "med_status": "nej",
        "oekonomi": "samles",
        "ny_arbejdsplads": "true",
        "postkasser": "true",
    },
    handed=("omkostningssted", "ean", "adgange"),
    answers={
        "omkostningssted": {"opgave": "lukke", "nummer": "4512300000"},
        "ean": {"opgave": "aendre"},
        "postkasse": {"handling": "aendre"},
    },
    reports=("stor-aendring", "omkostningssted", "ean", "postkasse"),
)
