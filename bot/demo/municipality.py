"""Havtorn Kommune does not exist, and neither do its people. Units: id, name, parent, leader."""

from __future__ import annotations

from typing import NamedTuple


class DemoUnit(NamedTuple):
    id: str
    name: str
    parent: str | None
    leader: str


class Worker(NamedTuple):
    """A person with their employment and the roles they hold: (role, unit)."""

    id: str
    name: str
    position: str
    unit: str
    hours: float = 37.0
    roles: tuple[tuple[str, str], ...] = ()
    second: tuple[str, str, float] | None = None  # another employment: unit, position, hours


UNITS = (
    DemoUnit("havtorn", "Havtorn Kommune", None, "birgitte.lund"),
    DemoUnit("boern-og-unge", "Børn og Unge", "havtorn", "claus.reinholt"),
    DemoUnit("skoler", "Skoleafdelingen", "boern-og-unge", "hanne.vestergaard"),
    DemoUnit("bakkeskolen", "Bakkeskolen", "skoler", "thomas.brandt"),
    DemoUnit("bakkeskolen-indskoling", "Bakkeskolen, indskolingen", "bakkeskolen", "lise.dam"),
    DemoUnit("bakkeskolen-udskoling", "Bakkeskolen, udskolingen", "bakkeskolen", "thomas.brandt"),
    DemoUnit("bakkeskolen-sfo", "Bakkeskolens SFO", "bakkeskolen-indskoling", "lise.dam"),
    DemoUnit("aadalsskolen", "Ådalsskolen", "skoler", "soeren.kjaer"),
    DemoUnit("dagtilbud", "Dagtilbud", "boern-og-unge", "ulla.thorup"),
    DemoUnit("myretuen", "Børnehuset Myretuen", "dagtilbud", "mette.skov"),
    DemoUnit("regnbuen", "Børnehuset Regnbuen", "dagtilbud", "ida.kofoed"),
    DemoUnit("aeldre-og-sundhed", "Ældre og Sundhed", "havtorn", "jens.aagaard"),
    DemoUnit("plejecentre", "Plejecentre", "aeldre-og-sundhed", "pia.ravn"),
    DemoUnit("egely", "Plejecenter Egely", "plejecentre", "karen.oestergaard"),
    DemoUnit("egely-hus-1", "Egely, hus 1", "egely", "bente.hald"),
    DemoUnit("egely-hus-2", "Egely, hus 2", "egely", "karen.oestergaard"),
    DemoUnit("lyngbo", "Plejecenter Lyngbo", "plejecentre", "pia.ravn"),
    DemoUnit("hjemmepleje-nord", "Hjemmeplejen Nord", "aeldre-og-sundhed", "nikolaj.bach"),
    DemoUnit("teknik-og-miljoe", "Teknik og Miljø", "havtorn", "erik.munk"),
    DemoUnit("vej-og-park", "Vej og Park", "teknik-og-miljoe", "finn.toft"),
    DemoUnit("byggesag", "Byggesag", "teknik-og-miljoe", "erik.munk"),
    DemoUnit("stabe", "Fællessekretariatet", "havtorn", "dorthe.winther"),
    DemoUnit("loen-og-personale", "Løn og Personale", "stabe", "gitte.friis"),
    DemoUnit("personalejura", "Personalejura", "loen-og-personale", "gitte.friis"),
    DemoUnit("oekonomi", "Økonomi og Indkøb", "stabe", "palle.quist"),
    DemoUnit("it-service", "It-service", "stabe", "yasmin.said"),
    DemoUnit("support", "Support, 1. linje", "it-service", "yasmin.said"),
    DemoUnit("administration-midt", "Administrativt Fællesskab Midt", "stabe", "dorthe.winther"),
)

_ALL = "havtorn"

