"""Runs of question trees are counted: how often each way is taken, and where people give up."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot.insight.model import TreeRunRow
from bot.insight.tree_runs import KEPT, TreeRuns
from tests.town import MONDAY, Town


@pytest.fixture
def runs(town: Town) -> TreeRuns:
    return TreeRuns(town.sessions, town.clock, town.next_id)


def ended(runs: TreeRuns, option: str, outcome: str = "solution:ferie") -> str:
    return runs.record(None, "fravaer", [("anledning", option)], None, outcome)


def test_a_run_is_one_row_that_follows_the_way_that_stands(town: Town, runs: TreeRuns) -> None:
    run = runs.record(None, "fravaer", [], "anledning", None)
    town.clock.move(minutes=5)
    assert runs.record(run, "fravaer", [("anledning", "ferie")], "ferie", None) == run
    assert runs.record(run, "fravaer", [("anledning", "syg")], "sygdom", None) == run
    with town.sessions() as session:
        (row,) = session.scalars(sa.select(TreeRunRow))
    assert (row.steps, row.node, row.outcome) == ([["anledning", "syg"]], "sygdom", None)
    assert (row.started_at, row.updated_at) == (MONDAY, MONDAY + timedelta(minutes=5))


def test_nothing_in_a_run_leads_to_a_person_or_a_conversation() -> None:
    assert set(TreeRunRow.__table__.columns.keys()) == {
        "id", "tree", "steps", "node", "outcome", "started_at", "updated_at",
    }  # fmt: skip


def test_shares_count_each_answer_and_each_end(runs: TreeRuns) -> None:
    for option in ("ferie", "ferie", "syg"):
        ended(runs, option)
    ended(runs, "ingen", "person")
    runs.record(None, "loen", [("hvad", "fejl")], None, "solution:loen")
    shares = runs.shares("fravaer", MONDAY)
    assert (shares.starts, shares.options) == (4, {"anledning": {"ferie": 2, "syg": 1, "ingen": 1}})
    assert shares.ends == {"solution:ferie": 3, "person": 1}
    assert (shares.share("anledning", "ferie"), shares.share("anledning", "andet")) == (0.5, 0.0)
    assert shares.share("ukendt", "ferie") == 0.0


def test_a_run_is_given_up_when_it_has_not_been_touched_for_an_hour(town: Town, runs: TreeRuns) -> None:
    ended(runs, "ferie")
    run = runs.record(None, "fravaer", [("anledning", "ferie")], "ferie", None)
    town.clock.move(minutes=59)
    assert runs.shares("fravaer", MONDAY).given_up == {}
    town.clock.move(minutes=1)
    shares = runs.shares("fravaer", MONDAY)
    assert shares.given_up == {"ferie": 1}
    assert (shares.share_given_up("ferie"), shares.share_given_up("anledning")) == (1.0, 0.0)
    runs.record(run, "fravaer", [("anledning", "ferie"), ("ferie", "holde")], None, "solution:ferie")
    assert runs.shares("fravaer", MONDAY).given_up == {}  # taken up on another day


def test_only_runs_that_began_since_count(town: Town, runs: TreeRuns) -> None:
    ended(runs, "ferie")
    town.clock.move(days=1)
    ended(runs, "syg")
    assert runs.shares("fravaer", town.clock()).starts == 1


def test_long_names_of_merged_questions_have_room(runs: TreeRuns) -> None:
    node = "anledning*" + "+".join(f"mulighed-{number}" for number in range(30))
    runs.record(None, "fravaer", [("anledning", node)], node, None)
    assert runs.shares("fravaer", MONDAY).starts == 1


def test_old_runs_are_deleted(town: Town, runs: TreeRuns) -> None:
    ended(runs, "ferie")
    town.clock.move(days=KEPT.days, seconds=1)
    ended(runs, "syg")
    assert runs.purge() == 1
    assert runs.shares("fravaer", MONDAY).starts == 1
    assert runs.purge() == 0
