"""The numbers and dates of a sentence, by value: "3,5 Millionen" is 3.5 million, 三成 is 30 %. Knows no sources."""

import re
from collections.abc import Iterator

from reader.record import record

_SCALES = {
    "%": 0.01, "percent": 0.01, "per cent": 0.01, "prozent": 0.01, "por ciento": 0.01,
    "thousand": 1e3, "k": 1e3, "tausend": 1e3, "mil": 1e3, "千": 1e3, "万": 1e4,
    "million": 1e6, "millionen": 1e6, "mio.": 1e6, "mio": 1e6, "millones": 1e6, "m": 1e6, "百万": 1e6, "亿": 1e8,
    "billion": 1e9, "bn": 1e9, "b": 1e9, "milliarden": 1e9, "mrd.": 1e9, "mrd": 1e9, "十亿": 1e9,
    "trillion": 1e12, "万亿": 1e12,
}  # fmt: skip
"""What follows a number and multiplies it; a percentage is its own kind through its factor."""
SCALES = frozenset(_SCALES)
"""The words, casefolded."""
_SCALE = "|".join(sorted((re.escape(s) for s in _SCALES if not s.isascii() or len(s) > 1), key=len, reverse=True))
_NUMBER = re.compile(
    # A Han character may touch a number, a letter may not: "为2万片", but "GPT4" and "Lumen-14" are names.
    r"(?<![^\W\u3400-\u9fff])(?<!\.)(?<![^\W\d]-)"
    r"(?P<digits>\d{1,3}(?:[,\u00a0 ]\d{3})+(?:\.\d+)?|\d+(?:[.,]\d+)*)"
    rf"(?:\s?(?P<scale>%|{_SCALE})(?![a-zA-Z])|(?P<tight>[kKmMbB])(?![a-zA-Z]))?",
    re.IGNORECASE,
)
_POINTS_GROUP = ("de", "es", "it", "pt", "nl", "da", "id", "tr")
"""Languages that write 1.250 for twelve hundred and fifty."""
_GROUPED = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+")

_WORDS = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11,
    "twelve": 12, "dozen": 12, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "hundred": 100, "half": 0.5,
    "twice": 2, "double": 2, "doubled": 2, "doubles": 2, "triple": 3, "tripled": 3, "zwei": 2, "drei": 3, "vier": 4,
    "fünf": 5, "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6,
}  # fmt: skip
"""Numbers in letters. "One" and "first" and "second" are left out: they are rarely counts."""
_WORD = re.compile(r"[^\W\d_\u3400-\u9fff]+")

