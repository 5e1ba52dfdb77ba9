"""Those who take part in the bench of the desk: people and supporters, their windows, and what they do."""

from __future__ import annotations

import asyncio
import json
import random
import time
import uuid
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import aiohttp
import sqlalchemy as sa

from bench.load import Level
from bot.access.model import EmploymentRow, PersonRow, RoleRow, UnitRow
from bot.container import Container
from bot.conversations.model import MessageRow
from bot.conversations.sessions import PAGE
from bot.database.engine import reading, writing
from bot.handover.model import HandoverEventRow
from bot.handover.types import Package, owned_by
from bot.portal.sign_on.own_forms import form_token
from bot.portal.sign_on.page_session import cookie_name

ENDED_A_SECOND = 1.0  # talks that end, each followed by a new one
JUST_BEFORE = timedelta(seconds=3)


@dataclass
class Person:
    """Somebody who asks, with their window open."""

    id: str
    conversation: str
    token: str
    heard: Counter[str] = field(default_factory=Counter)  # what supporters said, as it arrived
    at: dict[str, float] = field(default_factory=dict)


@dataclass
class Supporter:
    """Somebody of 1st line, with the desk open."""

    id: str
    cookie: dict[str, str]
    headers: dict[str, str]
    queue: list[str] = field(default_factory=list)
    mine: dict[str, str] = field(default_factory=dict)  # hand-over -> conversation
    heard: Counter[str] = field(default_factory=Counter)
    at: dict[str, float] = field(default_factory=dict)


@dataclass
class Count:
    """What was sent; times in milliseconds until the other side's window had it."""

    to_desk: dict[str, float] = field(default_factory=dict)  # text -> when it was sent
    to_person: dict[str, float] = field(default_factory=dict)
    taken: int = 0
    too_late: int = 0
    ended: int = 0
    failures: Counter[int] = field(default_factory=Counter)


