"""The words of a work that are worth comparing. Knows languages; knows no weights."""

import re
from collections import Counter
from functools import lru_cache, partial

from reader.model.work import Work
from reader.record import record
from reader.text.remembered import Remembered
from reader.text.tokens import words

BODY = 300
"""Characters of the text that count: the lead. What follows is background, which stories of one beat share."""

KNOWN_WORDS = 65_536
"""Words of a language whose stems are remembered."""

STOP_WORDS = frozenset(
    """a about above after again against all also am among an and any are around as at be because been before being
    below between both but by can cannot could did do does doing down during each even ever every few for from further
    get gets got had has have having he her here hers him his how however i if in into is it its itself just last
    less like made make makes many may me might more most much must my new no nor not now of off on once one only or
    other our out over own per said same say says set she should since so some still such than that the their them
    then there these they this those through to today too two under until up upon us use used using very via want was
    we well were what when where whether which while who whom whose why will with within without would yet you your
    der die das den dem des ein eine einer eines einem einen und oder aber nicht mit von vom zu zum zur im in am an auf
    aus bei für ist sind war waren wird werden wurde wurden hat haben hatte als auch nach vor über unter durch wie dass
    sich es er sie wir ihr sein seine seiner noch nur so um
    le la les un une des du de et ou mais ne pas en dans sur pour par avec sans est sont était a ont au aux ce cet
    cette ces qui que quoi dont où il elle ils elles on nous vous leur leurs son sa ses se plus
    el los las una unos unas y o pero no sin con por para del al es son fue era ha han se su sus lo como más que quien
    и в во не что он на я с со как а то все она так его но да ты к у же вы за бы по ее её мне было вот от о из ему
    для это этот эта эти при мы они их был была были быть до или уже об также который которые которая
    a se na je že v ve s z o do to i za po pro od by jsou byl byla bylo byli jak ale jako který která které si jeho
    její jejich při už nebo""".split()
)
"""Function words of the languages that most feeds here are written in; rarer ones fall to low idf by themselves."""

JAPANESE_GLUE = re.compile(r"^[\u3040-\u309f\u30fc]+$")
"""Pairs of hiragana are endings and particles."""


@record
class Terms:
    """Stems with their counts and a readable form, parallel and in order of first use."""

    stems: tuple[str, ...]
    title: tuple[int, ...]
    """Occurrences in the title."""
    body: tuple[int, ...]
    """Occurrences in the lead of the text."""
    readable: tuple[str, ...]
    """A form that stood in the text."""


def terms_of(work: Work, title: str) -> Terms:
    """Return the terms of a title of a work's and of the lead of its text; may be empty."""
    language = work.language
    title_words, body_words = (words(text, language) for text in (title, work.text[:BODY]))
    stem_of = _stems(language).__getitem__
    title_stems, body_stems = ([*map(stem_of, those)] for those in (title_words, body_words))
    # From the end, so that of several forms of a stem the first stays.
    readable = dict(zip(reversed(title_stems + body_stems), reversed(title_words + body_words), strict=True))
    in_title, in_body = Counter(title_stems), Counter(body_stems)
    stems = tuple(filter(None, dict.fromkeys(title_stems + body_stems)))
    return Terms(
        stems=stems,
        title=tuple(map(in_title.__getitem__, stems)),
        body=tuple(map(in_body.__getitem__, stems)),
        readable=tuple(map(readable.__getitem__, stems)),
    )


def text_of(work: Work, title: str) -> str:
    """Return what an embedder reads: a title of the work's and the lead of its text."""
    return f"{title}. {work.text[:BODY]}" if work.text else title


def own_title(work: Work) -> str:
    """Return the title without the feed's own name at its end ("… - Reuters", "… | The Verge")."""
    feed = work.lead.feed
    for separator in (" - ", " | ", " – ", " — ", " · "):
        head, mark, tail = work.title.rpartition(separator)
        if mark and head and _names(tail, feed.title, feed.publisher):
            return head
    return work.title


def _names(tail: str, feed_title: str, publisher: str) -> bool:
    said = "".join(words(tail))
    return bool(said) and (said in "".join(words(feed_title)) or said == publisher.partition(".")[0].casefold())


@lru_cache(maxsize=32)
def _stems(language: str) -> Remembered[str]:
    return Remembered(partial(_stem, language=language), KNOWN_WORDS)


def _stem(token: str, language: str) -> str:
    """Return the stem of one token, empty if it does not count."""
    lone = len(token) == 1 and token.isascii() and not token.isdigit()
    if lone or token in STOP_WORDS or JAPANESE_GLUE.match(token):
        return ""
    return "".join(words(token, language, stem=True)) or token
