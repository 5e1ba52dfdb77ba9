"""Everybody does something at the same instant, in any order: one owner, nothing lost, nothing doubled, one answers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from random import Random

import pytest
import sqlalchemy as sa

from bot.access.service import AccessService
from bot.conversations.model import ConversationRow, MessageRow
from bot.database.engine import create_engine_for
from bot.handover.model import HandoverEventRow, HandoverGuestRow
from bot.handover.types import NotPresent, NotThere, NotYours, owned_by, supporter_of
from bot.messages.message import Utterance
from tests.handover.baton import in_any_order, pausing
from tests.handover.floor import ANNE, BO, RIKKE, Floor
from tests.stores import BOTH, POSTGRES, SQLITE, database_url
from tests.town import Town

pytestmark = pytest.mark.slow

INTERLEAVINGS = {SQLITE: 10_000, POSTGRES: 800}
AT_ONCE, AT_ONCE_IN_THREADS = 3, 6
_OWNING = {"given_back", "closed", "put_back", "moved"}


class Tumult:
    """One conversation and all who have to do with it; keeps account of what must be there in the end."""

    def __init__(self, floor: Floor, random: Random) -> None:
        self.floor, self.random = floor, random
        self.talk = floor.talk()
        self.count = 0
        self.written: dict[str, str] = {}  # text -> client id, of the person
        self.spoken: set[str] = set()  # what supporters said and was taken
        self.refused: set[str] = set()  # what they said and was not
        self.handover: str | None = None
        self.last_seq, self.last_event, self.owner = 0, 0, "bot"
        self.guests: set[str] = set()
        self.owners: Counter[str] = Counter()
        self.kinds: Counter[str] = Counter()

    def text(self, who: str) -> str:
        self.count += 1
        return f"{who} {self.count}"

    # --- what can happen

    def any(self) -> list[Callable[[], object]]:
        """Two or three things that happen at once."""
        acts = [
            self.message, self.message, self.message, self.message_twice, self.ask, self.ask, self.take, self.take,
            self.say, self.say, self.give_back, self.put_back, self.transfer, self.transfer, self.invite, self.close,
            self.leave, self.time_out, self.disconnect, self.everybody_leaves,
        ]  # fmt: skip
        weights = [1.0] * 17 + [0.4, 0.4, 0.05]
        chosen = self.random.choices(acts, weights, k=self.random.choice([2, 2, 2, AT_ONCE]))
        works: list[Callable[[], object]] = []
        for act in chosen:
            works += act()
        return works

    def message(self) -> list[Callable[[], object]]:
        text = self.text("person")
        self.written[text] = f"c{self.count}"
        return [lambda: self._turn(text)]

    def message_twice(self) -> list[Callable[[], object]]:
        """The client sends again since it got no answer."""
        text = self.text("person")
        self.written[text] = f"c{self.count}"
        return [lambda: self._turn(text), lambda: self._turn(text)]

    def _turn(self, text: str) -> None:
        """What the portal does with a message (bot/portal/turns.py), with an engine that always answers."""
        talks = self.floor.town.talks
        heard = talks.hear(self.talk, text, self.written[text])
        if heard.handover_id is not None and not heard.is_new:
            return
        if not heard.is_new and talks.replies_to(heard.message.id):
            return
        if talks.owner(self.talk) == "bot":
            talks.add_messages(self.talk, [Utterance(text=f"bot to {text}")], heard.message.id)

    def ask(self) -> list[Callable[[], object]]:
        def asked() -> None:
            self.handover = self.floor.ask().id

        return [asked]

    def take(self) -> list[Callable[[], object]]:
        who = self.who()
        return [lambda: self._try(lambda id_: self.floor.desk.take(who, id_))]

    def say(self) -> list[Callable[[], object]]:
        who = self.who()
        text = self.text(who)

        def said() -> None:
            try:
                done = self._try(
                    lambda id_: self.floor.desk.say(who, id_, Utterance(text=text), f"s-{text}"), catch=False
                )
            except (NotYours, NotThere):
                self.refused.add(text)
            else:
                (self.spoken if done else self.refused).add(text)

        return [said]

    def give_back(self) -> list[Callable[[], object]]:
        who = self.who()
        return [lambda: self._try(lambda id_: self.floor.desk.give_back(who, id_, "se selv"))]

    def put_back(self) -> list[Callable[[], object]]:
        who = self.who()
        return [lambda: self._try(lambda id_: self.floor.desk.put_back(who, id_))]

    def transfer(self) -> list[Callable[[], object]]:
        one, other = self.random.sample([RIKKE, BO], 2)
        return [lambda: self._try(lambda id_: self.floor.desk.transfer(one, id_, other))]

    def invite(self) -> list[Callable[[], object]]:
        one, other = self.random.sample([RIKKE, BO], 2)
        return [lambda: self._try(lambda id_: self.floor.desk.invite(one, id_, other))]

    def close(self) -> list[Callable[[], object]]:
        who = self.who()
        return [lambda: self._try(lambda id_: self.floor.desk.close(who, id_, "solved"))]

    def leave(self) -> list[Callable[[], object]]:
        return [lambda: self.floor.people.leave(self.talk)]

    def time_out(self) -> list[Callable[[], object]]:
        """Somebody has been silent for long."""
        self.floor.clock.move(minutes=self.random.choice([11, 31]))
        for who in (RIKKE, BO):
            self.floor.presence.beat(who)
        return [self.floor.patience.run_once]

    def disconnect(self) -> list[Callable[[], object]]:
        """A supporter's window is gone; two minutes later the sweep finds that out while they come back."""
        who = self.who()
        self.floor.clock.move(minutes=3)
        for other in {RIKKE, BO} - {who}:
            self.floor.presence.beat(other)
        return [self.floor.patience.run_once, lambda: self.floor.presence.beat(who)]

    def everybody_leaves(self) -> list[Callable[[], object]]:
        """Whoever waits then is called back; the supporters come back the next minute."""
        self.floor.clock.move(minutes=3)

        def come_back() -> None:
            for who in (RIKKE, BO):
                self.floor.presence.beat(who)

        return [self.floor.patience.run_once, come_back]

    def who(self) -> str:
        return self.random.choice([RIKKE, BO])

    def _try(self, act: Callable[[str], object], *, catch: bool = True) -> bool:
        """Acts on the hand-over that was asked for last, under way or not: windows may be old."""
        if self.handover is None:
            return False
        try:
            act(self.handover)
        except (NotYours, NotThere, NotPresent):
            if not catch:
                raise
        return True

    # --- what must hold

    def check(self) -> None:
        """Walks along what is new in the history and the messages together."""
        with self.floor.town.sessions() as session:
            events = session.scalars(
                sa.select(HandoverEventRow).where(HandoverEventRow.seq > self.last_event).order_by(HandoverEventRow.seq)
            ).all()
            new = sa.select(MessageRow).where(MessageRow.seq > self.last_seq, MessageRow.conversation_id == self.talk)
            messages = session.scalars(new.order_by(MessageRow.seq)).all()
            now = session.get_one(ConversationRow, self.talk)
        waiting = list(events)
        for message in messages:
            while waiting and waiting[0].message_seq < message.seq:
                self._step(waiting.pop(0))
            assert message.seq == self.last_seq + 1, "a place is missing or doubled"
            self.last_seq = message.seq
            self._fits(message)
        for event in waiting:
            self._step(event)
        assert (now.owner, now.last_seq) == (self.owner, self.last_seq)
        assert (now.handover_id is None) == (self.owner == "bot")
        texts = Counter(message.text for message in messages if message.sender in ("user", "agent"))
        assert set(texts.values()) <= {1}, "said once, stored twice"
        answered = Counter(message.in_reply_to for message in messages if message.in_reply_to)
        assert set(answered.values()) <= {1}, "answered twice"

    def _step(self, event: HandoverEventRow) -> None:
        """One change of owner: it must fit the owner before it."""
        self.last_event = event.seq
        self.kinds[event.kind] += 1
        before, self.owner = self.owner, event.owner
        self.owners[supporter_of(event.owner) or event.owner] += 1
        match event.kind:
            case "asked":
                assert before == "bot"
            case "taken" | "called_back":
                assert before == "queue"
            case kind if kind in _OWNING:
                assert before == owned_by(event.actor_id or "")
            case "timed_out" | "silent":
                assert before == owned_by(event.to_id or "")
            case "left":
                assert before != "bot"
            case "said":
                assert before == event.owner
                assert supporter_of(before) is not None
            case _:
                assert before == event.owner

    def _fits(self, message: MessageRow) -> None:
        has_it = supporter_of(self.owner)
        if message.sender == "bot":
            assert has_it is None, "the bot spoke while a supporter had it"
        if message.sender == "user":
            assert (message.handover_id is None) == (self.owner == "bot")
        if message.sender == "agent":
            with self.floor.town.sessions() as session:
                guest = session.get(HandoverGuestRow, (message.handover_id, message.author_id))
            assert has_it is not None, "a supporter spoke who had nothing"
            assert message.author_id == has_it or guest is not None or self._was_guest(message)

    def _was_guest(self, message: MessageRow) -> bool:
        """Invited before, and since then made owner or gone: the history tells."""
        with self.floor.town.sessions() as session:
            invited = sa.select(HandoverEventRow.seq).where(
                HandoverEventRow.handover_id == message.handover_id,
                HandoverEventRow.kind == "invited",
                HandoverEventRow.to_id == message.author_id,
                HandoverEventRow.message_seq < message.seq,
            )
            return session.execute(invited).first() is not None

    def check_account(self) -> None:
        """At the end: all that was said and taken is there once, and nothing that was refused."""
        with self.floor.town.sessions() as session:
            stored = Counter(
                session.scalars(sa.select(MessageRow.text).where(MessageRow.sender.in_(("user", "agent"))))
            )
        assert stored == Counter([*self.written, *self.spoken])
        assert not self.refused & stored.keys()


