"""Where things stand in the drawing of a question tree: a box for each question, from left to right."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from bot.knowledge.loader import Knowledge
from bot.knowledge.open_ways import joined
from bot.knowledge.tree_schema import Tree, TreeNode, TreeOption

# All lengths are in pixels.
BOX, COLUMN_GAP, ROW_GAP, MARGIN = 330, 84, 26, 24
PAD = 14
HEAD_LINE, LABEL_LINE, SMALL_LINE = 21, 19, 17
HEAD_SIZE, LABEL_SIZE, SMALL_SIZE = 15.5, 14, 12.5
ENTRY = 22  # below a box's top: where the edge to it ends
LANE = 9  # between the upright parts of edges that leave the same box
CHIP_PAD = 7
SHARE_ROOM = 50

KINDS = {"solution": "Løsning", "tree": "Spørgetræ", "event": "Forløb", "person": "Et menneske"}
ONLY_FOR = {
    "is_leader": "Kun for ledere",
    "is_not_leader": "Kun for dem, der ikke er ledere",
    "reports_for_others": "Kun for dem, der indberetter for andre",
    "reports_for_self_only": "Kun for dem, der indberetter for sig selv",
}

# A sans-serif's widths as parts of its size; enough to wrap by, on the safe side.
_WIDTHS = {**dict.fromkeys("ijl.,:;'|!’", 0.28), **dict.fromkeys("ftr()-/ “”", 0.38), **dict.fromkeys("mwMW%", 0.88)}
_CAPITAL, _OTHER = 0.70, 0.58


class Titled(Protocol):
    """Anything with a title."""

    @property
    def title(self) -> str: ...


class Shares(Protocol):
    """How real runs went (bot/insight/tree_runs.py)."""

    @property
    def starts(self) -> int: ...
    def reached(self, node: str) -> int: ...
    def share(self, node: str, option: str) -> float: ...
    def share_given_up(self, node: str) -> float: ...


@dataclass(frozen=True)
class Chip:
    """What an answer leads to that is no box of its own."""

    kind: str  # a key of KINDS, or "question" for one that is drawn elsewhere
    lines: Sequence[str]

    @property
    def height(self) -> float:
        return len(self.lines) * SMALL_LINE + CHIP_PAD


@dataclass
class Row:
    """An answer: its label, for whom it is, where it leads, and the part of people who gave it."""

    option: TreeOption
    label: Sequence[str]
    only_for: Sequence[str]
    share: float | None
    chip: Chip | None = None
    y: float = 0.0  # of its top

    @property
    def height(self) -> float:
        text = len(self.label) * LABEL_LINE + len(self.only_for) * SMALL_LINE
        return text + (self.chip.height + 6 if self.chip else 0) + 13

    @property
    def middle(self) -> float:
        """Where the edge to the next question leaves."""
        return self.y + 6 + LABEL_LINE / 2


@dataclass
class Box:
    """A question with its answers."""

    node: TreeNode
    number: int
    x: float
    y: float
    head: Sequence[str]
    rows: Sequence[Row]
    foot: Sequence[str]
    given_up: float | None
    following: list[tuple[Row, Box]] = field(default_factory=list)

    @property
    def head_height(self) -> float:
        return 12 + SMALL_LINE + len(self.head) * HEAD_LINE + 8

    @property
    def height(self) -> float:
        foot = len(self.foot) * SMALL_LINE + 16 if self.foot else 4
        return self.head_height + sum(row.height for row in self.rows) + foot

    @property
    def bottom(self) -> float:
        return self.y + self.height

    @property
    def right(self) -> float:
        return self.x + BOX


def text_width(text: str, size: float) -> float:
    """About how wide a text is."""
    units = (_WIDTHS.get(letter) or (_CAPITAL if letter.isupper() else _OTHER) for letter in text)
    return size * sum(units)


def wrapped(text: str, width: float, size: float) -> list[str]:
    """The text in lines of at most that width; a word that is longer stands alone."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, size) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


