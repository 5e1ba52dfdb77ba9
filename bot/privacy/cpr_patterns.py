"""The patterns of the CPR shield, on text as bot/privacy/cpr_plain.py makes it.

The browser uses the same ones (`python -m bot.privacy.browser` writes them down for it), so they keep to what Python
and JavaScript have in common: no word boundaries, since the two do not agree about "å", and no flags but "i". The end
is \\Z, which is $ there.
"""

from __future__ import annotations

import re

# --- what may be a number: the date, then the last four

_DAY, _MONTH, _YEAR = r"(?P<d>[0-3]\d|[6-9]\d)", r"(?P<m>[01]\d)", r"(?P<y>\d\d)"
_SEPARATORS = r"\s?[./\-~_]\s?|\s{1,2}"
_BEFORE_LAST = r"\s{0,3}[\-~_]{1,3}\s{0,3}|\s{0,3}[./:,*+|]\s{0,3}|\s{1,3}|\s*[(\[]\s*"
USUAL = re.compile(
    rf"(?<!\d){_DAY}(?P<s1>{_SEPARATORS})?{_MONTH}(?P<s2>{_SEPARATORS})?(?P<c>19|20)?{_YEAR}"
    rf"(?P<s3>{_BEFORE_LAST})?(?P<n>\d[ ]?\d[ ]?\d[ ]?\d)(?!\d)"
)
# Ten digits in groups of any size: only where the word "cpr" says so, or a CPR number was asked for.
IN_PIECES = re.compile(r"(?<!\d)\d(?:\s{0,2}[.\-/]?\s{0,2}\d){9}(?!\s?[.:,/\-]?\d)")
ONE_BY_ONE = re.compile(r"(?<!\d)(?<!\d )\d(?: \d){5}(?: | - |-)\d(?: \d){3}(?! ?\d)")
# "610190 og de sidste fire er 1234"
TOLD_APART = re.compile(
    r"(?<!\d)\d\d[ ./\-]?\d\d[ ./\-]?(?:19|20)?\d\d[^\d\n]{1,30}"
    r"(?:(?:sidste|last) (?:fire|4|four)|fire sidste|løbenr|løbenummer|bindestreg)[^\d\n]{0,25}\d{4}(?!\d)",
    re.I,
)
# Letters that are typed, or read by a scanner, in the place of 0 and 1.
LETTERS_FOR_DIGITS = re.compile(
    r"(?<![0-9a-zæøå])[0-9ol]{6}(?: ?[\-/.] ?| )?[0-9ol]{4}(?![0-9a-zæøå])|(?<![0-9a-zæøå])[0-9oi]{6}-?[0-9oi]{4}"
    r"(?![0-9a-zæøå])",
    re.I,
)
ENCODED = re.compile(r"%20|%2D|&(?:nbsp|ndash|mdash|minus|shy|#160|#45|#8209|#8211);", re.I)

# --- what stands before it, up to its first digit; "¤" is a number that was found already

