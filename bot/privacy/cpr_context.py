"""What the form of a ten-digit number and the words around it say about whether it is a CPR number.

Each part gives points; bot/privacy/cpr.py adds them up. A missed number is worse than one too many, so what is unclear
counts as a CPR number.
"""

from __future__ import annotations

import re

# What may stand between a label and its number: "konto nr.: 1551 …", "tlf. er på"
_FILLER = (
    r"(?:[\s:.,=#()*\"'«»/-]|\b(?:nr|nummer|nummeret|numre|no|number|er|var|bliver|på|til|med|mit|min|vores|hans|hendes|"
    r"hedder|lyder|kode|reg|registreringsnummer|id|og|samt|eller|via|for|den|det|som)\b|\b\d{1,4}\b(?=[\s-]))*"
)
_LABELS = (
    r"konto(?:nr|nummer|nummeret|en)?|l[øo]nkonto|nemkonto|bankkonto|girokonto|giro|iban|bank|reg\.?\s?nr|"
    r"registreringsnummer|tlf|telefon\w*|tel|mobil\w*|mob|phone|call|ring|sms|fax|lokal(?:nr|nummer)|"
    r"ean(?:-?(?:nr|nummer))?|gln|cvr(?:-?(?:nr|nummer))?|se-?(?:nr|nummer)|p-?(?:nr|nummer)|p-?enhed|"
    r"produktionsenhed(?:snummer)?|faktura(?:nr|nummer)?|fakt|kreditnota|rykker|invoice|ordre(?:nr|nummer)?|"
    r"bestilling(?:snr|snummer)?|indk[øo]bsordre|rekvisition(?:snr|snummer)?|po|bilag(?:snr|snummer)?|"
    r"kunde(?:nr|nummer)|debitor(?:nr|nummer)?|kreditor(?:nr|nummer)?|leverand[øo]r(?:nr|nummer)|"
    r"sags?(?:nr|nummer|id)|journal(?:nr|nummer)?|ticket|incident|reference(?:nr|nummer)?|ref|"
    r"medarbejder(?:nr|nummer)|l[øo]n(?:nr|nummer)|tjeneste(?:nr|nummer)|police(?:nr|nummer)?|skades?(?:nr|nummer)|"
    r"serie(?:nr|nummer)|s/n|imei|stel(?:nr|nummer)?|vare(?:nr|nummer)|isbn|issn|model|version|betalings-?id|fik?|"
    r"kort(?:nr|nummer)|kortart|tracking|pakke(?:nr|nummer)?|forsendelse(?:snr|snummer)?|track(?:ing)?|matrikel(?:nr)?|"
    r"projekt(?:nr|nummer)?|psp|omkostningssted|stregkode|m[åa]ler(?:nr|nummer)?|abonnement(?:snr|snummer)?|"
    r"bel[øo]b(?:et)?|saldo(?:en)?|pris(?:en)?|i alt|sum(?:men)?|total|dkk|eur|usd|kr|perioden?|uge(?:rne)?|"
    r"aftale(?:nr|nummer)?|"
    r"kontrakt(?:nr|nummer)?|udbud(?:snr|snummer)?|licens(?:nr|nummer)?|n[øo]gle|kode|pinkode|adgangskode|id-kort|"
    r"k[øo]rekort(?:nr|nummer)?|pas(?:nr|nummer)?|mac|ip|port|dato"
)
# A label's number may be a compound ("løn-kontonr"), so letters may go before it, but not "cpr".
_NOT_CPR = re.compile(rf"(?:(?<![a-zæøå0-9])|-)(?:{_LABELS}){_FILLER}$")
_CPR = re.compile(
    r"(?:cpr|personn(?:ummer|r)|person-?nr|pers\.?\s?nr|f[øo]dt|f[øo]dsels\w*|civilregist\w*|identitetsnummer)"
    r"[^\d!?;]{0,25}$"
)
_CPR_AFTER = re.compile(r"^[\s),.:-]{0,4}(?:\(?cpr|er (?:mit|hans|hendes|min|barnets|dit)?\s?(?:cpr|personn))")
_UNIT_AFTER = re.compile(
    r"^\s?(?:kr\b|kr\.|kroner|dkk|eur|euro|usd|,-|€|\$|£|%|stk|timer|t\b|km|m2|kwh|kb|mb|gb|mio|tkr|sek\b|nok\b|ms\b|px\b)"
)
_MIXED_BEFORE = re.compile(r"(?:[a-z]\d+|\d[a-z]+)$")
_CODE_BEFORE = re.compile(r"(?<![a-zæøåA-ZÆØÅ])(?!(?i:cpr|nr|er|no|mr|hr))[A-ZÆØÅ]{1,5}[-_]?$")
_LONGER_BEFORE = re.compile(r"\d(?:[.,:/]|-)$")
_GROUP_BEFORE = re.compile(r"(?<![\d])(\d{1,8})[ -]$")
_LONGER_AFTER = re.compile(r"^(?:[.,:]\d|-\d)")
_GROUP_AFTER = re.compile(r"^ \d{2,4}(?!\d)")
_NUMBERED = re.compile(r"(?:nr|nummer|id)[^a-zæøå]*$")
_TIME = re.compile(r"(?:[01]\d|2[0-3])[0-5]\d")


