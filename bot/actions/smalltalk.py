"""Greeting, thanks, help and the other small things people say."""

from __future__ import annotations

from bot.actions import handover, question_tree
from bot.container import Container
from bot.dialogue.payloads import button
from bot.dialogue.rendering import notices as wording
from bot.dialogue.turn import Reply, Turn
from bot.messages.cards import Action, Card, ChoicesCard


def greeting(services: Container, turn: Turn) -> Reply:
    """Opens the talk: says that it is an AI assistant, what it can do for this person, what is new and waits.

    That a person talks to an AI system must be said at the latest at the first interaction (AI-forordningen
    (EU) 2024/1689, article 50, paragraph 1).
    """
    waiting = services.cases.awaiting_count(turn.person.id)
    drafts = services.drafts.open_for(turn.person.id)
    first_name = turn.person.name.split()[0]
    parts = [
        f"Hej {first_name}. Jeg er Serviceassistenten, en AI-assistent – altså en robot. "
        "Jeg finder den rigtige indberetning, hjælper dig med at udfylde den og viser, hvor dine sager er."
    ]
    actions: list[Action] = []
    if waiting:
        count = "1 sag" if waiting == 1 else f"{waiting} sager"
        parts.append(f"{count} venter på dig.")
        actions.append(button("Vis hvad der venter på mig", "awaiting_me", style="primary"))
    if drafts:
        title = services.knowledge.title(drafts[0].solution_id)
        parts.append(
            f"Du har en kladde liggende til {title}." if len(drafts) == 1 else f"Du har {len(drafts)} kladder."
        )
        actions.append(button("Fortsæt kladden" if len(drafts) == 1 else "Fortsæt en kladde", "resume_draft"))
    actions += _offers(services, turn)
    parts += question_tree.under_way(services, turn)
    parts.append("Skriv med dine egne ord, hvad du har brug for.")
    cards: list[Card] = [ChoicesCard(actions=actions)]
    notices = services.notices.take(turn.person.id)
    if notices:
        news = wording.message(notices)
        parts.insert(1, news.text)
        cards = [*news.cards, *cards]
    return Reply(keep_quiet=bool(turn.state.flow is None)).say("\n".join(parts), *cards)


def _offers(services: Container, turn: Turn) -> list[Action]:
    offers = [button("Find en indberetning", "enter_tree"), button("Mine sager", "my_cases")]
    if services.access.is_leader(turn.person.id):
        offers.append(button("Indberet for en medarbejder", "enter_tree", area="personale"))
    return offers


def greet(services: Container, turn: Turn) -> Reply:
    return Reply().say("Hej. Hvad kan jeg hjælpe dig med?", ChoicesCard(actions=_offers(services, turn)))


def thank(services: Container, turn: Turn) -> Reply:
    return Reply().say("Det var så lidt. Sig endelig til, hvis der er mere.")


def goodbye(services: Container, turn: Turn) -> Reply:
    return Reply(keep_quiet=True).say("Hej hej. Du kan altid fortsætte her, hvor vi slap.")


def help_(services: Container, turn: Turn) -> Reply:
    """What the assistant can do, with ways to begin."""
    text = (
        "Det her kan jeg hjælpe med:\n"
        "- finde den rigtige indberetning, når du beskriver din situation\n"
        "- svare på frister, bilag, regler, hvem der må indberette, og hvad der sker bagefter\n"
        "- udfylde og sende indberetningen sammen med dig\n"
        "- vise dine sager, og hvad der venter på dig\n"
        "- lade dig skrive med en fra 1.-linje-support eller få dem til at ringe til dig\n"
        "Undervejs kan du skrive “tilbage”, “ret …”, “gem” eller “stop”."
    )
    actions = [*_offers(services, turn), button("Tal med et menneske", "human")]
    return Reply().say(text, ChoicesCard(actions=actions))


def bot_challenge(services: Container, turn: Turn) -> Reply:
    text = (
        "Jeg er en AI-assistent, ikke et menneske. Det, du skriver, bliver i kommunens egne systemer. "
        "Vil du hellere tale med et menneske, så sig til."
    )
    return Reply().say(text, ChoicesCard(actions=[button("Tal med et menneske", "human")]))


def praise(services: Container, turn: Turn) -> Reply:
    return Reply().say("Tak, det er rart at høre.")


def complain(services: Container, turn: Turn) -> Reply:
    """Takes a complaint seriously: another try, or a person."""
    text = "Det er jeg ked af."
    ask = "Prøv at skrive det på en anden måde, eller lad en fra 1.-linje-support ringe til dig."
    tree = button("Find det sammen med mig", "enter_tree")
    return handover.with_person(services, turn, Reply(), text, "anger", tree, otherwise=ask)


def dont_know(services: Container, turn: Turn) -> Reply:
    """Outside a loop: leads on with the question tree."""
    actions = [button("Find det sammen med mig", "enter_tree", style="primary"), button("Tal med et menneske", "human")]
    return Reply().say(
        "Det er helt i orden. Jeg kan stille dig et par spørgsmål, så finder vi det.", ChoicesCard(actions=actions)
    )


ACTIONS = {
    "action_greeting": greeting,
    "action_greet": greet,
    "action_thank": thank,
    "action_goodbye": goodbye,
    "action_help": help_,
    "action_bot_challenge": bot_challenge,
    "action_praise": praise,
    "action_complain": complain,
    "action_dont_know": dont_know,
}
