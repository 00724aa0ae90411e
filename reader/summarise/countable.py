"""What sources count, and how they say it: a closed table, five languages. Knows phrases and no sources."""

import re
from collections.abc import Iterator

from reader.record import record

_NUMBERS = {
    name: value
    for names in (
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
        " eighteen nineteen",
        "ein zwei drei vier fünf sechs sieben acht neun zehn elf zwölf",
        "un dos tres cuatro cinco seis siete ocho nueve diez once doce",
        "un deux trois quatre cinq six sept huit neuf dix onze douze",
        "一 两 三 四 五 六 七 八 九 十 十一 十二",
    )
    for value, name in enumerate(names.split(), 1)
}
_TENS = {
    name: 10 * tens for tens, name in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)
}
_LETTERS = sorted((name for name in _NUMBERS if name.isascii() or name in "fünf zwölf"), key=len, reverse=True)
_N = (
    # Not the end of a longer number, nor of a compound: "1,200", "twenty-two", "mid-1995".
    r"(?<![\w.,-])(?P<n>\d{1,3}(?:[,.]\d{3})+|\d+(?:\.\d+)?"
    rf"|(?:{'|'.join(_TENS)})(?:-(?:{'|'.join(_LETTERS)}))?|{'|'.join(_LETTERS)})"
)
_NZH = r"(?P<n>\d+(?:\.\d+)?|十[一二]|[一两三四五六七八九十])"
_WHO = (
    r"(?: (?:\w+ )?(?:people|persons|civilians|soldiers|workers|children|passengers|others|men|women|miners|students"
    r"|menschen|personen|personas|personnes))?"
)
_BE = r"(?:(?:were|was|are|remain|have been|had been) )?"
_CURRENCIES = "$€£"
_SCALE = r"(?P<scale> ?(?:million|billion|trillion|mn|bn|m|b))"


@record
class Countable:
    """One way to say how many."""

    label: str
    hints: tuple[str, ...]
    """A casefolded sentence without any of them holds no such phrase: looking for them costs a hundredth."""
    signs: tuple[str, ...]
    """Of these it holds one, too; empty if it needs none."""
    pattern: str
    """Over casefolded text; groups n (or n2), scale, unit. Compiled when first needed: all of them take 15 ms."""

    def may_be_in(self, text: str) -> bool:
        """Whether a casefolded text is worth a try; one from which white space and quotation marks were taken, too."""
        signed = not self.signs or any(map(text.__contains__, self.signs))
        return signed and any(map(text.__contains__, self.hints))


def _way(label: str, hints: str, pattern: str, signs: str = "") -> Countable:
    return Countable(label=label, hints=tuple(hints.split()), signs=tuple(signs), pattern=pattern)


def _became(label: str, hints: str, what: str) -> Countable:
    """Return "five people were killed"."""
    return _way(label, hints, rf"{_N}{_WHO} {_BE}(?:{what})\b")


def _did(label: str, hints: str, what: str) -> Countable:
    """Return "killing five"."""
    return _way(label, hints, rf"\b(?:{what}) {_N}\b(?! (?:more|other))")


def _sum(label: str, hints: str, what: str) -> Countable:
    """Return "raised $30 million"."""
    return _way(label, hints, rf"\b(?:{what}) (?P<unit>[{_CURRENCIES}]){_N}{_SCALE}\b", signs=_CURRENCIES)


