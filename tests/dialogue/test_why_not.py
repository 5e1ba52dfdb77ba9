""" "Hvorfor kan jeg ikke …?" is heard where roles decide, and left to the search where they do not."""

from __future__ import annotations

import time

import pytest

from bot.dialogue.why_not import WhyNot, why_not


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("hvorfor kan jeg ikke indberette løn for Karen?", WhyNot("report", True, "Karen", "loen")),
        ("Hvorfor må jeg ikke indberette løn?", WhyNot("report", area="loen")),
        ("hvorfor kan jeg ikke indberette kørsel", WhyNot("report")),
        ("hvorfor kan jeg ikke indberette kørsel for mig selv", WhyNot("report")),
        ("hvorfor kan jeg ikke indberette sygdom for en kollega?", WhyNot("report", True)),
        ("hvorfor må jeg ikke indsende barsel på vegne af mine medarbejdere", WhyNot("report", True)),
        ("hvorfor kan jeg ikke sende en sygemelding", None),
        ("hvorfor kan jeg ikke sende en indberetning om ferie for Søren Kjær?", WhyNot("report", True, "Søren Kjær")),
        ("hvorfor kan vi ikke oprette en anmeldelse af arbejdsskade", WhyNot("report")),
        ("Hvorfor får jeg ikke lov til at indberette fravær?", WhyNot("report", area="fravaer")),
        ("hvordan kan det være, at jeg ikke må indberette advarsler", WhyNot("report")),
        ("hvordan kan det være jeg ikke kan indsende mit kørselsskema", WhyNot("report")),
        ("hvad er grunden til at jeg ikke kan indberette tillæg for Jens i Myretuen", WhyNot("report", True, "Jens")),
        ("hvorfor kan jeg ikke godkende?", WhyNot("approve")),
        ("hvorfor kan jeg ikke godkende sag 2026-000123", WhyNot("approve")),
        ("Hvorfor må jeg ikke godkende min egen ferie", WhyNot("approve")),
        ("hvorfor kan jeg ikke sende sagen retur", WhyNot("approve")),
        ("hvorfor kan jeg ikke se sag 2026-000123?", WhyNot("case")),
        ("hvorfor kan jeg ik åbne sagen", WhyNot("case")),
        ("hvorfor kan jeg ikke finde Karens lønsag", WhyNot("case")),
        ("hvorfor kan jeg ikke trække sag 2026-000001 tilbage", WhyNot("case", act="withdraw")),
        ("hvorfor kan jeg ikke svare på sag 12", WhyNot("case", act="answer")),
        ("hvorfor må jeg ikke skrive i sagen", WhyNot("case", act="comment")),
        ("hvorfor kan jeg ikke genåbne min sag", WhyNot("case", act="reopen")),
        ("hvorfor kan jeg ikke se min afdelings sager", WhyNot("see_unit")),
        ("hvorfor kan jeg ikke se mine kollegers sager?", WhyNot("see_unit")),
        ("hvorfor kan jeg ikke længere se sager for min enhed", WhyNot("see_unit")),
        ("hvorfor kan jeg ikke sende den?", WhyNot("this")),
        ("hvorfor må jeg ikke det", WhyNot("this")),
        ("hvorfor ikke?", WhyNot("this")),
        # What no role decides.
        ("hvorfor kan jeg ikke logge på min computer", None),
        ("hvorfor kan jeg ikke se min lønseddel", None),
        ("hvorfor kan jeg ikke sende mails til Karen", None),
        ("hvorfor kan jeg ikke få løn i sommerferien", None),
        ("hvorfor kan jeg ikke komme ind i bygningen", None),
        ("hvorfor kan jeg ikke åbne min mail", None),
        ("hvorfor kan Karen ikke indberette løn", None),
        ("hvorfor har jeg ikke fået min løn?", None),
        ("jeg kan ikke indberette min kørsel, for bilen er på værksted", None),
        ("hvem må indberette løn", None),
        ("kan jeg godkende en sag?", None),
        ("hvorfor", None),
        ("", None),
    ],
)
def test_what_is_heard(text: str, heard: WhyNot | None) -> None:
    assert why_not(text) == heard


@pytest.mark.parametrize(
    "text",
    ["hvorfor kan jeg ikke " + "indberette " * 2000, "hvorfor " * 5000, "kan jeg ikke " * 5000 + "?", "\x00" * 999],
)
def test_long_and_odd_texts_take_no_time(text: str) -> None:
    began = time.perf_counter()
    why_not(text)
    assert time.perf_counter() - began < 1
