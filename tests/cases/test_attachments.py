"""Attachments: their type by their content, their size limited, seen by those who see the case."""

from __future__ import annotations

import io
import zipfile

import pytest

from bot.cases.attachments import MAX_BYTES, AttachmentStore, BadFile, check, clean_name
from tests.town import Town

PDF = b"%PDF-1.7\n..."
PNG = b"\x89PNG\r\n\x1a\n...."


def _zip(*names: str, **contents: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
        for name, content in contents.items():
            archive.writestr(name, content)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (PDF, "application/pdf"),
        (PNG, "image/png"),
        (b"\xff\xd8\xff\xe0....", "image/jpeg"),
        (b"\x00\x00\x00\x18ftypheic....", "image/heic"),
        ("Blåbærgrød".encode(), "text/plain"),
        (
            _zip("[Content_Types].xml", "word/document.xml"),
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
        (
            _zip("[Content_Types].xml", "xl/workbook.xml"),
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
        (_zip(mimetype="application/vnd.oasis.opendocument.text"), "application/vnd.oasis.opendocument.text"),
    ],
)
def test_the_content_tells_the_type(content: bytes, media_type: str) -> None:
    assert check(content) == media_type


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"MZ\x90\x00\x03\x00",
        b"\x7fELF\x02",
        b"#!/bin/sh\nrm -rf /",
        b"<html><script>alert(1)</script>",
        b"  <svg onload=alert(1)>",
        b"PK\x03\x04garbage",
        _zip("evil.exe"),
        _zip("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"),
        b"GIF89a\x00\x01",
        b"x" * (MAX_BYTES + 1),
        b"\xff\xfe\x00\x01",
    ],
    ids=lambda content: repr(content[:8]),
)
def test_what_will_not_do_is_refused_in_danish(content: bytes) -> None:
    with pytest.raises(BadFile) as refused:
        check(content)
    assert refused.value.explanation.endswith((".", "først."))


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\anne\\lægeerklæring.pdf", "lægeerklæring.pdf"),
        ("a\x00b\u202egpj.pdf", "abgpj.pdf"),
        ("", "fil"),
        ("...", "fil"),
        ("x" * 300 + ".pdf", "x" * 146 + ".pdf"),
    ],
)
def test_a_name_is_only_a_name(given: str, shown: str) -> None:
    assert clean_name(given) == shown


def test_a_file_is_the_owners_until_it_is_sent_and_then_the_cases(town: Town) -> None:
    town.offer(sensitive=True)
    file = town.files.add("anne", "talk", "terminsbevis.pdf", "image/png", PDF)
    assert (file.name, file.media_type, file.size) == ("terminsbevis.pdf", "application/pdf", len(PDF))
    assert town.files.read("anne", file.id) == PDF
    assert town.files.get("worker", file.id) is None
    case = town.send("anne", bilag=[file.id])
    assert [a.id for a in town.files.of_case("worker", case.number)] == [file.id]
    assert town.files.read("worker", file.id) == PDF
    for stranger in ("soeren", "lea", "ingen"):
        assert town.files.get(stranger, file.id) is None
        assert town.files.read(stranger, file.id) is None
        assert town.files.of_case(stranger, case.number) == []


def test_another_persons_file_does_not_come_with_a_report(town: Town) -> None:
    town.offer()
    file = town.files.add("soeren", None, "a.pdf", "", PDF)
    case = town.send("anne", bilag=[file.id])
    assert town.files.of_case("anne", case.number) == []
    assert town.files.get("anne", file.id) is None


def test_the_scanner_has_the_last_word(town: Town) -> None:
    store = AttachmentStore(town.sessions, town.files._folder, town.clock, scan=lambda content: b"virus" not in content)
    with pytest.raises(BadFile):
        store.add("anne", None, "a.txt", "text/plain", b"virus")
    assert store.add("anne", None, "a.csv", "text/csv", b"a;b").media_type == "text/csv"


def test_files_that_are_never_sent_have_a_limit(town: Town) -> None:
    for number in range(50):
        town.files.add("anne", None, f"{number}.txt", "text/plain", b"x")
    with pytest.raises(BadFile):
        town.files.add("anne", None, "en til.txt", "text/plain", b"x")
