"""The chain shows whatever is done to it afterwards, also by one who can write in the database."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot.audit.chain import Seal, entry_of
from bot.audit.log import AuditLog
from bot.audit.model import AuditRow
from bot.audit.trail import KEPT, AuditFilter, AuditTrail
from bot.audit.types import Event
from bot.database.counters import Counter
from bot.database.engine import writing
from tests.town import MONDAY, Town


def write(town: Town, *actors: str, log: AuditLog | None = None) -> None:
    for actor in actors:
        with writing(town.sessions) as session:
            (log or town.audit).write(session, Event("sign_on", actor, "person", actor, details={"by": "demo"}))


def unguarded(town: Town, *statements: str, **parameters: object) -> None:
    """As one who owns the database can: the triggers are taken away first."""
    sqlite = town.engine.dialect.name == "sqlite"
    triggers = {"audit_entries_unchanged", "audit_entries_kept", *({"audit_entries_not_replaced"} if sqlite else ())}
    with town.engine.connect().execution_options(begin_immediate=True) as connection, connection.begin():
        for trigger in triggers:
            connection.execute(sa.text(f"DROP TRIGGER IF EXISTS {trigger}{'' if sqlite else ' ON audit_entries'}"))
        for statement in statements:
            connection.execute(sa.text(statement), parameters)


def broken_at(town: Town) -> int | None:
    return town.trail.verify().broken_at


def test_an_untouched_chain_is_whole_and_tells_its_head(town: Town) -> None:
    assert (town.trail.verify().entries, broken_at(town)) == (0, None)
    write(town, "anne", "bo", "kim")
    verdict = town.trail.verify()
    assert (verdict.entries, verdict.unkeyed, verdict.broken_at) == (3, 0, None)
    assert verdict.head == (3, town.trail.hash_of(3))


@pytest.mark.parametrize(
    "change",
    [
        "actor_id = 'boss'",
        "actor_id = NULL",
        "action = 'case_opened'",
        "object_kind = 'case'",
        "object_id = 'boss'",
        "unit_path = '/by/'",
        "subject_id = 'boss'",
        "on_behalf_of_id = 'boss'",
        "ground = 'role:leder'",
        "channel = 'system'",
        'details = \'{"by":"boss"}\'',
        "previous_hash = 'sha256:0'",
        "entry_hash = 'sha256:0'",
    ],
)
def test_any_change_to_an_entry_is_found_where_it_is(town: Town, change: str) -> None:
    write(town, *"abcde")
    unguarded(town, f"UPDATE audit_entries SET {change} WHERE seq = 3")
    assert broken_at(town) == 3


def test_a_changed_time_is_found(town: Town) -> None:
    write(town, *"abcde")
    trail = AuditRow.__table__
    unguarded(town)
    with writing(town.sessions) as session:
        session.execute(sa.update(trail).where(trail.c.seq == 4).values(at=MONDAY - timedelta(microseconds=1)))
    assert broken_at(town) == 4


@pytest.mark.parametrize(
    ("gone", "found"), [("seq = 3", 3), ("seq <= 2", 2), ("seq >= 4", 4), ("seq = 1", 1), ("1=1", 1)]
)
def test_a_deleted_entry_is_found_at_the_beginning_in_the_middle_and_at_the_end(
    town: Town, gone: str, found: int
) -> None:
    write(town, *"abcde")
    unguarded(town, f"DELETE FROM audit_entries WHERE {gone}")
    assert broken_at(town) == found


def test_entries_that_change_places_are_found(town: Town) -> None:
    write(town, *"abcde")
    move = "UPDATE audit_entries SET seq = {} WHERE seq = {}"
    unguarded(town, move.format(99, 2), move.format(2, 3), move.format(3, 99))
    assert broken_at(town) == 2


def test_an_entry_put_in_by_hand_is_found(town: Town) -> None:
    write(town, *"abc")
    forged = entry_of(4, MONDAY, Event("sign_on", "boss"), "chat", str(town.trail.hash_of(3)), Seal())
    town.add(_row(forged))
    assert broken_at(town) == 4
    unguarded(town, "UPDATE counters SET last = 4 WHERE name = 'audit'")
    assert "nøgle" in town.trail.verify().reason  # and with the number put right: it has no seal


def _row(entry: object) -> AuditRow:
    from bot.audit.log import _row as columns

    return AuditRow(**columns(entry))  # type: ignore[arg-type]


def test_without_the_key_the_rest_of_the_chain_cannot_be_made_anew(town: Town) -> None:
    write(town, *"abcd")
    old = town.trail.find(AuditFilter())
    unguarded(town, "DELETE FROM audit_entries WHERE seq >= 2")
    previous, forger = old[0].entry_hash, Seal()
    for entry in old[1:]:
        changed = replace(entry.event, actor_id="boss")
        made = entry_of(entry.seq, entry.at, changed, entry.channel, previous, forger)
        town.add(_row(made))
        previous = made.entry_hash
    assert broken_at(town) == 2


def test_with_a_noted_head_even_an_unkeyed_chain_made_anew_is_found(town: Town) -> None:
    log = AuditLog(town.clock)
    trail = AuditTrail(town.sessions, town.clock, log)
    write(town, *"abc", log=log)
    noted = trail.verify().head
    unguarded(town, "DELETE FROM audit_entries", "UPDATE counters SET last = 0 WHERE name = 'audit'")
    write(town, *"xyz", log=log)
    assert trail.verify().broken_at is None  # by itself it cannot know
    assert noted is not None
    assert trail.hash_of(noted[0]) != noted[1]


def test_a_key_may_come_later_and_be_changed_but_not_be_left_out_again(town: Town) -> None:
    def trail(keys: str) -> AuditTrail:
        return AuditTrail(town.sessions, town.clock, town.audit, Seal(keys))

    write(town, "a", log=AuditLog(town.clock))
    write(town, "b", log=AuditLog(town.clock, Seal("first")))
    write(town, "c", log=AuditLog(town.clock, Seal("second,first")))
    verdict = trail("second,first").verify()
    assert (verdict.broken_at, verdict.entries, verdict.unkeyed) == (None, 3, 1)
    assert trail("second").verify().broken_at == 2
    assert trail("").verify().broken_at == 2
    assert "ikke er givet her" in trail("").verify().reason
    write(town, "d", log=AuditLog(town.clock))
    assert trail("second,first").verify().broken_at == 4


def test_a_chain_that_was_broken_goes_on_and_stays_broken(town: Town) -> None:
    write(town, *"abc")
    unguarded(town, "DELETE FROM audit_entries WHERE seq = 3")
    write(town, "d")
    assert broken_at(town) == 3


def test_several_entries_of_one_transaction_stand_in_order(town: Town) -> None:
    with writing(town.sessions) as session:
        for actor in "abc":
            town.audit.write(session, Event("sign_on", actor))
    assert [entry.event.actor_id for entry in town.trail.find(AuditFilter())] == ["a", "b", "c"]
    assert broken_at(town) is None


@pytest.mark.parametrize(
    "attempt",
    [
        "UPDATE audit_entries SET actor_id = 'boss' WHERE seq = 2",
        "UPDATE audit_entries SET entry_hash = 'x'",
        "DELETE FROM audit_entries WHERE seq = 3",
        "DELETE FROM audit_entries",
        "INSERT OR REPLACE INTO audit_entries SELECT * FROM audit_entries WHERE seq = 2",
        "TRUNCATE audit_entries",
    ],
)
def test_the_database_itself_refuses_to_change_the_audit(town: Town, attempt: str) -> None:
    _today(town)
    write(town, *"abc")
    with pytest.raises(sa.exc.DBAPIError), town.engine.begin() as connection:
        connection.execute(sa.text(attempt))
    assert (town.trail.verify().entries, broken_at(town)) == (3, None)


def _today(town: Town) -> None:
    """The database's guard goes by its own clock."""
    from bot.clock import utc_now

    town.clock.at = utc_now()


