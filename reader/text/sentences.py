"""Where sentences begin and end. Knows abbreviations of a few languages; knows nothing of what is said."""

import re
from collections.abc import Iterator

_ALWAYS = "。！？｡।॥۔؟！？"
"""Ends that need no space behind them."""
_CLOSERS = "\"'”’»›)]}」』）】》〉"
_CANDIDATE = re.compile(rf"(?:[{_ALWAYS}]+|[.!?…]+)[{re.escape(_CLOSERS)}]*|\n+")
_MATH = re.compile(r"\$\$[^$]{1,800}\$\$|(?<![\\$\w])\$[^\s$](?:[^$\n]{0,398}[^\s$\\])?\$(?!\d)|\\\(.{1,400}?\\\)")
_LAST_TOKEN = re.compile(r"[^\s()\[{\"“‘'«]+$")
_DOTTED = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]")
_NUMBER = re.compile(r"\d{1,2}")
_LOOK_BACK = 24
"""Characters before a full stop that can hold an abbreviation."""


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Never the last word of a sentence: a name or a number follows.
_BEFORE_NAMES = _set(
    "mr mrs ms dr prof sr sra dra gen sen rep gov lt col sgt capt rev hon st mt ft pres messrs mme mlle hr fr frau"
    " fig figs tab eq eqs ca vs cf viz e.g i.e resp approx z.b d.h u.a bzw ggf vgl sog tel bd"
    " mio mrd tsd inkl evtl zzgl zzt ehem aprox ej pág págs avda env"
)
# Words that a sentence may end with, unless a number follows: "The answer is no."
_BEFORE_NUMBERS = _set("no nr nos sec ch vol pp p art nº núm abs")
_STATES = _set(
    "Ala Ariz Ark Calif Colo Conn Del Fla Ga Ill Ind Kan Ky La Mass Md Mich Minn Miss Mo Mont Neb Nev Okla Ore Pa Tenn"
    " Tex Va Vt Wash Wis Wyo"
)
"""As news agencies write them; with a small letter, many are words."""
_PARTIES = ("D-", "R-", "I-")
"""Before the state of a politician: "(D-Calif.)"."""
# May end a sentence, if what follows opens one.
_MAYBE_LAST = _set(
    "inc ltd co corp bros dept univ assn etc al jr jan feb mar apr jun jul aug sep sept oct nov dec u.s u.k u.n e.u"
    " d.c a.m p.m ph.d m.d b.a est ed eds ref refs usw u.s.a ave blvd rd min max avg"
    " ee.uu s.a s.l uds ud"
)
_OPENERS = _set(
    "the a an it its this that these those he she they we i you in on at but and or so however while when if as for"
    " after before there here what who why how our their his her no yes according such both many most some to by with"
    " der die das es er sie wir im in el la los las es en un una le les il elle ils nous"
)


def sentences(text: str, language: str) -> list[tuple[int, int]]:
    """Return the (start, end) spans of the sentences of `text`, in order, white space outside them.

    A newline ends a sentence, `$…$` never holds an end. Every character that is no white space is in one span.

    Args:
        text: Clean text.
        language: Primary BCP 47 subtag; only German changes anything ("3. Mai", "z. B."), so "" is fine.
    """
    spans: list[tuple[int, int]] = []
    start = 0
    for end in _ends(text, language):
        _append(spans, text, start, end)
        start = end
    _append(spans, text, start, len(text))
    return spans


def _append(spans: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    """Append the span without its outer white space, unless nothing is left."""
    chunk = text[start:end]
    left = len(chunk) - len(chunk.lstrip())
    right = len(chunk.rstrip())
    if left < right:
        spans.append((start + left, start + right))


def _ends(text: str, language: str) -> Iterator[int]:
    formulas = [match.span() for match in _MATH.finditer(text)] if "$" in text or "\\(" in text else []
    for match in _CANDIDATE.finditer(text):
        if _ends_sentence(text, match, language) and not (formulas and any(a < match.end() < b for a, b in formulas)):
            yield match.end()


def _ends_sentence(text: str, match: re.Match[str], language: str) -> bool:
    mark, end = match[0], match.end()
    if mark[0] == "\n" or mark[0] in _ALWAYS or end == len(text):
        return True
    if not text[end].isspace():
        return False
    following = text[end : end + _LOOK_BACK].lstrip().lstrip("\"'“‘«(¿¡[")
    if following[:1].islower():
        return False
    if mark[0] != "." or mark.startswith(".."):
        return True
    return not _is_abbreviation(text[max(0, match.start() - _LOOK_BACK) : match.start()], following, language)


def _is_abbreviation(before: str, following: str, language: str) -> bool:
    """Return whether the full stop behind `before` belongs to a word and ends no sentence."""
    token = _last_token(before)
    if token.startswith(_PARTIES):
        token = token[2:]
    folded = token.casefold()
    if folded in _BEFORE_NAMES or (language == "de" and _NUMBER.fullmatch(token)):
        return True
    # German writes "z. B." and "d. h." with a space.
    initial = len(token) == 1 and token.isalpha() and (language == "de" or token.isupper()) and token != "I"
    if folded in _BEFORE_NUMBERS and not initial:
        return following[:1].isdigit()
    if not (initial or folded in _MAYBE_LAST or token in _STATES or ("." in token and _DOTTED.fullmatch(token))):
        return False
    opener = re.match(r"\w+", following)
    return opener is None or opener[0].casefold() not in _OPENERS


def _last_token(text: str) -> str:
    if not text or text[-1].isspace():
        return ""
    # The last word first: from the beginning, the pattern would be tried at every character.
    found = _LAST_TOKEN.search(text.rsplit(None, 1)[-1])
    return found[0] if found else ""
