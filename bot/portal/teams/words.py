"""What the assistant says in Teams alone, in plain Danish."""

from __future__ import annotations

from collections.abc import Sequence

from bot.dialogue.payloads import button
from bot.messages.cards import Action, Card, ChoicesCard, Contact, NoticeCard
from bot.messages.message import Utterance

UNKNOWN = (
    "Jeg kan ikke finde dig i kommunens personaleoplysninger, så jeg kan ikke hjælpe dig her i Teams. Er du nyansat, "
    "så prøv igen om et par dage. Ellers kan 1.-linje-support hjælpe. Jeg har ikke gemt det, du skrev."
)
SORRY = "Det gik galt hos mig, og det er ikke din skyld. Prøv igen om lidt. Det, du har gemt, er i behold."
WELCOME_BACK = (
    "Her kan vi fortsætte, hvor vi slap. Det er den samme samtale som i portalen: skriv, hvad du har brug for."
)
IN_TEAMS = (
    "Det, du skriver i Teams, går også gennem Microsofts systemer. Skriv derfor ikke CPR-numre eller følsomme "
    "oplysninger her. Det klarer vi i portalen."
)
NO_FILE_ASKED = (
    "Jeg har ikke bedt om en fil lige nu, så jeg har ikke hentet den. "
    "Skriv, hvad den handler om, så finder vi det rette sted."
)
PASTED = "Et billede, der er sat ind i beskeden, kan jeg ikke hente. Vedhæft det som en fil med papirclipsen i stedet."
NOTHING = "Jeg kan kun læse tekst, knapper og vedhæftede filer. Skriv, hvad du har brug for hjælp til."
OLD_BUTTON = "Knappen hører til en tidligere del af samtalen. Brug de nyeste muligheder, eller skriv, hvad du vil."
SET_ASIDE = button("Gem det, og tal om noget andet", "save_draft")
DROP = button("Lad det ligge, og tal om noget andet", "cancel")
ASIDE = "Det er lagt til side. Du kan fortsætte det i portalen. Hvad kan jeg ellers hjælpe med?"
NEWS = "Der er nyt til dig i Serviceassistenten. Åbn portalen for at se det."


def cpr_warning(portal_url: str) -> Utterance:
    """What is said to a CPR number: nothing of the message was kept or read."""
    text = (
        "Der står et CPR-nummer i din besked. Det må ikke skrives i Teams, så jeg har ikke gemt beskeden. "
        "Slet den gerne, og skriv igen uden nummeret. Skal et CPR-nummer med, så fortsæt i portalen."
    )
    return _notice("Skriv ikke CPR-numre her", text, portal_url, level="warning")


def in_portal(portal_url: str) -> Utterance:
    """Instead of an answer that is not shown in Teams: it stands in the conversation in the portal."""
    text = (
        "Det her viser jeg kun i portalen, fordi det, der står i Teams, også går gennem Microsofts systemer. "
        "Svaret ligger klar der."
    )
    return _notice("Det fortsætter i portalen", text, portal_url)


def under_way(portal_url: str, way_out: Action) -> Utterance:
    """Instead of reading a message as the answer to something that belongs in the portal."""
    text = (
        "Du er i gang med noget, der skal klares i portalen, fordi det, der står i Teams, også går gennem Microsofts "
        "systemer. Det, du har svaret før, er gemt. Det, du skrev nu, har jeg ikke brugt."
    )
    told = _notice("Fortsæt i portalen", text, portal_url)
    return told.model_copy(update={"cards": [*told.cards, ChoicesCard(actions=[way_out])]})


def private(app_id: str) -> str:
    """What is said in a channel or a group, where nothing of anybody's is talked of."""
    link = f"https://teams.microsoft.com/l/chat/0/0?users=28:{app_id}"
    return f"Jeg svarer kun i private samtaler, hvor ingen andre læser med. Skriv til mig her: {link}"


def news(portal_url: str) -> Utterance:
    """That there is something: neither what nor about whom."""
    return _notice("Nyt til dig", NEWS, portal_url)


def plain(text: str, cards: Sequence[Card] = ()) -> Utterance:
    return Utterance(text=text, cards=list(cards))


def _notice(title: str, text: str, portal_url: str, *, level: str = "info") -> Utterance:
    link = Contact(label="Åbn portalen", value="Åbn portalen", href=f"{portal_url}/assistent")
    card = NoticeCard.model_validate({"level": level, "title": title, "text": text, "contacts": [link]})
    return Utterance(text=text, cards=[card])
