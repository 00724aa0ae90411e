"""The arithmetic of a rank, line by line. Pure."""

from collections.abc import Sequence

from reader.model.ledger import Term
from reader.model.view import Story
from reader.reason import number
from reader.ui.render import names
from reader.ui.render.cells import fit
from reader.ui.render.look import Look
from reader.ui.render.runs import BLANK, Block, Line
from reader.ui.render.times import stamp

NAME, FIGURE = 26, 10
"""Cells of the ledger's columns."""
UNITS = {"publishers": "publishers", "h": "h", "works/day": "works/day"}


def page(story: Story, look: Look) -> Sequence[Block]:
    """Return the terms, their sum, and what one more of each would add."""
    words = look.words
    head: Line = (
        (fit("", NAME), "label"),
        (_right(words.say("from")), "label"),
        (_right(words.say("points")), "label"),
        (_right(words.say("at most")), "label"),
        (_right(words.say("one more")), "label"),
    )
    total: Line = (
        (fit(words.say("score"), NAME), "strong"),
        (_right(""), "text"),
        (_right(number(story.ledger.score)), "strong"),
    )
    rank = words.say("Rank {rank}; computed {time}.", rank=story.rank, time=stamp(story.ranked, look.now))
    return [
        Block(runs=((rank, "text"),)),
        BLANK,
        Block(runs=head, cut=True),
        *(Block(runs=_term(term, look), cut=True) for term in story.ledger.terms),
        Block(runs=((look.glyphs.empty * (NAME + 2 * FIGURE), "muted"),), cut=True),
        Block(runs=total, cut=True),
        BLANK,
        Block(runs=((words.say("Weights and limits: [rank] in the configuration. No model ranks."), "muted"),)),
    ]


def _term(term: Term, look: Look) -> Line:
    name = look.words.say(names.TERMS.get(term.name, term.name))
    return (
        (fit(name, NAME), "text"),
        (_right(f"{number(term.given)} {term.unit}".strip()), "muted"),
        (_right(f"{term.points:+.1f}"), "strong" if term.points >= 0 else "warn"),
        (_right(number(term.cap)), "muted"),
        (_right(f"{term.more:+.1f}" if term.more else ""), "muted"),
    )


def _right(text: str) -> str:
    return f" {text:>{FIGURE - 1}}"
