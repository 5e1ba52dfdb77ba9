"""Where people stand in the database: for each table the columns that name a person, and what a person gets to read.

Every column of every table is either shown, names a person, or is left out for a reason; a test holds the list to the
database, so that a new column cannot be forgotten.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

_ID = "intern nøgle"
_COPY = "kopi af sagen"
_GUARD = "kan kun bruges til at genkende, ikke til at læse"
_TECHNICAL = "teknisk"


@dataclass(frozen=True)
class Holding:
    """One table, as the export sees it."""

    table: str
    kind: str  # of bot/privacy/retention_rules.py
    title: str
    persons: Mapping[str, str] = field(default_factory=dict)  # column with a person's id -> in which capacity
    shown: Mapping[str, str] = field(default_factory=dict)  # column -> its name for people
    left_out: Mapping[str, str] = field(default_factory=dict)  # column -> why
    mentions: tuple[str, ...] = ()  # columns of JSON in which others may have named the person


_PERIOD = {"valid_from": "Fra", "valid_to": "Til"}

HOLDINGS: tuple[Holding, ...] = (
    Holding("people", "grunddata", "Person", {"id": "dig selv"},
            {"name": "Navn", "email": "E-mail", "entra_id": "Id i Microsoft Entra"}),
    Holding(
        "employments", "grunddata", "Ansættelser", {"person_id": "ansat"},
        {"number": "Nummer", "unit_id": "Enhed", "position": "Stilling", "weekly_hours": "Timer om ugen", **_PERIOD},
        {"id": _ID},
    ),
    Holding(
        "units", "grunddata", "Enheder, du leder", {"leader_id": "leder"}, {"id": "Enhed", "name": "Navn"},
        {"path": _TECHNICAL, "parent_id": "om enheden, ikke om dig", "closed_on": "om enheden, ikke om dig"},
    ),
    Holding(
        "role_assignments", "access", "Roller", {"person_id": "har rollen"},
        {"role": "Rolle", "unit_id": "Enhed", **_PERIOD}, {"id": _ID},
    ),
    Holding(
        "task_grants", "access", "Opgaver", {"person_id": "har opgaven"},
        {"task": "Opgave", "unit_id": "Enhed", **_PERIOD}, {"id": _ID},
    ),
    Holding(
        "delegations", "access", "Stedfortræderskaber",
        {"from_person_id": "har givet opgaverne", "to_person_id": "er stedfortræder"},
        {"tasks": "Opgaver", "unit_id": "Enhed", **_PERIOD, "cases_since": "Kun sager fra og med",
         "created_at": "Oprettet", "accepted_at": "Accepteret", "revoked_at": "Afsluttet"}, {"id": _ID},
    ),
    Holding(
        "conversations", "conversations", "Samtalen", {"person_id": "din samtale"},
        {"state": "Hvor I er kommet til", "created_at": "Begyndt"},
        {"id": _ID, "version": _TECHNICAL, "last_seq": _TECHNICAL, "owner": _TECHNICAL, "handover_id": _ID},
    ),
    Holding(
        "handovers", "handovers", "Samtaler, som 1.-linje har fået", {"person_id": "bad om et menneske"},
        {"asked_at": "Spurgt", "taken_at": "Taget", "ended_at": "Slut", "reason": "Hvorfor", "outcome": "Udfald",
         "outcome_text": "Det, du fik at vide", "package": "Det, der fulgte med", "case_number": "Sagsnummer"},
        {"id": _ID, "conversation_id": _ID, "unit_path": _TECHNICAL, "rank": _TECHNICAL, "first_seq": _TECHNICAL,
         "shared": _TECHNICAL, "told": _TECHNICAL, "queued_at": _TECHNICAL, "desk_ref": _ID,
         "relayed_seq": _TECHNICAL},
    ),
    Holding(
        "handover_events", "handovers", "Det, 1.-linje har gjort",
        {"actor_id": "har gjort det", "to_id": "har fået den eller er inviteret"}, {"at": "Tidspunkt", "kind": "Slags"},
        {"seq": _TECHNICAL, "handover_id": _ID, "owner": "hvem der havde samtalen, står som slags", "message_id": _ID,
         "message_seq": _TECHNICAL, "action_id": _TECHNICAL,
         "text": "interne notater; dem om egne samtaler søger man aktindsigt i"},
    ),
    Holding("handover_guests", "handovers", "Samtaler, du er inviteret til", {"person_id": "inviteret"},
            {"since": "Siden"}, {"handover_id": _ID}),
    Holding("handover_reads", "handovers", "Hvor langt du har læst som 1.-linje", {"person_id": "har læst"}, {},
            {"handover_id": _ID, "seq": _TECHNICAL}),
    Holding(
        "desk_presence", "desk_presence", "Om du er ved chatten som 1.-linje", {"person_id": "ved chatten"},
        {"available": "Tager samtaler", "seen_at": "Sidst set"},
    ),
    Holding(
        "desk_calls", "desk_calls", "Opkald, du har noteret som 1.-linje", {"supporter_id": "har noteret det"},
        {"at": "Tidspunkt", "topic": "Emne", "outcome": "Udfald"}, {"id": _ID, "action_id": _TECHNICAL},
    ),
    Holding("threads", "conversations", "Samtalens tråde", {}, {"created_at": "Begyndt"},
            {"id": _ID, "conversation_id": _ID}),
    Holding(
        "messages", "messages", "Beskeder", {},
        {"at": "Tidspunkt", "sender": "Fra", "author": "Medarbejder", "text": "Tekst"},
        {"handover_id": _ID, "author_id": "det, du har skrevet som 1.-linje, hører til andres samtaler",
         "id": _ID, "conversation_id": _ID, "seq": _TECHNICAL, "client_id": _TECHNICAL, "in_reply_to": _ID,
         "cards": "det samme som teksten, som kort", "actions": "knapperne", "payload": "knappen, der blev trykket på"},
    ),
    Holding(
        "sessions", "sessions", "Logins", {"person_id": "logget ind"},
        {"created_at": "Begyndt", "expires_at": "Udløber", "revoked_at": "Logget ud"},
        {"token_hash": _GUARD, "conversation_id": _ID, "thread_id": _ID, "provider_session": _GUARD},
    ),
    Holding(
        "drafts", "drafts", "Kladder", {"owner_id": "din kladde", "on_behalf_of_id": "på vegne af dig"},
        {"solution_id": "Indberetning", "answers": "Svar", "state": "Tilstand", "created_at": "Begyndt",
         "updated_at": "Ændret", "expires_at": "Udløber"},
        {"id": _ID, "conversation_id": _ID, "course_part_id": _ID, "refiled_from": _ID, "confirmed": _TECHNICAL,
         "sources": _TECHNICAL, "version": _TECHNICAL, "shared_unit_id": _TECHNICAL, "shared_task": _TECHNICAL},
        ("answers",),
    ),
    Holding(
        "cases", "cases", "Sager",
        {"reporter_id": "indsender", "on_behalf_of_id": "sendt på vegne af dig", "subject_id": "handler om dig",
         "case_worker_id": "sagsbehandler", "approver_id": "godkender", "assignee_id": "ser til den for en kollega"},
        {"number": "Sagsnummer", "title": "Titel", "area": "Område", "state": "Tilstand",
         "subject_name": "Den, det gælder", "unit_id": "Enhed", "answers": "Det, der er indberettet",
         "sensitive": "Følsom", "subject_sees": "Den, det gælder, kan se sagen",
         "submitted_at": "Sendt", "updated_at": "Ændret"},
        {"id": _ID, "solution_id": "står i titlen", "return_state": _TECHNICAL, "unit_path": _TECHNICAL,
         "handler_task": _TECHNICAL, "at_desk": _TECHNICAL, "unit_sees": _TECHNICAL, "search_text": _COPY,
         "draft_id": _ID, "course_part_id": _ID, "conversation_id": _ID, "correlation_id": _ID,
         "backend_ref": _TECHNICAL, "suggested_solution": _TECHNICAL, "refiled_as": _ID, "version": _TECHNICAL,
         "created_at": "det samme som sendt", "state_since": _TECHNICAL},
        ("answers",),
    ),
    Holding(
        "case_history", "cases", "Sagernes historik", {"actor_id": "har gjort det"},
        {"at": "Tidspunkt", "kind": "Slags", "state": "Tilstand", "text": "Tekst"},
        {"id": _ID, "case_id": "vises som sagsnummer", "seq": _TECHNICAL, "actor_kind": _TECHNICAL,
         "client_id": _TECHNICAL},
    ),
    Holding(
        "case_followers", "cases", "Sager, du følger", {"person_id": "følger sagen"}, {"since": "Siden"},
        {"case_id": "vises som sagsnummer"},
    ),
    Holding(
        "attachments", "cases", "Filer", {"owner_id": "har lagt filen op"},
        {"name": "Navn", "media_type": "Type", "size": "Bytes", "created_at": "Lagt op"},
        {"id": "filens navn i mappen filer", "conversation_id": _ID, "case_id": "vises som sagsnummer",
         "sha256": _TECHNICAL},
    ),
    Holding(
        "work_items", "cases", "Sagsbehandlingens opgaver", {"worker_id": "har taget opgaven"},
        {"reference": "Reference", "number": "Sagsnummer", "state": "Tilstand", "updated_at": "Ændret"},
        {"correlation_id": _ID, "id": _ID, "queue": _TECHNICAL, "unit_path": _TECHNICAL, "title": _COPY, "body": _COPY,
         "created_at": _TECHNICAL, "version": _TECHNICAL, "state_since": _TECHNICAL, "desk_since": _TECHNICAL},
    ),
    Holding(
        "work_item_messages", "cases", "Beskeder til sagsbehandlingen", {},
        {"at": "Tidspunkt", "kind": "Slags", "text": "Tekst"}, {"message_id": _ID, "correlation_id": _ID},
    ),
    Holding(
        "work_item_events", "cases", "Det, sagsbehandlingen har gjort", {"worker_id": "har gjort det"},
        {"at": "Tidspunkt", "state": "Tilstand", "text": "Tekst"},
        {"seq": _TECHNICAL, "correlation_id": _ID, "suggested_solution": _TECHNICAL, "kind": _TECHNICAL,
         "action_id": _TECHNICAL},
    ),
    Holding(
        "work_item_notes", "cases", "Interne notater, du har skrevet som sagsbehandler",
        {"worker_id": "har skrevet det"}, {"at": "Tidspunkt"},
        {"id": _ID, "correlation_id": _ID, "action_id": _TECHNICAL,
         "text": "handler om andres sager; notater om egne sager søger man aktindsigt i"},
    ),
    Holding(
        "outbox", "outbox", "Sager på vej til fagsystemet", {},
        {"kind": "Slags", "created_at": "Oprettet", "delivered_at": "Afleveret"},
        {"id": _ID, "message_id": _ID, "case_id": _ID, "correlation_id": _ID, "body": _COPY, "attempts": _TECHNICAL,
         "next_attempt_at": _TECHNICAL, "last_error": _TECHNICAL},
    ),
    Holding(
        "courses", "courses", "Livsforløb", {"owner_id": "har begyndt det", "subject_id": "handler om dig"},
        {"event_id": "Forløb", "subject_name": "Den, det gælder", "unit_id": "Enhed", "event_date": "Dato",
         "answers": "Svar", "state": "Tilstand", "created_at": "Begyndt", "updated_at": "Ændret"},
        {"id": _ID, "draft_id": _ID, "unit_path": _TECHNICAL}, ("answers",),
    ),
    Holding(
        "course_parts", "courses", "Dele af livsforløb",
        {"assignee_id": "har opgaven", "handed_by_id": "har givet den videre", "closed_by_id": "har afsluttet den"},
        {"part_id": "Del", "due": "Frist", "closed": "Afsluttet som", "updated_at": "Ændret"},
        {"id": _ID, "course_id": _ID, "position": _TECHNICAL},
    ),
    Holding(
        "notices", "notices", "Påmindelser", {"person_id": "til dig"},
        {"kind": "Slags", "text": "Tekst", "created_at": "Oprettet", "shown_at": "Vist"},
        {"id": _ID, "subject_key": _TECHNICAL, "actions": "knapperne"},
    ),
    Holding(
        "preferences", "preferences", "Dit valg om påmindelser", {"person_id": "dit valg"},
        {"reminders": "Vil have påmindelser", "updated_at": "Ændret"},
    ),
    Holding(
        "teams_contacts", "teams_contacts", "Din samtale i Teams", {"person_id": "din samtale"},
        {"used_at": "Sidst brugt", "told_until": "Sidst fået at vide, at der er nyt"},
        {"conversation_id": _TECHNICAL, "service_url": _TECHNICAL, "tenant_id": _TECHNICAL},
    ),
    Holding(
        "cpr_secrets", "loose_cpr_numbers", "CPR-numre, du har skrevet (krypteret)", {"owner_id": "har skrevet det"},
        {"created_at": "Sidst skrevet"}, {"ref": _ID, "digest": _GUARD, "ciphertext": "krypteret"},
    ),
    Holding("cpr_uses", "cases", "CPR-numre i sager (krypteret)", {}, {},
            {"ref": _ID, "case_id": "vises som sagsnummer"}),
    Holding(
        "audit_entries", "audit", "Revisionsspor",
        {"actor_id": "har gjort det", "subject_id": "handler om dig", "on_behalf_of_id": "på vegne af dig",
         "object_id": "gælder dig"},
        {"at": "Tidspunkt", "action": "Handling", "object_kind": "Om", "ground": "Grundlag", "channel": "Vej"},
        {"seq": _TECHNICAL, "unit_path": _TECHNICAL, "details": "koder og tal",
         "previous_hash": _GUARD, "entry_hash": _GUARD}, ("details",),
    ),
)  # fmt: skip

# Tables in which no person stands, and why.
NOBODY: Mapping[str, str] = {
    "used_tokens": "kun fingeraftryk af engangsnøgler",
    "counters": "tal",
    "markers": "mærker om databasen",
    "feedback": "svar uden person; spørgsmålet står i dine beskeder",
    "feedback_comments": "uden person; det, du skrev, står i dine beskeder, og det slettes sammen med samtalen",
    "tree_runs": "intet fører tilbage til en person",
    "master_data_runs": "tal om indlæsninger, og den konto på serveren, der kørte dem",
}

# What may name a person and is not searched, told at the end of each export.
NOT_SEARCHED = (
    "Fritekst, som andre har skrevet, og hvor dit navn kan være nævnt (beskeder, svar og sagshistorik i andres sager).",
    "Kort og knapper i andres samtaler, hvor du har været et af valgene.",
    "Indholdet af filer, som andre har lagt op.",
    "Sagsbehandleres interne notater i sager om dig: de vurderes efter reglerne om interne dokumenter.",
    "Kommunens fagsystemer og personalesystem: de har deres egen indsigt.",
    "Motorens korte hukommelse: den glemmer en samtale senest en time efter den sidste besked.",
)

BY_TABLE: Mapping[str, Holding] = {holding.table: holding for holding in HOLDINGS}
