"""Who leaves loses access on that day, and nothing of it comes back to life. Today is 2 March 2026."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from bot.access.model import GrantRow, RoleRow
from bot.audit.model import AuditRow
from bot.grunddata.leaving import Ended
from tests.grunddata.office import Office, rows_of


def test_who_is_missing_from_the_file_has_no_access_from_now_on(office: Office) -> None:
    town = office.town
    town.offer()
    number = town.send("kim").number
    token, _ = town.sign_on.create("kim", "talk", "thread")
    page, _ = town.sign_on.create("kim", "talk", "thread", kind="page")
    office.leaves("kim")
    outcome = office.bring_in()
    assert town.access.person("kim") is None
    assert town.access.standing("kim") is None
    assert town.access.roles("kim") == []
    assert town.cases.get("kim", number) is None
    assert town.sign_on.resolve(token) is None
    assert town.sign_on.resolve(page, "page") is None
    assert outcome.consequences.sessions_ended == 2
    assert town.access.search_people("lea", "kim", "fravaer") == []


def test_others_stay_signed_on(office: Office) -> None:
    token, _ = office.town.sign_on.create("anne", "talk", "thread")
    office.leaves("kim")
    office.bring_in()
    assert office.town.sign_on.resolve(token) is not None


def test_the_cases_of_who_has_left_still_name_them(office: Office) -> None:
    town = office.town
    town.offer()
    number = town.send("jonas").number
    office.leaves("jonas")
    office.bring_in()
    assert town.cases.get("bo", number).reporter_name == "Jonas Krogh"


def test_a_last_day_to_come_ends_access_at_midnight_without_another_file(office: Office) -> None:
    town = office.town
    office.leaves("kim", "2026-03-04")
    office.bring_in()
    town.clock.at = town.clock.at.replace(day=4, hour=22, minute=59)
    token, _ = town.sign_on.create("kim", "talk", "thread")
    assert office.leavers.run_once() == Ended()
    assert town.access.decide("kim", "report:fravaer", "skole").allowed
    town.clock.move(minutes=1)  # midnight in Denmark
    assert not town.access.decide("kim", "report:fravaer", "skole").allowed
    assert office.leavers.run_once() == Ended(roles=1, sessions=1)
    assert town.sign_on.resolve(token) is None
    assert office.leavers.run_once() == Ended()


def test_roles_and_tasks_do_not_come_back_with_a_new_employment(office: Office) -> None:
    town = office.town
    town.grant("kim", "report:loen", "pleje")
    town.role("kim", "indkoeber", "by", since=date(2026, 5, 1))
    office.leaves("kim")
    assert office.bring_in().consequences.roles_ended == 3
    town.clock.move(days=90)
    office.hire("kim", "skole-a", "2026-05-15", number="T9")
    office.bring_in()
    assert town.access.roles("kim") == ["medarbejder"]
    assert not town.access.decide("kim", "report:loen", "pleje").allowed
    with town.sessions() as session:
        ends = [row.valid_to for table in (RoleRow, GrantRow) for row in session.scalars(sa.select(table))]
    assert ends.count(date(2026, 3, 1)) == 3


def test_who_changes_from_one_employment_to_the_next_keeps_their_roles(office: Office) -> None:
    office.leaves("kim", "2026-03-01")
    office.hire("kim", "pleje-a", "2026-03-02", number="T9")
    assert office.bring_in().consequences.roles_ended == 0
    assert office.town.access.decide("kim", "report:fravaer", "skole").allowed


def test_what_has_been_made_ready_for_a_new_employee_stays(office: Office) -> None:
    office.hire("nye", "skole-a", "2026-04-01")
    office.bring_in()
    office.town.role("nye", "indberetter_loen", "skole")
    assert office.bring_in().consequences.roles_ended == 0
    assert office.leavers.run_once() == Ended()
    office.town.clock.move(days=30)
    assert office.town.access.decide("nye", "report:loen", "skole").allowed


def test_delegations_end_with_either_of_the_two(office: Office) -> None:
    town = office.town
    from_leaver = town.lend("bo", "dot", "report:fravaer")
    to_leaver = town.lend("lea", "jonas", "report:fravaer")
    between_others = town.lend("lea", "dot", "report:loen")
    office.leaves("bo")
    office.leaves("jonas")
    office.unit("skole-b", leader="lea")
    assert office.bring_in().consequences.delegations_ended == 2
    ended = {one.id: one.revoked_at for person in ("lea", "dot") for one in town.delegations.of(person)}
    assert ended == {from_leaver: town.clock(), to_leaver: town.clock(), between_others: None}
    office.hire("jonas", "skole-b", "2026-03-02", number="T9")
    office.bring_in()
    assert not town.access.decide("jonas", "report:fravaer", "skole").allowed
    assert town.access.decide("dot", "report:loen", "skole").allowed


def test_each_end_is_in_the_audit_and_a_trial_is_not(office: Office) -> None:
    town = office.town
    lent = town.lend("lea", "kim", "report:loen")
    office.leaves("kim")
    office.try_it(dry_run=True)
    office.bring_in()
    with town.sessions() as session:
        found = session.scalars(sa.select(AuditRow).where(AuditRow.ground == "left").order_by(AuditRow.seq))
        told = [(row.action, row.object_id, row.actor_id, row.details) for row in found]
    assert told == [
        ("role_changed", "kim", None, {"ended": "indberetter_personale", "unit": "skole", "to": "2026-03-01"}),
        ("delegation_revoked", lent, None, {}),
    ]
    assert town.trail.verify().broken_at is None


def test_where_nobody_has_left_nothing_is_written(office: Office) -> None:
    office.town.sign_on.create("anne", "talk", "thread")
    before = rows_of(office.town.engine)
    assert office.leavers.run_once() == Ended()
    assert rows_of(office.town.engine) == before


def test_a_leader_who_leaves_leads_no_more_and_the_next_one_does(office: Office) -> None:
    office.leaves("bo")
    office.unit("skole-b", leader="jonas")
    office.bring_in()
    assert office.town.access.decide("bo", "approve:fravaer", "skole-b").ground == "none"
    assert office.town.access.decide("jonas", "approve:fravaer", "skole-b").ground == "role:leder"
