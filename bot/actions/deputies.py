"""Deputies (stedfortrædere): listed for both sides, accepted, declined and ended."""

from __future__ import annotations

import re

from bot.access.names import fold
from bot.access.types import Delegation, Person
from bot.container import Container
from bot.dialogue import deputy_news
from bot.dialogue.payloads import button
from bot.dialogue.rendering import deputies as wording
from bot.dialogue.state import Pending
from bot.dialogue.turn import Reply, Turn
from bot.messages.cards import ChoicesCard
from bot.messages.message import Utterance

_END = re.compile(r"\b(?:fjern|stop|slet|afslut|ophaev|tag)\w*\b|\bikke laengere\b")
# Words of such a sentence that are nobody's name.
_NO_NAME = re.compile(
    r"jeg|vil|gerne|kan|du|fjerne?|stop(?:pes?)?|slet(?:te)?|afslutt?e?|ophaeve?|tage?|vaek|som|min[et]?|mit|er|ikke|laengere|"
    r"skal|at|vaere|stedfortraeder(?:en|e|ne)?|for|med|og|den|det|samme|nu|gamle|tak"
)


def my_deputies(services: Container, turn: Turn) -> Reply:
    """Lists who stands in for whom; "fjern Lars som stedfortræder" asks whether to end it."""
    folded = fold(turn.text)
    if turn.payload is None and _END.search(folded):
        named = _named(services, turn, folded)
        if len(named) == 1:
            return _ask_to_end(services, turn, named[0])
    return Reply(utterances=[_listing(services, turn)])


def _listing(services: Container, turn: Turn, first: str = "") -> Utterance:
    found = services.delegations.of(turn.person.id)
    units = {one.unit_id: services.access.unit(one.unit_id) for one in found if one.unit_id}
    return wording.listing(
        turn.person.id,
        found,
        services.names_in(found),
        {unit_id: unit.name for unit_id, unit in units.items() if unit},
        turn.today,
        may_lend=bool(services.deputies.lendable(turn.person.id)),
        first=first,
    )


def _named(services: Container, turn: Turn, folded: str) -> list[Delegation]:
    """The open delegations of the person whose other side the text names; all of them where it names nobody."""
    found = [one for one in services.delegations.of(turn.person.id) if one.open(turn.today)]
    words = {word for word in folded.split() if not _NO_NAME.fullmatch(word)}
    if not words:
        return found
    names = services.names_in(found)
    return [one for one in found if words & set(fold(names.get(_other(one, turn.person), "")).split())]


def _other(lent: Delegation, person: Person) -> str:
    return lent.from_person_id if lent.to_person_id == person.id else lent.to_person_id


def _ask_to_end(services: Container, turn: Turn, lent: Delegation) -> Reply:
    names = services.names_in([lent])
    other = names.get(_other(lent, turn.person), "en tidligere kollega")
    asked = (
        f"Skal {other} ikke længere være din stedfortræder?"
        if lent.from_person_id == turn.person.id
        else f"Vil du ikke længere være stedfortræder for {other}?"
    )
    if turn.state.flow is None:  # elsewhere a "ja" belongs to what is under way
        turn.state.pending = Pending(kind="revoke_delegation", data={"delegation": lent.id})
    actions = [
        wording.stop(lent, names, turn.person.id),
        button("Nej, behold", "deny" if turn.state.flow is None else "my_deputies", style="primary"),
    ]
    return Reply().say(f"{asked} Det gælder med det samme.", ChoicesCard(actions=actions))


def accept_delegation(services: Container, turn: Turn) -> Reply:
    """Says yes to standing in."""
    lent = deputy_news.accept(services, turn.person, turn.parameter("delegation") or "")
    if lent is None:
        return _gone(services, turn)
    name = services.names_in([lent]).get(lent.from_person_id, "")
    unit = services.access.unit(lent.unit_id) if lent.unit_id else None
    text = (
        f"Tak. Du er nu stedfortræder for {name}, som får besked. {wording.covers(lent, unit.name if unit else None)}."
    )
    if lent.state(turn.today) == "coming":
        text += " Det gælder først fra den dag."
    actions = [wording.stop(lent, {lent.from_person_id: name}, turn.person.id), button("Mine sager", "my_cases")]
    return Reply().say(text, ChoicesCard(actions=actions))


def decline_delegation(services: Container, turn: Turn) -> Reply:
    """Says no to standing in."""
    lent = deputy_news.decline(services, turn.person, turn.parameter("delegation") or "")
    if lent is None:
        return _gone(services, turn)
    name = services.names_in([lent]).get(lent.from_person_id, "")
    return Reply().say(f"Det er i orden. {name} får besked om, at du ikke træder til.")


def revoke_delegation(services: Container, turn: Turn) -> Reply:
    """Ends it at once, from either side."""
    pending = turn.state.pending
    named = turn.parameter("delegation")
    if pending is not None and pending.kind == "revoke_delegation":
        named = named or pending.data["delegation"]
        turn.state.pending = None
    lent = deputy_news.revoke(services, turn.person, named or "")
    if lent is None:
        return _gone(services, turn)
    name = services.names_in([lent]).get(_other(lent, turn.person), "En tidligere kollega")
    if lent.to_person_id == turn.person.id:
        return Reply().say(f"Du er ikke længere stedfortræder for {name}. Det gælder fra nu af.")
    if lent.accepted_at is None:
        return Reply().say(f"Forslaget til {name} er trukket tilbage.")
    return Reply().say(f"{name} er ikke længere din stedfortræder. Det gælder fra nu af.")


def _gone(services: Container, turn: Turn) -> Reply:
    return Reply(utterances=[_listing(services, turn, "Det er allerede afgjort. Sådan står det nu:")])


ACTIONS = {
    "action_my_deputies": my_deputies,
    "action_accept_delegation": accept_delegation,
    "action_decline_delegation": decline_delegation,
    "action_revoke_delegation": revoke_delegation,
}
