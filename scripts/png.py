"""Draws small pictures without a library: shapes of one colour each, smooth at their edges, written as PNG."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Sequence

Colour = tuple[int, int, int, int]
Shape = Callable[[float, float], bool]  # whether a point (0 to 1 in both directions) lies in it
_SAMPLES = 4  # in each direction, for smooth edges


def rounded(left: float, top: float, right: float, bottom: float, radius: float) -> Shape:
    """A rectangle with round corners."""

    def inside(x: float, y: float) -> bool:
        dx = max(left + radius - x, 0.0, x - right + radius)
        dy = max(top + radius - y, 0.0, y - bottom + radius)
        return left <= x <= right and top <= y <= bottom and dx * dx + dy * dy <= radius * radius

    return inside


def disc(cx: float, cy: float, radius: float) -> Shape:
    return lambda x, y: (x - cx) ** 2 + (y - cy) ** 2 <= radius * radius


def triangle(*corners: tuple[float, float]) -> Shape:
    """The points between three corners."""
    (ax, ay), (bx, by), (cx, cy) = corners

    def inside(x: float, y: float) -> bool:
        sides = [(bx - ax) * (y - ay) - (by - ay) * (x - ax), (cx - bx) * (y - by) - (cy - by) * (x - bx)]
        sides.append((ax - cx) * (y - cy) - (ay - cy) * (x - cx))
        return all(side >= 0 for side in sides) or all(side <= 0 for side in sides)

    return inside


def png(size: int, painted: Sequence[tuple[Shape, Colour]]) -> bytes:
    """A square picture on a transparent ground; what is painted later lies on top."""
    rows = (b"\x00" + b"".join(_pixel(x, y, size, painted) for x in range(size)) for y in range(size))
    data = zlib.compress(b"".join(rows), 9)
    header = struct.pack(">IIBBBBB", size, size, 8, 6, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", data) + _chunk(b"IEND", b"")


def _pixel(x: int, y: int, size: int, painted: Sequence[tuple[Shape, Colour]]) -> bytes:
    """The colours of some points within the pixel, mixed by how much they cover."""
    places = [(part + 0.5) / _SAMPLES for part in range(_SAMPLES)]
    red = green = blue = covered = 0
    for sx in places:
        for sy in places:
            point = ((x + sx) / size, (y + sy) / size)
            colour = next((colour for shape, colour in reversed(painted) if shape(*point)), (0, 0, 0, 0))
            red, green, blue = (sum_ + part * colour[3] for sum_, part in zip((red, green, blue), colour, strict=False))
            covered += colour[3]
    if not covered:
        return bytes(4)
    return bytes((red // covered, green // covered, blue // covered, round(covered / _SAMPLES**2)))


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
