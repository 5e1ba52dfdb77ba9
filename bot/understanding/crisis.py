"""Finds messages that need a person now: violence, suicidal words, threats, a harassing leader.

Rules, not a trained class: what they catch must be readable and testable (tests/understanding/test_crisis.py). They
lean towards too many; the answer they lead to says whom to call *and* offers the report. Texts are matched with æ, ø
and å folded ("dø", "doe" and "do" are the same), so the patterns below are written folded: e for æ, o for ø, a for å.
"""

from __future__ import annotations

import re

from bot.understanding.text import plain

CATEGORIES = ("suicide", "violence", "threat", "harassment_by_leader")

_LEADER = (
    r"(?:(?:\w*leder(?:en|e)?|chef(?:en)?|\w*chef(?:en)?|boss(?:en)?|overordnede?|foresatte?|\w*mester(?:en)?|direktor(?:en)?"
    r"|rektor|souschef(?:en)?|formand(?:en)?)(?!\w))"
)
_HERE = (
    r"(?:mig(?!\s(?:at|selv|pa\s(?:en|et|min)\s(?!hals|arm|kind|ryg|krop)|ned\si|til\sro))|os|hende|ham|dem|"
    r"(?:(?:min|en|vores|deres|mine|flere)\s(?:\w+\s)?)?"
    r"(?:kollega(?:en|er)?|medarbejder(?:en|e|ne)?|personalet|vikar(?:en)?|hjelper(?:en)?|pedagog(?:en)?|lerer(?:en)?|elev(?:en)?))"
)
# "dør af grin"; "vil gerne dø hjemme" is about a relative, and leave.
_NOT_MEANT = r"(?!\s?\w*\saf\s(?!at\b))(?!\s(?:hjemme|herhjemme|pa\shospice|i\sfred))"


def _rules(*patterns: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(rf"(?<!\w)(?:{pattern})") for pattern in patterns)


_SUICIDE = _rules(
    r"(?:tage|tager|tog|taget|ende|ender|afslutte)\s(?:mit|sit|hendes|hans)\s(?:eget\s)?liv",
    r"(?:tage|tager)\slivet\saf\s(?:mig|sig)",
    r"selvmord(?:s(?:tanker|truet|planer|forsog))?(?!\w|s?forebygg)",
    r"suicid",
    r"selvskade|skere[rt]?\s(?:i\s)?(?:mig|sig)\sselv",
    r"jeg\s(?:\w+\s){0,4}?(?:sla|slar|skyde|skyder|drebe|dreber)\s(?:mig(?:\sselv)?\sihjel|mig\sselv(?:$|\sned))",
    r"(?:mig|sig)\sselv\sihjel|(?:sla|slar)\ssig\sihjel|(?:jeg\s(?:\w+\s){0,3}|vil\s|sig\stil\sat\s)(?:henge|henger)\s(?:mig|sig)(?:\sselv)?(?:$|\s(?:op|i))",
    r"(?:vil|ville|onsker|kunne|kan|lyst\stil|tenker\spa)\s(?:(?:bare|gerne|helst|hellere|godt|virkelig|snart|ogsa|egentlig)\s)*(?:at\s)?do(?!\w)"
    + _NOT_MEANT,
    r"onsker(?:\sbare)?\sjeg\svar\sdod|(?:gid|onskede?)\sjeg\svar\sdod|var\sbedre\somm?\sjeg\s(?:var\sdod|ikke\svar\sher)",
    r"(?:ikke|ik|ej)\s(?:(?:lengere|mere|orke[rt]?|lyst\stil|holder|har|kan|vil|gider)\s)*(?:at\s)?leve(?:\s(?:mere|lengere|videre))?(?!\w)(?!\s(?:op\b|af\b|med\b|for\b|i\b|uden\b))",
    r"(?:orker|magter|gider)\s(?:ikke|ik)\s(?:at\s)?(?:livet|leve)",
    r"livet\s(?:er|har|foles|giver)\s(?:ikke|ik|ingen)\s(?:lengere\s|mere\s)?(?:(?:noget\s)?verd|mening|noget\sat\sleve)",
    r"(?:ingen|ikke\snogen)\sgrund\stil\sat\sleve|ikke\snoget\sat\sleve\sfor",
    r"gore\sen\sende\spa\s(?:det|livet|det\shele)|(?:gor|sette)\sen\s(?:stopper|ende)\sfor\s(?:livet|mit\sliv)",
    r"bedre\s(?:stillet\s|tjent\s)?(?:uden\smig|hvis\sjeg\s(?:ikke\s(?:var\sher|levede|fandtes)|var\sdod|forsvandt))",
    r"(?:hoppe|springe|kore|kaste\smig)\s(?:ud\s)?(?:foran|fra\sen?)\s(?:toget|et\stog|en\sbro|broen|taget)",
    r"vil\s(?:bare\s|helst\s)?(?:gerne\s)?(?:sove|falde\si\ssovn)\sog\s(?:ikke|aldrig)\svagne",
    r"kill\smyself|suicide|want\sto\sdie|end\smy\slife",
)
# A death that has happened, or a course about it, is sad or practical, not acute.
_NOT_SUICIDE = _rules(
    r"(?:kursus|undervisning|oplag|temadag|materiale|vejledning)\s(?:om|i|til|mod)\s(?:forebyggelse\saf\s)?selvmord",
    r"(?:begik|begaet|begaede)\sselvmord",
    r"karriereselvmord|selvmordsmission|politisk\sselvmord|okonomisk\sselvmord",
)

