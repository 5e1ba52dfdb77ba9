"""Tasks that can be granted, and the roles that bundle them.

A task is what a person may do in a scope (a unit and what lies below it) for a period. Roles are names for bundles;
decisions are always made on tasks. Reporting for oneself needs no task.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

AREAS = (
    "loen",
    "personale",
    "fravaer",
    "personalejura",
    "oekonomi",
    "rejser",
    "indkoeb",
    "forsikring",
    "it",
    "platform",
)

Task = str  # "report:<area>", "approve:<area>", "view_unit:<area>", "handle:<area>", or one of the single tasks below

SUPPORT: Task = "support"
EDIT_KNOWLEDGE: Task = "edit_knowledge"
ADMINISTER: Task = "administer"


def report(area: str) -> Task:
    """Send reports of the area about others in the scope."""
    return f"report:{area}"


def approve(area: str) -> Task:
    """Approve or send back reports of the area from the scope."""
    return f"approve:{area}"


def view_unit(area: str) -> Task:
    """See the scope's cases of the area, except sensitive ones."""
    return f"view_unit:{area}"


def handle(area: str) -> Task:
    """Handle cases of the area as a case worker of the desk."""
    return f"handle:{area}"


def is_handling(task: Task) -> bool:
    """Whether the task is to handle cases: an area's, or those of 1st line."""
    return task.startswith("handle:") or task == SUPPORT


def _bundle(kind: str, *areas: str) -> frozenset[Task]:
    return frozenset(f"{kind}:{area}" for area in areas or AREAS)


ROLES: Mapping[str, frozenset[Task]] = MappingProxyType(
    {
        "medarbejder": frozenset(),
        "indberetter_loen": _bundle("report", "loen") | _bundle("view_unit", "loen"),
        "indberetter_personale": _bundle("report", "personale", "fravaer")
        | _bundle("view_unit", "personale", "fravaer"),
        "indberetter_personalejura": _bundle("report", "personalejura"),  # its cases are sensitive: no unit sees them
        "indberetter_oekonomi": _bundle("report", "oekonomi") | _bundle("view_unit", "oekonomi"),
        "indberetter_rejser": _bundle("report", "rejser") | _bundle("view_unit", "rejser"),
        "indberetter_indkoeb": _bundle("report", "indkoeb") | _bundle("view_unit", "indkoeb"),
        "indberetter_forsikring": _bundle("report", "forsikring") | _bundle("view_unit", "forsikring"),
        "indberetter_it": _bundle("report", "it", "platform") | _bundle("view_unit", "it", "platform"),
        "leder": _bundle("report") | _bundle("approve") | _bundle("view_unit"),
        "oekonomimedarbejder": _bundle("report", "oekonomi", "rejser", "indkoeb")
        | _bundle("view_unit", "oekonomi", "rejser", "indkoeb"),
        "indkoeber": _bundle("report", "indkoeb") | _bundle("view_unit", "indkoeb"),
        "arbejdsmiljoerepraesentant": _bundle("report", "forsikring"),
        "sagsbehandler_loen_og_personale": _bundle("handle", "loen", "personale", "fravaer", "rejser"),
        "sagsbehandler_personalejura": _bundle("handle", "personalejura"),
        "sagsbehandler_oekonomi": _bundle("handle", "oekonomi", "indkoeb", "forsikring"),
        "sagsbehandler_it": _bundle("handle", "it", "platform"),
        "foerste_linje": frozenset({SUPPORT}),
        "redaktoer": frozenset({EDIT_KNOWLEDGE}),
        "administrator": frozenset({ADMINISTER}),
    }
)

ROLE_TITLES: Mapping[str, str] = MappingProxyType(
    {
        "medarbejder": "Medarbejder",
        "indberetter_loen": "Indberetter (løn)",
        "indberetter_personale": "Indberetter (personale og fravær)",
        "indberetter_personalejura": "Indberetter (personalejura)",
        "indberetter_oekonomi": "Indberetter (økonomi)",
        "indberetter_rejser": "Indberetter (kørsel og rejser)",
        "indberetter_indkoeb": "Indberetter (indkøb)",
        "indberetter_forsikring": "Indberetter (forsikring)",
        "indberetter_it": "Indberetter (it og portal)",
        "leder": "Leder",
        "oekonomimedarbejder": "Økonomimedarbejder",
        "indkoeber": "Indkøber",
        "arbejdsmiljoerepraesentant": "Arbejdsmiljørepræsentant",
        "sagsbehandler_loen_og_personale": "Sagsbehandler (løn og personale)",
        "sagsbehandler_personalejura": "Sagsbehandler (personalejura)",
        "sagsbehandler_oekonomi": "Sagsbehandler (økonomi)",
        "sagsbehandler_it": "Sagsbehandler (it)",
        "foerste_linje": "1.-linje",
        "redaktoer": "Redaktør",
        "administrator": "Administrator",
    }
)
