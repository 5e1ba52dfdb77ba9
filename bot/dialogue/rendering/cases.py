"""Cases: receipt, one case, several cases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from urllib.parse import urlencode

from bot.cases.states import LABELS, OPEN
from bot.cases.types import Case, CasePage, CaseSummary, CaseView
from bot.clock import LOCAL
from bot.dialogue.payloads import button, payload
from bot.dialogue.rendering.solutions import process_steps
from bot.knowledge.schema import Solution
from bot.messages.cards import (
    Action,
    CaseCard,
    CaseListCard,
    CaseListItem,
    ChoicesCard,
    FieldInput,
    FormCard,
    HistoryEntry,
    ReceiptCard,
    SummaryRow,
)
from bot.messages.message import Utterance
from bot.reports import flow
from bot.reports.formatting import danish_date, danish_moment, danish_number
from bot.reports.values import Directory, display

# Who has the ball in each state, as the parties see it.
BALL = {
    "afventer_godkendelse": "Lederen, der skal godkende",
    "modtaget": "Sagsbehandlingen",
    "under_behandling": "Sagsbehandleren",
    "afventer_indberetter": "Den, der har indberettet",
    "loest": "Ingen – sagen er løst",
    "lukket": "Ingen – sagen er lukket",
    "genaabnet": "Sagsbehandleren",
    "annulleret": "Ingen – sagen er trukket tilbage",
    "afvist": "Den, der har indberettet",
}
NEXT = {
    "afventer_godkendelse": "Når sagen er godkendt, går den videre til sagsbehandlingen.",
    "modtaget": "Sagen venter på at blive taget af en sagsbehandler.",
    "under_behandling": "Sagsbehandleren arbejder på sagen. Du hører fra os, når der er nyt.",
    "afventer_indberetter": "Sagsbehandleren mangler et svar, før sagen kan komme videre.",
    "loest": "Sagen er løst. Den lukkes af sig selv efter 14 dage. Er noget galt, kan du skrive til sagen.",
    "lukket": "Sagen er lukket. Opret en ny, hvis der er mere.",
    "genaabnet": "Sagen er åbnet igen, og sagsbehandleren ser på den.",
    "annulleret": "Sagen er trukket tilbage. Der sker ikke mere.",
    "afvist": "Sagen er sendt retur. Læs begrundelsen i historikken.",
}


def waiting(count: int) -> str:
    """How many cases await the user."""
    return "1 sag venter på dig." if count == 1 else f"{count} sager venter på dig."


def link(parameters: Mapping[str, str]) -> str:
    """The overview's page with the same filter."""
    return f"/sager?{urlencode(parameters)}" if parameters else "/sager"


def _local(moment: datetime) -> str:
    return danish_moment(moment.astimezone(LOCAL))


def _day(moment: datetime) -> str:
    return danish_date(moment.astimezone(LOCAL).date())


def next_step(case: Case | CaseSummary) -> str:
    """What happens next, addressed to the one who looks."""
    if case.awaits_me:
        if case.state == "afventer_godkendelse":
            return "Sagen venter på, at du godkender den eller sender den retur."
        if case.state == "afventer_indberetter":
            return "Sagen venter på dig. Sagsbehandleren mangler et svar fra dig."
    return NEXT.get(case.state, "")


def expected(solution: Solution | None, case: CaseSummary) -> str | None:
    """When an open case is usually done, from the day it was sent; None where that is not known or passed."""
    if solution is None or solution.report is None or case.state not in OPEN:
        return None
    return solution.report.processing_text


def _sent_by(case: CaseSummary) -> str:
    """A line of its own, where a deputy has sent the case."""
    return f"{case.sent_by}.\n" if case.sent_by else ""


def _with(case: CaseView) -> str:
    """Which colleague of the reporter sees to it, where that was changed."""
    return f"{case.assignee_name} tager sig af sagen.\n" if case.assignee_name else ""


def receipt(solution: Solution, case: Case) -> Utterance:
    """What was sent, its number, and what happens now."""
    step = next_step(case)
    usually = expected(solution, case) or ""
    text = (
        f"Tak, din indberetning er sendt. Sagsnummeret er {case.number}.\n{_sent_by(case)}"
        f"{step} {usually}\nDu kan altid spørge mig: “Hvordan går det med min sag?”"
    )
    card = ReceiptCard(
        number=case.number,
        state=case.state,
        state_label=LABELS[case.state],
        title=solution.title,
        sent_by=case.sent_by,
        next_step=step,
        expected=usually or None,
        actions=[
            button("Se sagen", "open_case", number=case.number),
            button("Skriv til sagen", "comment_case", number=case.number),
        ],
    )
    return Utterance(text=text, cards=[card])