class _Known:
    """Who people are and what they may do does not change in this test, so each is read once."""

    def __init__(self, access: AccessService) -> None:
        self._access = access
        self.person, self.standing, self.unit = cache(access.person), cache(access.standing), access.unit


@pytest.fixture(params=BOTH)
def tumult(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Tumult]:
    with _tumult(request.param, tmp_path) as tumult:
        pausing(tumult.floor.town.sessions)
        yield tumult


@pytest.fixture(params=BOTH)
def storm(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Tumult]:
    with _tumult(request.param, tmp_path) as tumult:
        yield tumult


@contextmanager
def _tumult(kind: str, folder: Path) -> Iterator[Tumult]:
    engine = create_engine_for(database_url(kind, folder))
    floor = Floor(Town(engine, folder))
    town = floor.town
    floor.hours = None  # always open: the clock runs on for weeks
    known = _Known(town.access)
    floor.desk._access = floor.people._access = floor.patience._access = floor.expectations._access = known
    for who in (RIKKE, BO):
        floor.presence.beat(who)
    yield Tumult(floor, Random(8))
    engine.dispose()


def test_in_any_order_there_is_one_owner_and_nothing_is_lost_doubled_or_answered_by_both(tumult: Tumult) -> None:
    kind = tumult.floor.town.engine.dialect.name
    for number in range(INTERLEAVINGS[kind]):
        in_any_order(tumult.random, tumult.any())
        if number % 20 == 0:
            tumult.check()
    tumult.check()
    tumult.check_account()
    # The test has been where it wanted to go: every change has happened, and both supporters have had it.
    expected = {"asked", "taken", "given_back", "put_back", "moved", "invited", "closed", "left", "timed_out", "said"}
    rare = {"called_back", "silent"} if kind == SQLITE else set()
    assert expected | rare <= tumult.kinds.keys(), tumult.kinds
    assert {RIKKE, BO, "queue", "bot"} <= tumult.owners.keys()
    assert ANNE in {entry.event.subject_id for entry in tumult.floor.entries()[:50]}


def test_threads_that_really_run_at_once_find_the_same(storm: Tumult) -> None:
    """Without a baton: locks of the database, and no order of our own."""
    acts = [act for _ in range(AT_ONCE_IN_THREADS * 40) for act in storm.any()]
    with ThreadPoolExecutor(AT_ONCE_IN_THREADS) as pool:
        for done in [pool.submit(act) for act in acts]:
            done.result()
    storm.check()
    storm.check_account()
    assert {"asked", "taken", "said", "left"} <= storm.kinds.keys(), storm.kinds
