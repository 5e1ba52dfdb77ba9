"""The mark of what a page of the workbench shows: it differs from the mark of now where something new has come."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from bot.cases.backends.queue import OpenItem, QueuePage

NEWS = "nyt"  # the last part of the addresses that tell the mark of now


@dataclass(frozen=True)
class Watched:
    """What a page tells its script: where to ask, what it shows, and the address that shows it anew."""

    url: str
    mark: str
    page: str


def watched_queue(path: str, here: str, found: QueuePage) -> Watched:
    """`path` is the workbench's, `here` the address of the page with its filter."""
    return Watched(f"{path}/{NEWS}{here.removeprefix(path)}", mark_of_queue(found), here)


def watched_item(path: str, opened: OpenItem) -> Watched:
    here = f"{path}/{opened.item.number}"
    notes = sum(line.kind == "note" for line in opened.doings)
    return Watched(f"{here}/{NEWS}", mark_of_item(opened.item.version, notes), here)


def mark_of_queue(found: QueuePage) -> str:
    """Of the items that are shown, and of all counts."""
    shown = [(item.number, item.version) for item in found.items]
    told = repr((shown, sorted(found.by_view.items()), sorted(found.by_task.items())))
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def mark_of_item(version: int, notes: int) -> str:
    """The version counts all that parties and desk do; a note is in no one's way, and so changes none."""
    return f"{version}.{notes}"