_HAN = {"一": 1, "两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
_HAN_COUNT = re.compile(r"(?<![\d一二三四五六七八九十])([两二三四五六七八九十])(?=[个家篇名人年日次项种款座台位条倍])")
"""A Han numeral counts only before a measure word; elsewhere it is part of a word."""
_HAN_SHARE = re.compile(r"([一二两三四五六七八九])成(?![为功立员熟长本效果绩分份就])")
"""三成, three tenths."""

_CALENDAR = {
    "monday montag lunes lundi 周一 星期一": "Monday", "tuesday dienstag martes mardi 周二 星期二": "Tuesday",
    "wednesday mittwoch miércoles mercredi 周三 星期三": "Wednesday",
    "thursday donnerstag jueves jeudi 周四 星期四": "Thursday",
    "friday freitag viernes vendredi 周五 星期五": "Friday", "saturday samstag sábado samedi 周六 星期六": "Saturday",
    "sunday sonntag domingo dimanche 周日 星期日 星期天": "Sunday",
    "january januar enero janvier 一月": "January", "february februar febrero février 二月": "February",
    "march märz marzo 三月": "March", "april abril avril 四月": "April", "may mai mayo 五月": "May",
    "june juni junio juin 六月": "June", "july juli julio juillet 七月": "July", "august agosto août 八月": "August",
    "september septiembre septembre 九月": "September", "october oktober octubre octobre 十月": "October",
    "november noviembre novembre 十一月": "November", "december dezember diciembre décembre 十二月": "December",
}  # fmt: skip
_DAYS = {name: day for names, day in _CALENDAR.items() for name in names.split()}
CALENDAR = frozenset(_DAYS)
"""Names of weekdays and months, casefolded."""
_HAN_DAY = re.compile(
    r"(?:周|星期)[一二三四五六日天]|(?<![\d个])(?:十[一二]?|[一二三四五六七八九]|\d{1,2})月(?!内|薪|球|亮)"
)
_ALSO_WORDS = ("may", "march")
"""Months that are other words where they begin with a small letter."""
_OF_DATES = ("月", "年", "日")

_LEAST = (
    r"at least|more than|over|above|after|no fewer than|no less than|mindestens|über|mehr als|al menos|más de"
    r"|至少|超过|逾|不低于|不少于|多于"
)
_MOST = (
    r"at most|up to|fewer than|less than|under|below|within|no more than|höchstens|bis zu|weniger als|unter|como mucho"
    r"|hasta|menos de|至多|最多|不到|不超过|不高于|少于|低于"
)
_BOUND = re.compile(rf"(?:(?P<least>{_LEAST})|(?P<most>{_MOST}))\s*[$€£¥]?\s*$", re.IGNORECASE)
_LOOK_BACK = 20
"""Characters before a number in which its bound stands."""
_SIGN = re.compile(r"(?P<negative>(?:(?<![\w.)\]%])[-\u2212]|\bminus\s|[负零]下?)\s?)?(?P<currency>[$€£¥₹])?\s?$")
"""What stands just before a number: its sign, and what money it is."""
_CURRENCIES = {
    "dollar": "$", "usd": "$", "美": "$", "euro": "€", "eur": "€", "欧": "€", "pound": "£", "gbp": "£", "英": "£",
    "yen": "¥", "yuan": "¥", "rmb": "¥", "元": "¥", "日": "¥", "rupee": "₹",
}  # fmt: skip
"""Words of money behind a number, the first character of Chinese ones."""
_HALF_DAY = re.compile(r"[\s\u00a0]?([ap])\.?m\b", re.IGNORECASE)
_NO_UNITS = frozenset(
    "of the a an and or to in on at by for from with as is are was were had has have than per new other more der die"
    " das und von im in auf zu mit el la los las de del y en por con 的 了 和 与 及 中 以 在".split()
)
"""Words behind a number that do not say what it counts."""
_UNIT = re.compile(r"(?:\s|-|\u00a0)?([^\W\d_\u3400-\u9fff]{2,}|[\u3400-\u9fff])(?: ([^\W\d_\u3400-\u9fff]{2,}))?")


_Found = tuple[re.Match[str], float, bool]
"""Where a number stands, its value, whether in digits."""


@record
class Quantity:
    """A number with the words around it."""

    value: str
    """Canonical: "0.4" for 40 %, "3500000" for 3.5 million."""
    digits: bool = True
    """Written in digits, not in letters."""
    dated: bool = False
    """Part of a date, which moves freely in a sentence."""
    bound: str = ""
    """"least" or "most", where the text says so just before it."""
    units: tuple[str, ...] = ()
    """Up to two words behind it, casefolded and in the singular, or the one Han character; none at the end of a clause.
    """
    currency: str = ""
    """The sign of the money it counts; empty for anything else, and where none is told."""
    negative: bool = False
    """Below zero."""


def quantities(text: str, language: str = "") -> Iterator[Quantity]:
    """Yield each number of the text: digits with scale, number words, Han numerals before a measure word.

    Args:
        text: One sentence or many.
        language: Primary subtag; tells whether a point groups thousands.
    """
    found = [*_in_digits(text, language), *_in_letters(text)]
    for match, value, digits in sorted(found, key=lambda one: one[0].start()):
        yield _quantity(text, match, value, digits=digits)


def _in_digits(text: str, language: str) -> Iterator[_Found]:
    for match in _NUMBER.finditer(text):
        scale = (match["scale"] or match["tight"] or "").lower()
        yield match, _plain(match["digits"], language) * _SCALES.get(scale, 1.0), True


def _in_letters(text: str) -> Iterator[_Found]:
    for match in _WORD.finditer(text):
        if (value := _WORDS.get(match[0].lower())) is not None:
            yield match, value, False
    yield from ((match, _HAN[match[1]], False) for match in _HAN_COUNT.finditer(text))
    yield from ((match, _HAN[match[1]] / 10, True) for match in _HAN_SHARE.finditer(text))


def dates(text: str) -> frozenset[str]:
    """Return the weekdays and months of a text by their English names, whatever its language."""
    found = {
        _DAYS[word]
        for match in _WORD.finditer(text)
        if (word := match[0].casefold()) in CALENDAR and (word not in _ALSO_WORDS or match[0][0].isupper())
    }
    return frozenset(found | {_han_day(match[0]) for match in _HAN_DAY.finditer(text)})


def _han_day(written: str) -> str:
    digits = written.removesuffix("月")
    if digits.isdecimal():
        months = [name for name in dict.fromkeys(_CALENDAR.values()) if not name.endswith("day")]
        return months[int(digits) - 1] if 1 <= int(digits) <= len(months) else written
    return _DAYS[written]


def _quantity(text: str, match: re.Match[str], value: float, *, digits: bool) -> Quantity:
    before, behind = text[max(0, match.start() - _LOOK_BACK) : match.start()], text[match.end() :]
    bound, unit, sign = _BOUND.search(before), _UNIT.match(behind), _SIGN.search(before)
    words = tuple(word.casefold() for word in unit.groups() if word) if unit else ()
    units = () if words and words[0] in _NO_UNITS else tuple(word.removesuffix("s") for word in words)
    if half := _HALF_DAY.match(behind):
        units = (f"{half[1].lower()}m",)
    currency = sign["currency"] if sign else None
    return Quantity(
        value=f"{value:.10g}",
        digits=digits,
        dated=any(word in CALENDAR or word in _OF_DATES for word in words) or _is_date(before, match[0]),
        bound=bound.lastgroup or "" if bound else "",
        units=units,
        currency=currency or next((_CURRENCIES[word] for word in units if word in _CURRENCIES), ""),
        negative=bool(sign and sign["negative"]),
    )


def _is_date(before: str, written: str) -> bool:
    """Return whether a number follows a month or is a year."""
    last = re.findall(r"\w+", before)[-1:]
    return bool(last and last[0].casefold() in CALENDAR) or bool(re.fullmatch(r"(?:19|20)\d\d", written))


def _plain(digits: str, language: str) -> float:
    """Read digits with separators: a comma or blank before three digits groups, a point where a language does so."""
    if language in _POINTS_GROUP and _GROUPED.fullmatch(digits):
        return float(digits.replace(".", ""))
    grouped = re.sub(r"(?<=\d)[,\u00a0 ](?=\d{3}(?!\d))", "", digits)
    parts = grouped.replace(",", ".").split(".")
    return float(parts[0] + ("." + "".join(parts[1:]) if parts[1:] else ""))