def _aged(town: Town) -> Callable[[], int]:
    """Five entries from six years ago, and two of today."""
    _today(town)
    now = town.clock.at
    town.clock.at = now - timedelta(days=6 * 366)
    write(town, *"abcde")
    town.clock.at = now
    write(town, *"fg")
    return town.trail.purge


def test_what_is_older_than_five_years_is_purged_and_the_chain_can_still_be_verified(town: Town) -> None:
    purge = _aged(town)
    assert purge() == 5
    assert purge() == 0
    found = [entry.event for entry in town.trail.find(AuditFilter())]
    assert [event.actor_id for event in found] == ["f", "g", None]
    assert (found[-1].action, found[-1].details["through"], found[-1].details["count"]) == ("audit_purged", 5, 5)
    assert broken_at(town) is None
    write(town, "h")
    assert broken_at(town) is None


def test_whoever_deletes_what_is_old_without_saying_so_is_found_out(town: Town) -> None:
    _aged(town)
    with town.engine.begin() as connection:
        connection.execute(sa.text("DELETE FROM audit_entries WHERE seq <= 5"))  # old enough for the trigger
    assert broken_at(town) == 5


def test_more_than_the_purge_has_told_is_found_out(town: Town) -> None:
    _aged(town)()
    unguarded(town, "DELETE FROM audit_entries WHERE seq = 6")
    assert broken_at(town) == 6


def test_where_everything_is_old_the_newest_stays_for_the_next_to_be_joined_to(town: Town) -> None:
    write(town, *"abc")
    town.clock.move(days=KEPT.days + 1)
    unguarded(town)
    assert town.trail.purge() == 2
    assert [entry.seq for entry in town.trail.find(AuditFilter())] == [3, 4]
    assert broken_at(town) is None


def test_what_is_not_old_enough_is_kept(town: Town) -> None:
    write(town, *"abc")
    town.clock.move(days=KEPT.days - 1)
    assert town.trail.purge() == 0
    assert len(town.trail.find(AuditFilter())) == 3


def test_the_counter_is_part_of_what_is_checked(town: Town) -> None:
    write(town, *"abc")
    with writing(town.sessions) as session:
        session.execute(sa.update(Counter).where(Counter.name == "audit").values(last=2))
    assert broken_at(town) == 3
