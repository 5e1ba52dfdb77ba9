"""What is held, for how long, why, and on which legal basis: the table that purging, insight and docs/privacy.md share.

A municipality that decides otherwise changes the table. Sources: the GDPR (EU) 2016/679; databeskyttelsesloven (lov nr.
502 af 23/05/2018); offentlighedsloven (lbk nr. 145 af 24/02/2020); arkivloven and arkivbekendtgørelsen (bek. nr. 591 af
26/06/2003).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType

from bot.audit.trail import KEPT as AUDIT_KEPT
from bot.cases.drafts import LIFETIME as DRAFT_LIFETIME
from bot.conversations.sessions import LIFETIME as SESSION_LIFETIME
from bot.handover.calls import KEPT as CALLS_KEPT
from bot.insight.tree_runs import KEPT as TREE_RUNS_KEPT
from bot.notices.service import KEPT as NOTICES_KEPT

HALF_A_YEAR = timedelta(days=183)
A_MONTH = timedelta(days=30)
A_YEAR = timedelta(days=365)
FIVE_YEARS = timedelta(days=5 * 366)

_TASK = "Databeskyttelsesforordningen art. 6, stk. 1, litra e (opgave i samfundets interesse)"
_SHORT = "art. 5, stk. 1, litra c og e (dataminimering og opbevaringsbegrænsning)"
_SAFE = "art. 5, stk. 2, og art. 32 (at kunne påvise og beskytte)"
_RECORDS = (
    "Offentlighedsloven §§ 13 og 15 (notat- og journalpligt); arkivbekendtgørelsen § 5, stk. 2: kassation kun efter "
    "Rigsarkivets regler"
)


@dataclass(frozen=True)
class Rule:
    """How one kind of data is kept; without `kept` it is not purged here."""

    kind: str
    title: str
    tables: tuple[str, ...]
    kept: timedelta | None
    until: str  # in words, for people
    why: str
    basis: str


RULES: tuple[Rule, ...] = (
    Rule(
        "messages", "Det, der er skrevet i samtalen", ("messages",), HALF_A_YEAR,
        "6 måneder efter, at beskeden er skrevet",
        "Du kan gå tilbage til, hvad du fik at vide, og 1.-linje kan hjælpe med det, der gik galt.",
        f"{_TASK}; {_SHORT}",
    ),
    Rule(
        "conversations", "Samtalen og dens tilstand", ("conversations", "threads"), HALF_A_YEAR,
        "6 måneder efter den sidste besked",
        "Assistenten skal vide, hvor I kom til.",
        f"{_TASK}; {_SHORT}",
    ),
    Rule(
        "handovers", "Samtaler med 1.-linje: hvem, hvornår, hvad der fulgte med, og interne notater",
        ("handovers", "handover_events", "handover_guests", "handover_reads"), HALF_A_YEAR,
        "6 måneder efter, at samtalen med 1.-linje er slut",
        "1.-linje skal kunne følge op, og ventetiden regnes ud fra de seneste.",
        f"{_TASK}; {_SHORT}",
    ),
    Rule(
        "desk_presence", "Hvem der er ved chatten i 1.-linje", ("desk_presence",), A_MONTH,
        "30 dage efter, at du sidst er set",
        "Den, der beder om et menneske, skal have et ærligt svar.",
        f"{_TASK}; {_SHORT}",
    ),
    Rule(
        "desk_calls", "Telefonopkald i 1.-linje: emne og udfald, ikke hvem der ringede", ("desk_calls",), CALLS_KEPT,
        "400 dage, så den samme måned kan sammenlignes",
        "Det måles, om antallet af opkald falder.",
        f"{_TASK}; {_SHORT}",
    ),
    Rule(
        "drafts", "Kladder", ("drafts",), DRAFT_LIFETIME,
        "30 dage efter det sidste svar, og 30 dage efter, at den er sendt (sagen har sin egen kopi)",
        "Du kan gøre en indberetning færdig senere; derefter gættes der ikke på, at den stadig skal bruges.",
        f"{_TASK}; {_SHORT}",
    ),
    Rule(
        "loose_files", "Filer, der ikke er sendt med en sag", ("attachments",), A_MONTH,
        "30 dage efter, at filen er lagt op, hvis ingen åben kladde bruger den",
        "En fil uden sag har intet formål.",
        f"{_TASK}; {_SHORT}",
    ),
    Rule(
        "loose_cpr_numbers", "CPR-numre, der ikke indgår i en sag (krypteret)", ("cpr_secrets",), A_MONTH,
        "30 dage efter, at nummeret sidst er skrevet, hvis ingen åben kladde bruger det",
        "Nummeret er skrevet, men ikke brugt.",
        f"Databeskyttelsesloven § 11, stk. 1; {_SHORT}",
    ),
    Rule(
        "notices", "Besked om nyt i sager, forløb og kladder", ("notices",), NOTICES_KEPT,
        "90 dage efter, at beskeden er dannet",
        "Den samme nyhed må ikke komme to gange.",
        f"{_TASK}; {_SHORT}",
    ),
    Rule(
        "preferences", "Valg om påmindelser", ("preferences",), HALF_A_YEAR,
        "6 måneder efter den sidste ansættelsesdag",
        "Dit valg skal gælde, til du ændrer det.",
        f"{_TASK}; {_SHORT}",
    ),
    Rule(
        "teams_contacts", "Hvor du kan få besked i Teams", ("teams_contacts",), HALF_A_YEAR,
        "6 måneder efter den sidste brug, og før, når du fjerner assistenten i Teams eller ikke længere er ansat",
        "Du kan få at vide, at der er nyt til dig; ikke hvad.",
        f"{_TASK}; {_SHORT}",
    ),
    Rule(
        "courses", "Livsforløb (fx ny medarbejder)", ("courses", "course_parts"), A_YEAR,
        "1 år efter den sidste ændring og den dag, forløbet handler om",
        "Flere arbejder efter den samme liste; bagefter viser sagerne, hvad der er sket.",
        f"{_TASK}; {_SHORT}",
    ),
    Rule(
        "outbox", "Kopi af sagen på vej til fagsystemet", ("outbox",), A_MONTH,
        "30 dage efter, at den er afleveret",
        "En aflevering skal kunne efterprøves, hvis modtageren savner den.",
        f"{_TASK}; {_SAFE}",
    ),
    Rule(
        "sessions", "Login", ("sessions", "used_tokens"), SESSION_LIFETIME,
        "8 timer; brugte engangsnøgler en time efter, at de er udløbet",
        "Du er logget ind en arbejdsdag.",
        _SAFE.capitalize(),
    ),
    Rule(
        "access", "Roller, opgaver og stedfortræderskaber, der er slut",
        ("role_assignments", "task_grants", "delegations"), FIVE_YEARS,
        "5 år efter, at de er slut",
        "Det skal kunne vises, på hvilket grundlag nogen har handlet.",
        f"{_TASK}; {_SAFE}",
    ),
    Rule(
        "imports", "Indlæsninger af grunddata (tal, ikke personer)", ("master_data_runs",), FIVE_YEARS,
        "5 år",
        "Det skal kunne vises, hvor oplysningerne kommer fra.",
        _SAFE.capitalize(),
    ),
    Rule(
        "audit", "Revisionsspor: hvem der har gjort hvad (aldrig det skrevne)", ("audit_entries",), AUDIT_KEPT,
        "5 år",
        "Misbrug skal kunne findes og bevises.",
        _SAFE.capitalize(),
    ),
    Rule(
        "feedback", "Svar på, om det blev løst, og om hjælpen var god (uden person)", ("feedback",), FIVE_YEARS,
        "5 år, så årene kan sammenlignes",
        "Hjælpen skal kunne blive bedre, og det skal kunne vises, om den er blevet det.",
        "Ikke personoplysninger, når beskeden med spørgsmålet er slettet: kun den fører til svaret",
    ),
    Rule(
        "feedback_comments", "Det, der er skrevet som svar på, om det blev løst", ("feedback_comments",), HALF_A_YEAR,
        "6 måneder efter, at det er skrevet, eller når samtalen slettes",
        "Det, der gik galt, skal kunne rettes.",
        f"{_TASK}; {_SHORT}",
    ),
    Rule(
        "tree_runs", "Optælling af svar i spørgetræer (uden person)", ("tree_runs",), TREE_RUNS_KEPT,
        "400 dage, så den samme måned kan sammenlignes",
        "Spørgsmålene skal kunne blive bedre.",
        "Ikke personoplysninger: intet fører tilbage til en person eller en samtale",
    ),
    Rule(
        "cases", "Sager med historik, filer og CPR-numre (krypteret)",
        ("cases", "case_history", "case_followers", "attachments", "cpr_secrets", "cpr_uses", "work_items",
         "work_item_messages", "work_item_events", "work_item_notes"), None,
        "Efter kommunens arkivregler; slettes ikke af assistenten",
        "Kommunen skal kunne dokumentere sine sager.",
        f"{_RECORDS}; databeskyttelsesloven § 11, stk. 1",
    ),
    Rule(
        "grunddata", "Personer, enheder og ansættelser", ("people", "units", "employments"), None,
        "Så længe personalesystemet har dem; sager nævner dem",
        "Rettigheder, ledere og modtagere følger af dem.",
        f"{_TASK}; databeskyttelsesloven § 12 (ansættelsesforhold)",
    ),
    Rule(
        "technical", "Tællere og mærker (uden person)", ("counters", "markers"), None,
        "Så længe databasen findes",
        "Sagsnumre må ikke komme igen.",
        "Ikke personoplysninger",
    ),
)  # fmt: skip

BY_KIND: Mapping[str, Rule] = MappingProxyType({rule.kind: rule for rule in RULES})
