"""The widget as one file: all of it, small enough, and to be had from any page."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.widget_size import MOST
from bot.portal.widget_bundle import WIDGET, bundle
from tests.portal.client import Portal


def test_the_widget_weighs_no_more_than_it_may() -> None:
    assert len(bundle().zipped) <= MOST


def test_every_module_is_in_it_and_no_import_is_left() -> None:
    script = bundle().script.decode()
    assert script.count("= (() => {\n") == len(list(WIDGET.rglob("*.js")))
    assert not [line for line in script.splitlines() if line.startswith(("import ", "export "))]


def test_modules_that_import_each_other_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.js").write_text('import { b } from "./b.js";\nexport const a = b;\n')
    (tmp_path / "b.js").write_text('import { a } from "./a.js";\nexport const b = a;\n')
    with pytest.raises(ValueError, match=r"a\.js imports itself"):
        bundle(tmp_path / "a.js")


async def test_it_is_sent_zipped_and_only_when_it_is_new(portal: Portal) -> None:
    client = portal.client
    response = await client.get("/widget.js", headers={"Origin": "https://portal.kommunen.example"})
    assert await response.read() == bundle().script
    assert response.headers["Content-Encoding"] == "gzip"
    assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.content_type == "text/javascript"
    again = await client.get("/widget.js", headers={"If-None-Match": response.headers["ETag"]})
    assert again.status == 304
    plain = await client.get("/widget.js", headers={"Accept-Encoding": "identity"})
    assert "Content-Encoding" not in plain.headers
    assert await plain.read() == bundle().script
