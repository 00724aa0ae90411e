"""The words of a sentence: its names, its vocabulary, the stems that carry evidence. Knows nothing of sources."""

import re

from reader.text.tokens import words

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

_BY = re.compile(r"\b(?:by|von|por|durch)\b|[被由]")


def bare(word: str) -> str:
    """Return a word casefolded and without its possessive ending."""
    return re.sub(r"['’]s?$", "", word).casefold()


def tokens(text: str) -> list[str]:
    """Return the text's words as written, in order; Han text is left out."""
    return [match[0] for match in _WORD.finditer(text)]


def vocabulary(text: str) -> frozenset[str]:
    """Return every word and part of a hyphenated word, casefolded and without possessive."""
    whole = {bare(word) for word in tokens(text)}
    return frozenset(whole | {part for word in whole for part in word.split("-") if part})


def is_han(char: str) -> bool:
    """Whether the character is a Han ideograph."""
    return bool(_HAN_RUN.match(char))


def passive(text: str) -> bool:
    """Whether the text names who acts after a "by", which turns the order of names around."""
    return bool(_BY.search(text))


def names(text: str) -> tuple[str, ...]:
    """Return capitalised words that are more than the head of a sentence, in order, casefolded, each once."""
    found, fresh = [], True
    for match in _WORD.finditer(text):
        word = match[0]
        inner = any(char.isupper() or char.isdigit() for char in word[1:])
        head = fresh or text[: match.start()].rstrip("\"'“‘(").rstrip()[-1:] in ".!?:"
        fresh = False
        if (word[0].isupper() or inner) and (inner or not head or word.lower() not in COMMON_STARTS):
            found.append(bare(word))
    return tuple(dict.fromkeys(found))


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
    line = [bare(word) for word in tokens(text)]
    around: dict[str, frozenset[str]] = {}
    for at, word in enumerate(line):
        near = line[max(0, at - REACH) : at] + line[at + 1 : at + 1 + REACH]
        around.setdefault(word, frozenset(near))
    return around


def content(text: str, language: str = "") -> frozenset[str]:
    """Return the stems that carry evidence; Chinese as character bigrams."""
    return frozenset(word for word in words(text, language, stem=True) if word not in STOP)
