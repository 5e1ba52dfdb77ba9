"""Notices: written once, shown once, and not at all to those who want none."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from threading import Barrier, Thread
from typing import Any

import sqlalchemy as sa

from bot.dialogue.payloads import button
from bot.notices.model import NoticeRow, PreferenceRow
from bot.notices.service import NoticeService
from tests.notices.criers import Criers

KIND = "part_handed"  # a kind without a source: what is told of it holds until it is shown


def _rows(town: Criers, person: str) -> list[NoticeRow]:
    with town.sessions() as session:
        return list(session.scalars(sa.select(NoticeRow).where(NoticeRow.person_id == person)))


def _at_once(*work: Callable[[], Any]) -> list[Any]:
    """Does all of it at the same instant; what each gave, or raised."""
    barrier, found = Barrier(len(work)), []

    def run(one: Callable[[], Any]) -> None:
        barrier.wait()
        try:
            found.append(one())
        except Exception as error:
            found.append(error)

    threads = [Thread(target=run, args=(one,)) for one in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def test_the_same_is_told_once(town: Criers) -> None:
    assert town.notices.tell("anne", KIND, "a:1", "Én")
    assert not town.notices.tell("anne", KIND, "a:1", "Én igen")
    assert town.notices.tell("anne", KIND, "a:2", "To")
    assert town.notices.tell("soeren", KIND, "a:1", "Til en anden")
    assert town.told("anne") == ["To", "Én"]
    assert town.told("soeren") == ["Til en anden"]


def test_what_was_shown_is_not_told_again(town: Criers) -> None:
    town.notices.tell("anne", KIND, "a:1", "Én")
    town.notices.take("anne")
    assert not town.notices.tell("anne", KIND, "a:1", "Én")
    assert town.told("anne") == []


def test_two_who_tell_the_same_at_the_same_instant_write_it_once(town: Criers) -> None:
    for round in range(5):
        tellers = [town.another() for _ in range(4)]
        found = _at_once(
            *(lambda teller=teller, r=round: teller.tell("anne", KIND, f"a:{r}", "Én") for teller in tellers)
        )
        assert sorted(found) == [False, False, False, True]
    assert len(_rows(town, "anne")) == 5


def test_two_who_take_at_the_same_instant_never_both_get_one(town: Criers) -> None:
    for number in range(40):
        town.notices.tell("anne", KIND, f"a:{number}", f"Nr. {number}")
    takers = [town.another() for _ in range(4)]

    def take(notices: NoticeService) -> list[str]:
        got: list[str] = []
        while more := notices.take("anne", 3):
            got += [notice.text for notice in more]
        return got

    parts = _at_once(*(partial(take, taker) for taker in takers))
    got = [text for part in parts for text in part]
    got += [notice.text for notice in town.notices.take("anne")]  # what one had skipped because another held it
    assert sorted(got) == sorted(f"Nr. {number}" for number in range(40))


def test_what_is_taken_brings_its_buttons_and_the_newest_comes_first(town: Criers) -> None:
    for number in range(3):
        town.notices.tell(
            "anne", KIND, f"a:{number}", f"Nr. {number}", [button("Se", "open_course", course=f"c{number}")]
        )
        town.clock.move(minutes=1)
    first, second = town.notices.take("anne", 2)
    assert [(n.text, n.actions[0].payload) for n in (first, second)] == [
        ("Nr. 2", '/open_course{"course": "c2"}'),
        ("Nr. 1", '/open_course{"course": "c1"}'),
    ]
    assert town.told("anne") == ["Nr. 0"]


def test_who_has_something_waiting_can_be_asked_for_all_or_for_some(town: Criers) -> None:
    for person in ("anne", "soeren", "jonas"):
        town.notices.tell(person, KIND, "a:1", "Én")
    town.notices.take("jonas")
    assert town.notices.waiting_people() == ["anne", "soeren"]
    assert town.notices.waiting_people(["soeren", "jonas", "lea"]) == ["soeren"]
    assert town.notices.waiting_people([]) == []


def test_whoever_wants_none_is_told_nothing_and_what_waited_is_dropped(town: Criers) -> None:
    town.notices.tell("anne", KIND, "a:1", "Én")
    town.notices.tell("soeren", KIND, "a:1", "Til en anden")
    assert town.notices.reminders_on("anne")
    town.notices.set_reminders("anne", False)
    assert not town.notices.reminders_on("anne")
    assert not town.notices.tell("anne", KIND, "a:2", "To")
    assert town.notices.take("anne") == []
    assert town.notices.waiting_people() == ["soeren"]
    town.notices.set_reminders("anne", True)
    assert town.notices.reminders_on("anne")
    assert town.told("anne") == []
    assert town.notices.tell("anne", KIND, "a:3", "Tre")


def test_what_slipped_in_while_reminders_were_switched_off_is_not_shown(town: Criers) -> None:
    town.notices.set_reminders("anne", False)
    at = town.clock()
    late = NoticeRow(id="x", person_id="anne", kind=KIND, subject_key="a", text="For sent", actions=[], created_at=at)
    town.add(late)
    assert town.told("anne") == []
    assert town.notices.take("anne") == []
    assert town.notices.waiting_people() == []


def test_two_windows_that_choose_at_the_same_instant_leave_one_choice(town: Criers) -> None:
    windows = [town.another() for _ in range(4)]
    found = _at_once(*(partial(window.set_reminders, "anne", False) for window in windows))
    assert found == [None] * 4
    with town.sessions() as session:
        assert session.execute(sa.select(sa.func.count()).select_from(PreferenceRow)).scalar_one() == 1


def test_old_notices_are_deleted_shown_or_not(town: Criers) -> None:
    town.notices.tell("anne", KIND, "a:1", "Vist")
    town.notices.take("anne")
    town.notices.tell("anne", KIND, "a:2", "Aldrig vist")
    town.clock.move(days=60)
    town.notices.tell("anne", KIND, "a:3", "Nyere")
    assert town.notices.purge(timedelta(days=61)) == 0
    town.clock.move(days=31)
    assert town.notices.purge() == 2
    assert [row.text for row in _rows(town, "anne")] == ["Nyere"]
