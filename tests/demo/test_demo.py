"""The demo municipality: made once, through the real services, and never mixed with anyone's data."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from datetime import datetime
from pathlib import Path
from tempfile import mkdtemp

import pytest
import sqlalchemy as sa

from bot.access.service import AccessService
from bot.access.tasks import AREAS, ROLE_TITLES, ROLES, handle
from bot.cases.backends.queue import DeskQueue, QueueFilter
from bot.cases.drafts import DraftService
from bot.cases.model import CaseRow
from bot.cases.service import CaseService
from bot.cases.states import LABELS
from bot.cases.types import CaseFilter
from bot.clock import UTC
from bot.database.engine import session_factory
from bot.demo.municipality import PEOPLE, UNITS, path_of
from bot.demo.people import demo_people, entra_id_of
from bot.demo.scenarios import SCENARIOS
from bot.demo.seed import ForeignDatabase, is_demo, seed
from bot.knowledge.loader import load_knowledge
from bot.privacy.model import SecretRow
from bot.settings import PROJECT, Settings
from tests.town import KEY, Town

NOW = datetime(2026, 3, 3, 12, 0, tzinfo=UTC)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    environment = {"DATA_DIR": str(tmp_path), "DEMO": "1", "SERVICEASSISTENT_CPR_KEY": KEY}
    return Settings.from_environment({**environment, "KNOWLEDGE_DIR": str(PROJECT / "knowledge")})


@pytest.fixture
def demo(engine: sa.Engine, settings: Settings, made_once: dict[str, Path], tmp_path: Path) -> sa.Engine:
    """The demo, played; on SQLite it is played once and then copied."""
    if engine.dialect.name != "sqlite":
        seed(engine, settings, lambda: NOW)
        return engine
    engine.dispose()
    if "demo" not in made_once:
        seed(engine, settings, lambda: NOW)
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        engine.dispose()
        made_once["demo"] = Path(shutil.copy(str(engine.url.database), mkdtemp(prefix="serviceassistent-")))
    shutil.copy(made_once["demo"], str(engine.url.database))
    return engine


@pytest.fixture(scope="module")
def made_once() -> dict[str, Path]:
    return {}


def _cases(engine: sa.Engine) -> CaseService:
    sessions = session_factory(engine)
    access = AccessService(sessions, lambda: NOW)
    return CaseService(sessions, lambda: NOW, access, load_knowledge(PROJECT / "knowledge").solution, lambda v, _: v)


def _rows(engine: sa.Engine) -> list[tuple[object, ...]]:
    with session_factory(engine)() as session:
        columns = (CaseRow.number, CaseRow.solution_id, CaseRow.state, CaseRow.reporter_id, CaseRow.submitted_at)
        return [tuple(row) for row in session.execute(sa.select(*columns).order_by(CaseRow.number))]


def test_every_scenario_is_played_and_together_they_show_every_state(demo: sa.Engine) -> None:
    rows = _rows(demo)
    states = Counter(str(row[2]) for row in rows)
    assert len(rows) == len(SCENARIOS)
    assert set(states) == set(LABELS) - {"kladde"}
    sessions = session_factory(demo)
    access = AccessService(sessions, lambda: NOW)
    drafts = DraftService(sessions, lambda: NOW, lambda v, _: v, access, lambda _: None)
    assert [draft.state for draft in drafts.open_for("peter.nygaard")] == ["parked"]
    assert all(row[4] < NOW for row in rows)


def test_making_it_again_changes_nothing(demo: sa.Engine, settings: Settings) -> None:
    before = _rows(demo)
    seed(demo, settings, lambda: NOW)
    assert _rows(demo) == before
    assert is_demo(demo)


def test_it_is_the_same_each_time(demo: sa.Engine, settings: Settings, tmp_path: Path) -> None:
    from tests.stores import SQLITE, engine_of

    (tmp_path / "again").mkdir()
    for engine in engine_of(SQLITE, tmp_path / "again"):
        seed(engine, settings, lambda: NOW)
        assert _rows(engine) == _rows(demo)


def test_a_database_with_other_people_in_it_is_refused(engine: sa.Engine, settings: Settings, tmp_path: Path) -> None:
    Town(engine, tmp_path)
    with pytest.raises(ForeignDatabase):
        seed(engine, settings, lambda: NOW)
    assert not is_demo(engine)


def test_people_to_log_in_as(demo: sa.Engine) -> None:
    people = demo_people()
    assert 38 <= len(people) <= 45
    assert len({person.id for person in people}) == len(people)
    assert people[0].id == "anne.holm"
    access = AccessService(session_factory(demo), lambda: NOW)
    for person in people:
        assert re.fullmatch(r"[a-z]+\.[a-z]+", person.id)
        roles = [ROLE_TITLES[role] for role in access.roles(person.id)]
        assert set(person.roles) - {"Stedfortræder"} == set(roles), person.id
    shown = {role for person in people for role in person.roles}
    assert {ROLE_TITLES[role] for role in ROLES} <= shown


def test_everybody_in_the_demo_has_a_made_up_account_in_entra(demo: sa.Engine) -> None:
    access = AccessService(session_factory(demo), lambda: NOW)
    for worker in PEOPLE:
        found = access.person_by_entra_id(entra_id_of(worker.id))
        assert found is not None
        assert found.id == worker.id


def test_the_organisation_hangs_together() -> None:
    ids = {unit.id for unit in UNITS}
    people = {worker.id for worker in PEOPLE}
    assert all(unit.parent is None or unit.parent in ids for unit in UNITS)
    assert all(unit.leader in people for unit in UNITS)
    assert all(worker.unit in ids for worker in PEOPLE)
    assert max(path_of(unit.id).count("/") for unit in UNITS) >= 6  # five levels


def test_a_community_reports_in_units_that_have_nothing_to_do_with_one_another(demo: sa.Engine) -> None:
    access = AccessService(session_factory(demo), lambda: NOW)
    assert access.decide("kirsten.moeller", "report:loen", "egely-hus-2").allowed
    assert access.decide("kirsten.moeller", "report:loen", "bakkeskolen-sfo").allowed
    assert not access.decide("kirsten.moeller", "report:loen", "lyngbo").allowed
    assert not access.decide("kirsten.moeller", "report:loen", "skoler").allowed


def test_a_deputy_acts_for_a_leader(demo: sa.Engine) -> None:
    access = AccessService(session_factory(demo), lambda: NOW)
    assert access.decide("lars.juul", "report:fravaer", "myretuen").for_person == "mette.skov"


def test_something_awaits_an_employee_and_a_leader(demo: sa.Engine) -> None:
    cases = _cases(demo)
    assert cases.awaiting_count("anne.holm") == 1
    assert cases.awaiting_count("mette.skov") >= 2
    assert cases.awaiting_count("peter.nygaard") == 1
    assert cases.list("gustav.bro", CaseFilter(whose="desk")).total > 5


@pytest.mark.parametrize("worker", ["gustav.bro", "susanne.vang", "mikkel.hjort", "amalie.skou"])
def test_every_desk_has_something_new_and_that_of_pay_a_colleague_to_give_it_to(demo: sa.Engine, worker: str) -> None:
    sessions = session_factory(demo)
    queue = DeskQueue(sessions, lambda: NOW, AccessService(sessions, lambda: NOW))
    page = queue.page(worker, QueueFilter(frozenset(handle(area) for area in AREAS)))
    assert page.by_view["new"] >= 1
    found = queue.get(worker, page.items[0].number, frozenset({page.items[0].queue}))
    assert found is not None
    assert [person.id for person in found.colleagues] == (["nanna.lykke"] if worker == "gustav.bro" else [])


def test_the_subject_of_a_leaders_warning_does_not_see_it(demo: sa.Engine) -> None:
    number = next(str(row[0]) for row in _rows(demo) if row[1] == "advarsel")
    cases = _cases(demo)
    seers = {worker.id for worker in PEOPLE if cases.get(worker.id, number) is not None}
    assert "jonas.krogh" not in seers
    assert seers == {"mette.skov", "susanne.vang"}


def test_the_demo_knows_no_cpr_number_that_could_be_somebodys(demo: sa.Engine) -> None:
    from bot.demo.history import _DEMO_CPR

    assert 61 <= int(_DEMO_CPR[:2]) <= 91
    with session_factory(demo)() as session:
        for ciphertext in session.scalars(sa.select(SecretRow.ciphertext)):
            assert _DEMO_CPR not in ciphertext