_CPR = (
    r"(?:c\.?\s?p\.?\s?r|personn(?:ummer|r)|person-?nr|pers\.?\s?nr|f[øo]dt|f[øo]dsels[a-zæøå]*|civilregist[a-z]*|"
    r"civil registration|identitetsnummer|social security|ssn)"
)
CPR_WORD = re.compile(_CPR, re.I)
CPR_BEFORE = re.compile(rf"{_CPR}[^\d!?;]{{0,25}}\Z", re.I)
_START = r"(?:(?<![a-zæøå0-9])|-)"
_END = r"(?![a-zæøå0-9])"
# Their number may be in two parts: "konto 1551 6101901234".
_BANK = (
    r"(?:l[øo]n|nem|bank|giro|finans|arts)?konto(?:nr|nummer|nummeret|en)?|kto|giro|iban|bank|reg\.?\s?nr|reg|"
    r"registreringsnummer"
)
_LABELS = (
    r"tlf|telefon[a-zæøå]*|tel|mobil[a-zæøå]*|mob|phone|call|ring|sms|fax|lokal(?:nr|nummer)|ean|gln|cvr|se-?(?:nr|nummer)|"
    r"p-?(?:nr|nummer)|p-?enhed|produktionsenhed(?:snummer)?|faktura|fakt|kreditnota|rykker|invoice|ordre(?:bekr[æa]e?ftelse)?|varemodtagelse|bestilling|"
    r"indk[øo]bsordre|rekvisition|po|bilag|debitor|kreditor|sags?-?id|j\.?nr|ticket|incident|referencen?|ref|police|"
    r"s/n|imei|stel|isbn|issn|model|version|build|betalings-?id|fik?|kortart|tracking|track\s?&\s?trace|pakke|forsendelse|"
    r"matrikel|projekt|psp|omkostningssted|stregkode|budget|bel[øo]b(?:et)?|saldo(?:en)?|pris(?:en)?|i alt|sum(?:men)?|"
    r"total|perioden?|uge(?:rne)?|licens|n[øo]gle|kode|pinkode|adgangskode|engangskode|id-kort|mac|ip|port|"
    r"[a-zæøå]{3,}-id"
)
# Any compound that names a number of another kind: "lønnummer", "bfe-nr."
_COMPOUND = (
    r"(?!konto|reg|cpr|pers|f[øo]ds|civil|identitet|borger|barn|patient|social|ssn|hen|min|sin|din|vores|deres|det|et|som|og)"
    r"[a-zæøå]{2,}[\-.]?\s?(?:nr|nummer|nummeret|numre)"
)
# Written close to the number, or with small words between: "fakturanr.: …", "min konto er på …"
_CLOSE = r"(?:[\s:.,=#()*\"'«»/\-]|(?<![a-zæøå])(?:nr|nummer|nummeret|numre|no|id)(?![a-zæøå]))*"
_SMALL_WORDS = (
    r"(?:[\s:.,=#()*\"'«»/\-]|(?<![a-zæøå])(?:nr|nummer|nummeret|numre|no|number|er|var|bliver|med|mit|min|vores|os|"
    r"jer|me|on|is|hos|hans|hendes|hedder|lyder|kode|reg|registreringsnummer|id|via|den|det|som|sende|ind)(?![a-zæøå]))*"
)
_PART = r"(?:\d{4}[\s\-]{0,2})?"
_LABEL = rf"(?:{_LABELS}|{_COMPOUND}){_END}"
LABEL_CLOSE = re.compile(rf"{_START}{_LABEL}{_CLOSE}\Z", re.I)
LABEL_NEAR = re.compile(rf"{_START}{_LABEL}{_SMALL_WORDS}\Z", re.I)
BANK_BEFORE = re.compile(rf"{_START}(?:{_BANK}){_END}{_SMALL_WORDS}{_PART}\Z", re.I)
NUMBERED = re.compile(r"(?:nr|nummer|nummeret|id)[^a-zæøå]*\Z", re.I)
MONEY_BEFORE = re.compile(r"(?:(?<!\d)(?<!\d\s)(?<![a-zæøå])(?:kr|dkk|eur|usd)[\s.:]*|[€$£]\s?)\Z", re.I)
LETTER_AND_DIGIT = re.compile(r"(?:[a-z]\d+|\d[a-z]+)\Z", re.I)
CODE_BEFORE = re.compile(r"(?<![a-zæøåA-ZÆØÅ])(?!(?:CPR|NR|ER|NO|MR|HR)(?![A-ZÆØÅ]))[A-ZÆØÅ]{1,5}-?\Z")
ADDRESS_BEFORE = re.compile(r"https?://\S*[a-z]{2}\Z", re.I)
LONGER_BEFORE = re.compile(r"(?<!\d{2}-)(?<!\d{2}\.)\d[.,/\-]\Z")
PLUS_BEFORE = re.compile(r"(?<![\d¤])\+(?:\d{1,3}[ \-]?)?\Z")
GROUP_BEFORE = re.compile(r"(?<!\d)(\d{1,8})[ \-]\Z")
ANOTHER_BEFORE = re.compile(r"(?:¤|(?<!\d)(?:\d{10}|\d{6}-\d{4}))[,./+:\-]\Z")

# --- a field that asks for another number, and an answer that is just ten digits

OTHER_NUMBER = re.compile(
    r"(?:(?<!cpr-)(?<!person)(?<!pers-)(?<!f[øo]dsels)(?:nr|nummer)|konto|ean|gln|cvr|telefon|mobil|tlf)(?![a-zæøå])",
    re.I,
)
TEN_DIGITS = re.compile(r"^\s*\d{10}\s*\Z")

# --- and what stands after its last

CPR_AFTER = re.compile(
    r"^[\s),.:\-]{0,4}(?:\(?cpr|(?:som )?er (?:mit|hans|hendes|min|barnets|dit)?\s?(?:cpr|personn))", re.I
)
UNIT_AFTER = re.compile(
    r"^\s?(?:(?:kr|kroner|dkk|eur|euro|usd|stk|timer|t|km|m2|kwh|kb|mb|gb|mio|tkr|sek|nok|ms|px)(?![a-zæøå0-9])(?!\s?:)|,-|[€$£%])",
    re.I,
)
LONGER_AFTER = re.compile(r"^(?:[.,:]\d|-\d|\+\d{8}<)")
GROUP_AFTER = re.compile(r"^ \d{2,4}(?!\d)")
ANOTHER_AFTER = re.compile(r"^[,./+:\-](?:\d{10}|\d{6}-\d{4})(?!\d)")
TIME = re.compile(r"^(?:[01]\d|2[0-3])[0-5]\d\Z")
