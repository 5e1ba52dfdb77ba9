"""The widget as one file: its modules one after the other, each in a function of its own, ready to be sent gzipped.

A host page would else ask for some forty modules at every view. Nothing is rewritten but imports and exports.
"""

from __future__ import annotations

import gzip
import hashlib
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from aiohttp import web

WIDGET = Path(__file__).parent / "static" / "widget"
WIDGET_PATH = "/widget.js"
ENTRY = WIDGET / "service-assistent.js"

_IMPORT = re.compile(r'^import (?:\* as (?P<all>\w+)|(?P<some>\{[^}]+\})) from "(?P<path>\.[^"]+)";$', re.M)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|class|const) (?P<name>\w+))", re.M)
_COMMENT = re.compile(r"^\s*//.*\n", re.M)


@dataclass(frozen=True)
class Bundle:
    """What is sent: the file, the same gzipped, and the tag that changes with it."""

    script: bytes
    zipped: bytes
    etag: str


def bundle(entry: Path = ENTRY) -> Bundle:
    """Puts the entry and all that it imports together; raises ValueError where modules import each other."""
    parts: list[str] = []
    _add(entry.resolve(), parts, {}, ())
    script = "\n".join(parts).encode()
    return Bundle(script, gzip.compress(script, mtime=0), hashlib.sha256(script).hexdigest()[:32])


def _add(path: Path, parts: list[str], names: dict[Path, str], on_the_way: tuple[Path, ...]) -> str:
    if path in on_the_way:
        raise ValueError(f"{path.name} imports itself by way of others")
    if path in names:
        return names[path]
    text = _COMMENT.sub("", path.read_text(encoding="utf-8"))

    def imported(match: re.Match[str]) -> str:
        name = _add((path.parent / match["path"]).resolve(), parts, names, (*on_the_way, path))
        wanted = match["all"] or match["some"].replace(" as ", ": ")
        return f"const {wanted} = {name};"

    text = _IMPORT.sub(imported, text)
    exported = ", ".join(match["name"] for match in _EXPORT.finditer(text))
    name = names[path] = f"module{len(names)}"
    parts.append(f"const {name} = (() => {{\n{_EXPORT.sub('', text)}return {{ {exported} }};\n}})();")
    return name


_made = cache(bundle)  # once in a process: a new widget comes with a new process, as everything else does


async def widget(request: web.Request) -> web.Response:
    """The file; a browser that has it already is told so."""
    made = _made()
    headers = {"Cache-Control": "no-cache", "ETag": f'"{made.etag}"', "Vary": "Accept-Encoding"}
    if f'"{made.etag}"' in request.headers.get("If-None-Match", ""):
        return web.Response(status=304, headers=headers)
    zipped = "gzip" in request.headers.get("Accept-Encoding", "")
    if zipped:
        headers["Content-Encoding"] = "gzip"
    body = made.zipped if zipped else made.script
    return web.Response(body=body, content_type="text/javascript", charset="utf-8", headers=headers)