_ACUTE = (
    r"(?:lige\snu|i\sgang|akut|nu!|hjelp!|hurtigt|ringe?r?\s(?:til\s)?(?:112|politiet|efter)|ambulance|112|stadig\sher|er\sher\snu"
    r"|last\s(?:os|mig)|gemmer\s(?:os|mig)|barrikade|bloder|bevidstlos|livsfar)"
)
_BLOW = (
    r"(?:slar|slog|slaet|sparker|sparkede|sparket|overfalder|overfaldt|overfaldet|banker|bankede|banket|tevede|tevet|kvelertag|kvalt|kveler"
    r"|stukket\s(?:ned|med)|stak|skallede|skallet|nikkede|knytneve|voldtaget|voldtegt|skubbede?|skubbet|rusket|ruskede|river|revet|kradset|kradser|niver)"
)
_VIOLENCE = _rules(
    rf"(?<!jeg\s)(?<!jeg\shar\s)(?<!det\s)(?<!det\shar\s)(?<!jeg\sfik\s){_BLOW}\s(?:(?:lige|ogsa|pludselig|hardt|nesten|efter|i|ud\sefter|pa)\s)?{_HERE}(?!\w)",
    r"(?:bider|bidt|bed)\s(?:mig|os|hende|ham)\s(?:i|pa)|(?:bliver|blev|blevet)\sbidt\saf\s(?!en\shund)",
    rf"{_HERE}\s(?:\w+\s){{0,2}}?(?:er|blev|bliver|har)?\s?(?:\w+\s){{0,2}}?(?:blevet\s)?(?:slaet|overfaldet|sparket|tevet|gennembanket|voldtaget|stukket\sned)(?!\w)(?!\s(?:op|fra|til|ind|om|hovedet|foden|tand|mig|sig)\b)",
    r"(?:jeg|vi|hun|han|kollega(?:en)?|medarbejder(?:en)?|hjelper(?:en)?|pedagog(?:en)?|lerer(?:en)?|vikar(?:en)?)\s(?:er|blev|bliver|er\slige)\s(?:\w+\s){0,3}?(?:blevet\s)?"
    r"(?:slaet(?!\s(?:fra|op|til|ind|om))|overfaldet|sparket|tevet|gennembanket|voldtaget|stukket|taget\skvelertag)(?!\w)",
    r"(?:er|bliver|blev|blevet)\s(?:fysisk\s)?voldelig|(?:ga|gar|gik|gaet)\s(?:til\sangreb|amok)|(?:kaste(?:r|de)|smadrer|smider|smed)\s(?:med\s)?(?:stole|mobler|ting|alt|inventar)",
    r"(?:med|har|trak|hiver|traekker|viftede?\smed|star\smed)\s(?:en\s)?(?:kniv|pistol|vaben|okse|jernror|bat|gever)(?!\w)(?!\s(?:og\sgaffel|til))",
    rf"(?:vold|overfald|slagsmal|angreb)\b.{{0,60}}{_ACUTE}|{_ACUTE}.{{0,60}}(?:vold|overfald|slagsmal|slas)(?!\w)",
    r"(?:udsat\sfor|utsat\sfor)\s(?:\w+\s){0,2}?(?:vold|overfald|voldtegt)(?!\w)",
    r"tog\skvelertag|tager\skvelertag|(?:lagt|lag|fik)\s(?:\w+\s)?hender(?:ne)?\s(?:om|pa)\s(?:min\s)?(?:hals|mig)",
    r"(?:min\s(?:mand|kone|kerest|eks|samlever|far|son))\s(?:\w+\s){0,2}?(?:slar|slog|er\svoldelig|banker|tever)",
    r"he\s(?:hit|attacked|is\sattacking)\sme|being\sattacked",
)
_REPORTING = re.compile(
    r"(?<!\w)(?:anmeld\w*|registrer\w*|indberet\w*|melde|meldes|frist\w*|skema\w*|blanket\w*|forsikring\w*|erstatning|dekke[rt]?|dekning|dekkes|"
    r"hvor\sskriver|skriver\sjeg|skrives|udfylde?[rs]?|formular|amr|arbejdsskade|arbejdsulykke|easy|statistik|opfolgning|efterregistrer\w*|rapport\w*|debriefing|supervision)"
)

