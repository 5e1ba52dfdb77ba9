"""The user's own cases: lists and one case, asked for in words or by buttons."""

from __future__ import annotations

from dataclasses import replace

from bot.actions.case_named import in_named_unit, of_somebody
from bot.actions.case_work import not_found, number_in, show, with_case
from bot.cases.types import CaseFilter, CasePage, Whose
from bot.container import Container
from bot.dialogue import case_words
from bot.dialogue.case_query import CaseQuery
from bot.dialogue.payloads import button
from bot.dialogue.rendering import cases as wording
from bot.dialogue.state import Listing
from bot.dialogue.turn import Reply, Turn
from bot.messages.cards import Action, ChoicesCard

PAGE = 8
MOST_OTHERS = 4


def my_cases(services: Container, turn: Turn) -> Reply:
    """Lists the user's cases, those that await them first; what the words or the button ask for narrows the list."""
    if turn.payload is None and (asked := _asked(services, turn)) is not None:
        return asked
    return _list(services, turn, _query(services, turn))


def awaiting_me(services: Container, turn: Turn) -> Reply:
    """Lists the cases where it is the user's move."""
    heard = case_words.read(turn.text, turn.today, services.knowledge, now_counts=False)
    query = CaseQuery.of(turn.payload) if turn.payload is not None else CaseQuery(area=heard.query.area)
    if turn.payload is None and heard.several:
        query = replace(query, text=heard.query.text)
    page = _found(services, turn, query, awaiting=True)
    if not page.total and query.parts:
        query = CaseQuery()
        page = _found(services, turn, query, awaiting=True)
    if not page.total:
        actions = [button("Vis mine sager", "my_cases"), *_of_others(services, turn)]
        return Reply().say("Der er ingen sager, der venter på dig lige nu.", ChoicesCard(actions=actions))
    more = _more(turn, page, query, "awaiting_me")
    lead = wording.waiting(page.total)
    if query.parts:
        lead = f"{query.described(services.knowledge)}, der venter på dig: {page.total}"
        more.append(button("Vis alt, der venter på mig", "awaiting_me"))
    return Reply(utterances=[wording.case_list(page, lead, url="/sager", more=more)])


def case_status(services: Container, turn: Turn) -> Reply:
    """Shows the case that is meant: by number, by what is said of it, the one talked of, or the newest open one."""
    if turn.payload is None and (asked := _asked(services, turn)) is not None:
        return asked
    if turn.payload is not None or number_in(turn):
        return open_case(services, turn)
    wish = case_words.read(turn.text, turn.today, services.knowledge)
    if wish.several:
        return _list(services, turn, in_named_unit(services, turn, wish.query))
    query = wish.query.without("state")  # "er min sag lukket?" asks for the state, and names none
    if query.parts:
        return _described(services, turn, replace(query, sort="newest"))
    if turn.state.last_case:
        case = services.cases.get(turn.person.id, turn.state.last_case)
        if case is not None:
            return show(services, turn, case)
    return _newest(services, turn)


def open_case(services: Container, turn: Turn) -> Reply:
    """Shows the case whose button was pressed, or whose number was written."""
    return with_case(services, turn, "open_case", "Hvilken sag?", show)


_ASKED = {
    "reopen_case": ("Vil du genåbne sag {}?", "Genåbn sagen"),
    "follow_case": ("Vil du følge sag {}?", "Følg sagen"),
    "unfollow_case": ("Vil du ikke følge sag {} længere?", "Følg den ikke længere"),
    "attach_file": ("Vil du lægge en fil på sag {}?", "Læg en fil på"),
}


def _asked(services: Container, turn: Turn) -> Reply | None:
    """What the words ask to be done about a case that is named or talked of, as a button."""
    intent = case_words.asked_to(turn.text)
    number = number_in(turn) or turn.state.last_case
    if intent is None or number is None:
        return None
    case = services.cases.get(turn.person.id, number)
    if case is None:
        return Reply(utterances=[not_found(number)])
    if intent == "reopen_case" and "reopen" not in case.permitted:
        return Reply(utterances=[wording.cannot_reopen(case)])
    question, title = _ASKED[intent]
    actions = [button(title, intent, style="primary", number=number), button("Se sagen", "open_case", number=number)]
    return Reply().say(f"{question.format(number)} ({case.title})", ChoicesCard(actions=actions))


def _query(services: Container, turn: Turn) -> CaseQuery:
    if turn.payload is not None:
        return CaseQuery.of(turn.payload)
    query = case_words.read(turn.text, turn.today, services.knowledge).query
    query = query if query.parts else of_somebody(services, turn.text, query)
    return in_named_unit(services, turn, query)


def _found(services: Container, turn: Turn, query: CaseQuery, *, awaiting: bool = False) -> CasePage:
    criteria = query.criteria(services.knowledge, PAGE)
    return services.cases.list(turn.person.id, replace(criteria, awaiting_me=awaiting))


def _list(services: Container, turn: Turn, query: CaseQuery) -> Reply:
    """The cases of a query: what was understood, how many, and ways to see more or drop what narrows it."""
    page = _found(services, turn, query)
    if not page.total:
        return _nothing(services, turn, query)
    if query.parts:
        unit = services.access.unit(query.unit) if query.unit else None
        lead = f"{query.described(services.knowledge, unit.name if unit else '')}: {wording.counted(page)}"
    else:
        lead = "Her er dine sager."
        waiting = services.cases.awaiting_count(turn.person.id)
        lead += f" {wording.waiting(waiting)}" if waiting else ""
    actions = [*_more(turn, page, query, "my_cases"), *_wider(query)]
    return Reply(utterances=[wording.case_list(page, lead, url=wording.link(query.parameters()), more=actions)])


