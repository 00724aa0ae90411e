"""What a sentence claims and a machine can check: numbers, names, polarity. Knows nothing of sources or citations."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from reader.text.tokens import words

_SCALES = {
    "%": 0.01, "percent": 0.01, "per cent": 0.01, "prozent": 0.01, "por ciento": 0.01,
    "thousand": 1e3, "k": 1e3, "tausend": 1e3, "mil": 1e3, "千": 1e3, "万": 1e4,
    "million": 1e6, "millionen": 1e6, "millones": 1e6, "m": 1e6, "百万": 1e6, "亿": 1e8,
    "billion": 1e9, "bn": 1e9, "b": 1e9, "milliarden": 1e9, "十亿": 1e9, "trillion": 1e12, "万亿": 1e12,
}  # fmt: skip
"""What follows a number and multiplies it; a percentage is its own kind through its factor."""

_SCALE = "|".join(sorted((re.escape(scale) for scale in _SCALES if not scale.isascii() or len(scale) > 1), key=len))
_NUMBER = re.compile(
    rf"(?<![\w.])(?<![^\W\d]-)(?P<digits>\d{{1,3}}(?:[,\u00a0 ]\d{{3}})+(?:\.\d+)?|\d+(?:[.,]\d+)*)"
    rf"(?:\s?(?P<scale>%|{_SCALE})(?![a-zA-Z])|(?P<tight>[kKmMbB])(?![a-zA-Z]))?",
    re.IGNORECASE,
)

_WORDS = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11,
    "twelve": 12, "dozen": 12, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "hundred": 100, "half": 0.5,
    "twice": 2, "double": 2, "doubled": 2, "doubles": 2, "triple": 3, "tripled": 3, "zwei": 2, "drei": 3, "vier": 4,
    "fünf": 5, "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6,
}  # fmt: skip
"""Numbers in letters. "One" and "first" and "second" are left out: they are rarely counts."""

_HAN = {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
_HAN_COUNT = re.compile(r"([两二三四五六七八九十])(?=[个家篇名人年月日次项种款座台位条倍])")
"""A Han numeral counts only before a measure word; elsewhere it is part of a word."""

_HAN_RUN = re.compile(r"[\u3400-\u9fff]+")
_WORD = re.compile(r"(?:(?![\u3400-\u9fff])[^\W\d_])(?:(?![\u3400-\u9fff])[\w.'’+&-])*(?<![.'’&-])")

COMMON_STARTS = frozenset(
    """a about according across additionally after all along also although among an and another any anyone are as at
    author authors because before being both but by can company companies critics customers despite developers during
    each
    early earlier either engineers even every everyone experts few finally first following for four from further how
    however if in independent instead into is it its investigators just last late later like local many meanwhile
    methods more most much nearly neither new no none nor not now observers of officials on once one only operators
    or other others our overall papers people police recent regulators reports research researchers residents
    results scientists second separately separate several she he since six so some something such teams team tests
    than that the their then there these they third this those three through thus together two under unlike until up
    users using we what when where whether which while who why will with within without work works workers yet you
    das der die ein eine einen es im in sie wir laut nach el la los las un una en según por""".split()
)
"""Words that stand capitalised at the head of a sentence without being names."""

NEGATORS = frozenset(
    """not no never none nobody nothing neither nor without cannot can't won't isn't aren't wasn't weren't doesn't
    don't didn't hasn't haven't hadn't couldn't shouldn't wouldn't unable fails failed fail denies denied refuses
    refused rejects rejected hardly nicht kein keine keinen keiner nie ohne niemals sin jamás nunca ningún
    ninguna""".split()
)
_HAN_NEGATORS = re.compile(
    r"不(?!断|同|仅|少|久|过|得不|管|论)|没有|没|未(?!来)|无(?!论|线|人机|疑)|并非|非(?!常|洲|营利)|拒绝|否认"
)

_OPPOSITES = (
    ("increase", "decrease"), ("increases", "decreases"), ("increased", "decreased"), ("rise", "fall"),
    ("rises", "falls"), ("rose", "fell"), ("rising", "falling"), ("raise", "cut"), ("raised", "cut"),
    ("raises", "cuts"), ("up", "down"), ("more", "fewer"), ("more", "less"), ("higher", "lower"),
    ("faster", "slower"), ("larger", "smaller"), ("gains", "losses"), ("gained", "lost"), ("wins", "loses"),
    ("won", "lost"), ("accepts", "rejects"), ("accepted", "rejected"), ("approve", "reject"),
    ("approved", "rejected"), ("approves", "rejects"), ("allow", "ban"), ("allows", "bans"), ("allowed", "banned"),
    ("opens", "closes"), ("opened", "closed"), ("open", "close"), ("starts", "stops"), ("started", "stopped"),
    ("joins", "leaves"), ("joined", "left"), ("buys", "sells"), ("bought", "sold"), ("confirms", "denies"),
    ("confirmed", "denied"), ("improves", "worsens"), ("improved", "worsened"), ("supports", "opposes"),
    ("before", "after"), ("outperforms", "underperforms"), ("above", "below"), ("most", "few"), ("best", "worst"),
    ("上涨", "下跌"), ("上升", "下降"), ("增加", "减少"), ("提高", "降低"), ("批准", "拒绝"), ("支持", "反对"),
    ("steigt", "sinkt"), ("stieg", "sank"), ("sube", "baja"), ("subió", "bajó"),
)  # fmt: skip
"""Pairs of which a true retelling does not swap one for the other."""


CALENDAR = frozenset(
    """monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
    september october november december montag dienstag mittwoch donnerstag freitag samstag sonntag""".split()
)
"""Capitalised, but they move freely in a sentence."""

_BY = re.compile(r"\b(?:by|von|por|durch)\b|[被由]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A number with the words around it."""

    value: str
    """Canonical: "0.4" for 40 %, "3500000" for 3.5 million."""
    at: int
    """Character offset in the sentence."""
    digits: bool = True
    """Written in digits, not in letters."""


