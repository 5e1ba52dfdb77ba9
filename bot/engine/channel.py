"""The internal channel: the only way into the engine. It listens on loopback and demands the shared secret.

POST <prefix>/messages   one turn: typed text, or the payload of a pressed button; answers what the bot says
GET  <prefix>/ready      200 when a model is loaded and the action server answers

Typed text is never a command: only a payload becomes an intent, and only the portal sends payloads that were offered.
"""

from __future__ import annotations

import asyncio
import hmac
import json
import logging
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

import aiohttp
from rasa.core.channels.channel import CollectingOutputChannel, InputChannel, UserMessage
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.engine import overrides

log = logging.getLogger(__name__)

# Joins without a width: keeps Rasa from reading "/restart" as a command; understanding drops it again.
_SHIELD = "\u2060"
_PAYLOAD = re.compile(r"/(?P<intent>[a-z][a-z0-9_]*)\s*(?P<parameters>\{.*\})?\s*", re.S)
_LONGEST = 10_000


class BadTurn(ValueError):
    """The request is no turn; the text says what is wrong, without repeating what was written."""


@dataclass(frozen=True)
class Turn:
    """One turn of a conversation, as the portal sends it."""

    thread: str
    id: str | None
    text: str | None
    payload: str | None
    values: Mapping[str, Any] | None
    display: str
    topic: str | None = None  # the solution on whose page the user stands

    @classmethod
    def from_json(cls, body: Any) -> Turn:
        """Checks a request's body. Raises BadTurn."""
        if not isinstance(body, dict):
            raise BadTurn("the body is no JSON object")
        text, payload, values = body.get("text"), body.get("payload"), body.get("values")
        thread, display, topic = body.get("thread"), body.get("display") or "", body.get("topic")
        if not isinstance(thread, str) or not 8 <= len(thread) <= 200:
            raise BadTurn("thread is missing")
        if (text is None) == (payload is None):
            raise BadTurn("exactly one of text and payload is needed")
        if not all(part is None or isinstance(part, str) for part in (text, payload, display, topic)):
            raise BadTurn("text, payload, display and topic are strings")
        if values is not None and not isinstance(values, dict):
            raise BadTurn("values is no object")
        if len(text or "") > _LONGEST or len(payload or "") > _LONGEST:
            raise BadTurn("too long")
        turn = body.get("turn")
        return cls(thread, str(turn) if turn else None, text, payload, values, display, topic)


def user_message(turn: Turn, output: CollectingOutputChannel, channel: str) -> UserMessage:
    """Rasa's message for a turn. Raises BadTurn where the payload cannot be read.

    `metadata.text` is what was written (or the title of what was pressed), `metadata.pressed` the payload's
    parameters, `metadata.values` what a form card sent, `metadata.topic` the solution on whose page the user stands.
    """
    common: dict[str, Any] = {"sender_id": turn.thread, "input_channel": channel, "message_id": turn.id}
    page = {"topic": turn.topic} if turn.topic else {}
    if turn.payload is None:
        text = turn.text or ""
        shielded = _SHIELD + text if text.lstrip().startswith("/") else text
        return UserMessage(shielded, output, metadata={"text": text, **page}, **common)
    match = _PAYLOAD.fullmatch(turn.payload)
    try:
        parameters = json.loads(match["parameters"] or "{}") if match else None
    except ValueError:
        parameters = None
    if match is None or not isinstance(parameters, dict):
        raise BadTurn("the payload cannot be read")
    intent = {"name": match["intent"], "confidence": 1.0}
    display = turn.display or match["intent"]
    metadata = {"text": display, "pressed": parameters, "values": turn.values, **page}
    parse_data = {"text": display, "intent": intent, "intent_ranking": [intent], "entities": [], "metadata": metadata}
    return UserMessage(display, output, parse_data=parse_data, metadata=metadata, **common)


def utterances(messages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What the actions said, in order; a plain text of Rasa's own becomes an utterance without cards."""
    said = []
    for message in messages:
        custom = message.get("custom")
        if isinstance(custom, dict) and isinstance(custom.get("utterance"), dict):
            said.append(custom["utterance"])
        elif message.get("text"):
            said.append({"text": message["text"], "cards": []})
    return said


class PortalChannel(InputChannel):
    """Takes turns from the portal process and answers with utterances."""

    def __init__(self, secret: str, seconds: float) -> None:
        if len(secret) < 16:
            raise ValueError("ENGINE_SECRET must be set, to at least 16 characters")
        self._secret, self._seconds = secret.encode(), seconds

    @classmethod
    def name(cls) -> str:
        """The channel's name, which is also its prefix below /webhooks."""
        return "portal"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> PortalChannel:
        """Reads `secret` and `seconds` (the time a turn may take) from credentials.yml."""
        settings = credentials or {}
        return cls(str(settings.get("secret") or ""), float(settings.get("seconds") or 15))

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The channel's two addresses."""
        overrides.apply()
        routes = Blueprint("portal_channel")

        @routes.post("/messages")
        async def messages(request: Request) -> HTTPResponse:
            if not self._allowed(request):
                return response.json({"error": "not allowed"}, status=401)
            output = CollectingOutputChannel()
            try:
                message = user_message(Turn.from_json(_body(request)), output, self.name())
            except BadTurn as bad:
                return response.json({"error": str(bad)}, status=400)
            try:
                await asyncio.wait_for(on_new_message(message), self._seconds)
            except asyncio.TimeoutError:
                log.error("turn %s took longer than %s s", message.message_id, self._seconds)
                return response.json({"error": "timeout"}, status=504)
            except Exception as error:
                # Only the kind and the place: the text of an exception may hold what the user wrote.
                log.error("turn %s failed: %s at %s", message.message_id, type(error).__name__, _place(error))
                return response.json({"error": "failed"}, status=500)
            return response.json({"utterances": utterances(output.messages)})

        @routes.get("/ready")
        async def ready(request: Request) -> HTTPResponse:
            if not self._allowed(request):
                return response.json({"error": "not allowed"}, status=401)
            agent = getattr(request.app.ctx, "agent", None)
            if agent is None or not agent.is_ready():
                return response.json({"ready": False, "why": "no model"}, status=503)
            if not await _answers(agent.action_endpoint):
                return response.json({"ready": False, "why": "no action server"}, status=503)
            return response.json({"ready": True})

        return routes

    def _allowed(self, request: Request) -> bool:
        given = request.headers.get("X-Engine-Secret") or ""
        return hmac.compare_digest(given.encode(), self._secret)


def _body(request: Request) -> Any:
    try:
        return json.loads(request.body)
    except ValueError:
        return None


def _place(error: BaseException) -> str:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "unknown"


async def _answers(endpoint: Any) -> bool:
    """Says whether the action server is up, by its /health."""
    if endpoint is None or not endpoint.url:
        return False
    address = endpoint.url.rsplit("/", 1)[0] + "/health"
    try:
        async with (
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=2)) as session,
            session.get(address, headers=endpoint.headers) as answer,
        ):
            return bool(answer.status == 200)
    except (aiohttp.ClientError, asyncio.TimeoutError, OSError):
        return False
