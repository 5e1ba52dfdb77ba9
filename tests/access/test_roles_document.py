"""docs/roles.md says what the code says."""

from __future__ import annotations

import re

from bot.access.tasks import AREAS, ROLES
from bot.knowledge.loader import load_knowledge
from bot.settings import PROJECT

TEXT = (PROJECT / "docs" / "roles.md").read_text()


def test_every_test_that_it_names_exists() -> None:
    named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", TEXT)
    assert len(named) > 30
    missing = [
        f"{path}::{name}"
        for path, name in named
        if not re.search(rf"^(?:async )?def {name}\(", (PROJECT / path).read_text(), re.M)
    ]
    assert missing == []


def test_every_property_is_in_its_table() -> None:
    written = {
        name
        for path in (PROJECT / "tests" / "properties").glob("test_*.py")
        for name in re.findall(r"^def (test_\w+)\(", path.read_text(), re.M)
    }
    assert written - set(re.findall(r"::(\w+)`", TEXT)) == set()


def test_its_table_of_roles_is_the_one_of_the_code() -> None:
    rows = dict(re.findall(r"^\| `(\w+)` \| ([^|]+) \|$", TEXT[TEXT.index("## Roles") :], re.M))
    told = {role: rows[role] for role in ROLES if role in rows}
    assert told.keys() == ROLES.keys()
    for role, text in told.items():
        assert _tasks(text) == ROLES[role], role


def _tasks(text: str) -> set[str]:
    """ "report and view_unit: loen, it" -> the tasks."""
    if text.startswith("none"):
        return set()
    kinds, _, areas = text.strip().partition(":")
    if not areas:
        return {kinds}
    chosen = AREAS if "all areas" in areas else [area.strip() for area in areas.split(",")]
    return {f"{kind}:{area}" for kind in re.findall(r"report|approve|view_unit|handle", kinds) for area in chosen}


def test_every_role_can_be_asked_for_but_the_two_that_nobody_gives() -> None:
    solution = load_knowledge(PROJECT / "knowledge").solutions["rolle-i-serviceplatformen"]
    assert solution.report is not None
    offered = {option.id for option in solution.report.field("roller").options}
    assert offered - {"ved_ikke"} == ROLES.keys() - {"medarbejder", "leder"}
