"""Links within the portal: found in texts, and known to lead somewhere or not."""

from __future__ import annotations

import pytest

from bot.knowledge.links import dead_link, targets

ANCHORS = {"barsel": {"kort-fortalt"}, "ferie": set[str]()}
AREAS = {"fravaer"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Se [en](/emner/barsel#kort-fortalt), [to](/emner/ferie).", ["/emner/barsel#kort-fortalt", "/emner/ferie"]),
        ("Det står på /emner/barsel.", ["/emner/barsel"]),
        ("Se [her](#kort-fortalt), eller https://kommunen.example/emner/barsel.", ["#kort-fortalt"]),
        ("(uden links)", []),
    ],
)  # fmt: skip
def test_links_are_found_in_a_text(text: str, found: list[str]) -> None:
    assert list(targets(text)) == found


@pytest.mark.parametrize(
    "target",
    [
        "/emner/barsel",
        "/emner/barsel#kort-fortalt",
        "#kort-fortalt",
        "/emner",
        "/emner#fravaer",
        "/",
        "https://skat.dk",
    ],
)
def test_a_link_that_leads_somewhere_is_no_problem(target: str) -> None:
    assert dead_link(target, ANCHORS, AREAS, page="barsel") is None


@pytest.mark.parametrize(
    ("target", "text"),
    [
        ("/emner/barslen", "emnesiden barslen findes ikke"),
        ("/emner/barsel#langt-fortalt", "har ikke stedet #langt-fortalt"),
        ("#langt-fortalt", "findes ikke på siden"),
        ("/emner#haven", "området haven findes ikke"),
        ("/sager/12", "skriv hele adressen"),
        ("barsel", "skriv hele adressen"),
    ],
)
def test_a_dead_link_says_what_is_missing(target: str, text: str) -> None:
    assert text in str(dead_link(target, ANCHORS, AREAS, page="barsel"))
