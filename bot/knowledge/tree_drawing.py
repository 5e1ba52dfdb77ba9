"""Draws a question tree as SVG: questions as boxes, answers as their rows, ends with their kind in words and colour."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from bot.knowledge import tree_layout as layout
from bot.knowledge.loader import Knowledge
from bot.knowledge.tree_layout import Box, Chip, Layout, Row, Shares, percent
from bot.knowledge.tree_schema import Tree

_FONT = "Inter, 'Segoe UI', system-ui, -apple-system, 'Helvetica Neue', Arial, sans-serif"
_TOP = 96  # room for the title and what the colours mean

# Class, and its colours in a light and a dark surrounding. The light ones stand as attributes (a page may forbid
# styles in a document, and overrides attributes with its own rules for the classes); a file of its own has both.
_FILLS = {
    "paper": ("#f4f7f6", "#101a1d"),
    "ink": ("#17272b", "#e7eeed"),
    "muted": ("#526367", "#a3b4b5"),
    "accent": ("#0e5a61", "#86cfca"),
    "stop": ("#9c1f1f", "#f3a8a0"),
    "box": ("#ffffff", "#18252a"),
    "chip-solution": ("#e1f2e6", "#17331f"),
    "chip-tree": ("#e1efee", "#1d3a3c"),
    "chip-event": ("#fcf2da", "#33290f"),
    "chip-person": ("#f5edf8", "#2b1c33"),
    "chip-question": ("#eef1f1", "#22333a"),
    "on-solution": ("#1b6638", "#92d6a6"),
    "on-tree": ("#0a464c", "#a6dfdb"),
    "on-event": ("#7a4f00", "#f0cb7b"),
    "on-person": ("#5b2a6e", "#dcbbea"),
    "on-question": ("#41545a", "#b7c6c7"),
}
_STROKES = {"frame": ("#b9c5c5", "#3a4c51"), "line": ("#dbe3e1", "#2b3a3e"), "edge": ("#76878b", "#7b8d90")}


def draw(tree: Tree, knowledge: Knowledge, shares: Shares | None = None, *, standalone: bool = False) -> str:
    """The tree as an SVG element; with shares, how many took each answer and stopped at each question.

    `standalone` makes a file of its own, with its own background and colours for a dark surrounding.
    """
    placed = Layout(tree, knowledge, shares, _TOP)
    width, height = max(placed.width, 2 * layout.BOX), placed.height
    name = f"tree-{tree.id}"
    solutions = len({option.solution for node in tree.nodes for option in node.options if option.solution})
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="tree-drawing" role="img" lang="da" '
        f'aria-labelledby="{name}-title {name}-desc" width="{width:.0f}" height="{height:.0f}" '
        f'viewBox="0 0 {width:.0f} {height:.0f}" font-family="{_FONT}" font-size="{layout.LABEL_SIZE}">',
        f'<title id="{name}-title">Spørgetræ: {escape(tree.title)}</title>',
        f'<desc id="{name}-desc">{len(tree.nodes)} spørgsmål fører til {solutions} løsninger. '
        f"Det første er: {escape(tree.start.question)}</desc>",
    ]
    if standalone:
        parts.append(f"<style>{_dark()}</style>")
        parts.append(f'<rect {_fill("paper")} width="100%" height="100%"/>')
    parts += _heading(tree, shares)
    parts += [_edge(row, box, child, lane) for row, box, child, lane in placed.edges()]
    parts += [piece for box in placed.boxes for piece in _box(box)]
    return "\n".join([*parts, "</svg>"])


def _heading(tree: Tree, shares: Shares | None) -> Iterator[str]:
    x = float(layout.MARGIN)
    yield _text(x, 42, [f"Spørgetræ: {tree.title}"], "ink", size=22, weight=700)
    for kind, label in layout.KINDS.items():
        chip = Chip(kind, [label])
        wide = 1.06 * layout.text_width(label, layout.SMALL_SIZE) + 2 * layout.CHIP_PAD  # heavier than plain text
        yield from _chip(chip, x, 58, wide)
        x += wide + 10
    if shares is not None:
        runs = "1 gennemløb" if shares.starts == 1 else f"{shares.starts} gennemløb"
        text = f"Procenterne er af dem, der kom til spørgsmålet ({runs} i alt)."
        yield _text(x + 8, 58 + layout.CHIP_PAD / 2 + 13, [text], "muted", size=layout.SMALL_SIZE)


def _box(box: Box) -> Iterator[str]:
    left, width = box.x, layout.BOX
    yield (
        f'<rect class="box frame" fill="{_FILLS["box"][0]}" stroke="{_STROKES["frame"][0]}" '
        f'x="{left:.1f}" y="{box.y:.1f}" width="{width}" height="{box.height:.1f}" rx="12"/>'
    )
    inner = left + layout.PAD
    y = box.y + 12 + 13
    yield _text(inner, y, [f"Spørgsmål {box.number}"], "muted", size=layout.SMALL_SIZE)
    if box.given_up:
        stops = f"{percent(box.given_up)} stopper her"
        yield _text(box.right - layout.PAD, y, [stops], "stop", size=layout.SMALL_SIZE, weight=600, anchor="end")
    y += layout.HEAD_LINE
    yield _text(inner, y, box.head, "ink", size=layout.HEAD_SIZE, weight=650, line=layout.HEAD_LINE)
    for row in box.rows:
        yield from _row(row, box)
    if box.foot:
        below = box.rows[-1].y + box.rows[-1].height if box.rows else box.y + box.head_height
        yield _rule(box, below)
        yield _text(inner, below + 20, box.foot, "muted", size=layout.SMALL_SIZE, line=layout.SMALL_LINE)


def _row(row: Row, box: Box) -> Iterator[str]:
    inner = box.x + layout.PAD
    yield _rule(box, row.y)
    y = row.y + 6 + 14
    yield _text(inner, y, row.label, "ink", line=layout.LABEL_LINE)
    if row.share is not None:
        yield _text(box.right - layout.PAD, y, [percent(row.share)], "accent", weight=650, anchor="end")
    y += len(row.label) * layout.LABEL_LINE - 1
    if row.only_for:
        yield _text(inner, y, row.only_for, "muted", size=layout.SMALL_SIZE, line=layout.SMALL_LINE)
        y += len(row.only_for) * layout.SMALL_LINE
    if row.chip:
        widest = 1.06 * max(layout.text_width(line, layout.SMALL_SIZE) for line in row.chip.lines)
        yield from _chip(row.chip, inner, y - 9, min(widest + 2 * layout.CHIP_PAD, layout.BOX - 2 * layout.PAD))


def _chip(chip: Chip, x: float, y: float, width: float) -> Iterator[str]:
    yield (
        f"<rect {_fill(f'chip-{chip.kind}')} "
        f'x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{chip.height:.1f}" rx="6"/>'
    )
    inner, first = x + layout.CHIP_PAD, y + layout.CHIP_PAD / 2 + 13
    yield _text(inner, first, chip.lines, f"on-{chip.kind}", size=layout.SMALL_SIZE, line=layout.SMALL_LINE, weight=550)


def _edge(row: Row, box: Box, child: Box, lane: float) -> str:
    """From the answer to the right, down in its lane, and into the next question, with an arrow's head."""
    start, end = row.middle, child.y + layout.ENTRY
    bend = min(8.0, abs(end - start) / 2)
    way = f"M{box.right:.1f} {start:.1f}"
    if bend > 0.5:
        way += f"H{lane - bend:.1f}Q{lane:.1f} {start:.1f} {lane:.1f} {start + bend:.1f}V{end - bend:.1f}"
        way += f"Q{lane:.1f} {end:.1f} {lane + bend:.1f} {end:.1f}"
    way += f"H{child.x - 6:.1f}"
    thick = 1.5 + 3 * (row.share or 0)
    head = f"M{child.x - 7:.1f} {end - 5:.1f}L{child.x:.1f} {end:.1f}L{child.x - 7:.1f} {end + 5:.1f}Z"
    stroke = _STROKES["edge"][0]
    return (
        f'<path class="edge" fill="none" stroke="{stroke}" stroke-width="{thick:.1f}" d="{way}"/>'
        f'<path class="head" fill="{stroke}" d="{head}"/>'
    )


