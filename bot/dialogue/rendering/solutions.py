"""Solutions, choices between them, topic pages and processes."""

from __future__ import annotations

from collections.abc import Sequence

from bot.dialogue.payloads import button
from bot.knowledge.facets import FacetAnswer
from bot.knowledge.loader import Knowledge
from bot.knowledge.schema import Solution
from bot.messages.cards import (
    Action,
    ChoicesCard,
    ProcessCard,
    ProcessStep,
    SolutionCard,
    TopicCard,
    TopicSection,
)
from bot.messages.message import Utterance

FACET_TITLES = {
    "deadline": "Frist",
    "documents": "Det skal du have klar",
    "law": "Regler",
    "who_may": "Hvem må indberette",
    "processing_time": "Behandlingstid",
    "next_step": "Hvad sker der så",
}
ACTORS = {
    "reporter": "Dig, der indberetter",
    "subject": "Medarbejderen",
    "approver": "Lederen, der godkender",
    "leader": "Lederen",
    "other": "En anden",
}


def summary_of(solution: Solution) -> str:
    """*Kort fortalt* where it is written, otherwise the scope of the catalogue."""
    return solution.summary or solution.scope


def none_of_these(area: str | None = None) -> Action:
    return button("Ingen af dem", "none_of_these", style="link", **({"area": area} if area else {}))


def solution_card(knowledge: Knowledge, solution: Solution, *, may_start: bool) -> SolutionCard:
    """The card of a solution, with its neighbours and what can be done next."""
    actions: list[Action] = []
    if solution.can_report and may_start:
        actions.append(button("Start indberetning", "start_report", style="primary", id=solution.id))
    actions.append(button("Læs mere", "show_topic", id=solution.id))
    if solution.report:
        actions.append(button("Se forløbet", "show_process", id=solution.id))
        actions.append(button("Hvad er fristen?", "ask_facet", facet="deadline", id=solution.id))
    elif solution.kind == "sag":
        actions.insert(0, button("Bliv ringet op", "human", style="primary", topic=solution.id))
    neighbours = [
        button(knowledge.solutions[border.id].title, "select_solution", description=border.when, id=border.id)
        for border in solution.not_this
        if border.id in knowledge.solutions
    ]
    return SolutionCard(
        id=solution.id,
        title=solution.title,
        area=knowledge.areas[solution.area].title,
        summary=summary_of(solution),
        can_report=solution.can_report,
        url=f"/emner/{solution.id}",
        neighbours=neighbours,
        actions=actions,
    )


def solution(knowledge: Knowledge, found: Solution, *, may_start: bool, explanation: str = "") -> Utterance:
    """Introduces a solution; `explanation` says why it cannot be started where that is so."""
    text = f"{found.title}: {summary_of(found)}"
    if not found.can_report and found.kind == "sag":
        text += (
            "\n\nDen kan ikke indberettes her hos mig endnu. Find den på Serviceplatformen, "
            "eller bliv ringet op af 1.-linje-support."
        )
    elif explanation:
        text += f"\n\n{explanation}"
    elif found.can_report:
        text += "\n\nVil du starte indberetningen?"
    return Utterance(text=text, cards=[solution_card(knowledge, found, may_start=may_start)])


def choices(knowledge: Knowledge, ids: Sequence[str], lead: str = "Mener du …?") -> Utterance:
    """Offers two or three solutions with what tells them apart."""
    options = [knowledge.solutions[id_] for id_ in ids]
    actions = [
        button(option.title, "select_solution", description=_shortened(option.scope), id=option.id)
        for option in options
    ]
    listing = "\n".join(f"{number}. {option.title}" for number, option in enumerate(options, start=1))
    return Utterance(text=f"{lead}\n{listing}", cards=[ChoicesCard(actions=[*actions, none_of_these()])])


def _shortened(text: str, limit: int = 140) -> str:
    if len(text) <= limit:
        return text
    return text[:limit].rsplit(" ", 1)[0].rstrip(",.;:") + " …"


def facet(found: Solution, name: str, answer: FacetAnswer, *, may_start: bool) -> Utterance:
    """Answers a question about a solution, with where the answer stands and the way on."""
    text = f"{found.title}: {answer.text}"
    if answer.source:
        text += f"\nKilde: {answer.source}"
    page = f"/emner/{found.id}" + (f"#{answer.source_anchor}" if answer.source_anchor else "")
    section = TopicSection(
        heading=FACET_TITLES[name], text=answer.text, source=answer.source, source_url=answer.source_url or page
    )
    actions = [button("Start indberetning", "start_report", id=found.id)] if may_start else []
    actions.append(button("Læs mere", "show_topic", id=found.id))
    return Utterance(text=text, cards=[TopicCard(id=found.id, title=found.title, sections=[section], actions=actions)])


def topic(knowledge: Knowledge, found: Solution, *, may_start: bool) -> Utterance:
    """The topic page, or what is known where none is written yet."""
    actions = [button("Start indberetning", "start_report", style="primary", id=found.id)] if may_start else []
    page = knowledge.topic(found.id)
    if page is None:
        sections = [TopicSection(heading="Hvad det handler om", text=found.scope, source="Løsningskataloget")]
        text = f"{found.title}: {found.scope}\n\nEmnesiden er ikke skrevet endnu."
    else:
        sections = [
            TopicSection(heading=part.heading, text=part.text, source_url=f"/emner/{found.id}#{part.anchor}")
            for part in page.sections
        ]
        text = f"{found.title}\n\n" + "\n\n".join(f"{part.heading}\n{part.text}" for part in page.sections)
    card = TopicCard(id=found.id, title=found.title, sections=sections, url=f"/emner/{found.id}", actions=actions)
    return Utterance(text=text, cards=[card])


def process_steps(found: Solution, state: str | None = None) -> list[ProcessStep]:
    """The steps of a solution's process; with a case's state, which are done and which is current."""
    if found.report is None:
        return []
    steps = found.report.steps
    current = next((index for index, step in enumerate(steps) if state in step.states), None)
    finished = state in {"loest", "lukket"}
    result = []
    for index, step in enumerate(steps):
        place = None
        if state is not None and finished:
            place = "done"
        elif state is not None and current is not None:
            place = "done" if index < current else "current" if index == current else "todo"
        result.append(
            ProcessStep(
                title=step.title,
                actor=found.report.desk if step.actor == "desk" else ACTORS[step.actor],
                text=step.text,
                usual_time=step.usual_time,
                state=place,  # type: ignore[arg-type]
            )
        )
    return result


def process(found: Solution, *, may_start: bool) -> Utterance:
    """The process of a solution as numbered steps."""
    steps = process_steps(found)
    if not steps:
        return Utterance(text=f"Forløbet for {found.title} er ikke beskrevet endnu.")
    listing = "\n".join(
        f"{number}. {step.title} ({step.actor}{', ' + step.usual_time if step.usual_time else ''})"
        for number, step in enumerate(steps, start=1)
    )
    actions = [button("Start indberetning", "start_report", style="primary", id=found.id)] if may_start else []
    return Utterance(
        text=f"Sådan forløber {found.title}:\n{listing}",
        cards=[ProcessCard(id=found.id, title=found.title, steps=steps, actions=actions)],
    )
