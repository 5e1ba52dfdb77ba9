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
        # Somebody else, as the answer is about nobody.
        ("hvorfor kan Karen ikke indberette løn", WhyNot("report", area="loen", someone=True)),
        ("hvorfor må karen ikke godkende min ferie?", WhyNot("approve", someone=True)),
        ("Hvorfor må Lars Juul ikke godkende den", WhyNot("approve", someone=True)),
        ("hvorfor kan min leder ikke se sagen", WhyNot("case", someone=True)),
        ("hvorfor må min kollega ikke indberette fravær for mig", WhyNot("report", area="fravaer", someone=True)),
        ("hvorfor kan hun ikke se sag 2026-000123", WhyNot("case", someone=True)),
        ("hvorfor er det kun lederen der må godkende?", WhyNot("approve", someone=True)),
        # "Man", and other words for it.
        ("hvorfor kan man ikke sende for kolleger", WhyNot("report", True)),
        ("hvorfor kan man ikke indberette løn for andre", WhyNot("report", True, area="loen")),
        ("må jeg ikke godkende fraværet for line?", WhyNot("approve", True, "line", "fravaer")),
        ("må jeg ikke indberette sygdom for min medarbejder", WhyNot("report", True)),
        ("må man ikke se enhedens sager", WhyNot("see_unit")),
        ("vorfor må jeg ikk godkende", WhyNot("approve")),
        ("hvorfor har jeg ikke lov til at godkende ferie", WhyNot("approve")),
        ("hvorfor har jeg ikke adgang til min enheds sager", WhyNot("see_unit")),
        ("hvad skal der til for at jeg må godkende?", WhyNot("approve")),
        ("hvad forhindrer mig i at indberette løn", WhyNot("report", area="loen")),
        ("jeg kan ikke godkende sagen, hvorfor?", WhyNot("approve")),
        ("jeg må ikke indberette løn hvorfor ikke", WhyNot("report", area="loen")),
        # A lock, or something grey.
        ("hvorfor er den låst", WhyNot("locked")),
        ("hvorfor er knappen grå?", WhyNot("locked")),
        ("hvorfor er den her løsning låst for mig", WhyNot("locked")),
        ("hvorfor er send-knappen grå", WhyNot("locked")),
        ("knappen er helt grå, hvorfor det?", WhyNot("locked")),
        ("hvorfor er sagen låst", WhyNot("case")),
        ("hvorfor er der en hængelås på den", WhyNot("locked")),
        # What no role decides.
        ("hvorfor er min konto låst", None),
        ("hvorfor er min skærm grå", None),
        ("hvorfor kan systemet ikke sende min indberetning", None),
        ("hvorfor kan computeren ikke åbne skemaet", None),
        ("hvorfor kan du ikke finde sagen", None),
        ("hvorfor må Karen ikke holde ferie i juli", None),
        ("må jeg ikke få min løn", None),
        ("må jeg ikke holde ferie i uge 8?", None),
        ("kan du ikke bare sende den", None),
        ("hvorfor har jeg ikke adgang til min mail", None),
        ("hvad skal der til for at jeg får tillæg", None),
        ("hvorfor er det kun min løn der mangler", None),
        ("hvorfor kan jeg ikke logge på min computer", None),
        ("hvorfor kan jeg ikke se min lønseddel", None),
        ("hvorfor kan jeg ikke sende mails til Karen", None),
        ("hvorfor kan jeg ikke få løn i sommerferien", None),
        ("hvorfor kan jeg ikke komme ind i bygningen", None),
        ("hvorfor kan jeg ikke åbne min mail", None),
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


# Written after the patterns, which were not changed for them.
@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("hvorfor må jonas ikke indberette fravær for de andre i huset", "report"),
        ("Hvorfor må min souschef ikke godkende kørsel når jeg er væk?", "approve"),
        ("hvorfor kan lars ikke trække sagen tilbage for mig", "case"),
        ("hvorfor kan de ikke se mine kollegers sager", "see_unit"),
        ("må jeg ikke se afdelingens sager?", "see_unit"),
        ("må vi ikke selv godkende?", "approve"),
        ("vi må ikke indberette løn, hvorfor ikke?", "report"),
        ("hvorfor er godkend-knappen grå", "locked"),
        ("den er låst, hvorfor?", "locked"),
        ("hvorfor er formularen spærret", "locked"),
        ("hvorfor er feltet gråt", "locked"),
        ("hvorfor får min vikar ikke lov til at indberette sygdom", "report"),
        ("hvorfor er det kun ledere, der kan indberette lønændringer", "report"),
        ("hvorfor er det kun min chef som må sende sagen retur", "approve"),
        ("hvordan kan det være at man ikke kan godkende sin egen ferie", "approve"),
        ("hvad er årsagen til at jeg ikke må åbne sagen", "case"),
        ("hvorfor har vi ikke rettigheder til at indberette løn", "report"),
        ("hvad skal der til for at jeg kan se kollegernes sager", "see_unit"),
        ("hvad forhindrer mig i at genåbne sagen", "case"),
        ("hvofor kan jeg ikke indberette for en kollega", "report"),
        ("hvorfor må man aldrig godkende for sig selv", "approve"),
        ("jeg kan ikke svare på sagen, hvorfor ikke", "case"),
        ("hvorfor kan stedfortræderen ikke godkende", "approve"),
        ("hvorfor må en indberetter ikke se personalets sager", "see_unit"),
    ],
)
def test_more_ways_to_ask(text: str, wish: str) -> None:
    heard = why_not(text)
    assert heard is not None
    assert heard.wish == wish


@pytest.mark.parametrize(
    "text",
    [
        "hvorfor er telefonen låst",
        "hvorfor er min bruger spærret",
        "hvorfor kan printeren ikke åbne filen",
        "hvorfor kan Anne ikke få ferie",
        "må jeg ikke gå tidligt på fredag",
        "hvorfor er lønnen ikke kommet",
        "hvorfor er det kun mig der mangler løn",
        "hvad skal der til for at få en ny computer",
        "hvorfor har jeg ikke fået svar",
        "jeg kan ikke sove, hvorfor?",
        "vis sager i min enhed",
        "sager fra skole-a",
        "mine kollegers sager",
    ],
)
def test_more_that_no_role_decides(text: str) -> None:
    assert why_not(text) is None
