"""The demo's cases: who sent what, how long ago, and what happened then. Together they show every state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Step = tuple[str, str, str]  # what (a rejection also to which solution), who, text


@dataclass(frozen=True)
class Scenario:
    """`days` ago the report was sent; each step follows a day after the one before."""

    key: str
    solution_id: str
    reporter: str
    days: int
    steps: tuple[Step, ...] = ()
    answers: Mapping[str, Any] = field(default_factory=dict)


LOEN, JURA, OEKONOMI, IT = "gustav.bro", "susanne.vang", "mikkel.hjort", "amalie.skou"
LOEN_2 = "nanna.lykke"

SCENARIOS = (
    # Anne: something awaits her, something awaits her leader, and the rest is under way or done.
    Scenario(
        "anne-loen",
        "manglende-eller-forkert-loen",
        "anne.holm",
        9,
        (
            ("take", LOEN, ""),
            ("ask", LOEN, "Hvilke dage mangler der aftentillæg for? Skriv gerne datoer og klokkeslæt."),
        ),
        {"beskrivelse": "Mit aftentillæg mangler på den seneste lønseddel."},
    ),
    Scenario(
        "anne-ferie",
        "afholdelse-af-ferie",
        "anne.holm",
        2,
        (),
        {"periode": {"from": "@+40", "to": "@+46"}},
    ),
    Scenario(
        "anne-koersel",
        "koerselsgodtgoerelse",
        "anne.holm",
        16,
        (
            ("approve", "mette.skov", "Godkendt."),
            ("take", LOEN, ""),
            ("solve", LOEN, "Godtgørelsen er sendt til udbetaling og kommer med den næste løn."),
        ),
    ),
    Scenario(
        "anne-timer",
        "aendring-af-arbejdstid",
        "anne.holm",
        60,
        (
            ("approve", "mette.skov", "Godkendt, som vi har aftalt."),
            ("take", LOEN, ""),
            ("solve", LOEN, "Den nye arbejdstid er registreret, og tillægget til din kontrakt er sendt."),
            ("close", LOEN, ""),
        ),
    ),
    Scenario(
        "anne-udlaeg",
        "private-udlaeg",
        "anne.holm",
        4,
        (("approve", "mette.skov", "Godkendt."), ("take", OEKONOMI, "")),
        {
            "hvad": "Maling og pensler",
            "beloeb": "349.50",
            "har_kvittering": False,
            "uden_kvittering": "Bonen blev våd og kan ikke læses.",
        },
    ),
    # Peter at the school.
    Scenario(
        "peter-ferie",
        "afholdelse-af-ferie",
        "peter.nygaard",
        6,
        (("send_back", "thomas.brandt", "Vi har vikarproblemer i den uge. Kan du flytte ferien en uge?"),),
        {"periode": {"from": "@+30", "to": "@+34"}},
    ),
    Scenario(
        "peter-loen",
        "manglende-eller-forkert-loen",
        "peter.nygaard",
        20,
        (("withdraw", "peter.nygaard", "Jeg fandt selv timerne på lønsedlen."),),
    ),
    Scenario(
        "peter-koersel",
        "koerselsgodtgoerelse",
        "peter.nygaard",
        13,
        (
            ("approve", "thomas.brandt", "Godkendt."),
            ("take", LOEN, ""),
            ("reject:rejseafregning", LOEN, "Det er en togrejse. Den hører til under rejseafregning."),
        ),
    ),
    # Sofie at the nursing home; Kirsten reports for units that have nothing to do with one another.
    Scenario(
        "sofie-loen",
        "manglende-eller-forkert-loen",
        "sofie.krag",
        18,
        (
            ("take", LOEN, ""),
            ("solve", LOEN, "Weekendtillægget er efterbetalt."),
            ("reopen", "sofie.krag", "Der mangler stadig tillæg for den sidste weekend."),
        ),
    ),
    Scenario("sofie-syg", "syge-og-raskmelding", "sofie.krag", 1),
    Scenario("kirsten-line", "manglende-eller-forkert-loen", "kirsten.moeller", 4, (), {"subject": "line.aaberg"}),
    Scenario(
        "kirsten-emil",
        "varsling-af-barsel",
        "kirsten.moeller",
        11,
        (("take", LOEN, ""),),
        {"subject": "emil.overgaard", "termin": "@+150"},
    ),
    Scenario("sofie-ulykke", "arbejdsulykke", "sofie.krag", 7, (("take", OEKONOMI, ""),)),
    Scenario("ole-stole", "reklamation-leverandoer", "ole.bjerg", 10, (("take", OEKONOMI, ""),)),
    Scenario(
        "mette-it",
        "ny-it-bruger",
        "mette.skov",
        12,
        (("take", IT, ""), ("solve", IT, "Brugeren er oprettet. Koden er sendt til lederen.")),
        {"navn": "Nadia Frost", "mobil": "20 12 34 56"},
    ),
    # A leader's sensitive case: Jonas, whom it is about, must not see it.
    Scenario(
        "mette-advarsel",
        "advarsel",
        "mette.skov",
        5,
        (("take", JURA, ""), ("ask", JURA, "Har du talt med medarbejderen om forholdet, og er der skrevet referat?")),
        {"subject": "jonas.krogh"},
    ),
    # Sent by the deputy for the leader.
    Scenario("lars-sygdom", "syge-og-raskmelding", "lars.juul", 2, (), {"subject": "jonas.krogh"}),
    Scenario("camilla-kraenkelse", "kraenkelser-og-mobning", "camilla.ploug", 8, (("take", JURA, ""),)),
    Scenario("jonas-ferie", "afholdelse-af-ferie", "jonas.krogh", 1, (), {"periode": {"from": "@+60", "to": "@+64"}}),
    Scenario("maria-koersel", "koerselsgodtgoerelse", "maria.lindqvist", 1),
    # A secretary's reports: each desk has something new, and a colleague something that has waited too long.
    Scenario(
        "vibeke-loen",
        "manglende-eller-forkert-loen",
        "vibeke.noerby",
        17,
        (("take", LOEN_2, ""),),
        {"beskrivelse": "Mit funktionstillæg er faldet ud af lønsedlen."},
    ),
    Scenario(
        "vibeke-it",
        "ny-it-bruger",
        "vibeke.noerby",
        3,
        (("approve", "erik.munk", "Godkendt."),),
        {"navn": "Asger Thorn", "mobil": "20 65 43 21"},
    ),
    Scenario("vibeke-varer", "reklamation-leverandoer", "vibeke.noerby", 6),
    Scenario("vibeke-overenskomst", "overenskomst-raadgivning", "vibeke.noerby", 3),
)
