"""An employee at the portal, by HTTP: what the widget does, without the widget."""

from __future__ import annotations

import http.client
import json
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from bot.messages.message import actions_of


@dataclass(frozen=True)
class Answer:
    """A response: status, headers (lower case) and the JSON (or text) in it."""

    status: int
    headers: dict[str, str]
    body: Any


def call(url: str, method: str, path: str, body: Any = None, token: str | None = None, **headers: str) -> Answer:
    """One request; `body` is sent as JSON unless it is bytes."""
    address = urlsplit(url)
    connection = http.client.HTTPConnection(address.hostname or "127.0.0.1", address.port, timeout=60)
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    if token is not None:
        sent["Authorization"] = f"Bearer {token}"
    if body is not None and not isinstance(body, bytes):
        body = json.dumps(body).encode()
        sent.setdefault("Content-Type", "application/json")
    try:
        connection.request(method, path, body, sent)
        response = connection.getresponse()
        raw = response.read().decode("utf-8", "replace")
    finally:
        connection.close()
    received = {name.lower(): value for name, value in response.getheaders()}
    is_json = "json" in received.get("content-type", "")
    return Answer(response.status, received, json.loads(raw) if is_json and raw else raw)


@dataclass
class Reply:
    """What the bot said to one message."""

    messages: list[dict[str, Any]]

    @property
    def text(self) -> str:
        """All texts, one a line."""
        return "\n".join(message["text"] for message in self.messages)

    @property
    def cards(self) -> list[dict[str, Any]]:
        """All cards of all messages, in order."""
        return [card for message in self.messages for card in message["cards"]]

    def card(self, type: str) -> dict[str, Any]:
        """The last card of that type; fails with what there was instead."""
        found = [card for card in self.cards if card["type"] == type]
        assert found, f"no {type} card, but {[card['type'] for card in self.cards]} and: {self.text}"
        return found[-1]

    def has(self, type: str) -> bool:
        return any(card["type"] == type for card in self.cards)

    def offers(self, intent: str, **parameters: Any) -> str | None:
        """The payload of an offered button with that intent and these parameters."""
        for payload in reversed([action.payload for action in actions_of(self.cards)]):
            name, brace, rest = payload.partition("{")
            given = json.loads(brace + rest) if brace else {}
            if name == f"/{intent}" and all(given.get(key) == value for key, value in parameters.items()):
                return payload
        return None

    @property
    def intents(self) -> list[str]:
        """The payloads that are offered, in order."""
        return [action.payload for action in actions_of(self.cards)]

    @property
    def asks_for(self) -> list[str]:
        """The fields that the last form or question asks for."""
        for card in reversed(self.cards):
            if card["type"] == "form":
                return [entry["field"] for entry in card["fields"]]
            if card["type"] == "question":
                return [card["field"]]
        return []

    @property
    def errors(self) -> dict[str, str]:
        """What is wrong with fields, by field."""
        fields = [entry for card in self.cards if card["type"] == "form" for entry in card["fields"]]
        fields += [card for card in self.cards if card["type"] == "question"]
        return {entry["field"]: entry["error"] for entry in fields if entry.get("error")}

    @property
    def payloads(self) -> dict[str, str]:
        """What can be pressed: title → payload, of all cards and their options."""
        found: dict[str, str] = {}

        def look(value: Any) -> None:
            if isinstance(value, dict):
                if isinstance(value.get("payload"), str) and isinstance(value.get("title"), str):
                    found.setdefault(value["title"], value["payload"])
                for part in value.values():
                    look(part)
            elif isinstance(value, list):
                for part in value:
                    look(part)

        look(self.cards)
        return found


@dataclass
class Employee:
    """A demo person who is logged in."""

    url: str
    person: str
    token: str = ""
    conversation: str = ""
    user: dict[str, Any] = field(default_factory=dict)
    last: Reply = field(default_factory=lambda: Reply([]))

    def log_in(self) -> Employee:
        """A new session on the person's lasting conversation; `last` is the greeting."""
        answer = call(self.url, "POST", "/api/session", {"demo_user": self.person})
        assert answer.status == 200, answer
        self.token, self.conversation = answer.body["session"], answer.body["conversation"]
        self.user, self.last = answer.body["user"], Reply(answer.body["messages"])
        return self

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> Answer:
        """Any request under this person's session."""
        return call(self.url, method, path, body, self.token, **headers)

    def send(self, **body: Any) -> Answer:
        """A message as it stands, also a wrong one."""
        body.setdefault("client_id", uuid.uuid4().hex)
        return self.call("POST", f"/api/conversations/{self.conversation}/messages", body)

    def _taken(self, answer: Answer) -> Reply:
        assert answer.status == 200, answer
        self.last = Reply(answer.body["messages"])
        return self.last

    def say(self, text: str, **more: Any) -> Reply:
        """Types a message."""
        return self._taken(self.send(text=text, **more))

    def press(self, payload: str, **more: Any) -> Reply:
        """Presses a button by its payload."""
        return self._taken(self.send(payload=payload, **more))

    def choose(self, title: str, **more: Any) -> Reply:
        """Presses the button with that title (or one that begins so) in the last reply."""
        payloads = self.last.payloads
        chosen = payloads.get(title) or next((p for t, p in payloads.items() if t.startswith(title)), None)
        assert chosen is not None, f"no button {title!r}, but {sorted(payloads)}"
        return self.press(chosen, **more)

    def do(self, intent: str, **parameters: Any) -> Reply:
        """Presses the button of the last reply with that intent: scripts need not know its title."""
        payload = self.last.offers(intent, **parameters)
        assert payload is not None, f"{intent} {parameters} is not offered, but {self.last.intents}"
        return self.press(payload)

    def fill(self, **values: Any) -> Reply:
        """Fills the form or question that is shown, and sends it."""
        payload = self.last.offers("submit_values")
        assert payload is not None, f"no form is shown: {self.last.text}"
        return self.press(payload, values=values)

    def start_over(self) -> Employee:
        """Erases the conversation and logs in again."""
        assert self.call("DELETE", f"/api/conversations/{self.conversation}").status == 200
        return self.log_in()

    def transcript(self) -> list[dict[str, Any]]:
        answer = self.call("GET", f"/api/conversations/{self.conversation}")
        assert answer.status == 200, answer
        return list(answer.body["messages"])

    def cases(self, query: str = "") -> Any:
        return self.call("GET", f"/api/cases{query}").body

    def case(self, number: str) -> Answer:
        return self.call("GET", f"/api/cases/{quote(number)}")

    def attach(self, file: Path, content_type: str = "application/pdf") -> Answer:
        """Uploads a file for the current question."""
        boundary = uuid.uuid4().hex
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{file.name}"\r\n'
        body = (
            f"{head}Content-Type: {content_type}\r\n\r\n".encode()
            + file.read_bytes()
            + f"\r\n--{boundary}--\r\n".encode()
        )
        kind = f"multipart/form-data; boundary={boundary}"
        return self.call("POST", f"/api/conversations/{self.conversation}/files", body, Content_Type=kind)
