"""Another desk than the built-in one: a small service with its own queue, reached over HTTP, and its client."""

from __future__ import annotations

import json
import threading
from collections.abc import Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.error import URLError
from urllib.request import Request, urlopen

from bot.handover.desk import CancelReason, DeskEvent, DeskStatus, DeskUnreachable, Line, Offer
from bot.handover.types import Supporter

NAMES = {"support": "Rikke Storm", "bo": "Bo Bach"}


class Service:
    """What runs at the other end: conversations by number, and a log of what its people did."""

    def __init__(self) -> None:
        self.talks: dict[str, dict[str, Any]] = {}
        self.log: list[dict[str, Any]] = []
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                answer = json.dumps(getattr(service, f"do_{self.path.strip('/')}")(**body)).encode()
                self.send_response(200)
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    # --- what the house asks

    def do_offer(self, offer: dict[str, Any]) -> str:
        ref = f"chat:{offer['id']}"
        lines = {line["id"]: line["text"] for line in offer["lines"]}
        self.talks.setdefault(ref, {"state": "waiting", "who": None, "lines": lines, "offer": offer})
        return ref

    def do_append(self, ref: str, line: dict[str, Any]) -> None:
        self.talks[ref]["lines"].setdefault(line["id"], line["text"])

    def do_cancel(self, ref: str, reason: str) -> None:
        if ref in self.talks:
            self.talks[ref]["state"] = "ended"

    def do_status(self, ref: str) -> dict[str, Any]:
        talk = self.talks.get(ref, {"state": "unknown", "who": None})
        waiting = [one for one, other in self.talks.items() if other["state"] == "waiting"]
        return {**talk, "place": waiting.index(ref) + 1 if ref in waiting else None}

    def do_events(self, cursor: str) -> dict[str, Any]:
        return {"events": self.log[int(cursor or 0) :], "cursor": str(len(self.log))}

    # --- what its people do

    def take(self, ref: str, who: str) -> None:
        self.talks[ref].update(state="talking", who=who)
        self._note(ref, "taken", who)

    def say(self, ref: str, who: str, text: str) -> None:
        self.talks[ref]["lines"][f"s{len(self.log)}"] = text
        self._note(ref, "said", who, text=text)

    def read(self, ref: str, who: str) -> list[str]:
        return list(self.talks[ref]["lines"].values())

    def move(self, ref: str, who: str, to: str) -> None:
        self.talks[ref]["who"] = to
        self._note(ref, "moved", who, to=to)

    def put_back(self, ref: str, who: str) -> None:
        self.talks[ref].update(state="waiting", who=None)
        self._note(ref, "put_back", who)

    def give_back(self, ref: str, who: str, note: str) -> None:
        self.talks[ref]["state"] = "ended"
        self._note(ref, "given_back", who, text=note)

    def close(self, ref: str, who: str, text: str) -> None:
        self.talks[ref]["state"] = "ended"
        self._note(ref, "closed", who, text=text, outcome="solved")

    def _note(self, ref: str, kind: str, who: str, **more: Any) -> None:
        self.log.append({"id": f"e{len(self.log)}", "ref": ref, "kind": kind, "who": who, **more})


class HttpDesk:
    """The client: what somebody who joins another desk has to write."""

    def __init__(self, url: str) -> None:
        self._url = url

    def offer(self, offer: Offer) -> str:
        return str(self._ask("offer", offer=offer.as_json()))

    def append(self, ref: str, line: Line) -> None:
        self._ask("append", ref=ref, line={"id": line.id, "text": line.text})

    def cancel(self, ref: str, reason: CancelReason) -> None:
        self._ask("cancel", ref=ref, reason=reason)

    def status(self, ref: str) -> DeskStatus:
        answer = self._ask("status", ref=ref)
        return DeskStatus(answer["state"], _supporter(answer["who"]), answer["place"])

    def events(self, cursor: str) -> tuple[Sequence[DeskEvent], str]:
        answer = self._ask("events", cursor=cursor)
        events = [
            DeskEvent(
                one["id"], one["ref"], one["kind"], _supporter(one["who"]), _supporter(one.get("to")),
                one.get("text", ""), one.get("outcome"),
            )
            for one in answer["events"]
        ]  # fmt: skip
        return events, answer["cursor"]

    def _ask(self, what: str, **body: Any) -> Any:
        try:
            with urlopen(Request(f"{self._url}/{what}", json.dumps(body).encode()), timeout=5) as answer:
                return json.loads(answer.read())
        except URLError as error:
            raise DeskUnreachable from error


def _supporter(who: str | None) -> Supporter | None:
    return Supporter(who, NAMES[who]) if who else None
