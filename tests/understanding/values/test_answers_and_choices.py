import pytest

from bot.understanding.values.answers import is_dont_know, is_none_of_them, is_skip, parse_yesno
from bot.understanding.values.choices import Option, match
from bot.understanding.values.names import is_self, parse_person_name, parse_unit_name
from bot.understanding.values.references import parse_case_number


@pytest.mark.parametrize(
    "text",
    [
        "ja",
        "Ja tak",
        "jo",
        "jep",
        "jaaa",
        "ja ja",
        "ja, det er rigtigt",
        "korrekt",
        "det stemmer",
        "det gør jeg",
        "ok",
        "👍",
    ],
)
def test_yes_is_understood(text):
    found = parse_yesno(text)
    assert found is not None and found.value is True and found.whole


@pytest.mark.parametrize(
    "text",
    [
        "nej",
        "nej tak",
        "niks",
        "nææh",
        "nej det passer ikke",
        "det gør jeg ikke",
        "ikke endnu",
        "det stemmer ikke",
        "forkert",
    ],
)
def test_no_is_understood(text):
    found = parse_yesno(text)
    assert found is not None and found.value is False and found.whole


@pytest.mark.parametrize(
    "text",
    [
        "ved ikke",
        "både ja og nej",
        "hvad er fristen?",
        "jeg kan ikke logge på",
        "hun er syg",
        "jeg har købt en jakke",
        "",
    ],
)
def test_what_is_neither_is_no_answer(text):
    assert parse_yesno(text) is None


@pytest.mark.parametrize(
    "text",
    ["ved ikke", "det ved jeg ikke", "aner det ikke", "ingen idé", "?", "jeg kan ikke huske det", "er ikke sikker"],
)
def test_not_knowing_is_understood(text):
    assert is_dont_know(text)


def test_a_longer_question_is_not_a_dont_know():
    assert not is_dont_know("hvad betyder det, og hvor finder jeg det henne på portalen, når jeg er syg?")
    assert not is_dont_know("ja")


def test_skipping_and_rejecting_are_understood():
    assert is_skip("spring over") and is_skip("-") and not is_skip("nej")
    assert (
        is_none_of_them("ingen af dem")
        and is_none_of_them("Nej, det er noget helt andet")
        and not is_none_of_them("ja")
    )


VIOLENCE = [
    Option("fys", "Fysisk vold", ["slag", "spark"]),
    Option("trus", "Trusler", ["truet"]),
    Option("andet", "Andet"),
]
LEAVE = [
    Option("ferie", "Ferie"),
    Option("uden", "Ferie uden løn"),
    Option("omsorg", "Omsorgsdag", ["omsorg"]),
]


@pytest.mark.parametrize(
    ("text", "options", "ids", "sure"),
    [
        ("fysisk", VIOLENCE, ("fys",), True),
        ("Fysisk vold", VIOLENCE, ("fys",), True),
        ("slag", VIOLENCE, ("fys",), True),
        ("jeg blev truet", VIOLENCE, ("trus",), True),
        ("trulser", VIOLENCE, ("trus",), True),
        ("den første", VIOLENCE, ("fys",), True),
        ("2", VIOLENCE, ("trus",), True),
        ("nr. 3", VIOLENCE, ("andet",), True),
        ("den sidste", VIOLENCE, ("andet",), True),
        ("noget andet", VIOLENCE, ("andet",), True),
        ("både fysisk vold og trusler", VIOLENCE, ("fys", "trus"), True),
        ("ferie", LEAVE, ("ferie",), True),
        ("ferien", LEAVE, ("ferie",), True),
        ("ferie uden løn", LEAVE, ("uden",), True),
        ("ikke ferie, men omsorgsdag", LEAVE, ("omsorg",), True),
        ("ferie og omsorgsdage", LEAVE, ("ferie", "omsorg"), True),
    ],
)
def test_options_are_matched_by_their_words_or_their_place(text, options, ids, sure):
    found = match(text, options)
    assert found is not None and found.ids == ids and found.sure is sure


def test_a_short_likeness_is_not_sure():
    found = match("lege", [Option("laege", "Læge"), Option("chef", "Chef")])
    assert found is None or not found.sure


@pytest.mark.parametrize("text", ["hvad er fristen", "ikke trusler", "4", ""])
def test_what_names_no_option_matches_none(text):
    assert match(text, VIOLENCE) is None


def test_lemmas_join_forms_that_the_stemmer_does_not():
    options = [Option("mand", "Mand"), Option("kvinde", "Kvinde")]
    assert match("mænd", options, lemmas={"mænd": "mand"}) == match("mand", options)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-000123", "2026-000123"),
        ("hvordan går det med sag 2026-000123?", "2026-000123"),
        ("sagsnr. 2026-123", "2026-000123"),
        ("sag 123", "000123"),
        ("min sag nummer 45", "000045"),
        ("#123", "000123"),
        ("123", "000123"),
    ],
)
def test_a_case_number_is_understood(text, expected):
    found = parse_case_number(text)
    assert found is not None and found.value == expected


@pytest.mark.parametrize("text", ["2026-12", "2026-03-12", "12/3-2026", "nr 2", "sagen", ""])
def test_dates_and_places_are_no_case_numbers(text):
    assert parse_case_number(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mette Hansen", "Mette Hansen"),
        ("mette hansen", "mette hansen"),
        ("det er Mette Hansen", "Mette Hansen"),
        ("Det drejer sig om min kollega Jens Peter Møller", "Jens Peter Møller"),
        ("hun hedder Anne-Lise Bøgh", "Anne-Lise Bøgh"),
        ("for Aisha El-Amin fra køkkenet", "Aisha El-Amin"),
        ("Jeg skal sygemelde Mette Hansen fra i går", "Mette Hansen"),
        ("medarbejdernummer 12345", "12345"),
        ("mh@kommune.dk", "mh@kommune.dk"),
    ],
)
def test_the_name_to_search_for_is_found(text, expected):
    found = parse_person_name(text)
    assert found is not None and found.value == expected


def test_oneself_is_no_name():
    assert is_self("mig selv") and is_self("det er mig") and not is_self("Mette")
    assert parse_person_name("mig selv") is None
    assert parse_person_name("hvad er fristen?") is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Børnehaven Solstrålen", "Børnehaven Solstrålen"),
        ("i Børnehaven Solstrålen", "Børnehaven Solstrålen"),
        ("vi er på Skovvejens Skole", "Skovvejens Skole"),
        ("it-afdelingen", "it-afdelingen"),
    ],
)
def test_the_unit_to_search_for_is_found(text, expected):
    found = parse_unit_name(text)
    assert found is not None and found.value == expected
