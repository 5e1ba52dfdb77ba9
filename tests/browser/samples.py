"""One of every kind of card, as the assistant really fills them; used for the gallery and its screenshots."""

from __future__ import annotations

from typing import Any

from bot.messages.message import Utterance


def action(title: str, intent: str, style: str = "secondary", description: str | None = None) -> dict[str, Any]:
    return {"title": title, "payload": f'/{intent}{{"for": "{title}"}}', "style": style, "description": description}


LEAVE = [action("Tilbage", "back", "link"), action("Gem og fortsæt senere", "save_draft", "link")]
SUBMIT = action("Fortsæt", "submit_values", "primary")
STEPS = [
    {"title": "Du varsler", "actor": "Dig, der indberetter", "text": None, "usual_time": None},
    {
        "title": "Lederen godkender",
        "actor": "Lederen",
        "text": "Lederen får besked samme dag.",
        "usual_time": "1-2 dage",
    },
    {"title": "Sagsbehandling", "actor": "Sagsbehandleren", "text": None, "usual_time": "3 arbejdsdage"},
    {"title": "Barslen er registreret", "actor": "Sagsbehandleren", "text": None, "usual_time": None},
]


def steps_at(current: int) -> list[dict[str, Any]]:
    names = ["done" if i < current else "current" if i == current else "todo" for i in range(len(STEPS))]
    return [{**step, "state": name} for step, name in zip(STEPS, names, strict=True)]


def field(id_: str, label: str, hint: str, **more: Any) -> dict[str, Any]:
    return {"field": id_, "label": label, "hint": hint, **more}


def options(*labels: str, description: str | None = None) -> list[dict[str, Any]]:
    return [{"value": label.lower(), "label": label, "description": description} for label in labels]


