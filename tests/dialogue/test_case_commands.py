"""Requests about a case on the screen, as people write them; and what only sounds like one."""

from __future__ import annotations

import pytest

from bot.dialogue.case_commands import CaseCommand, command_in


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("åbn nummer 2", CaseCommand("open_case", place=2)),
        ("vis mig nr. 3", CaseCommand("open_case", place=3)),
        ("tag den øverste", CaseCommand("open_case", place=1)),
        ("åbn 2'eren", CaseCommand("open_case", place=2)),
        ("åbn feriesagen", CaseCommand("open_case", words="ferie")),
        ("åbn den", CaseCommand("open_case")),
        ("godkend den første", CaseCommand("approve_case", place=1)),
        ("jeg vil gerne godkende den om ferie", CaseCommand("approve_case", words="ferie")),
        ("send den retur", CaseCommand("send_back_case")),
        ("send nummer 2 tilbage", CaseCommand("send_back_case", place=2)),
        ("jeg skal svare på den om løn", CaseCommand("answer_case", words="loen")),
        ("svar på sagen", CaseCommand("answer_case")),
        ("jeg vil godt genåbne den med kørsel", CaseCommand("reopen_case", words="koersel")),
        ("genåbn sagen", CaseCommand("reopen_case")),
        ("åbn den igen", CaseCommand("reopen_case")),
        ("jeg vil følge den", CaseCommand("follow_case")),
        ("følg sagen", CaseCommand("follow_case")),
        ("stop med at følge den", CaseCommand("unfollow_case")),
        ("jeg vil ikke følge sagen mere", CaseCommand("unfollow_case")),
        ("stop med at følge sag 2026-000026", CaseCommand("unfollow_case", numbered=True)),
        ("godkend sag 123", CaseCommand("approve_case", numbered=True)),
        ("genåbn 2026-000012 tak", CaseCommand("reopen_case", numbered=True)),
        ("følg den ikke længere", CaseCommand("unfollow_case")),
        ("træk den tilbage", CaseCommand("withdraw_case")),
        ("slet nummer 3", CaseCommand("withdraw_case", place=3)),
        ("læg en fil på den", CaseCommand("attach_file")),
        ("kan du vedhæfte et billede til sagen", CaseCommand("attach_file")),
        ("skriv noget til den sidste", CaseCommand("comment_case", place=-1)),
        ("overtag sagen", CaseCommand("assign_case")),
        ("giv sagen til jørgen", CaseCommand("assign_case")),
        ("hvem tager sig af sagen om line", CaseCommand("open_case", words="line", progress=True)),
        ("hvor langt er annes ferie", CaseCommand("open_case", words="annes ferie", progress=True)),
        (
            "hvor langt er I med Mette Skovs barsel?",
            CaseCommand("open_case", words="mette skovs barsel", progress=True),
        ),
        ("genåben den", CaseCommand("reopen_case")),
        ("hvem sendte den?", CaseCommand("open_case")),
        ("hvem sidder med sagen", CaseCommand("open_case")),
        ("hvornår bliver den færdig", CaseCommand("open_case")),
        ("hvad er der sket med den siden sidst", CaseCommand("open_case")),
        ("hvorfor er den ikk færdi", CaseCommand("open_case")),
        ("hvornår får jeg svar", CaseCommand("open_case")),
    ],
)
def test_a_request_and_the_case_it_names(text: str, wanted: CaseCommand) -> None:
    assert command_in(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "jeg vil godkende ferie",
        "hvordan genåbner man en sag?",
        "hvem kan godkende den?",
        "hvorfor kan jeg ikke godkende den",
        "slet min samtale",
        "den",
        "det er forkert løn",
        "send en faktura tilbage",
        "vis mine sager",
        "kan man følge en sag?",
        "jeg skal skrive en advarsel",
        "hvad er fristen",
        "nummer 12",
        "hvor lang tid tager det",
        "anden",
        "den første",
        "den om kørsel",
        "jeg vil træde tilbage fra min stilling",
    ],
)
def test_what_only_sounds_like_one(text: str) -> None:
    assert command_in(text) is None