class Layout:
    """The boxes of a tree, each below or right of the one before; a question asked in two places is drawn once."""

    def __init__(self, tree: Tree, knowledge: Knowledge, shares: Shares | None, top: float) -> None:
        self._tree, self._knowledge, self._shares = tree, knowledge, shares
        self._drawn_from = _drawn_from(tree)
        self._numbers = _numbers(tree, self._drawn_from)
        self.boxes: list[Box] = []
        self._place(tree.start, MARGIN, top)

    @property
    def width(self) -> float:
        return max(box.right for box in self.boxes) + MARGIN

    @property
    def height(self) -> float:
        return max(box.bottom for box in self.boxes) + MARGIN

    def _place(self, node: TreeNode, x: float, y: float) -> tuple[Box, float]:
        """Draws a question and all that follows it; returns its box and the lowest point of all of that."""
        box = self._box(node, x, y)
        self.boxes.append(box)
        free = y
        for row in box.rows:
            if not self._is_drawn_from(node, row.option):
                continue
            following = self._tree.by_id[row.option.node or ""]
            # No edge goes upwards: a question stands level with its answer or below it.
            child, lowest = self._place(following, x + BOX + COLUMN_GAP, max(free, row.middle - ENTRY))
            box.following.append((row, child))
            free = lowest + ROW_GAP
        return box, max(box.bottom, free - ROW_GAP)

    def _box(self, node: TreeNode, x: float, y: float) -> Box:
        inner = BOX - 2 * PAD
        rows = [self._row(node, option) for option in node.options]
        head = wrapped(node.question, inner, HEAD_SIZE)
        foot = wrapped(when_unsure(node, self._shares), inner, SMALL_SIZE)
        given_up = self._shares.share_given_up(node.id) if self._shares else None
        box = Box(node, self._numbers[node.id], x, y, head, rows, foot, given_up)
        below = y + box.head_height
        for row in rows:
            row.y = below
            below += row.height
        return box

    def _row(self, node: TreeNode, option: TreeOption) -> Row:
        counted = self._shares if self._shares and self._shares.reached(node.id) else None
        room = BOX - 2 * PAD - (SHARE_ROOM if counted else 0)
        row = Row(
            option,
            wrapped(option.label, room, LABEL_SIZE),
            wrapped(ONLY_FOR.get(option.when, option.when), room, SMALL_SIZE) if option.when else (),
            counted.share(node.id, option.id) if counted else None,
        )
        if option.outcome:
            row.chip = self._chip(*option.outcome)
        elif not self._is_drawn_from(node, option):
            number = self._numbers.get(option.node or "")
            row.chip = Chip("question", [f"Gå til spørgsmål {number}" if number else "Spørgsmålet mangler"])
        return row

    def _is_drawn_from(self, node: TreeNode, option: TreeOption) -> bool:
        return self._drawn_from.get(option.node or "") == (node.id, option.id)

    def _chip(self, kind: str, id_: str | None) -> Chip:
        known: Mapping[str, Mapping[str, Titled]] = {
            "solution": self._knowledge.solutions,
            "tree": self._knowledge.trees,
            "event": self._knowledge.life_events,
        }
        found = known[kind].get(id_) if id_ and kind in known else None
        title = found.title if found else id_
        text = f"{KINDS[kind]}: {title}" if title else KINDS[kind]
        return Chip(kind, wrapped(text, BOX - 2 * PAD - 2 * CHIP_PAD - 4, SMALL_SIZE))

    def edges(self) -> Iterator[tuple[Row, Box, Box, float]]:
        """Each way from an answer to the next question: the answer, both boxes, and where its upright part stands."""
        for box in self.boxes:
            for place, (row, child) in enumerate(box.following):
                # The upper answers turn further right, so that no two edges of a box cross.
                yield row, box, child, box.right + 16 + LANE * (len(box.following) - 1 - place)


def _drawn_from(tree: Tree) -> dict[str, tuple[str, str]]:
    """The question and answer from which each question is drawn: the nearest to the start."""
    found: dict[str, tuple[str, str]] = {}
    waiting = [tree.start]
    while waiting:
        node = waiting.pop(0)
        for option in node.options:
            following = tree.by_id.get(option.node or "")
            if following is not None and following.id not in found and following is not tree.start:
                found[following.id] = (node.id, option.id)
                waiting.append(following)
    return found


def _numbers(tree: Tree, drawn_from: Mapping[str, tuple[str, str]]) -> dict[str, int]:
    """The questions' numbers in the order in which they are drawn, from above."""
    numbers: dict[str, int] = {}

    def count(node: TreeNode) -> None:
        numbers[node.id] = len(numbers) + 1
        for option in node.options:
            if drawn_from.get(option.node or "") == (node.id, option.id):
                count(tree.by_id[option.node or ""])

    count(tree.start)
    return numbers


def when_unsure(node: TreeNode, shares: Shares | None) -> str:
    """What "ved ikke" does at the question, and how often several ways were kept open by it."""
    options = [option for option in node.options if option.id in node.kept_open]
    names = " og ".join(f"“{option.label}”" for option in options)
    if not options:
        return "Ved ikke: spørgsmålet bliver forklaret"
    if len(options) == 1:
        return f"Ved ikke: vælger {names}"
    kept = shares.share(node.id, joined(options)) if shares else 0
    return f"Ved ikke: holder {names} åbne" + (f" ({percent(kept)})" if kept else "")


def percent(share: float) -> str:
    """A share as whole per cent; "under 1 %" where it would be rounded to none."""
    whole = round(100 * share)
    return "under 1 %" if share and not whole else f"{whole} %"
