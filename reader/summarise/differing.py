"""Numbers about the same thing that differ between sources. None rather than a doubtful one.

Only what a closed table of phrases counts is compared (the killed, the injured, money raised, …), only numbers
without a hedge, only one number a source, and only in sentences that speak of the same thing.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from reader.model.summary import Differing
from reader.summarise.candidates import Candidate, is_quotable
from reader.summarise.copies import Sources
from reader.summarise.weights import is_content

SAME_CONTEXT = 2
"""Content tokens that two sentences must share, the counted word not needed: two accidents share hardly any."""
FURTHEST = 5.0
"""Ratio from which two numbers are about different things (killed in the blast, killed in the war)."""

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
_VERBS = {
    "killed": r"(?:were |was |are |have been |had been )?(?:killed|dead|died)",
    "injured": r"(?:were |was |are |have been )?(?:injured|wounded|hurt)",
    "missing": r"(?:were |are |remain )?missing",
    "arrested": r"(?:were |was |have been )?(?:arrested|detained)",
}
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    *((label, re.compile(rf"\b{_N}{_WHO} {verb}\b")) for label, verb in _VERBS.items()),
    (
        "killed",
        re.compile(
            rf"\b(?:killed|killing|kills|death toll (?:of|rose to|reached|stands at)) {_N}\b(?! (?:more|other))"
        ),
    ),
    ("injured", re.compile(rf"\b(?:injured|injuring|injures|wounded|wounding) {_N}\b(?! (?:more|other))")),
    ("raised", re.compile(rf"\b(?:raised|raises|raising) (?P<unit>[$€£]){_N}{_SCALE}\b")),
    (
        "deal",
        re.compile(
            rf"\b(?:pays?|paid|deal worth|(?:buys?|acquires?) (?:\w+ ){{1,5}}for) (?P<unit>[$€£]){_N}{_SCALE}\b"
        ),
    ),
    ("fined", re.compile(rf"\b(?:fined|fine of|fines) (?:\w+ ){{0,3}}(?P<unit>[$€£]){_N}{_SCALE}\b")),
    ("valued at", re.compile(rf"\b(?:valued at|valuation of) (?P<unit>[$€£]){_N}{_SCALE}\b")),
    (
        "laid off",
        re.compile(
            rf"\b(?:laid off|lay off|laying off|cut|cutting|cuts) {_N} (?:\w+ )?(?:jobs|employees|workers|staff)\b"
        ),
    ),
    ("parameters", re.compile(rf"\b{_N}(?P<scale> ?(?:million|billion|trillion|m|b))[ -]parameters?\b")),
    ("Tote", re.compile(rf"\b{_N} (?:menschen |personen )?(?:tote|getötet|ums leben)\b")),
    ("Verletzte", re.compile(rf"\b{_N} (?:menschen |personen )?(?:verletzte|verletzt)\b")),
    ("muertos", re.compile(rf"\b{_N} (?:personas )?(?:muertos|muertas|fallecidos)\b")),
    ("heridos", re.compile(rf"\b{_N} (?:personas )?(?:heridos|heridas)\b")),
    ("morts", re.compile(rf"\b{_N} (?:personnes )?(?:morts|mortes|tués)\b")),
    ("死亡", re.compile(rf"{_NZH}(?:人|名\w{{0,4}})(?:死亡|遇难|身亡|丧生)|造成{_NZH.replace('<n>', '<n2>')}人死亡")),
    ("受伤", re.compile(rf"{_NZH}(?:人|名\w{{0,4}})受伤")),
)
_HEDGE = re.compile(
    r"(?:at least|more than|over|nearly|almost|about|around|some|up to|as many as|fewer than|less than|roughly"
    r"|an estimated|mindestens|über|etwa|rund|fast|al menos|más de|unos|casi|au moins|plus de|environ"
    r"|至少|超过|约|近|逾|大约|多达)\s*(?:[$€£]\s?)?$"
)
_LOOK_BACK = 24
"""Characters before a number in which a hedge may stand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """A number that a source gives of something."""

    label: str
    unit: str
    value: float
    written: str
    source: int
    context: frozenset[str]
    """Content tokens of its sentence."""


def differing(sources: Sources, *, one_story: bool = True) -> tuple[Differing, ...]:
    """Return what the sources of a story count differently, in the order of sources; values ascending.

    Args:
        sources: All of them.
        one_story: Whether all are on one event; else only those of one story are compared.
    """
    by_thing: dict[tuple[int, str, str], list[Count]] = {}
    for candidate in sources.candidates:
        story = 0 if one_story else sources.story_of[candidate.source]
        for count in _counts(candidate):
            by_thing.setdefault((story, count.label, count.unit), []).append(count)
    found = (_differing(counts, sources) for counts in by_thing.values())
    return tuple(one for one in found if one is not None)


def _differing(counts: list[Count], sources: Sources) -> Differing | None:
    """Return the differing values of one label and unit; None if they agree or may be of different things."""
    by_source: dict[int, set[float]] = {}
    for count in counts:
        by_source.setdefault(sources.group_of[count.source], set()).add(count.value)
    # A source that gives two numbers speaks of two things, or of then and now: it says nothing certain.
    certain = [c for c in counts if len(by_source[sources.group_of[c.source]]) == 1]
    values = sorted({count.value for count in certain})
    if len(values) < 2 or values[-1] > FURTHEST * values[0] or not _one_context(certain):  # noqa: PLR2004
        return None
    return Differing(label=certain[0].label, values=tuple(_value(v, certain, sources) for v in values))


def _one_context(counts: list[Count]) -> bool:
    return all(len(a.context & b.context) >= SAME_CONTEXT for a in counts for b in counts if a.value < b.value)


def _value(value: float, counts: list[Count], sources: Sources) -> tuple[str, tuple[int, ...]]:
    same = [count for count in counts if count.value == value]
    return same[0].written, tuple(dict.fromkeys(sources.works[count.source].id for count in same))


def _counts(candidate: Candidate) -> Iterator[Count]:
    text = candidate.text.casefold()
    for label, pattern in _PATTERNS:
        for found in pattern.finditer(text):
            groups = {name: value for name, value in found.groupdict().items() if value}
            name = "n" if "n" in groups else "n2"
            before = text[max(0, found.start(name) - _LOOK_BACK) : found.start(name)]
            if not _HEDGE.search(before) and is_quotable(candidate):
                yield _count(label, name, groups, candidate)


def _count(label: str, name: str, groups: dict[str, str], candidate: Candidate) -> Count:
    scale = groups.get("scale", "").strip()[:1]
    unit = groups.get("unit", "")
    # Chinese counts with a classifier: "三人 · 5人", not "三 · 5".
    written = f"{unit}{groups[name]}{groups.get('scale', '')}" + "人" * (not label.isascii() and label >= "一")
    return Count(
        label=label,
        unit=unit + scale,
        value=_number(groups[name]),
        written=written,
        source=candidate.source,
        context=frozenset(token for token in candidate.tokens if is_content(token) and not token[0].isdigit()),
    )


def _number(written: str) -> float:
    known = _NUMBERS.get(written)
    return float(known) if known else float(re.sub(r"[,.](?=\d{3}\b)", "", written))
