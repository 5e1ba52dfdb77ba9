"""What must hold for the forms, beyond what the linter says."""

from __future__ import annotations

from typing import Any

import pytest

from bot.knowledge.loader import Knowledge
from bot.knowledge.schema import Report
from bot.reports.flow import visible_fields
from bot.understanding.values import choices

# Who may see and who must approve is decided on purpose: a change here is a change of rights.
SENSITIVE = {
    "advarsel", "aktindsigt-i-personalesag", "ansaettelse-fleksjob-loentilskud", "ansvarsskade", "arbejdsulykke",
    "boerneattest", "bortvisning", "brud-paa-persondatasikkerheden", "delvis-sygemelding", "fratraedelsesaftale",
    "generelt-spoergsmaal", "kraenkelser-og-mobning", "mulighedserklaering-og-fastholdelse", "paragraf-56-aftale",
    "plejeorlov-og-pasningsorlov", "rejseforsikring", "sikkerhedshaendelse", "straffeattest", "sygdom-under-ferie",
    "syge-og-raskmelding", "sygedagpengerefusion", "tillidsrepraesentant", "tjenestefri-med-loen", "tjenstlig-samtale",
    "uansoegt-afsked", "vold-og-trusler",
}  # fmt: skip
APPROVED = {
    "adgang-indkoebssystem", "adgang-til-fagsystem", "aendring-af-arbejdstid", "aendring-af-stilling",
    "afholdelse-af-ferie", "ansaettelse-elev-studerende", "ansaettelse-fleksjob-loentilskud",
    "ansaettelse-maanedsloennet", "bemyndigelse-egen-bil", "bestil-it-udstyr", "bestil-tjenesterejse",
    "betalingskort", "bibeskaeftigelse", "budgetomplacering", "dispensation-fra-aftale", "eksterne-midler",
    "engangsvederlag", "faellespostkasse", "flekstid-og-afspadsering", "flytning-til-anden-enhed",
    "forlaengelse-af-ansaettelse", "hastebetaling", "honorar-til-eksterne", "koerselsgodtgoerelse", "konsulentkoeb",
    "kontantkasse", "kreditering-af-udsendt-regning", "kursus", "loentillaeg", "loenudtraek", "mobiltelefon",
    "omsorgsdage", "organisationsaendring", "over-og-merarbejde", "overfoersel-af-ferie", "paragraf-56-aftale",
    "private-udlaeg", "program-og-licens", "rejseafregning", "rolle-i-serviceplatformen", "saerydelser",
    "seniordage", "skade-personlige-ejendele", "stedfortraeder", "stillingsopslag", "timeindberetning-timeloennede",
    "tjenestefri-med-loen", "tjenestefri-uden-loen",
}  # fmt: skip


def report(knowledge: Knowledge, solution_id: str) -> Report:
    found = knowledge.solutions[solution_id].report
    assert found is not None
    return found


def shown(knowledge: Knowledge, solution_id: str, **answers: Any) -> set[str]:
    return {field.id for field in visible_fields(report(knowledge, solution_id), answers)}


def test_the_right_solutions_are_sensitive_and_approved(knowledge: Knowledge) -> None:
    reports = {solution.id: solution.report for solution in knowledge.solutions.values() if solution.report}
    assert {name for name, form in reports.items() if form.sensitive} == SENSITIVE
    assert {name for name, form in reports.items() if form.approval} == APPROVED


def test_a_warning_is_not_seen_by_the_employee_it_concerns(knowledge: Knowledge) -> None:
    parties = report(knowledge, "advarsel").parties
    assert (parties.subject, parties.subject_sees, parties.unit_sees) == ("employee", False, False)


def test_sickness_absence_does_not_ask_about_the_illness(knowledge: Knowledge) -> None:
    form = report(knowledge, "syge-og-raskmelding")
    assert not any("fejler" in field.question for field in form.fields())


@pytest.mark.parametrize(
    ("solution", "answers", "present", "absent"),
    [
        ("syge-og-raskmelding", {"melding": "rask"}, {"rask_fra"}, {"foerste_sygedag", "varighed"}),
        ("syge-og-raskmelding", {"melding": "syg", "hele_dagen": "gik_hjem"}, {"gik_kl"}, {"rask_fra"}),
        ("varsling-af-barsel", {"orlov_foer": False, "samlet_plan": False}, {"termin"}, {"orlov_start", "orlov_efter"}),
        ("boerneattest", {"tilknytning": "ansat"}, {"medarbejder"}, {"cpr", "navn"}),
        ("boerneattest", {"tilknytning": "frivillig", "digital_post": False}, {"cpr", "samtykke"}, {"medarbejder"}),
        ("ny-it-bruger", {"slags": "ekstern"}, {"periode", "firma", "tavshed"}, {"cpr", "foerste_dag"}),
        ("ny-it-bruger", {"slags": "ny"}, {"cpr", "foerste_dag"}, {"periode", "firma", "medarbejder"}),
        ("private-udlaeg", {"har_kvittering": False}, {"uden_kvittering"}, {"kvittering"}),
        ("koerselsgodtgoerelse", {"koeretoej": "cykel"}, {"km"}, {"sats", "nummerplade"}),
        ("afholdelse-af-ferie", {"aerinde": "aflyse"}, {"nuvaerende"}, {"periode", "ferietype"}),
        ("arbejdsulykke", {"fravaer": "nej", "vidner": False}, {"dato"}, {"foerste_fravaersdag", "vidne_navne"}),
    ],
)  # fmt: skip
def test_only_fields_that_apply_are_asked(
    knowledge: Knowledge, solution: str, answers: dict[str, Any], present: set[str], absent: set[str]
) -> None:
    fields = shown(knowledge, solution, **answers)
    assert present <= fields
    assert not absent & fields


def test_forms_can_be_told_apart_by_their_fields(knowledge: Knowledge) -> None:
    common = {"subject", "enhed", "bemaerkning", "bilag", "beskrivelse", "periode", "dato"}
    own: dict[str, set[str]] = {}
    for solution in knowledge.solutions.values():
        if solution.report:
            own[solution.id] = {field.id for field in solution.report.fields()} - common
    for first, fields in own.items():
        for second, others in own.items():
            assert first == second or len(fields & others) <= len(fields) / 2, (first, second)


def test_real_emergency_numbers(knowledge: Knowledge) -> None:
    assert knowledge.org("alarm") == "112"
    assert knowledge.org("livslinien") == "70 201 201"
    assert not knowledge.organisation["alarm"].placeholder
    assert knowledge.organisation["support"].placeholder


def test_every_answer_of_a_form_is_understood_by_its_own_words_and_by_no_other(knowledge: Knowledge) -> None:
    for solution in knowledge.solutions.values():
        for field in solution.report.fields() if solution.report else []:
            for option in field.options:
                for word in (option.label, *option.synonyms):
                    match = choices.match(word, field.options)
                    assert match is not None and match.ids == (option.id,), (solution.id, field.id, option.id, word)
