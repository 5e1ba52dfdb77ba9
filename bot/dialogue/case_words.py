"""What a sentence wants of the overview of cases: "vis mine åbne lønsager fra marts", "hvor langt er Karens sag?".

Only what is surely meant narrows: a word that is neither after "om" nor a topic nor a name is left out, since too many
cases do no harm and too few do.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.access.names import fold
from bot.cases import states
from bot.cases.types import Whose
from bot.dialogue.case_query import CaseQuery, solutions_about
from bot.knowledge.loader import Knowledge
from bot.understanding.values.dates import parse_date, parse_period
from bot.understanding.values.references import parse_case_number

Period = tuple[date | None, date | None]


@dataclass(frozen=True)
class CaseWish:
    """The query, and whether several cases are asked for ("mine sager") rather than one ("min sag")."""

    query: CaseQuery
    several: bool


# Read from the folded text: ae, oe and aa for the Danish letters.
_STATES: tuple[tuple[str, str], ...] = (
    (r"(?:afventer|venter\spaa|til|mangler)\s(?:\w+\s)?godkendelser?|ikke\sgodkendt\w*", states.AWAITS_APPROVAL),
    (r"under\sbehandling", states.IN_PROGRESS),
    (r"genaabnede?", states.REOPENED),
    (r"afviste?|afslaaede", states.REJECTED),
    (r"annullerede?|tilbagetrukne?|trukket\stilbage", states.CANCELLED),
    (r"loe[sz]te?", states.SOLVED),
    (r"luk+e[dt]e?|lukket", states.CLOSED),
    (r"afsluttede?|faerdige|faerdigbehandlede|gamle", "afsluttede"),
    (r"aabn?e|aabent|aaben|igangvaerende|i\sgang|igang|koerende|aktive|uafsluttede|uloeste|verserende", "aabne"),
)  # fmt: skip
_STATES_RE = tuple((re.compile(rf"\b(?:{pattern})\b"), state) for pattern, state in _STATES)

_AREAS: tuple[tuple[str, str], ...] = (
    ("loen", r"loen"),
    ("personale", r"personale"),
    ("fravaer", r"fravaer|fravaers"),
    ("personalejura", r"personalejura|personalejuridiske?"),
    ("oekonomi", r"oekonomi|regnskab|regnskabs"),
    ("rejser", r"rejser?"),
    ("indkoeb", r"indkoeb|indkoebs"),
    ("forsikring", r"forsikring|forsikringer|forsikrings"),
    ("it", r"it"),
    ("platform", r"serviceplatformen|platformen"),
)
_CASE = r"(?:sag|sager|sagen|sagerne|indberetning|indberetninger|indberetningen|indberetningerne)"
_ON = r"(?:om|vedr|vedroerende|angaaende|paa|indenfor|omraadet|med)"
_OF_AREA = tuple((re.compile(rf"\b{_ON}\s(?:{word})\b|\b(?:{word})\s?{_CASE}\b"), area) for area, word in _AREAS)

_UNIT = re.compile(
    r"\b(?:enhedens|afdelingens|vores|teamets|skolens|institutionens|kollegers|kollegernes|kollegaers|medarbejderes"
    rf"|medarbejdernes)\s(?:\w+\s){{0,2}}\w*{_CASE}\b|\b\w*{_CASE}\s(?:\w+\s){{0,2}}?(?:fra|i|for|paa|hos)\s(?:min|vores|hele)\s(?:hele\s)?"
    r"(?:enhed|afdeling|institution|skole|team|boernehus|plejecenter|center|hus|arbejdsplads)\w*|\bvi\shar\s(?:sendt|indberettet|oprettet)\b"
)
_DESK = re.compile(
    r"\b(?:jeg|vi)\s(?:behandler|sagsbehandler|sidder\smed)\b|\bjeg\ser\ssagsbehandler\spaa\b|\bi\smin\skoe\b"
    r"|\btildelt\smig\b"
)
_FOLLOWED = re.compile(r"\bjeg\sfoelger\b|\bfulgte\s\w*sager\b")
_ALL = re.compile(r"\balle\s(?:de\s)?\w*sager,?\s(?:som\s)?jeg\s(?:kan|maa)\sse\b")
# "Hvad har anne sendt?": whom, also without a capital.
_SENT_BY = re.compile(
    r"^\W*(?:hva[d]?|hvilke\s\w+|har|vis\s(?:mig\s)?(?:det|hvad|alt))\s(?:har\s|hvad\s|som\s)?(?P<name>[^\W\d_]{2,}(?:\s[^\W\d_]{2,})?)\s"
    r"(?:har\s)?(?:allerede\s|lige\s|selv\s)?(?:sendt|indsendt|indberettet|oprettet|lavet|meldt)\b",
    re.IGNORECASE,
)
_SEVERAL = re.compile(
    r"\w*(?:sager|sagerne|indberetninger|indberetningerne|henvendelser|henvendelserne|indsendelser|ansoegninger)\b"
)

# --- what it is about

_ABOUT = re.compile(
    r"(?<!\w)(?P<lead>om|vedr\.?|vedrørende|angående|ang\.?|omhandlende|med|på|for|til|fra|af|den|hans|hendes)\s+"
    r"(?=(?P<words>[^,.;:!?]+))",  # looked at only, so that "fra mig om …" is seen at "om" too
    re.IGNORECASE,
)
_SURE_LEADS = frozenset({"om", "vedr", "vedrørende", "angående", "ang", "omhandlende"})
# "om" is then "whether", and what follows is a sentence of its own.
_WHETHER = frozenset(re.findall(r"\w+", "at de den der det du en han hun i jeg man mig min mine mit nogen noget vi"))
_OWNER = re.compile(r"(?<!\w)(?P<name>[\wæøåé-]{2,}?)(?:s|'s|’s|'|’)\s(?P<what>\w{3,})")
_COMPOUND = re.compile(rf"(?<!\w)(?P<topic>\w{{2,}}?)s?{_CASE}(?!\w)", re.IGNORECASE)
_QUOTED = re.compile(r"[\"“”„»«](?P<words>[^\"“”„»«]{2,60})[\"“”„»«]")
_TOKEN = re.compile(r"[\wæøåé'’-]+")
_STOP = frozenset(
    fold(
        """
        alle alt altså at bare begge behandlet blev blevet bliver bunke da de dem den denne der deres det dette dig din
        dine du egen egne eller en er et færdig fandt fik flere for fordi forløb forløbet fra frem før første får
        gerne godkendelse godkendt gå går gået ham han hans har have havde hende hendes her hos hun hvad hvem hvilke
        hvilken hvis hvor hvordan hvorfor hvornår i igen ikke ind indberetning indberetningen indberetninger
        indberettet indsendt ja jeg jer jeres kan kollega kollegas kunne lavede lavet leder lige lille liste lærer måned
        måneden man med medarbejder medarbejders meget mellem men mere mig min mine mit mod måske må navn nej nogen
        noget nogle nu ny nye nyt når næste og også om op oprettet os over oversigt overblik ok på sag sagen sager
        sagerne sagsnummer sagsnummeret selv sende sendt sendte senest seneste ser siden sidst sidste sig skal skrev
        skrevet som stadig status svar så tak tid tiden til tilbage tjek ud uge ugen under var ved vej venter vi vil
        vis vise vist vores være været år året åben åbne åbent dato listen historik nummer afdeling enhed portalen
        indberettede personen vedkommende nyeste ældste igennem sted stand gang landet ting ansøgning bestilling
        henvendelse afventer godkender fordelt videre spørgsmål mangler længere langt henne baggrund vegne
        oprettede andre hinanden jo
        """
    ).split()
)
_MOST_WORDS = 3
_OLDEST = re.compile(r"\baeldste\b")

# --- when

_MONTH_FROM = re.compile(r"^(?:fra(?:\sog\smed)?\s)?[a-zæøå]{3,10}\.?(?:\småned)?(?:\s20\d\d)?$")
_SINCE = re.compile(r"(?<!\w)(?:siden|efter|fra\sog\smed)\s*(?:d\.?|den)?\s*$")
_ONWARD = re.compile(r"^\s*(?:og\s(?:frem|til)|til\snu|til\si\sdag|frem\stil)")
_BEFORE = re.compile(r"(?<!\w)(?:før|inden|ældre\send)\s*(?:d\.?|den)?\s*$")
_AGO = re.compile(r"(?<!\w)for\s(?:\S+\s){1,3}?(?P<unit>dage?|uger?|måneder?|mdr\.?|år)\ssiden(?!\w)")
_BARE_YEAR = re.compile(r"(?<![\w./-])(20\d\d)(?![\w./-])")
_LAST_SPAN = re.compile(
    r"(?<!\w)(?:det\s)?(?:sidste|seneste)\s(?P<what>halve\sår|halvår|kvartal|par\småneder|(?<=det\ssidste\s)år|(?<=det\sseneste\s)år)(?!\w)"
)
_SPANS = {"halve år": 182, "halvår": 182, "kvartal": 91, "par måneder": 61, "år": 365}
# Season -> its first month, and how many; what follows on it is found by the day before the next one.
_SEASONS = {"foråret": 3, "sommeren": 6, "efteråret": 9, "vinteren": 12}
_SEASON = re.compile(rf"(?<!\w)i\s(?:sidste\s)?(?P<season>{'|'.join(_SEASONS)})s?(?!\w)")
_NOW = timedelta(days=8)
_BROAD = {"dag": 1, "dage": 1, "uge": 4, "uger": 4, "måned": 16, "måneder": 16, "mdr": 16, "mdr.": 16, "år": 183}


def read(text: str, today: date, knowledge: Knowledge, *, now_counts: bool = True) -> CaseWish:
    """Reads a sentence. `now_counts` is False where "i dag" tells when one asks rather than when a case was sent."""
    number = parse_case_number(text)
    rest = f"{text[: number.start]} {text[number.end :]}" if number is not None else text
    (first, last), rest = _period(rest, today)
    if not now_counts and last is not None and last >= today and first is not None and first > today - _NOW:
        first = last = None
    folded = fold(rest)
    area = _found(_OF_AREA, folded)
    query = CaseQuery(
        state=_found(_STATES_RE, folded),
        area=area,
        whose=_whose(folded),
        first=first,
        last=last,
        sort="oldest" if _OLDEST.search(folded) else "awaiting",
        text=" ".join(_words(rest, knowledge, area)),
    )
    several = _SEVERAL.search(folded) is not None
    if query.whose == "mine" and _sender(text):
        query, several = replace(query, whose="all"), True
    return CaseWish(query, several)


# What is asked to be done about a case, where no intent of the engine says it.
_LITTLE = r"(?:\w+\s){0,3}"
_ASKED: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(rf"\b(?:genaabn\w*|aabne?\s{_LITTLE}igen)\b"), "reopen_case"),
    (re.compile(rf"\bstop\w*\smed\sat\sfoelge\b|\bfoelg\w*\s{_LITTLE}ikke\s(?:laengere|mere)\b"), "unfollow_case"),
    (re.compile(r"\b(?:ikke\s(?:laengere\s)?foelge)\b"), "unfollow_case"),
    (re.compile(rf"\b(?:foelg|(?:vil|kan|maa)\s{_LITTLE}foelge)\s{_LITTLE}\w*sag\w*\b"), "follow_case"),
    (re.compile(rf"\b(?:vedhaeft\w*|upload\w*|laeg\w*\s{_LITTLE}(?:fil|filer|bilag|billede))\b"), "attach_file"),
)


def asked_to(text: str) -> str | None:
    """The intent of what is to be done about a case: to open it again, follow it, or attach a file."""
    return _found(_ASKED, fold(text)) or None


def _found(table: Sequence[tuple[re.Pattern[str], str]], folded: str) -> str:
    return next((found for pattern, found in table if pattern.search(folded)), "")


def _whose(folded: str) -> Whose:
    kinds: tuple[tuple[re.Pattern[str], Whose], ...] = (
        (_FOLLOWED, "followed"),
        (_DESK, "desk"),
        (_ALL, "all"),
        (_UNIT, "unit"),
    )
    return next((whose for pattern, whose in kinds if pattern.search(folded)), "mine")


# --- what it is about


def _words(text: str, knowledge: Knowledge, area: str) -> list[str]:
    """What is searched for: names and topics, in the order in which they stand."""
    found: list[str] = []
    for quoted in _QUOTED.finditer(text):
        if not _found(_STATES_RE, fold(quoted["words"])):  # "hvad betyder »under behandling«" asks for no words
            found += _TOKEN.findall(quoted["words"])
    for owner in _OWNER.finditer(text):
        found += _of_owner(owner, knowledge)
    for place in _ABOUT.finditer(text):
        found += _after(place, knowledge)
    for compound in _COMPOUND.finditer(text):
        topic = compound["topic"].removesuffix("s")
        if fold(topic) not in _STOP and solutions_about(knowledge, topic):
            found.append(topic)
    found = [*_sender(text), *found]
    named = dict.fromkeys(word for word in found if fold(word) and not _is_area(word, area))
    owned = {fold(f"{word}s") for word in named}  # "om peters løn" names Peter
    return [word for word in named if fold(word) not in owned][:_MOST_WORDS]


def _sender(text: str) -> list[str]:
    """The name of the colleague whose reports are asked for, in its words."""
    found = _SENT_BY.match(text)
    name = found["name"].split() if found else []
    return name if _STOP.isdisjoint(fold(word) for word in name) else []


def _of_owner(owner: re.Match[str], knowledge: Knowledge) -> list[str]:
    """ "Karens ansættelse": whose, and what; a name without a capital counts where a topic follows."""
    name, what = owner["name"], owner["what"]
    about = fold(what) not in _STOP and bool(solutions_about(knowledge, what))
    is_name = name[0].isupper() or (about and not solutions_about(knowledge, name, whole=True))
    if not is_name or fold(name) in _STOP or fold(f"{name}s") in _STOP:
        return []
    before = owner.string[: owner.start()].split()
    first_names = [before[-1]] if before and len(before) > 1 and before[-1][0].isupper() else []
    return [*first_names, name, *([what] if about else [])]


def _after(place: re.Match[str], knowledge: Knowledge) -> list[str]:
    """The words after "om"; after a word that means much else ("på", "til") only names and topics."""
    tokens = _TOKEN.findall(place["words"])
    lead = place["lead"].casefold().rstrip(".")
    sure = lead in _SURE_LEADS and tokens[:1] and tokens[0].casefold() not in _WHETHER
    topical = lead not in ("fra", "af")  # these tell of whom at most
    found: list[str] = []
    for token in tokens:
        if fold(token) in _STOP:
            if found:
                break
            continue
        is_topic = topical and len(token) > 3 and bool(solutions_about(knowledge, token))
        if not (sure or is_topic or token[0].isupper()):
            break
        found.append(token.removesuffix("'s").removesuffix("’s"))
    owned = (
        len(found) > 1 and found[0][0].isupper() and not found[1][0].isupper() and found[0].endswith(("s", "'", "’"))
    )
    return [] if owned else found  # "om Lars' løn" has been read as a name and its topic


def _is_area(word: str, area: str) -> bool:
    """The word has been taken for the area already."""
    return any(known == area and re.fullmatch(names, fold(word)) for known, names in _AREAS)


# --- when


def _period(text: str, today: date) -> tuple[Period, str]:
    """The days that are meant, and the text without them."""
    low = text.casefold()
    if match := _LAST_SPAN.search(low):
        return (today - timedelta(days=_SPANS[match["what"]]), today), _cut(text, *match.span())
    if match := _SEASON.search(low):
        return _season(_SEASONS[match["season"]], today), _cut(text, *match.span())
    if match := _AGO.search(low):
        day = parse_date(match.group(), today, "past")
        if day is not None and day.value is not None:
            broad = timedelta(days=_BROAD[match["unit"].rstrip(".")])
            return (day.value - broad, min(day.value + broad, today)), _cut(text, *match.span())
    period = parse_period(text, today, "past")
    if period is not None and period.value is not None and period.value[0] <= today:
        return _as_meant(period.value, low, period.start, period.end, today), _cut(text, period.start, period.end)
    if period is None and (match := _BARE_YEAR.search(low)):
        year = int(match.group())
        return (date(year, 1, 1), date(year, 12, 31)), _cut(text, *match.span())
    return (None, None), text


def _as_meant(value: tuple[date, date | None], low: str, start: int, end: int, today: date) -> Period:
    """ "Fra marts" is that month, "fra i går" that day; "siden", "efter" and "før" leave one end open."""
    first, last = value
    before, said = low[:start], low[start:end]
    if _BEFORE.search(before):
        return None, first - timedelta(days=1)
    if _SINCE.search(before) or _ONWARD.search(low[end:]) or said.startswith("fra og med"):
        return first, today
    if last is None:
        last = _end_of_month(first) if _MONTH_FROM.match(said) else first
    return first, last


def _season(month: int, today: date) -> Period:
    """The last one that has begun."""
    year = today.year if (today.month, today.day) >= (month, 1) else today.year - 1
    end = date(year + (month + 3 > 12), (month + 2) % 12 + 1, 1)
    return date(year, month, 1), end - timedelta(days=1)


def _end_of_month(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def _cut(text: str, start: int, end: int) -> str:
    return f"{text[:start]} , {text[end:]}"