CARDS: dict[str, tuple[str, dict[str, Any]]] = {
    "choices": (
        "Mener du …?\n1. Varsling af barsel\n2. Omsorgsdage",
        {
            "type": "choices",
            "actions": [
                action(
                    "Varsling af barsel", "select", description="Du venter barn og skal fortælle, hvornår du går fra."
                ),
                action("Omsorgsdage", "select", description="Du har fået barn og vil holde enkelte fridage."),
                action("Ingen af dem", "none_of_these", "link"),
            ],
        },
    ),
    "solution": (
        "Varsling af barsel: Når du venter barn …\n\nVil du starte indberetningen?",
        {
            "type": "solution",
            "id": "varsling-af-barsel",
            "title": "Varsling af barsel",
            "area": "Fravær",
            "summary": "Når du venter barn, skal du varsle din arbejdsplads om, **hvornår du går på barsel**.\n\n"
            "- Den, der skal føde, varsler senest 3 måneder før\n- Far eller medmor varsler senest 4 uger før",
            "can_report": True,
            "url": "/emner/varsling-af-barsel",
            "neighbours": [action("Sorgorlov", "select", description="Du har mistet et barn under 18 år.")],
            "actions": [
                action("Start indberetning", "start_report", "primary"),
                action("Læs mere", "show_topic"),
                action("Se forløbet", "show_process"),
                action("Hvad er fristen?", "ask_facet"),
            ],
        },
    ),
    "topic": (
        "Varsling af barsel: Du skal varsle senest tre måneder før.\nKilde: Barselsloven § 15",
        {
            "type": "topic",
            "id": "varsling-af-barsel",
            "title": "Varsling af barsel",
            "sections": [
                {
                    "heading": "Frist",
                    "text": "Du skal varsle **senest 3 måneder** før forventet fødsel. Er det for sent, så gør det nu.",
                    "source": "Barselsloven § 15, stk. 1",
                    "source_url": "https://www.retsinformation.dk/eli/lta/2024/1069",
                }
            ],
            "actions": [action("Læs mere", "show_topic")],
        },
    ),
    "process": (
        "Sådan forløber Varsling af barsel:\n1. Du varsler",
        {"type": "process", "id": "varsling-af-barsel", "title": "Sådan forløber det", "steps": STEPS},
    ),
    "question": (
        "Noteret – Medarbejder: Mette Holm.\n\nHvornår forventer du at føde?",
        {
            "type": "question",
            **field("termin", "Hvornår forventer du at føde?", "date", help="Datoen står i din vandrejournal."),
            "progress": {"step": 2, "of": 5},
            "actions": [SUBMIT, *LEAVE],
        },
    ),
    "question-choice": (
        "Hvad drejer det sig om?",
        {
            "type": "question",
            **field("tree.1", "Hvad drejer det sig om?", "choice", options=options("Sygdom", "Barsel", "Ferie")),
            "actions": [
                action("Sygdom", "tree_answer"),
                action("Barsel", "tree_answer"),
                action("Ferie", "tree_answer"),
                action("Ved ikke", "dont_know", "link"),
                action("Tal med et menneske", "human", "link"),
            ],
        },
    ),
    "question-tree": (
        "Jeg går ud fra, at det handler om: Ferie. Skriv “tilbage”, hvis det er forkert.\n\nHvad vil du med ferien?",
        {
            "type": "question",
            **field("fravaer.ferie", "Hvad vil du med ferien?", "choice", options=options("Holde ferie", "Få penge")),
            "so_far": [
                {
                    "field": "root.omraade",
                    "label": "Hvad handler det om?",
                    "value": "Fravær, ferie og barsel",
                    "edit": action("Ret", "tree_answer", "link"),
                },
                {
                    "field": "fravaer.anledning",
                    "label": "Hvad er anledningen?",
                    "value": "“Sygdom hos en ansat” eller “Ferie”",
                    "edit": action("Ret", "tree_answer", "link"),
                },
            ],
            "actions": [
                action("Holde ferie", "tree_answer", description="Ønske, flytte eller aflyse ferie"),
                action("Få penge", "tree_answer"),
                action("Ved ikke", "dont_know", "link"),
                action("Tilbage", "back", "link"),
                action("Tal med et menneske", "human", "link"),
            ],
        },
    ),
    "question-period": (
        "Hvornår er du væk?",
        {
            "type": "question",
            **field("periode", "Hvornår er du væk?", "period", value={"from": "2026-06-01"}),
            "progress": {"step": 3, "of": 5},
            "actions": [SUBMIT, *LEAVE],
        },
    ),
    "question-person": (
        "Hvem handler det om?",
        {
            "type": "question",
            **field("medarbejder", "Hvem handler det om?", "person"),
            "progress": {"step": 1, "of": 5},
            "actions": [SUBMIT, *LEAVE],
        },
    ),
    "question-yesno": (
        "Er du kørt i egen bil?",
        {"type": "question", **field("egen", "Er du kørt i egen bil?", "yesno"), "actions": [SUBMIT, *LEAVE]},
    ),
    "question-multi": (
        "Hvilke dele mangler på lønsedlen?",
        {
            "type": "question",
            **field(
                "dele",
                "Hvilke dele mangler på lønsedlen?",
                "multi",
                options=options("Tillæg", "Overarbejde", "Pension"),
            ),
            "actions": [SUBMIT, *LEAVE],
        },
    ),
    "question-cpr": (
        "Hvad er barnets CPR-nummer?",
        {
            "type": "question",
            **field("cpr", "Hvad er barnets CPR-nummer?", "cpr"),
            "progress": {"step": 3, "of": 5},
            "actions": [SUBMIT, *LEAVE],
        },
    ),
    "question-file": (
        "Vedhæft din kvittering",
        {
            "type": "question",
            **field("bilag", "Vedhæft din kvittering", "file"),
            "progress": {"step": 4, "of": 5},
            "actions": [SUBMIT, *LEAVE],
        },
    ),
    "form": (
        "Hvor mange timer mangler der?\nDu kan også udfylde felterne samlet herunder.",
        {
            "type": "form",
            "title": "Om lønnen",
            "fields": [
                field("maaned", "Hvilken dato er lønsedlen fra?", "date", value="2026-02-28"),
                field(
                    "beloeb",
                    "Hvor meget mangler der?",
                    "amount",
                    example="1.250,50",
                    value="12x",
                    error="Skriv et beløb.",
                ),
                field("timer", "Hvor mange timer?", "number", required=False),
                field(
                    "type", "Hvad mangler?", "choice", options=options("Tillæg", "Timer", description="Se lønsedlen")
                ),
                field("cpr", "CPR-nummer på barnet", "cpr", required=False),
                field(
                    "tekst",
                    "Fortæl, hvad der er galt",
                    "text",
                    max_length=2000,
                    help="Skriv kort, hvad du har regnet med.",
                ),
            ],
            "submit": SUBMIT,
            "progress": {"step": 2, "of": 4},
            "actions": LEAVE,
        },
    ),
    "summary": (
        "Her er din indberetning, Varsling af barsel:",
        {
            "type": "summary",
            "id": "varsling-af-barsel",
            "title": "Varsling af barsel",
            "rows": [
                {
                    "field": "navn",
                    "label": "Medarbejder",
                    "value": "Mette Holm",
                    "source": "fra grunddata",
                    "edit": action("Ret", "edit_field", "link"),
                },
                {
                    "field": "termin",
                    "label": "Forventet fødsel",
                    "value": "12. juni 2026",
                    "edit": action("Ret", "edit_field2", "link"),
                },
                {
                    "field": "note",
                    "label": "Bemærkning til sagsbehandleren",
                    "value": "Jeg vil gerne holde ferie først.\nDet er aftalt med Lone.",
                    "edit": action("Ret", "edit_field3", "link"),
                },
            ],
            "warnings": ["Fristen på 3 måneder er overskredet. Du kan stadig sende, men gør det i dag."],
            "actions": [
                action("Send indberetningen", "send_report", "primary"),
                action("Gem og fortsæt senere", "save_draft"),
                action("Stop indberetningen", "cancel", "link"),
            ],
        },
    ),
    "receipt": (
        "Tak, din indberetning er sendt. Sagsnummeret er 2026-000123.",
        {
            "type": "receipt",
            "number": "2026-000123",
            "state": "afventer_godkendelse",
            "state_label": "Afventer godkendelse",
            "title": "Varsling af barsel",
            "next_step": "Din leder skal godkende. Derefter går sagen videre til Løn og Personale.",
            "expected": "3 arbejdsdage",
            "actions": [action("Se sagen", "open_case"), action("Skriv til sagen", "comment_case")],
        },
    ),
    "case": (
        "Sag 2026-000123, Varsling af barsel: Afventer indberetter.",
        {
            "type": "case",
            "number": "2026-000123",
            "state": "afventer_indberetter",
            "state_label": "Afventer svar",
            "title": "Varsling af barsel",
            "awaits_you": True,
            "ball": "Dig",
            "next_step": "Sagen venter på dig. Sagsbehandleren mangler et svar.",
            "expected": "3 arbejdsdage",
            "created": "2. marts 2026",
            "rows": [{"field": "termin", "label": "Forventet fødsel", "value": "12. juni 2026"}],
            "steps": steps_at(2),
            "history": [{"at": "2. marts kl. 10.30", "text": "Sagen er oprettet."}],
            "actions": [
                action("Svar sagsbehandleren", "answer_case", "primary"),
                action("Træk tilbage", "withdraw", "danger"),
            ],
        },
    ),
    "case_list": (
        "Her er dine sager:\n- 2026-000123, Varsling af barsel: Afventer svar",
        {
            "type": "case_list",
            "total": 2,
            "cases": [
                {
                    "number": "2026-000123",
                    "title": "Varsling af barsel",
                    "state": "afventer_indberetter",
                    "state_label": "Afventer svar",
                    "awaits_you": True,
                    "updated": "4. marts 2026",
                    "open": action("Åbn", "open_case1"),
                },
                {
                    "number": "2026-000098",
                    "title": "Kørselsgodtgørelse",
                    "state": "loest",
                    "state_label": "Løst",
                    "awaits_you": False,
                    "updated": "21. februar 2026",
                    "about": "Åse Bæk",
                    "open": action("Åbn", "open_case2"),
                },
            ],
            "actions": [action("Vis flere", "more", "link")],
        },
    ),
    "handover": (
        "Du bliver ringet op.",
        {
            "type": "handover",
            "number": "2026-000130",
            "text": "Du bliver ringet op af 1.-linje-support inden kl. 14 i dag. De har fået det, du har skrevet.",
            "actions": [action("Fortryd opkald", "cancel_call", "link")],
        },
    ),
    "feedback": (
        "Fik du løst det?",
        {
            "type": "feedback",
            "about": "Fik du løst det?",
            "actions": [action("Ja", "f_yes"), action("Delvist", "f_some"), action("Nej", "f_no")],
        },
    ),
    "notice": (
        "Løsningen er lukket ned i dag.",
        {
            "type": "notice",
            "level": "warning",
            "title": "Driftsforstyrrelse",
            "text": "Lønsystemet er nede til kl. 12. Din kladde er gemt.",
        },
    ),
    "notice-error": (
        "Jeg kan ikke svare lige nu. Det, du skrev, er gemt.",
        {
            "type": "notice",
            "level": "error",
            "title": "Der gik noget galt hos mig",
            "text": "Bliver det ved, så ring til 1.-linje-support.",
            "actions": [action("Prøv igen", "resend", "primary")],
        },
    ),
    "notice-crisis": (
        "Det lyder alvorligt. Ring 112, hvis nogen er i fare nu.",
        {
            "type": "notice",
            "level": "crisis",
            "title": "Du skal ikke stå alene med det",
            "text": "Er nogen i fare lige nu, så ring **112**. Du kan også tale fortroligt med en af dem her.",
            "contacts": [
                {"label": "Akut fare", "value": "112", "href": "tel:112"},
                {"label": "Livslinien", "value": "70 201 201", "href": "tel:70201201"},
                {"label": "Arbejdsmiljøkonsulenten", "value": "Kontakt via HR"},
            ],
            "actions": [action("Bliv ringet op", "human", "primary")],
        },
    ),
}


def utterance(name: str) -> Utterance:
    text, card = CARDS[name]
    return Utterance.model_validate({"text": text, "cards": [card]})