_VIOLENT_DEED = (
    r"(?:sla|drebe|skyde|stikke|banke|smadre|kvele|voldtage|skade|brende|knuse|henge|teve|overfalde|komme\sefter|finde\smig|gore\s(?:mig|os|min)|vold|"
    r"kniv|bank|pistol|selvtegt|opsoge|fa\sfat\si)"
)
_THREAT = _rules(
    rf"(?:true|truer|truede|truet|trues)\s(?:\w+\s){{0,5}}?(?:med\s)?(?:at\s)?(?:\w+\s){{0,3}}?{_VIOLENT_DEED}",
    rf"(?:true|truer|truede|har\struet)\s(?:\w+\s)?{_HERE}(?!\w)(?!\s(?:\w+\s){{0,3}}?med\s)",
    r"(?:truet|truer)\s(?:\w+\s){0,3}?pa\slivet|dodstruss?el|dodstrusler|drabstruss?e?l",
    rf"(?:jeg|vi|hun|han|kollega(?:en)?|medarbejder(?:en)?)\s(?:er|blev|bliver|foler\s(?:mig|os|sig))\s(?:\w+\s){{0,3}}?(?:blevet\s)?truet(?!\w)(?!\s(?:\w+\s){{0,3}}?med\s(?!.{{0,30}}{_VIOLENT_DEED}))",
    rf"(?:trus(?:ler|sel|el))\s(?:\w+\s){{0,4}}?(?:mod|imod|til|rettet)\s(?:\w+\s){{0,2}}?{_HERE}",
    r"(?:modtaget|modtager|fik|faet|far|sender|sendt|skriver|skrevet)\s(?:\w+\s){0,3}?(?:trusler|trussel|trusel|truende\s(?:besked|sms|mail|opkald|brev)\w*)",
    r"(?:truer|truede|opforer\ssig|er|var|bliver)\s(?:\w+\s){0,2}?truende(?!\w)",
    r"(?:jeg|han|hun|vi|borgeren?)\s(?:\w+\s){0,2}?(?:slar|sla|skyder|dreber|drebe|stikker|smadrer|brender)\s(?:\w+\s){0,3}?(?:ihjel|ned|jer|ham|hende|dem|alle)(?!\w)",
    r"(?:lyst\stil|vil|kunne|kommer\sog|onsker)\s(?:at\s)?(?:sla|slar)\s(?!tiden)(?:\w+\s){1,2}?ihjel",
    r"(?:ved|finder|fundet)\s(?:\w+\s){0,2}?hvor\s(?:jeg|vi|du|mine\sborn)\sbor",
    r"bombetrus\w+|en\sbombe\s(?:i|pa|under)|(?:stalker|forfolger|opsoger|opsogt|forfulgt)\s(?:mig|os)",
    r"threaten(?:s|ed|ing)\s(?:me|us|to\skill)",
)
# What is threatened with is no violence: holiday, dismissal, a reminder, a lawsuit.
_MILD_THREAT = re.compile(
    r"tru(?:er|et|ede)\s(?:\w+\s){0,4}?med\s(?:at\s)?(?:\w+\s){0,4}?(?:inddrage|fyre|fyring|fyres|opsige|opsigelse|afskedige|afsked|advarsel|inkasso|rykker\w*|"
    r"sagsanleg|retssag|advokat|stevne|lukke|stoppe|ophore|treekke|traekke|trekke|flytte|klage|aflyse|sperre|lonstop|lontrek|gebyr|strejke|konflikt|politianmelde|anmelde|"
    r"bod|at\stage\sferie|tage\sferien|ferie|blokere|fjerne|slette|sige\sop|sygemelde|ga\still?\spressen|gaa|bortvise|bortvisning|sende\sen\sregning|regning)"
)
_NO_PERSON = re.compile(
    r"(?:it-?trus|sikkerhedstrus|virus|hacker|phishing|malware|cyber|trusselsbillede|trusselsvurdering|truede\sart|fyringstrue|lukningstrue)"
)

