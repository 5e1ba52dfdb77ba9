"""People, units and cases over HTTP: only what the asking person may see."""

from __future__ import annotations

from tests.portal.client import Portal, Signed, problem


async def names(signed: Signed, query: str) -> list[str]:
    response = await signed.get("/api/people", params={"q": query})
    return [person["name"] for person in await response.json()]


async def test_a_leader_finds_her_own_people_and_an_employee_only_herself(portal: Portal) -> None:
    mette, lone = await portal.sign_on("mette"), await portal.sign_on("lone")
    assert await names(lone, "aase") == ["Åse Bæk"]
    assert await names(mette, "aase") == []
    assert await names(mette, "mette") == ["Mette Holm"]
    assert await names(lone, "omar") == []
    assert await names(lone, "") == []


async def test_units_are_found_by_name(portal: Portal) -> None:
    lone = await portal.sign_on("lone")
    response = await lone.get("/api/units", params={"q": "æble"})
    assert [unit["name"] for unit in await response.json()] == ["Børnehuset Æblehaven"]


async def test_a_case_that_is_not_mine_is_not_there(portal: Portal) -> None:
    mette = await portal.sign_on()
    assert await problem(await mette.get("/api/cases/2026-000001")) == "not-found"
    assert (await (await mette.get("/api/cases")).json())["total"] == 0
    comment = await mette.post("/api/cases/2026-000001/comments", {"text": "hej", "client_id": "a"})
    assert await problem(comment) == "not-found"


async def test_wrong_filters_are_refused(portal: Portal) -> None:
    mette = await portal.sign_on()
    for query in ("limit=0", "limit=1000", "limit=x", "offset=-1", "area=ukendt"):
        assert await problem(await mette.get(f"/api/cases?{query}")) == "invalid-filter"