def _rule(box: Box, y: float) -> str:
    return f'<path class="line" stroke="{_STROKES["line"][0]}" d="M{box.x:.1f} {y:.1f}h{layout.BOX}"/>'


def _text(
    x: float,
    y: float,
    lines: Sequence[str],
    kind: str,
    *,
    size: float = layout.LABEL_SIZE,
    line: float = layout.LABEL_LINE,
    weight: int = 400,
    anchor: str = "start",
) -> str:
    """Lines of text; `y` is the first one's base line."""
    spans = "".join(
        f'<tspan x="{x:.1f}"{f" dy={chr(34)}{line}{chr(34)}" if place else ""}>{escape(part)}</tspan>'
        for place, part in enumerate(lines)
    )
    look = f'font-size="{size}"' + (f' font-weight="{weight}"' if weight != 400 else "")
    end = ' text-anchor="end"' if anchor == "end" else ""
    return f'<text {_fill(kind)} {look}{end} x="{x:.1f}" y="{y:.1f}">{spans}</text>'


def _fill(kind: str) -> str:
    return f'class="{kind}" fill="{_FILLS[kind][0]}"'


def _dark() -> str:
    rules = [f".{name}{{fill:{dark}}}" for name, (_, dark) in _FILLS.items()]
    rules += [f".{name}{{stroke:{dark}}}" for name, (_, dark) in _STROKES.items()]
    rules.append(f".head{{fill:{_STROKES['edge'][1]}}}")
    return "@media (prefers-color-scheme:dark){" + "".join(rules) + "}"