def case_actions(case: CaseView) -> list[Action]:
    """What the person may do with the case now."""
    actions: list[Action] = []
    if "approve" in case.permitted:
        actions.append(button("Godkend", "approve_case", style="primary", number=case.number))
        actions.append(button("Send retur", "send_back_case", number=case.number))
    if "answer" in case.permitted:
        actions.append(button("Svar sagsbehandleren", "answer_case", style="primary", number=case.number))
    if "comment" in case.permitted:
        actions.append(button("Skriv til sagen", "comment_case", number=case.number))
        actions.append(button("Læg en fil på", "attach_file", number=case.number))
    if "reopen" in case.permitted:
        actions.append(button("Genåbn sagen", "reopen_case", number=case.number))
    if "refile" in case.permitted:
        actions.insert(0, button("Send den rigtigt", "refile_case", style="primary", number=case.number))
    if "follow" in case.permitted:
        actions.append(button("Følg sagen", "follow_case", number=case.number))
    if "unfollow" in case.permitted:
        actions.append(button("Følg den ikke længere", "unfollow_case", style="link", number=case.number))
    if "assign" in case.permitted:
        actions.append(button("Giv til en kollega", "assign_case", number=case.number))
    if "withdraw" in case.permitted:
        actions.append(button("Træk sagen tilbage", "withdraw_case", style="danger", number=case.number))
    return actions


def case(solution: Solution | None, view: CaseView, directory: Directory | None) -> Utterance:
    """One case with its process line, history and next step."""
    rows: list[SummaryRow] = []
    if solution is not None and solution.report is not None and directory is not None:
        for field in flow.visible_fields(solution.report, view.answers):
            if field.id in view.answers:
                value = display(field, view.answers[field.id], directory)
                rows.append(SummaryRow(field=field.id, label=field.label, value=value))
    step = next_step(view)
    history = [HistoryEntry(at=_local(entry.at), text=entry.text) for entry in view.history]
    steps = process_steps(solution, view.state) if solution else []
    text = f"Sag {view.number}, {view.title}: {LABELS[view.state]}.\n{_sent_by(view)}{_with(view)}{step}"
    if history:
        text += f"\nSenest {history[-1].at}: {history[-1].text}"
    card = CaseCard(
        number=view.number,
        state=view.state,
        state_label=LABELS[view.state],
        title=view.title,
        sent_by=view.sent_by,
        assignee=view.assignee_name,
        awaits_you=view.awaits_me,
        ball="Dig" if view.awaits_me else BALL.get(view.state, ""),
        next_step=step,
        expected=expected(solution, view),
        created=_day(view.created_at),
        url=f"/sager/{view.number}",
        rows=rows,
        steps=steps,
        history=history,
        actions=case_actions(view),
    )
    return Utterance(text=text, cards=[card])


def file_form(view: CaseView, *, answering: bool, empty: bool) -> Utterance:
    """A field for files, and one for words to go with them."""
    title = f"Læg filer på sag {view.number}" if not answering else f"Svar på sag {view.number} med filer"
    fields = [
        FieldInput(
            field="files",
            label="Filer",
            hint="file",
            help="Højst 10 MB hver. Du kan vedhæfte PDF, billeder, Word, Excel, OpenDocument og tekstfiler.",
            error="Vælg mindst én fil." if empty else None,
        ),
        FieldInput(field="text", label="Besked", hint="text", required=False, max_length=4000),
    ]
    given = {"number": view.number, **({"answer": "1"} if answering else {})}
    card = FormCard(
        title=title,
        fields=fields,
        submit=Action(title="Send", payload=payload("attach_file", **given), style="primary"),
        actions=[button("Se sagen", "open_case", style="link", number=view.number)],
    )
    return Utterance(text=f"{title}. Vælg filerne, og send dem.", cards=[card])


def cannot_reopen(view: CaseView) -> Utterance:
    """Why a case is not opened again, and what can be done instead."""
    if view.state in OPEN:
        text = f"Sag {view.number} er ikke lukket: Den er {LABELS[view.state].lower()}."
    else:
        text = (
            f"Sag {view.number} er {LABELS[view.state].lower()} og kan ikke åbnes igen. Det kan den, der har sendt en "
            "sag, gøre indtil 14 dage efter, at den er løst. Send en ny, hvis der er mere."
        )
    see = button("Se sagen", "open_case", number=view.number)
    return Utterance(text=text, cards=[ChoicesCard(actions=[see])])


def case_list(page: CasePage, lead: str, *, url: str | None = None, more: Sequence[Action] = ()) -> Utterance:
    """Several cases, those that await the user first."""
    items = [
        CaseListItem(
            number=item.number,
            title=item.title,
            state=item.state,
            state_label=LABELS[item.state],
            awaits_you=item.awaits_me,
            updated=_day(item.updated_at),
            about=item.subject_name,
            sent_by=item.sent_by,
            open=button(f"Åbn {item.number}", "open_case", number=item.number),
        )
        for item in page.items
    ]
    lines = [
        f"- {item.number}, {item.title}: {item.state_label}{' (venter på dig)' if item.awaits_you else ''}"
        f"{f'. {item.sent_by}' if item.sent_by else ''}"
        for item in items
    ]
    text = "\n".join([lead, *lines])
    if page.total > len(items):
        text += f"\nDer er {counted(page)} i alt."
    card = CaseListCard(total=page.total, cases=items, url=url, actions=list(more))
    return Utterance(text=text, cards=[card])


def counted(page: CasePage) -> str:
    """How many there are, as far as they were counted."""
    return f"over {danish_number(str(page.total))}" if page.more else str(page.total)


def which_case(items: Sequence[CaseSummary], intent: str) -> list[Action]:
    """Buttons to choose one of several cases for what the user wants to do."""
    return [
        button(f"{item.number} {item.title}", intent, description=LABELS[item.state], number=item.number)
        for item in items
    ]
