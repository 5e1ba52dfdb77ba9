"""`serviceassistent chat`: talk to the running assistant in the terminal, as a demo person."""

from __future__ import annotations

import argparse
import asyncio
import secrets
import sys
from collections.abc import Mapping, Sequence
from typing import Any

import aiohttp

from bot.messages.message import actions_of
from bot.settings import Settings


def add_parser(subparsers: Any) -> None:
    """Adds the command."""
    parser = subparsers.add_parser("chat", help="tal med assistenten i terminalen / talk in the terminal (demo)")
    parser.add_argument(
        "--as", dest="person", required=True, metavar="ID", help="demo-person, fx anne.holm / who to be"
    )
    parser.add_argument("--url", help="portalens adresse / address of the portal (PORT, 8080)")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Talks until end of file or Ctrl-C; returns the exit code."""
    url = args.url or f"http://127.0.0.1:{Settings.from_environment().port}"
    try:
        return asyncio.run(_talk(url, args.person))
    except KeyboardInterrupt:
        print()
        return 0
    except aiohttp.ClientConnectionError:
        print(f"Jeg kan ikke få fat i assistenten på {url}. Start den med: make run", file=sys.stderr)
        return 1


async def _talk(url: str, person: str) -> int:
    async with aiohttp.ClientSession(base_url=url) as http:
        async with http.post("/api/session", json={"demo_user": person}) as response:
            opened = await response.json()
            if response.status != 200:
                print(opened.get("detail") or opened.get("title"), file=sys.stderr)
                return 1
        print("Skriv til assistenten. “#2” trykker på knap 2. Slut med Ctrl-D.\n")
        http.headers["Authorization"] = f"Bearer {opened['session']}"
        messages = f"/api/conversations/{opened['conversation']}/messages"
        buttons = _show([message for message in opened["messages"] if message["from"] == "bot"][-2:])
        while True:
            line = await _read_line()
            if line is None:
                print()
                return 0
            body = _body(line.strip(), buttons)
            async with http.post(messages, json=body) as response:
                answer = await response.json()
            if response.status == 200:
                buttons = _show(answer["messages"])
            else:
                print(answer.get("detail") or answer.get("title"))


async def _read_line() -> str | None:
    sys.stdout.write("du> ")
    sys.stdout.flush()
    line = await asyncio.to_thread(sys.stdin.readline)
    return line or None


def _body(line: str, buttons: Sequence[str]) -> dict[str, Any]:
    body: dict[str, Any] = {"client_id": secrets.token_urlsafe(12)}
    if line.startswith("#") and line[1:].isdigit() and 0 < int(line[1:]) <= len(buttons):
        return {**body, "payload": buttons[int(line[1:]) - 1]}
    return {**body, "text": line}


def _show(messages: Sequence[Mapping[str, Any]]) -> list[str]:
    """Prints the messages and numbers their buttons; returns the buttons' payloads."""
    buttons: list[str] = []
    for message in messages:
        print(f"\n{message['text']}")
        for action in actions_of(message["cards"]):
            if not action.payload.startswith("/submit_values"):
                buttons.append(action.payload)
                print(f"  #{len(buttons)} {action.title}")
    print()
    return buttons