COUNTABLE = (
    _became("killed", "killed dead died", "killed|dead|died"),
    _became("injured", "injured wounded hurt", "injured|wounded|hurt"),
    _became("missing", "missing", "missing"),
    _became("arrested", "arrested detained", "arrested|detained"),
    _became("Tote", "tote getötet leben", "tote|getötet|ums leben"),
    _became("Verletzte", "verletzt", "verletzte|verletzt"),
    _became("muertos", "muert fallecidos", "muertos|muertas|fallecidos"),
    _became("heridos", "herid", "heridos|heridas"),
    _became("morts", "mort tués", "morts|mortes|tués"),
    _did("killed", "kill toll", "killed|killing|kills|death toll (?:of|rose to|reached|stands at)"),
    _did("injured", "injur wound", "injured|injuring|injures|wounded|wounding"),
    _sum("raised", "rais", "raised|raises|raising"),
    _sum("deal", "pay paid deal buy acquire", r"pays?|paid|deal worth|(?:buys?|acquires?) (?:\w+ ){1,5}for"),
    _sum("fined", "fine", r"(?:fined|fine of|fines)(?: \w+){0,3}"),
    _sum("valued at", "valued valuation", "valued at|valuation of"),
    _way(
        "laid off",
        "lay laid cut",
        rf"\b(?:laid off|lay off|laying off|cut|cutting|cuts) {_N} (?:\w+ )?(?:jobs|employees|workers|staff)\b",
    ),
    _way("parameters", "parameter", rf"{_N}{_SCALE}[ -]parameters?\b"),
    _way(
        "死亡",
        "死亡 遇难 身亡 丧生",
        rf"{_NZH}(?:人|名\w{{0,4}})(?:死亡|遇难|身亡|丧生)|造成{_NZH.replace('<n>', '<n2>')}人死亡",
    ),
    _way("受伤", "受伤", rf"{_NZH}(?:人|名\w{{0,4}})受伤"),
)
_HEDGE = re.compile(
    r"(?:at least|more than|over|nearly|almost|about|around|some|up to|as many as|fewer than|less than|roughly"
    r"|an estimated|mindestens|über|etwa|rund|fast|al menos|más de|unos|casi|au moins|plus de|environ"
    r"|至少|超过|约|近|逾|大约|多达)\s*(?:[$€£]\s?)?$"
)
_LOOK_BACK = 40
"""Characters before a number in which a hedge or another part may stand."""
_BETWEEN = r"(?:(?!killed|dead|died|injured|wounded|hurt|missing|arrested)[\w'’-]+ )"
_OTHER = _N.replace("?P<n>", "?:")
_WITH_PART = re.compile(
    rf" {_BETWEEN}{{1,3}}(?:and|und|y|et) (?:an?|{_OTHER}) |.{{0,8}}(?:和|及|、)(?:\d|[一两三四五六七八九十])"
)
"""What follows a number that is a part of the count: "eight students and two teachers"."""
_AS_PART = re.compile(rf"{_OTHER} {_BETWEEN}{{1,3}}(?:and|und|y|et) $|[\d一两三四五六七八九十]\w{{1,5}}(?:和|及|、)$")
"""What stands before such a number."""
_AND_WHO = re.compile(r".{0,24}\b(?:includ\w+|among them|not counting|darunter|inclu\w+|dont)\b|.{0,12}(?:包括|其中)")
"""What follows a number that counts more than others do: "13 dead including the gunman"."""
_YEAR = re.compile(r"(?:19|20)\d\d")
"""Hardly ever a count: "the attack in 1995 killed 13"."""


def found_in(text: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield a label and the groups of every whole count without a hedge in a casefolded sentence.

    The groups are n, scale, unit, and "said", the whole phrase.
    """
    for way in COUNTABLE:
        if way.may_be_in(text):
            yield from _found(way, text)


def labels_in(key: str) -> set[str]:
    """Return the labels that `found_in` may give for the sentences of a text with this key."""
    return {way.label for way in COUNTABLE if way.may_be_in(key)}


def _found(way: Countable, text: str) -> Iterator[tuple[str, dict[str, str]]]:
    for found in re.finditer(way.pattern, text):
        groups = {name: value for name, value in found.groupdict().items() if value}
        name = "n" if "n" in groups else "n2"
        if _is_whole(text, found.start(name), found.end(name), found.end()):
            yield way.label, groups | {"n": groups[name], "said": found[0]}


def _is_whole(text: str, start: int, end: int, last: int) -> bool:
    """Return whether a number stands for the whole count: no hedge before it, no other part beside it, no year."""
    before = text[max(0, start - _LOOK_BACK) : start]
    part = _WITH_PART.match(text, end) or _AS_PART.search(before)
    more = _AND_WHO.match(text, end) or _AND_WHO.match(text, last)
    return not (part or more or _HEDGE.search(before) or _YEAR.fullmatch(text, start, end))


def number_of(written: str) -> float:
    """Return the value of a number as `found_in` gives it: digits, or a number below a hundred in words."""
    if not written[0].isdigit():
        tens, _, ones = written.partition("-")
        return float(_TENS.get(tens) or _NUMBERS[tens]) + (_NUMBERS[ones] if ones else 0)
    return float(re.sub(r"[,.](?=\d{3}\b)", "", written))