def _more(turn: Turn, page: CasePage, query: CaseQuery, intent: str) -> list[Action]:
    """The way to the next page, where there is one; notes what is shown, so that it can be asked for in words."""
    turn.state.listing = Listing(
        intent=intent,
        parameters=replace(query, page=1).parameters(),
        page=query.page,
        pages=max(1, -(-page.total // PAGE)) + page.more,  # what was not counted is on yet another one
    )
    shown = (query.page - 1) * PAGE + len(page.items)
    if shown >= page.total:
        return []
    following = replace(query, page=query.page + 1).parameters()
    return [button(f"Vis flere ({shown} af {wording.counted(page)} er vist)", intent, **following)]


_DROP = {
    "state": "Også i andre tilstande",
    "period": "Fra alle perioder",
    "area": "Fra alle områder",
    "text": "Uden søgeordet",
    "unit": "Fra alle enheder",
}


def _wider(query: CaseQuery) -> list[Action]:
    """Ways to drop what narrows the list: one thing at a time where there are several, and all of it."""
    parts = [part for part in query.parts if part in _DROP]
    wider = [button(_DROP[part], "my_cases", **query.without(part).parameters()) for part in parts]
    everything = [button("Vis alle mine sager", "my_cases", style="link")] if query.parts else []
    return [*(wider if len(query.parts) > 1 else []), *everything]


def _nothing(services: Container, turn: Turn, query: CaseQuery) -> Reply:
    if query.parts:
        described = query.described(services.knowledge)
        text = f"Jeg fandt ingen {described[0].lower()}{described[1:]}."
        return Reply().say(text, ChoicesCard(actions=_wider(query)))
    drafts = services.drafts.open_for(turn.person.id)
    actions = [button("Fortsæt kladde", "resume_draft")] if drafts else []
    actions += _of_others(services, turn)
    return Reply().say("Du har ingen sager.", *([ChoicesCard(actions=actions)] if actions else []))


def _of_others(services: Container, turn: Turn) -> list[Action]:
    """Ways to the unit's cases and those one handles, where there are any."""
    ways: list[tuple[Whose, str]] = [("unit", "Vis enhedens sager"), ("desk", "Vis sager, du behandler")]
    return [
        button(title, "my_cases", hvis=whose)
        for whose, title in ways
        if services.cases.list(turn.person.id, CaseFilter(whose=whose, limit=1)).total
    ]


def _described(services: Container, turn: Turn, query: CaseQuery) -> Reply:
    """ "Hvor langt er Karens ansættelse?": the one case that fits, or those that do, the newest first."""
    page = _found(services, turn, query)
    if not page.total and query.text:
        query = replace(query, whose="all")
        page = _of_colleagues(services, turn, query)
    if page.total == 1:
        case = services.cases.get(turn.person.id, page.items[0].number)
        return show(services, turn, case) if case else Reply(utterances=[not_found(page.items[0].number)])
    if not page.total:
        return _nothing(services, turn, replace(query, whose="mine"))
    lead = f"{query.described(services.knowledge)}: {wording.counted(page)}. Hvilken mener du?"
    return Reply(
        utterances=[
            wording.case_list(
                page, lead, url=wording.link(query.parameters()), more=_more(turn, page, query, "my_cases")
            )
        ]
    )


def _of_colleagues(services: Container, turn: Turn, query: CaseQuery) -> CasePage:
    """Cases of those whom the words name, among all that one may see: found by the people, and so by index."""
    criteria = query.criteria(services.knowledge, PAGE)
    people = [
        frozenset(person.id for person in services.access.search_colleagues(word.text, PAGE))
        if len(word.text) > 2
        else frozenset()
        for word in criteria.words
    ]
    named = frozenset().union(*people)
    if not named:
        return CasePage(0, ())
    return services.cases.list(turn.person.id, replace(criteria, people=named))


def _newest(services: Container, turn: Turn) -> Reply:
    """The open case that changed last, and the others by name."""
    page = _found(services, turn, CaseQuery(state="aabne", sort="newest"))
    if not page.total:
        return Reply().say("Du har ingen åbne sager.", ChoicesCard(actions=[button("Vis alle mine sager", "my_cases")]))
    case = services.cases.get(turn.person.id, page.items[0].number)
    if case is None:
        return Reply(utterances=[not_found(page.items[0].number)])
    reply = show(services, turn, case)
    others = page.items[1 : 1 + MOST_OTHERS]
    if others:
        count = page.total - 1
        more = "1 anden åben sag" if count == 1 else f"{count} andre åbne sager"
        text = f"Det er den, der er sket noget i senest. Du har {more}."
        actions = wording.which_case(others, "open_case")
        if count > len(others):
            actions.append(button("Vis alle åbne sager", "my_cases", tilstand="aabne"))
        reply.say(text, ChoicesCard(actions=actions))
    return reply


ACTIONS = {
    "action_my_cases": my_cases,
    "action_awaiting_me": awaiting_me,
    "action_case_status": case_status,
    "action_open_case": open_case,
}
