"""A headline from the sources' own words: the title that says most for a story. Invents nothing."""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import chain

from reader.model.feed import Tier
from reader.model.work import Work
from reader.summarise.candidates import size_of
from reader.summarise.copies import Sources
from reader.summarise.stopwords import content
from reader.text.suspect import is_instruction
from reader.text.tokens import words

NEARNESS = {Tier.PRIMARY: 0.3, Tier.PRESS: 0.2, Tier.SPECIALIST: 0.1, Tier.AGGREGATOR: 0.0}
"""A title near the origin wins over a retelling that says about as much."""
SHORTEST = 4.0
LONGEST = 20.0
"""Words of a title that says enough and still fits two lines of the list."""
ODD_LENGTH = -0.3
ASKS = -0.3
"""A question or an aggregator's label ("Show HN:") tells less than what it asks about."""
SENTENCES = 3
"""Sentences of a text that bear witness to what a title should say."""
SMOOTHING = 3
"""Added to a title's length in tokens, so that two words that everyone uses do not beat a whole sentence."""
_ASKS = re.compile(
    r"[?？]\s*$|^(?:show|ask|tell|launch) hn\b|^\[\w{1,3}\]|^(?:live|video|watch|opinion|podcast)\b", re.IGNORECASE
)
_TAIL = re.compile(r"\s+[-–—|]\s+([^-–—|]{2,40})$")


def story_headline(sources: Sources, language: str = "") -> str:
    """Return the title that shares most with all titles and the beginnings of all texts; the first of equals.

    Args:
        sources: Never empty.
        language: The one in which the story is told: a title in it stands above the text, if there is one.
    """
    if len(sources.works) == 1:
        return title_of(sources.works[0])
    titles = [words(title_of(work), work.language, stem=True) for work in sources.works]
    bags = [
        set(content(chain(title, *(sentence.tokens for sentence in reading.sentences[:SENTENCES]))))
        for title, reading in zip(titles, sources.readings, strict=True)
    ]
    common = Counter(chain.from_iterable(bags))
    spread = max(1, max(common.values(), default=1) - 1)
    honest = [i for i, work in enumerate(sources.works) if not is_instruction(work.title)] or [0]
    spoken = [i for i in honest if sources.works[i].language == language] or honest
    best = max(spoken, key=lambda i: (_says(sources.works[i], titles[i], common, spread), -i))
    return title_of(sources.works[best])


def title_of(work: Work) -> str:
    """Return a work's title without the name of its own feed or publisher at the end."""
    title = work.title
    tail = _TAIL.search(title)
    names = {name.casefold() for a in work.appearances for name in (a.feed.title, a.feed.publisher) if name}
    return title[: tail.start()] if tail and tail[1].casefold() in names else title


def _says(work: Work, title: Sequence[str], common: Counter[str], spread: int) -> float:
    """Return how much a title says, `spread` being how many other sources a word can be shared with at most."""
    tokens = set(content(title))
    shared = sum(common[token] - 1 for token in tokens) / (SMOOTHING + len(tokens))
    odd = not SHORTEST <= size_of(work.title) <= LONGEST
    asks = _ASKS.search(work.title) is not None
    return shared / spread + NEARNESS[work.tier] + ODD_LENGTH * odd + ASKS * asks
