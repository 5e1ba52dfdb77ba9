"""Whether the user is told of things without asking."""

from __future__ import annotations

from bot.container import Container
from bot.dialogue.payloads import button
from bot.dialogue.turn import Reply, Turn
from bot.messages.cards import ChoicesCard


def reminders_off(services: Container, turn: Turn) -> Reply:
    """Stops notices, and says where the same is found and what still comes."""
    services.notices.set_reminders(turn.person.id, False)
    text = (
        "Påmindelser er slået fra. Jeg skriver ikke længere til dig af mig selv om sager, kladder og forløb. "
        "Intet går tabt: Sagerne står under “mine sager”, og det, der skal gøres i et forløb, står under "
        "“mine forløb”. Du får stadig svar og kvitteringer her. Kladder slettes stadig, når der ikke er arbejdet "
        "på dem i 30 dage."
    )
    actions = [
        button("Mine sager", "my_cases"),
        button("Mine forløb", "my_courses"),
        button("Slå påmindelser til igen", "reminders_on", style="link"),
    ]
    return Reply().say(text, ChoicesCard(actions=actions))


def reminders_on(services: Container, turn: Turn) -> Reply:
    """Begins notices again."""
    services.notices.set_reminders(turn.person.id, True)
    text = (
        "Påmindelser er slået til. Jeg siger til her, når en sag venter på dig eller er løst, når en del af et forløb "
        "skal være klaret, og når en kladde snart bliver slettet."
    )
    return Reply().say(text, ChoicesCard(actions=[button("Slå påmindelser fra", "reminders_off", style="link")]))


ACTIONS = {"action_reminders_off": reminders_off, "action_reminders_on": reminders_on}