def _canonical(value: float) -> str:
    return f"{value:.10g}"


def _plain(digits: str) -> float:
    """Read digits with separators: a comma or blank before three digits groups, else it is a decimal mark."""
    grouped = re.sub(r"(?<=\d)[,\u00a0 ](?=\d{3}(?!\d))", "", digits)
    parts = grouped.replace(",", ".").split(".")
    return float(parts[0] + ("." + "".join(parts[1:]) if parts[1:] else ""))


def quantities(text: str) -> Iterator[Quantity]:
    """Yield each number of the text: digits with scale, number words, Han numerals before a measure word."""
    for match in _NUMBER.finditer(text):
        scale = (match["scale"] or match["tight"] or "").lower()
        yield Quantity(value=_canonical(_plain(match["digits"]) * _SCALES.get(scale, 1.0)), at=match.start())
    for match in _WORD.finditer(text):
        value = _WORDS.get(match[0].lower())
        if value is not None:
            yield Quantity(value=_canonical(value), at=match.start(), digits=False)
    for match in _HAN_COUNT.finditer(text):
        yield Quantity(value=_canonical(_HAN[match[1]]), at=match.start(), digits=False)


def _bare(word: str) -> str:
    return re.sub(r"['’]s?$", "", word).casefold()


def tokens(text: str) -> list[str]:
    """Return the text's words as written, in order; Han text is left out."""
    return [match[0] for match in _WORD.finditer(text)]


def vocabulary(text: str) -> frozenset[str]:
    """Return every word and part of a hyphenated word, casefolded and without possessive."""
    whole = {_bare(word) for word in tokens(text)}
    return frozenset(whole | {part for word in whole for part in word.split("-") if part})


def is_han(char: str) -> bool:
    """Whether the character is a Han ideograph."""
    return bool(_HAN_RUN.match(char))


def passive(text: str) -> bool:
    """Whether the text names who acts after a "by", which turns the order of names around."""
    return bool(_BY.search(text))


def names(text: str, *, heads: bool = False) -> tuple[str, ...]:
    """Return capitalised words that are more than the head of a sentence, in order, casefolded, each once.

    Args:
        text: One sentence or many.
        heads: Whether every capitalised word counts, the heads of sentences too.
    """
    found, fresh = [], True
    for match in _WORD.finditer(text):
        word = match[0]
        inner = any(char.isupper() or char.isdigit() for char in word[1:])
        head = fresh or text[: match.start()].rstrip("\"'“‘(").rstrip()[-1:] in ".!?:"
        fresh = False
        if (word[0].isupper() or inner) and (heads or inner or not head or word.lower() not in COMMON_STARTS):
            found.append(_bare(word))
    return tuple(dict.fromkeys(found))


def negations(text: str) -> int:
    """Count negating words."""
    plain = sum(
        _bare(word.replace("’", "'")) in NEGATORS or word.lower().endswith(("n't", "n’t")) for word in tokens(text)
    )
    return plain + len(_HAN_NEGATORS.findall(text))


def _said(word: str, text: str, line: list[str]) -> int:
    return text.count(word) if _HAN_RUN.match(word) else line.count(word)


def opposed(text: str, evidence: str) -> str:
    """Return the pair of opposites on which the two texts disagree ("rose / fell"), or "".

    The evidence says one of the pair and the text says the other, more often than the evidence does.
    """
    ours, theirs = ([_bare(word) for word in tokens(side)] for side in (text, evidence))
    for pair in _OPPOSITES:
        for one, other in (pair, pair[::-1]):
            turned = _said(other, evidence, theirs) > _said(other, text, ours)
            if turned and _said(one, text, ours) > _said(one, evidence, theirs):
                return f"{one} / {other}"
    return ""


STOP = frozenset(
    """a about after all also an and any are as at be been but by can could did do does for from had has have he her
    his how if in into is it its may might more most new of on one or other our over said say says she so some such
    than that the their them then there these they this those to under up was we were what when which while who will
    with would you your der die das den dem des ein eine einer und oder ist sind war von vom zu zum zur mit auf für
    im in an bei als auch nach el la los las un una unos unas y o de del al en con por para que se su sus es son fue
    como más""".split()
)
"""Words that carry no evidence."""


REACH = 2
"""Words to each side of a name that tell its part in a sentence."""


def neighbours(text: str) -> dict[str, frozenset[str]]:
    """Return, for each word in order of its first place, the words around it.

    Little words count: "in" and "on" tell a place from a day.
    """
    line = [_bare(word) for word in tokens(text)]
    around: dict[str, frozenset[str]] = {}
    for at, word in enumerate(line):
        near = line[max(0, at - REACH) : at] + line[at + 1 : at + 1 + REACH]
        around.setdefault(word, frozenset(near))
    return around


def content(text: str, language: str = "") -> frozenset[str]:
    """Return the stems that carry evidence; Chinese as character bigrams."""
    return frozenset(word for word in words(text, language, stem=True) if word not in STOP)
