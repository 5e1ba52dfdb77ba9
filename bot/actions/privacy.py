"""Deleting the conversation: what goes, and what must stay."""

from __future__ import annotations

from bot.container import Container
from bot.dialogue.payloads import button
from bot.dialogue.state import Pending
from bot.dialogue.turn import Reply, Turn
from bot.messages.cards import ChoicesCard


def delete_conversation(services: Container, turn: Turn) -> Reply:
    """Says what deleting means and asks for a yes."""
    if turn.parameter("confirmed"):
        return erase(services, turn)
    turn.state.pending = Pending(kind="delete_conversation")
    actions = [
        button("Ja, slet samtalen", "delete_conversation", style="danger", confirmed="1"),
        button("Nej, behold den", "deny", style="primary"),
    ]
    text = (
        "Vil du slette vores samtale og dine kladder? Sager, du har sendt, bliver liggende: "
        "dem har kommunen pligt til at gemme."
    )
    return Reply(keep_quiet=True).say(text, ChoicesCard(actions=actions))


def erase(services: Container, turn: Turn) -> Reply:
    """Deletes texts and drafts now, and says what remains and why."""
    turn.state.begin_anew()
    turn.state.last_case = None
    told = services.conversations.erase(turn.conversation_id)
    # The engine still remembers these threads for a while: from now on nobody talks there.
    for thread in services.sessions.threads_of(turn.conversation_id):
        services.sessions.move_thread(thread, services.conversations.new_thread(turn.conversation_id))
    return Reply(end_flow=True, keep_quiet=True).say(told["text"])


ACTIONS = {"action_delete_conversation": delete_conversation}
