"""Attachments: judged by their content, limited in size, and one's own only."""

from __future__ import annotations

import pytest

from tests.portal.client import Portal, problem
from tests.portal.world import World

PDF = b"%PDF-1.7\n1 0 obj\n"


async def test_a_file_is_taken_and_belongs_to_the_one_who_sent_it(portal: Portal, world: World) -> None:
    mette = await portal.sign_on()
    response = await mette.upload("kvittering.pdf", PDF)
    assert response.status == 201
    stored = await response.json()
    assert stored["name"] == "kvittering.pdf"
    assert world.attachments.describe("mette", [stored["id"]])[0].size == len(PDF)
    assert world.attachments.describe("omar", [stored["id"]]) == []


@pytest.mark.parametrize(
    ("name", "content"),
    [("løn.pdf", b"MZ\x90\x00\x03"), ("billede.png", b"<html><script>alert(1)</script>"), ("a.pdf", b"\x00\x01\x02")],
)
async def test_a_name_does_not_make_a_type(portal: Portal, name: str, content: bytes) -> None:
    mette = await portal.sign_on()
    response = await mette.upload(name, content, "application/pdf")
    assert response.status == 415
    assert await problem(response) == "file-refused"


async def test_an_empty_and_a_large_file_are_refused(portal: Portal) -> None:
    mette = await portal.sign_on()
    assert await problem(await mette.upload("tom.pdf", b"")) == "file-empty"
    response = await mette.upload("stor.pdf", PDF + b"x" * (10 * 1024 * 1024))
    assert response.status == 413
    assert await problem(response) == "file-too-large"


async def test_what_is_no_upload_is_refused(portal: Portal) -> None:
    mette = await portal.sign_on()
    assert (await mette.post(mette.path("/files"), {"file": "x"})).status == 400
    headers = {**mette.headers, "Content-Type": "multipart/form-data; boundary=x"}
    for body in (
        b"",
        b"rubbish",
        b"--x\r\n\r\n",
        b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nb\r\n--x--\r\n',
    ):
        response = await portal.client.post(mette.path("/files"), data=body, headers=headers)
        assert response.status == 400, body
        await problem(response)
