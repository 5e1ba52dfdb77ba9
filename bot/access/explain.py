"""Why something may not be done, in general words that name no one."""

from __future__ import annotations

from collections.abc import Iterable

from bot.access import tasks
from bot.access.types import Decision, Scope

NO_ACCESS = Decision(
    False, "none", "Du har ikke en ansættelse i dag, som giver adgang her. Kontakt support, hvis det er en fejl."
)
SELF = Decision(True, "self", "Du må altid indberette for dig selv her.")
OPEN = Decision(True, "open", "Alle medarbejdere må indsende den her indberetning.")
ONLY_SELF = Decision(
    False, "none", "Den her indberetning kan kun laves af medarbejderen selv, så du kan ikke sende den for en anden."
)
NOT_SELF = Decision(
    False, "none", "Den her indberetning kan ikke handle om dig selv. Din nærmeste leder kan indsende den."
)
NO_FORM = Decision(False, "none", "Den her løsning kan endnu ikke indberettes her. Support kan hjælpe dig videre.")


def granted(scope: Scope) -> Decision:
    """A yes, with the ground it stands on."""
    if scope.for_person:
        return Decision(True, scope.ground, "Du gør det som stedfortræder.", scope.for_person)
    if scope.ground.startswith("role:"):
        title = tasks.ROLE_TITLES[scope.ground.removeprefix("role:")]
        return Decision(True, scope.ground, f"Du har rollen {title} for enheden.")
    return Decision(True, scope.ground, "Du har fået opgaven for enheden.")


def refused(needed: Iterable[str]) -> Decision:
    """A no that says which roles would do."""
    text = f"Den løsning kræver rollen {roles_with(needed)} for enheden. Din nærmeste leder kan indsende den."
    return Decision(False, "none", text)


def refused_task(task: str) -> Decision:
    return Decision(False, "none", f"Det kræver rollen {roles_with([task])} for enheden.")


def roles_with(needed: Iterable[str]) -> str:
    """The titles of the roles that hold one of the tasks: "Indberetter (løn) eller Leder"."""
    wanted = set(needed)
    titles = [tasks.ROLE_TITLES[role] for role, bundle in tasks.ROLES.items() if bundle & wanted]
    titles = titles or ["Administrator"]
    return titles[0] if len(titles) == 1 else ", ".join(titles[:-1]) + " eller " + titles[-1]
