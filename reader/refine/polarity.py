"""Which way a sentence points: what it denies, leaves open, or says to rise where another says to fall."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from reader.refine.facts import bare, content, is_han, tokens

NEGATORS = frozenset(
    """not no never none nobody nothing neither nor without cannot can't won't isn't aren't wasn't weren't doesn't
    don't didn't hasn't haven't hadn't couldn't shouldn't wouldn't unable fails failed fail denies denied refuses
    refused rejects rejected hardly nicht kein keine keinen keiner nie ohne niemals sin jamás nunca ningún
    ninguna""".split()
)
_HAN_NEGATORS = re.compile(
    r"不(?!断|同|仅|少|久|过|得不|管|论|低于|高于|超过|到)|没有|没|未(?!来)|无(?!论|线|人机|疑)|并非|非(?!常|洲|营利)|拒绝|否认"
)
OPEN = frozenset(
    """will would may might could plans plan hopes hope aims expects expect talks considers considering weighs
    weighing seeks seeking wird werden könnte will soll podría
    planea""".split()
)
"""What has not happened, or not surely."""
_HAN_OPEN = re.compile(r"预计|可能|计划|拟")

SUPERLATIVES = frozenset(
    """best worst largest biggest smallest highest lowest fastest slowest cheapest strongest greatest first only ever
    unprecedented breakthrough revolutionary groundbreaking historic beste besten größte größten höchste höchsten erste
    ersten einzige einzigen erstmals mejor peor primer primera único única""".split()
)
"""What a model likes to add."""
_HAN_SUPERLATIVES = re.compile(r"最(?![近后终初新])|首[次个款创]|唯一|突破|史上")

REACH = 3
"""Words behind a negation, and Han characters, in which stands what it denies."""


def _sides(text: str) -> tuple[tuple[frozenset[str], frozenset[str]], ...]:
    """Return what stands before and behind the stroke of each line."""
    sides = (line.split("/") for line in text.strip().splitlines())
    return tuple((frozenset(one.split()), frozenset(other.split())) for one, other in sides)


OPPOSITES = _sides("""
increase increases increased rise rises rose rising grew grows up/decrease decreases decreased dropped drops down
rise rises rose rising grew grows climbed/fall falls fell falling declined
raise raised raises lifted/cut cuts lowered lowers
more/fewer less
higher/lower
faster/slower
larger bigger largest biggest/smaller smallest
cheaper/dearer costlier
gains gained/losses lost
wins won/loses lost
accepts accepted approve approves approved/reject rejects rejected
allow allows allowed/ban bans banned forbid forbids forbidden prohibit prohibits prohibited
open opens opened/close closes closed
starts started/stops stopped
joins joined/leaves left
buys bought/sells sold
confirms confirmed confirm/denies denied doubts doubted
improves improved/worsens worsened
supports/opposes
before/after
outperforms/underperforms
above/below
best/worst
first earliest/last latest
all every/some most few
most/all few
only/even
both/all
halves halved/doubles doubled
may might could/will
would/may
expects expected hopes/confirmed
blamed/praised
convicted guilty/acquitted innocent
upheld upholds/overturned overturns
legal/illegal
safe/unsafe dangerous
上涨 上升 增长 增加 提高 提升/下跌 下降 减少 降低
批准/拒绝
有罪/无罪
支持/反对
提前/推迟
所有 全部/部分 一些 大多数
大多数/所有 部分
预计/确认
担心/证实
将/已
steigt stieg gestiegen steigen/sinkt sank gesunken sinken
mehr/weniger
alle/einige
erwartet/bestätigt
sube subió suben/baja bajó bajan
antes/después
todos/mayoría
""")
"""Words of which a true retelling does not put one side for the other."""


_SIDES = frozenset(word for pair in OPPOSITES for side in pair for word in side)
_HAN_SIDES = tuple(sorted(word for word in _SIDES if is_han(word[0])))


def negations(text: str, language: str, about: frozenset[str] = frozenset()) -> int:
    """Count negating words; given stems, only those that deny something of them."""
    return sum(not about or bool(near & about) for near in _behind(text, language, NEGATORS, _HAN_NEGATORS))


def is_left_open(text: str, language: str, about: frozenset[str]) -> bool:
    """Return whether the text only expects, plans or allows what these stems name."""
    return any(near & about for near in _behind(text, language, OPEN, _HAN_OPEN))


def superlatives(text: str) -> frozenset[str]:
    """Return the words of a text that put something above all else."""
    latin = {word for word in map(bare, tokens(text)) if word in SUPERLATIVES}
    return frozenset(latin | {match[0] for match in _HAN_SUPERLATIVES.finditer(text)})


def opposed(text: str, evidence: str) -> str:
    """Return the words on which the two texts disagree ("rose / fell"), or "".

    The evidence says one side of a pair and the text says the other, each more often than the other text does.
    """
    ours, theirs = _turning(text), _turning(evidence)
    more, less = ours - theirs, theirs - ours
    for pair in OPPOSITES if more and less else ():
        for one, other in (pair, pair[::-1]):
            if _excess(one, ours, theirs) and _excess(other, theirs, ours):
                return f"{min(one & more.keys())} / {min(other & less.keys())}"
    return ""


def _turning(text: str) -> Counter[str]:
    """Return how often a text says each word of the pairs."""
    said = Counter(word for word in map(bare, tokens(text)) if word in _SIDES)
    if not text.isascii():
        said.update({word: n for word in _HAN_SIDES if (n := text.count(word))})
    return said


def _excess(side: frozenset[str], one: Mapping[str, int], other: Mapping[str, int]) -> bool:
    return sum(one[word] - other[word] for word in side) > 0


def _behind(text: str, language: str, marks: frozenset[str], han: re.Pattern[str]) -> Iterator[frozenset[str]]:
    """Yield for each mark the stems behind it, its own among them."""
    line = tokens(text)
    for at, word in enumerate(line):
        plain = bare(word.replace("’", "'"))
        if plain in marks or (marks is NEGATORS and plain.endswith("n't")):
            yield content(" ".join(line[at : at + 1 + REACH]), language)
    for match in han.finditer(text):
        yield content(text[match.start() : match.end() + REACH])
