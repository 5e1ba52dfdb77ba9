"""Administrative communities: the shared list of drafts, and who of the colleagues sees to a case."""

from __future__ import annotations

from bot.access.types import Person
from bot.actions import case_work, report
from bot.cases.errors import NotAllowed, NotFound
from bot.container import Container
from bot.dialogue import community_news
from bot.dialogue.payloads import button
from bot.dialogue.state import Listing
from bot.dialogue.turn import Reply, Turn
from bot.messages.cards import ChoicesCard

MOST_SHOWN = 8
_LIST = button("Fællesskabets liste", "community_list")


def community_list(services: Container, turn: Turn) -> Reply:
    """What colleagues have put into the list; what a draft says is seen by whoever takes it."""
    found = services.community.shared_drafts(turn.person.id)
    if not found:
        return Reply().say(
            "Der ligger ingen kladder i fællesskabets liste. Her ser I, der har samme opgave i en enhed, de kladder, "
            "I har lagt til hinanden."
        )
    people = services.access.people({one.shared_by for one in found})
    lines, actions = [], []
    pages = -(-len(found) // MOST_SHOWN)
    page = min(_page(turn), pages)
    turn.state.listing = Listing(intent="community_list", page=page, pages=pages)
    for one in found[(page - 1) * MOST_SHOWN : page * MOST_SHOWN]:
        title, unit = services.knowledge.title(one.solution_id), services.access.unit(one.unit_id)
        who = "dig" if one.shared_by == turn.person.id else _name(people, one.shared_by)
        lines.append(f"- {title}, {unit.name if unit else ''}: lagt i listen af {who}")
        verb = "Tag tilbage" if one.shared_by == turn.person.id else "Tag den"
        actions.append(button(f"{verb}: {title}", "take_draft", description=unit.name if unit else None, draft=one.id))
    more = f"\nDer er {len(found)} i alt." if pages > 1 else ""
    if page < pages:
        actions.append(button("Vis flere", "community_list", side=str(page + 1)))
    listing = "\n".join(lines)
    return Reply().say(f"I fællesskabets liste ligger:\n{listing}{more}", ChoicesCard(actions=actions))


def _page(turn: Turn) -> int:
    asked = turn.parameter("side") or ""
    return max(1, int(asked)) if asked.isdecimal() and len(asked) < 4 else 1


def _name(people: dict[str, Person], person_id: str) -> str:
    return people[person_id].name if person_id in people else "en tidligere kollega"


def share_draft(services: Container, turn: Turn) -> Reply:
    """Puts the draft that is under way, or the one whose button was pressed, into the list."""
    draft_id = turn.parameter("draft") or turn.state.draft_id or _only_draft(services, turn)
    try:
        unit = services.community.share(turn.person.id, draft_id)
    except NotFound:
        return Reply().say("Den kladde ligger ikke længere hos dig.", ChoicesCard(actions=[_LIST]))
    except NotAllowed as refused:
        return Reply().say(refused.explanation)
    reply = Reply()
    if turn.state.draft_id == draft_id:
        turn.state.leave_flow()
        reply.end_flow = True
    text = (
        f"Kladden ligger nu i fællesskabets liste for {unit.name}. Den, der tager den først, får den. Fortsætter du "
        "selv på den, er den din igen."
    )
    return reply.say(text, ChoicesCard(actions=[_LIST, button("Tag den tilbage", "resume_draft", draft=draft_id)]))


def _only_draft(services: Container, turn: Turn) -> str:
    drafts = services.drafts.open_for(turn.person.id)
    return drafts[0].id if len(drafts) == 1 else ""


def take_draft(services: Container, turn: Turn) -> Reply:
    """Takes a draft out of the list and goes on with it."""
    draft_id = turn.parameter("draft") or ""
    try:
        services.community.take(turn.person.id, draft_id)
    except NotFound:
        return Reply().say(
            "Den er allerede taget, eller den ligger ikke i listen længere.", ChoicesCard(actions=[_LIST])
        )
    except NotAllowed as refused:
        return Reply().say(refused.explanation, ChoicesCard(actions=[_LIST]))
    return report.take_up(services, turn, draft_id)


def assign_case(services: Container, turn: Turn) -> Reply:
    """Gives a case to a colleague of the community, or takes it; asks whom where that was not said."""
    number, to = turn.parameter("number") or "", turn.parameter("to")
    if to is None:
        return _ask_whom(services, turn, number)
    to = turn.person.id if to == "me" else to
    try:
        community_news.assign(services, turn.person, number, to)
    except NotFound:
        return Reply().say(case_work.GONE)
    except NotAllowed as refused:
        return Reply().say(refused.explanation)
    see = button("Se sagen", "open_case", number=number)
    person = services.access.person(to)
    name = "dig" if to == turn.person.id else person.name if person else "din kollega"
    return Reply().say(f"Sag {number} ligger nu hos {name}.", ChoicesCard(actions=[see]))


def _ask_whom(services: Container, turn: Turn, number: str) -> Reply:
    people = services.community.colleagues(turn.person.id, number)
    case = services.cases.get(turn.person.id, number)
    if case is None:
        return Reply().say(case_work.GONE)
    others = [person for person in people if person.id != turn.person.id]
    actions = []
    if (case.assignee_id or case.reporter_id) != turn.person.id and "assign" in case.permitted:
        actions.append(button("Tag den selv", "assign_case", style="primary", number=number, to="me"))
    actions += [
        button(person.name, "assign_case", description=person.position, number=number, to=person.id)
        for person in others[:MOST_SHOWN]
        if person.id != (case.assignee_id or case.reporter_id)
    ]
    if not actions:
        return Reply().say("Der er ingen kolleger med samme opgave i enheden, som sagen kan gives til.")
    return Reply().say(f"Hvem skal tage sig af sag {number} ({case.title})?", ChoicesCard(actions=actions))


ACTIONS = {
    "action_community_list": community_list,
    "action_share_draft": share_draft,
    "action_take_draft": take_draft,
    "action_assign_case": assign_case,
}
