"""What sources count, and how they say it: a closed table, five languages. Knows phrases and no sources."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_NUMBERS = {
    name: value
    for names in (
        "one two three four five six seven eight nine ten eleven twelve",
        "ein zwei drei vier fünf sechs sieben acht neun zehn elf zwölf",
        "un dos tres cuatro cinco seis siete ocho nueve diez once doce",
        "un deux trois quatre cinq six sept huit neuf dix onze douze",
        "一 两 三 四 五 六 七 八 九 十 十一 十二",
    )
    for value, name in enumerate(names.split(), 1)
}
_N = (
    r"(?P<n>\d{1,3}(?:[,.]\d{3})+|\d+(?:\.\d+)?|"
    + "|".join(sorted((n for n in _NUMBERS if n.isascii() or n in "fünf zwölf"), key=len, reverse=True))
    + r")"
)
_NZH = r"(?P<n>\d+(?:\.\d+)?|十[一二]|[一两三四五六七八九十])"
_WHO = (
    r"(?: (?:\w+ )?(?:people|persons|civilians|soldiers|workers|children|passengers|others|men|women|miners|students))?"
)
_SCALE = r"(?P<scale> ?(?:million|billion|trillion|mn|bn|m|b))"


@dataclass(frozen=True, slots=True, kw_only=True)
class Countable:
    """One way to say how many."""

    label: str
    hints: tuple[str, ...]
    """A casefolded sentence without any of them holds no such phrase: looking for them costs a hundredth."""
    pattern: re.Pattern[str]
    """Over casefolded text; groups n (or n2), scale, unit."""


def _way(label: str, hints: str, pattern: str) -> Countable:
    return Countable(label=label, hints=tuple(hints.split()), pattern=re.compile(pattern))


COUNTABLE = (
    _way(
        "killed", "killed dead died", rf"\b{_N}{_WHO} (?:were |was |are |have been |had been )?(?:killed|dead|died)\b"
    ),
    _way("injured", "injured wounded hurt", rf"\b{_N}{_WHO} (?:were |was |are |have been )?(?:injured|wounded|hurt)\b"),
    _way("missing", "missing", rf"\b{_N}{_WHO} (?:were |are |remain )?missing\b"),
    _way("arrested", "arrested detained", rf"\b{_N}{_WHO} (?:were |was |have been )?(?:arrested|detained)\b"),
    _way(
        "killed",
        "killed killing kills toll",
        rf"\b(?:killed|killing|kills|death toll (?:of|rose to|reached|stands at)) {_N}\b(?! (?:more|other))",
    ),
    _way("injured", "injur wound", rf"\b(?:injured|injuring|injures|wounded|wounding) {_N}\b(?! (?:more|other))"),
    _way("raised", "rais", rf"\b(?:raised|raises|raising) (?P<unit>[$€£]){_N}{_SCALE}\b"),
    _way(
        "deal",
        "pay paid deal buy acquire",
        rf"\b(?:pays?|paid|deal worth|(?:buys?|acquires?) (?:\w+ ){{1,5}}for) (?P<unit>[$€£]){_N}{_SCALE}\b",
    ),
    _way("fined", "fine", rf"\b(?:fined|fine of|fines) (?:\w+ ){{0,3}}(?P<unit>[$€£]){_N}{_SCALE}\b"),
    _way("valued at", "valued valuation", rf"\b(?:valued at|valuation of) (?P<unit>[$€£]){_N}{_SCALE}\b"),
    _way(
        "laid off",
        "lay laid cut",
        rf"\b(?:laid off|lay off|laying off|cut|cutting|cuts) {_N} (?:\w+ )?(?:jobs|employees|workers|staff)\b",
    ),
    _way("parameters", "parameter", rf"\b{_N}{_SCALE}[ -]parameters?\b"),
    _way("Tote", "tote getötet leben", rf"\b{_N} (?:menschen |personen )?(?:tote|getötet|ums leben)\b"),
    _way("Verletzte", "verletzt", rf"\b{_N} (?:menschen |personen )?(?:verletzte|verletzt)\b"),
    _way("muertos", "muert fallecidos", rf"\b{_N} (?:personas )?(?:muertos|muertas|fallecidos)\b"),
    _way("heridos", "herid", rf"\b{_N} (?:personas )?(?:heridos|heridas)\b"),
    _way("morts", "mort tués", rf"\b{_N} (?:personnes )?(?:morts|mortes|tués)\b"),
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
_LOOK_BACK = 24
"""Characters before a number in which a hedge may stand."""


def found_in(text: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield a label and the groups (n, scale, unit) of every count without a hedge in a casefolded sentence."""
    for way in COUNTABLE:
        for hint in way.hints:
            if hint in text:
                yield from _found(way, text)
                break


def _found(way: Countable, text: str) -> Iterator[tuple[str, dict[str, str]]]:
    for found in way.pattern.finditer(text):
        groups = {name: value for name, value in found.groupdict().items() if value}
        name = "n" if "n" in groups else "n2"
        if not _HEDGE.search(text[max(0, found.start(name) - _LOOK_BACK) : found.start(name)]):
            yield way.label, groups | {"n": groups[name]}


def number_of(written: str) -> float:
    """Return the value of a number as `found_in` gives it: digits or a small number in words."""
    known = _NUMBERS.get(written)
    return float(known) if known else float(re.sub(r"[,.](?=\d{3}\b)", "", written))