PEOPLE = (
    # The ones to try first.
    Worker("anne.holm", "Anne Holm", "Pædagog", "myretuen", 35.0),
    Worker("mette.skov", "Mette Skov", "Leder af børnehus", "myretuen"),
    Worker("lars.juul", "Lars Juul", "Pædagogisk koordinator", "myretuen", 37.0),  # Mette's deputy
    Worker(
        "kirsten.moeller",
        "Kirsten Møller",
        "Administrativ medarbejder",
        "administration-midt",
        37.0,
        # An administrative community: the same tasks in units that have nothing to do with one another.
        tuple(
            (role, unit)
            for unit in ("bakkeskolen", "egely")
            for role in ("indberetter_loen", "indberetter_personale", "oekonomimedarbejder")
        ),
    ),
    Worker("peter.nygaard", "Peter Nygaard", "Lærer", "bakkeskolen-udskoling"),
    Worker("sofie.krag", "Sofie Krag", "Social- og sundhedsassistent", "egely-hus-1", 32.0),
    Worker(
        "gustav.bro",
        "Gustav Bro",
        "Lønkonsulent",
        "loen-og-personale",
        37.0,
        (("sagsbehandler_loen_og_personale", _ALL),),
    ),
    Worker("rikke.storm", "Rikke Storm", "Supporter", "support", 37.0, (("foerste_linje", _ALL),)),
    # Leaders.
    Worker("birgitte.lund", "Birgitte Lund", "Kommunaldirektør", "havtorn"),
    Worker("claus.reinholt", "Claus Reinholt", "Direktør", "boern-og-unge"),
    Worker("hanne.vestergaard", "Hanne Vestergaard", "Skolechef", "skoler"),
    Worker("thomas.brandt", "Thomas Brandt", "Skoleleder", "bakkeskolen"),
    Worker("lise.dam", "Lise Dam", "Afdelingsleder", "bakkeskolen-indskoling"),
    Worker("soeren.kjaer", "Søren Kjær", "Skoleleder", "aadalsskolen"),
    Worker("ulla.thorup", "Ulla Thorup", "Dagtilbudschef", "dagtilbud"),
    Worker("ida.kofoed", "Ida Kofoed", "Leder af børnehus", "regnbuen"),
    Worker("jens.aagaard", "Jens Aagaard", "Direktør", "aeldre-og-sundhed"),
    Worker("pia.ravn", "Pia Ravn", "Områdeleder", "plejecentre"),
    Worker("karen.oestergaard", "Karen Østergaard", "Plejecenterleder", "egely"),
    Worker("bente.hald", "Bente Hald", "Teamleder", "egely-hus-1"),
    Worker("nikolaj.bach", "Nikolaj Bach", "Områdeleder", "hjemmepleje-nord"),
    Worker("erik.munk", "Erik Munk", "Teknisk direktør", "teknik-og-miljoe"),
    Worker("finn.toft", "Finn Toft", "Driftsleder", "vej-og-park"),
    Worker("dorthe.winther", "Dorthe Winther", "Sekretariatschef", "stabe"),
    Worker("gitte.friis", "Gitte Friis", "Lønchef", "loen-og-personale"),
    Worker("palle.quist", "Palle Quist", "Økonomichef", "oekonomi"),
    Worker("yasmin.said", "Yasmin Said", "It-chef", "it-service"),
    # Employees.
    Worker("jonas.krogh", "Jonas Krogh", "Pædagogmedhjælper", "myretuen", 30.0),
    Worker("maria.lindqvist", "Maria Lindqvist", "Pædagog", "regnbuen", 32.0),
    Worker(
        "emil.overgaard",
        "Emil Overgaard",
        "Lærer",
        "bakkeskolen-indskoling",
        26.0,
        second=("bakkeskolen-sfo", "Pædagog i SFO", 11.0),
    ),
    Worker("fatima.yilmaz", "Fatima Yılmaz", "Lærer", "aadalsskolen"),
    Worker(
        "ole.bjerg",
        "Ole Bjerg",
        "Teknisk serviceleder",
        "aadalsskolen",
        37.0,
        (("arbejdsmiljoerepraesentant", "aadalsskolen"), ("indkoeber", "aadalsskolen")),
    ),
    Worker("line.aaberg", "Line Åberg", "Social- og sundhedshjælper", "egely-hus-2", 28.0),
    Worker("henrik.poulsen", "Henrik Poulsen", "Sygeplejerske", "lyngbo", 37.0, (("indberetter_personale", "lyngbo"),)),
    Worker("camilla.ploug", "Camilla Ploug", "Hjemmehjælper", "hjemmepleje-nord", 30.0),
    Worker("bo.enevoldsen", "Bo Enevoldsen", "Gartner", "vej-og-park"),
    Worker("tina.dall", "Tina Dall", "Byggesagsbehandler", "byggesag"),
    # Kirsten's colleague in the community: what the one begins the other can take over.
    Worker(
        "joergen.bang",
        "Jørgen Bang",
        "Administrativ medarbejder",
        "administration-midt",
        32.0,
        tuple(
            (role, unit) for unit in ("bakkeskolen", "egely") for role in ("indberetter_loen", "indberetter_personale")
        ),
    ),
    # A secretary who reports in all the areas that nobody else is named for.
    Worker(
        "vibeke.noerby",
        "Vibeke Nørby",
        "Forvaltningssekretær",
        "teknik-og-miljoe",
        37.0,
        tuple(
            (f"indberetter_{area}", "teknik-og-miljoe")
            for area in ("personalejura", "oekonomi", "rejser", "indkoeb", "forsikring", "it")
        ),
    ),
    # The desks. Nanna handles the same as Gustav, so that they can give cases to one another.
    Worker(
        "nanna.lykke",
        "Nanna Lykke",
        "Lønkonsulent",
        "loen-og-personale",
        37.0,
        (("sagsbehandler_loen_og_personale", _ALL),),
    ),
    Worker(
        "susanne.vang",
        "Susanne Vang",
        "Personalejurist",
        "personalejura",
        37.0,
        (("sagsbehandler_personalejura", _ALL),),
    ),
    Worker("mikkel.hjort", "Mikkel Hjort", "Økonomikonsulent", "oekonomi", 37.0, (("sagsbehandler_oekonomi", _ALL),)),
    Worker("amalie.skou", "Amalie Skou", "It-tekniker", "it-service", 37.0, (("sagsbehandler_it", _ALL),)),
    Worker(
        "ditte.marker",
        "Ditte Marker",
        "Portalredaktør",
        "stabe",
        37.0,
        (("redaktoer", _ALL), ("administrator", _ALL)),
    ),
)

# Mette lends Lars what has to be done while she is away: from, to, tasks, unit.
DELEGATIONS = (
    (
        "mette.skov",
        "lars.juul",
        ("report:fravaer", "approve:fravaer", "report:loen", "approve:loen", "report:personale", "approve:personale"),
        "myretuen",
    ),
)


def path_of(unit_id: str) -> str:
    """The materialised path of a demo unit."""
    by_id = {unit.id: unit for unit in UNITS}
    parts: list[str] = []
    current: str | None = unit_id
    while current is not None:
        parts.insert(0, current)
        current = by_id[current].parent
    return "/" + "/".join(parts) + "/"