_HARASS = (
    r"(?:chikaner\w*|mobb?er|mobbede|mobbet|krenke[rt]?|krenkede|sexchikaner\w*|ydmyge[rt]?|ydmygede|nedgor|nedgjorde|nedgjort|svine[rt]?\s(?:\w+\s)?til|raber\s(?:ad|af|efter)|rabt\sad|"
    r"skelder\s(?:\w+\s)?ud|skeldt\s(?:\w+\s)?ud|befamle[rt]?|gramse[rt]?|rorer\sved|rorte\sved|rort\sved|tager\spa\s(?:mig|mine|min)|tog\spa\s(?:mig|mine|min)|tage[tr]?\s(?:mig\s)?pa\s(?:brysterne|numsen|roven|laret)|"
    r"klapper\smig|klappede\smig|lagger\san|legger\san|lagde\san|forfolger|forfulgt|terroriser\w*|diskriminer\w*|latterliggor|latterliggjort|truer\s(?:mig|os)|truede\s(?:mig|os)|psykisk\s(?:vold|terror)|"
    r"kalder\s(?:mig|os)\s(?:\w+\s){0,3}?(?:dum|idiot|doven|fed|luder|kelling)|seksuelle?\s(?:tilnermels\w*|hentydning\w*|kommentar\w*|bemerkning\w*)|sjofle?\s\w+|overskrider\smine\sgrenser|hader\smig|ude\sefter\smig)"
)
_BY_LEADER = _rules(
    rf"{_LEADER}\s(?:\w+,?\s){{0,6}}?{_HARASS}",
    rf"(?:mobbet|chikaneret|krenket|ydmyget|nedgjort|befamlet|sexchikaneret|diskrimineret|forfulgt|truet|mobning|chikane|krenkelser?|krenkende|overgreb|psykisk\sterror|sexchikane|grov\stale)\s(?:\w+\s){{0,4}}?(?:af|fra|hos|mod\smig\saf)\s(?:\w+\s){{0,3}}?{_LEADER}",
    rf"(?:det\ser|for\sdet\ser)\s(?:min|vores)\s(?:egen\s)?{_LEADER}.{{0,40}}{_HARASS}",
    rf"{_HARASS}.{{0,50}}(?:det\ser|og\sdet\ser)\s(?:min|vores)\s(?:egen\s)?{_LEADER}",
)
# The leader is the one who writes, or the one who is harassed.
_LEADER_WRITES = re.compile(
    rf"(?:jeg\ser|er\sjeg|som)\s(?:\w+\s)?{_LEADER}|hvordan\shandterer|hvordan\sforebygger|politik|retningslinje"
)


def crisis_in(text: str) -> str | None:
    """Names the crisis that a message speaks of: suicide, violence, threat, harassment_by_leader, or None."""
    low = plain(text)
    if _any(_SUICIDE, low) and not _any(_NOT_SUICIDE, low):
        return "suicide"
    by_leader = _any(_BY_LEADER, low) and not _LEADER_WRITES.search(low)
    if _is_violence(low):
        return "violence"
    if _any(_THREAT, low) and not _MILD_THREAT.search(low) and not _NO_PERSON.search(low) and not _is_late_report(low):
        return "harassment_by_leader" if by_leader and not re.search(_VIOLENT_DEED, low) else "threat"
    return "harassment_by_leader" if by_leader and not _MILD_THREAT.search(low) else None


def _is_violence(low: str) -> bool:
    return _any(_VIOLENCE, low) and not _is_late_report(low)


def _is_late_report(low: str) -> bool:
    """Something that is over and is to be reported: the report is what is wanted, unless something acute is said."""
    return bool(_REPORTING.search(low)) and not re.search(rf"(?<!\w){_ACUTE}", low)


def _any(patterns: tuple[re.Pattern[str], ...], low: str) -> bool:
    return any(pattern.search(low) for pattern in patterns)