def form_score(hit: re.Match[str]) -> float:
    """Points for how it is written; the dash in its place says most."""
    inner = bool(hit["s1"] or hit["s2"])
    last = (hit["s3"] or "").strip()
    four = " " not in hit["n"]
    if hit["c"]:
        # A date with a four-digit year, then four digits: often a time of day.
        return 1.5 if last and last not in ",/:." and four else 0.0
    if bool(hit["s1"]) != bool(hit["s2"]):
        return 1.0 if four else 0.0
    if not inner:
        if hit["s3"] is None:
            return 2.0 if four else 0.5
        if not four:
            return 1.0 if hit["n"][2] == " " and len(hit["n"]) == 5 else 0.5
        return 3.0 if last and last not in ",/:|" else 2.0
    if not four:
        return -0.5  # all in pairs: how foreign telephone numbers are written
    if last:
        return 2.5 if last not in ",/:|" else 1.0
    return 1.5


def surroundings(before: str, after: str, hit: re.Match[str]) -> float:
    """Points for and against from the words and signs on both sides."""
    low_before, low_after = before.lower(), after.lower()
    if _CPR.search(low_before) or _CPR_AFTER.search(low_after):
        return 4.0
    points = 0.0
    if _NOT_CPR.search(low_before):
        # "fakturanr. 310124-0001" names the number; "konto" may only be what the sentence is about.
        points -= 3.5 if _NUMBERED.search(low_before) else 3.0
    if _UNIT_AFTER.search(low_after):
        points -= 3.0
    if before.endswith("+") or _CODE_BEFORE.search(before) or _MIXED_BEFORE.search(low_before):
        points -= 3.0
    elif before and before[-1].isalpha():
        points -= 0.5
    if after and after[0].isalpha() and not _UNIT_AFTER.search(low_after):
        points -= 0.5
    return points + _part_of_longer(before, after, hit) + _looks_like_a_time(hit)


def _part_of_longer(before: str, after: str, hit: re.Match[str]) -> float:
    """Digits on either side make it a piece of an amount, an account number or a code."""
    dashed = bool((hit["s3"] or "").strip()) and not (hit["s1"] or hit["s2"])
    points = 0.0
    if _LONGER_BEFORE.search(before) and not (dashed and before.endswith(",")):
        points -= 4.0
    if _LONGER_AFTER.search(after) and not (dashed and after.startswith(",")):
        points -= 4.0
    if group := _GROUP_BEFORE.search(before):
        # Four digits and then ten in one piece: registration and account number of a bank.
        bank = len(group[1]) == 4 and not hit["s3"]
        points -= 3.0 if bank or (hit["s1"] and not dashed) else (0.0 if dashed else 1.5)
    if _GROUP_AFTER.search(after) and not dashed and hit["s3"]:
        points -= 1.5
    return points


def _looks_like_a_time(hit: re.Match[str]) -> float:
    """ "12-03-26 1430" is a date and a time of day; no date has a day above 60."""
    if int(hit["d"]) > 31 or (hit["s3"] or "").strip() or hit["s3"] is None:
        return 0.0
    if hit["s1"] and hit["s1"].strip() and _TIME.fullmatch(hit["n"]):
        return -1.0
    return 0.0