class Floor:
    """All who take part, and the portal that they talk through."""

    def __init__(self, house: Container, http: aiohttp.ClientSession, url: str, people: int, supporters: int) -> None:
        self.house, self.http, self.url = house, http, url
        self.count = Count()
        self.random = random.Random(8)
        self.people, self.supporters = self._enlist(people, supporters)
        self.by_conversation = {person.conversation: person for person in self.people}

    def _enlist(self, people: int, supporters: int) -> tuple[list[Person], list[Supporter]]:
        ids = [f"bench-{number}" for number in range(people)]
        helpers = [f"desk-{number}" for number in range(supporters)]
        ever = {"valid_from": date(2020, 1, 1), "valid_to": None}
        with writing(self.house._sessions) as session:
            session.add(UnitRow(id="bench", name="Bænken", path="/bench/", parent_id=None, leader_id=None))
            session.flush()
            session.add_all(PersonRow(id=one, name=f"Bo {one}", email=f"{one}@by.example") for one in ids + helpers)
            session.flush()
            session.add_all(
                EmploymentRow(id=f"e-{one}", person_id=one, unit_id="bench", position="x", weekly_hours=37, **ever)
                for one in ids + helpers
            )
            session.add_all(
                RoleRow(id=f"r-{one}", person_id=one, role="foerste_linje", unit_id="bench", **ever) for one in helpers
            )
        found = []
        for one in ids:
            talk = self.house.conversations.for_person(one)
            token, _ = self.house.sessions.create(one, talk.id, self.house.conversations.new_thread(talk.id))
            found.append(Person(one, talk.id, token))
        return found, [self._supporter(one) for one in helpers]

    def _supporter(self, one: str) -> Supporter:
        talk = self.house.conversations.for_person(one)
        thread = self.house.conversations.new_thread(talk.id)
        token, _ = self.house.sessions.create(one, talk.id, thread, kind=PAGE)
        headers = {"Origin": self.url, "X-Form-Token": form_token(token)}
        return Supporter(one, {cookie_name(self.house.settings): token}, headers)

    # --- windows

    async def listen_person(self, person: Person) -> None:
        path = f"{self.url}/api/conversations/{person.conversation}/events"
        headers = {"Authorization": f"Bearer {person.token}"}
        async with self.http.get(path, headers=headers, timeout=aiohttp.ClientTimeout()) as response:
            async for event, data in _events(response):
                if event == "message" and data["from"] == "agent":
                    person.heard[data["text"]] += 1
                    person.at[data["text"]] = time.perf_counter()

    async def listen_desk(self, supporter: Supporter) -> None:
        path = f"{self.url}/api/desk/events"
        async with self.http.get(path, headers=self._sent(supporter), timeout=aiohttp.ClientTimeout()) as response:
            async for event, data in _events(response):
                if event in ("state", "queue"):
                    supporter.queue = [item["id"] for item in data["queue" if event == "state" else "items"]]
                if event in ("state", "mine"):
                    items = data["mine" if event == "state" else "items"]
                    supporter.mine = {item["id"]: item["conversation_id"] for item in items}
                if event == "message" and data["message"]["from"] == "user":
                    text = data["message"]["text"]
                    supporter.heard[text] += 1
                    supporter.at[text] = time.perf_counter()

    # --- what they do

    def ask(self, person: Person) -> None:
        """As the action server does it: in another process than the portal's."""
        self.house.handovers.request(person.id, person.conversation, "asked", Package(asked="Hjælp"))

    async def take_all(self, most: int) -> None:
        """Everybody takes whatever they see, until they have enough: often two want the same."""

        async def one(supporter: Supporter) -> None:
            have = 0
            while have < most:
                if not supporter.queue:
                    await asyncio.sleep(0.2)
                    if not supporter.queue:
                        return
                    continue
                wanted = self.random.choice(supporter.queue[:20])
                supporter.queue = [other for other in supporter.queue if other != wanted]
                status = await self.do(supporter, f"{wanted}/take", key=uuid.uuid4().hex)
                have += status == 200

        await asyncio.gather(*(one(supporter) for supporter in self.supporters))

    async def do(self, supporter: Supporter, what: str, **body: Any) -> int:
        path = f"{self.url}/api/desk/handovers/{what}"
        async with self.http.post(path, json=body, headers=self._sent(supporter)) as response:
            await response.read()
            if what.endswith("/take"):
                self.count.taken += response.status == 200
                self.count.too_late += response.status == 409
            elif response.status not in (200, 409):
                self.count.failures[response.status] += 1
            return response.status

    async def write(self, person: Person) -> None:
        text = f"{person.id} {_word()}"
        path = f"{self.url}/api/conversations/{person.conversation}/messages"
        headers = {"Authorization": f"Bearer {person.token}"}
        self.count.to_desk[text] = time.perf_counter()
        body = {"text": text, "client_id": text[-32:]}
        async with self.http.post(path, json=body, headers=headers) as response:
            if response.status != 200:
                self.count.failures[response.status] += 1
                del self.count.to_desk[text]

    async def answer(self, supporter: Supporter, handover: str) -> None:
        text = f"{supporter.id} {_word()}"
        self.count.to_person[text] = time.perf_counter()
        if await self.do(supporter, f"{handover}/messages", text=text, client_id=text[-32:]) != 200:
            del self.count.to_person[text]

    async def end_one(self) -> None:
        """A talk ends, and the same person asks again: they wait, and are taken by whoever comes first."""
        supporter = self.random.choice([one for one in self.supporters if one.mine])
        handover, conversation = self.random.choice(list(supporter.mine.items()))
        if await self.do(supporter, f"{handover}/close", key=uuid.uuid4().hex, outcome="solved", text="") != 200:
            return
        self.count.ended += 1
        await asyncio.to_thread(self.ask, self.by_conversation[conversation])
        other = self.random.choice(self.supporters)
        await asyncio.sleep(1.5)
        if other.queue:
            await self.do(other, f"{self.random.choice(other.queue)}/take", key=uuid.uuid4().hex)

    async def talk(self, seconds: float, rate: float) -> None:
        """Messages at the rate, half of them each way, whether or not those before have arrived (an open loop)."""
        began, sent, tasks = time.perf_counter(), 0, set()
        next_end = 0.0
        while (now := time.perf_counter() - began) < seconds:
            while sent < now * rate:
                sent += 1
                if sent % 2:
                    doing = self.write(self.random.choice(self.people))
                else:
                    supporter = self.random.choice(self.supporters)
                    if not supporter.mine:
                        continue
                    doing = self.answer(supporter, self.random.choice(list(supporter.mine)))
                tasks.add(task := asyncio.create_task(doing))
                task.add_done_callback(tasks.discard)
            if now >= next_end:
                next_end += 1 / ENDED_A_SECOND
                tasks.add(task := asyncio.create_task(self.end_one()))
                task.add_done_callback(tasks.discard)
            await asyncio.sleep(0.01)
        await asyncio.gather(*tasks)

    # --- what came of it

    def arrived(self) -> bool:
        return all(self._heard(text) for text in self.count.to_person)

    def _heard(self, text: str) -> int:
        return sum(person.heard[text] for person in self.people)

    def check(self) -> list[str]:
        """What is wrong: lost or doubled, in the database or in a window that should show it."""
        with reading(self.house._sessions) as session:
            wanted = sa.select(MessageRow.text).where(MessageRow.sender.in_(("user", "agent")))
            stored = Counter(session.scalars(wanted))
        sent = Counter([*self.count.to_desk, *self.count.to_person])
        at_people = Counter({text: self._heard(text) for text in self.count.to_person})
        wrong = {
            "lost in the database": sum((sent - stored).values()),
            "doubled in the database": sum((stored - sent).values()),
            "never shown to the person": sum(count == 0 for count in at_people.values()),
            "shown twice to the person": sum(count > 1 for count in at_people.values()),
            "never shown to the supporter who had it": self._unseen(),
            "shown twice to a supporter": sum(
                count > 1 for supporter in self.supporters for count in supporter.heard.values()
            ),
        }
        return [f"{number} {what}" for what, number in wrong.items() if number]

    def _unseen(self) -> int:
        """What was written to a supporter whose window did not show it.

        Left out is what was said just before an end, and just after a beginning: a talk is loaded when it is opened.
        """
        with reading(self.house._sessions) as session:
            written = sa.select(MessageRow.text, MessageRow.handover_id, MessageRow.seq, MessageRow.at)
            messages = session.execute(written.where(MessageRow.sender == "user")).all()
            events = session.execute(
                sa.select(HandoverEventRow.handover_id, HandoverEventRow.message_seq, HandoverEventRow.owner,
                          HandoverEventRow.at).where(HandoverEventRow.kind != "said").order_by(HandoverEventRow.seq)
            ).all()  # fmt: skip
        history: dict[str, list[Any]] = {}
        for event in events:
            history.setdefault(event.handover_id, []).append(event)
        heard = {owned_by(supporter.id): supporter.heard for supporter in self.supporters}
        unseen = 0
        for message in messages:
            steps = history.get(message.handover_id, [])
            before = [step for step in steps if step.message_seq < message.seq]
            soon = [step for step in steps[len(before) :] if step.at - message.at < JUST_BEFORE]
            new = not before or message.at - before[-1].at < JUST_BEFORE
            if not new and not soon and before[-1].owner in heard:
                unseen += heard[before[-1].owner][message.text] == 0
        return unseen

    def delays(self) -> tuple[Level, Level]:
        """How long it took: to the supporter's window, and to the person's."""
        to_desk, to_person = Level(len(self.people)), Level(len(self.people))
        for supporter in self.supporters:
            to_desk.times += [
                1000 * (at - self.count.to_desk[text])
                for text, at in supporter.at.items()
                if text in self.count.to_desk
            ]
        for person in self.people:
            to_person.times += [
                1000 * (at - self.count.to_person[text])
                for text, at in person.at.items()
                if text in self.count.to_person
            ]
        return to_desk, to_person

    def _sent(self, supporter: Supporter) -> dict[str, str]:
        cookies = "; ".join(f"{name}={value}" for name, value in supporter.cookie.items())
        return {**supporter.headers, "Cookie": cookies}


def _word() -> str:
    """A word that was never said: without digits, in which the CPR shield could see a number."""
    return uuid.uuid4().hex.translate(str.maketrans("0123456789", "ghijklmnop"))


async def _events(response: aiohttp.ClientResponse) -> AsyncIterator[tuple[str, Any]]:
    assert response.status == 200, response.status
    event = ""
    while line := await response.content.readline():
        if line.startswith(b"event: "):
            event = line[7:].decode().strip()
        elif line.startswith(b"data: "):
            yield event, json.loads(line[6:])
