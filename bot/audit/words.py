"""An entry of the audit as a line of Danish, for those who read it on the command line."""

from __future__ import annotations

from collections.abc import Mapping

from bot.access.tasks import ROLE_TITLES
from bot.audit.types import Action, Entry
from bot.clock import local

DONE: Mapping[Action, str] = {
    "sign_on": "loggede ind",
    "report_sent": "sendte",
    "call_back_asked": "bad om at blive kontaktet i",
    "case_approved": "godkendte",
    "case_sent_back": "sendte retur",
    "case_withdrawn": "trak tilbage",
    "case_answered": "svarede i",
    "case_commented": "skrev til",
    "case_reopened": "genåbnede",
    "case_opened": "åbnede den følsomme",
    "file_opened": "åbnede en fil i den følsomme",
    "case_taken": "gik i gang med",
    "case_asked": "stillede et spørgsmål i",
    "case_solved": "løste",
    "case_rejected": "afviste",
    "case_closed": "lukkede",
    "case_resumed": "gik videre uden svar i",
    "case_put_back": "lagde tilbage i køen",
    "case_given": "gav en kollega",
    "case_taken_over": "overtog",
    "case_noted": "skrev et internt notat til",
    "cpr_shown": "så et CPR-nummer i",
    "draft_handed_on": "gav videre",
    "draft_shared": "lagde i fællesskabets liste",
    "draft_taken": "overtog",
    "case_assigned": "fordelte",
    "delegation_lent": "tilbød",
    "delegation_accepted": "tog imod",
    "delegation_changed": "begrænsede",
    "delegation_revoked": "afsluttede",
    "role_changed": "ændrede en rolle for",
    "grunddata_changed": "ændrede grunddata i",
    "course_started": "begyndte",
    "course_part_handed": "gav en del videre af",
    "course_cancelled": "stoppede",
    "conversation_erased": "slettede",
    "handover_asked": "bad om et menneske i",
    "handover_left": "forlod",
    "handover_shared": "delte det følsomme i",
    "handover_taken": "tog",
    "handover_given_back": "gav assistenten",
    "handover_put_back": "lagde tilbage i køen",
    "handover_moved": "gav en kollega",
    "handover_joined": "inviterede en kollega til",
    "handover_parted": "lod en kollega gå fra",
    "handover_closed": "afsluttede",
    "handover_timed_out": "lagde tilbage i køen uden svar",
    "handover_opened": "åbnede det følsomme i",
    "draft_helped": "udfyldte som hjælp",
    "person_looked_up": "slog op",
    "person_exported": "tog et udtræk om",
    "key_rotated": "skiftede",
    "retention_purged": "ryddede op i",
    "audit_purged": "ryddede op i",
}
_THINGS: Mapping[str, str] = {
    "case": "sag",
    "draft": "kladden",
    "file": "filen",
    "person": "",
    "delegation": "stedfortræderskabet",
    "course": "forløbet",
    "conversation": "samtalen",
    "handover": "overdragelsen",
    "unit": "enheden",
    "import": "indlæsningen",
    "audit": "revisionssporet",
    "key": "nøglen",
}
_GROUNDS: Mapping[str, str] = {
    "self": "egen ret",
    "open": "åben for alle",
    "grant": "tildelt opgave",
    "none": "ingen",
    "demo": "demo",
    "host_portal": "værtsportalens login",
    "teams": "login i Teams",
    "oidc": "kommunens login",
    "retention": "opbevaringsfristen",
    "insight": "personens ret til indsigt",
    "import": "indlæst fil",
    "left": "ansættelsen er slut",
}


def line(entry: Entry, names: Mapping[str, str]) -> str:
    """When, who, what, about whom, for whom, on which ground, by which way; `names` are those of people by id."""

    def person(person_id: str) -> str:
        name = names.get(person_id)
        return f"{name} ({person_id})" if name else person_id

    event = entry.event
    parts = [person(event.actor_id) if event.actor_id else "Systemet", DONE.get(event.action, event.action)]
    parts.append(_THINGS.get(event.kind or "", event.kind or ""))
    if event.object_id and (event.kind != "person" or event.object_id != event.actor_id):
        parts.append(person(event.object_id) if event.kind == "person" else event.object_id)
    if event.subject_id and event.subject_id != event.actor_id:
        parts.append(f"om {person(event.subject_id)}")
    if event.on_behalf_of_id and event.on_behalf_of_id != event.actor_id:
        parts.append(f"på vegne af {person(event.on_behalf_of_id)}")
    said = " ".join(part for part in parts if part)
    details = "".join(f", {name}={_shown(value)}" for name, value in sorted(event.details.items()) if value is not None)
    at = local(entry.at).strftime("%Y-%m-%d %H:%M:%S")
    return f"{entry.seq:>7}  {at}  {said}. Grund: {_ground(event.ground)}. Vej: {entry.channel}{details}"


def _ground(ground: str) -> str:
    kind, _, which = ground.partition(":")
    if kind == "role":
        return f"rollen {ROLE_TITLES.get(which, which)}"
    return f"stedfortræder ({which})" if kind == "delegation" else _GROUNDS.get(ground, ground)


def _shown(value: object) -> str:
    return "+".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
