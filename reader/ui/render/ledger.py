"""The arithmetic of a rank, line by line. Pure."""

from collections.abc import Sequence

from rich.cells import cell_len

from reader.model.cluster import Kind
from reader.model.ledger import Term
from reader.model.view import Story
from reader.reason import number
from reader.ui.render import names
from reader.ui.render.cells import fit
from reader.ui.render.look import Look
from reader.ui.render.runs import BLANK, Block, Line
from reader.ui.render.times import stamp

NAME, GIVEN, FIGURE = 22, 18, 7
"""Cells of the ledger's columns: all fit a sheet on 80; on 60 the points, which come first, and what they are from."""


def page(story: Story, look: Look) -> Sequence[Block]:
    """Return the terms, their sum, and what one more of each would add."""
    words = look.words
    head: Line = (
        (fit("", NAME), "label"),
        (_right(words.say("points")), "label"),
        (_right(words.say("from"), GIVEN), "label"),
        (_right(words.say("weight")), "label"),
        (_right(words.say("cap")), "label"),
        (_right(words.say("per +1")), "label"),
    )
    total: Line = (
        (fit(words.say("score"), NAME), "strong"),
        (_right(number(story.ledger.score)), "strong"),
    )
    rank = words.say("Rank {rank}; computed {time}.", rank=story.rank, time=stamp(story.ranked, look.now))
    return [
        Block(runs=((rank, "text"),)),
        BLANK,
        Block(runs=head, columns=True),
        *(Block(runs=_term(term, look), columns=True) for term in story.ledger.terms),
        Block(runs=((look.glyphs.empty * (NAME + FIGURE), "muted"),), columns=True),
        Block(runs=total, columns=True),
        BLANK,
        Block(runs=((words.say("Weights and limits: [rank] in the configuration. No model ranks."), "muted"),)),
    ]


def _term(term: Term, look: Look) -> Line:
    name = look.words.say(names.TERMS.get(term.name, term.name))
    return (
        (fit(name, NAME), "text"),
        (_right(f"{term.points:+.1f}"), "strong" if term.points >= 0 else "warn"),
        (_right(_given(term, look), GIVEN), "muted"),
        (_right(number(term.weight)), "muted"),
        (_right(number(term.cap)), "muted"),
        (_right(f"{term.more:+.1f}" if term.more else ""), "muted"),
    )


def _given(term: Term, look: Look) -> str:
    """Return what a term is from: a count with its unit, a tier by its number, a kind by its name."""
    say = look.words.say
    if term.name == "kind":
        return say(names.KINDS[Kind.ROUNDUP if term.given else Kind.STORY])
    unit = say(names.UNITS.get(term.unit, term.unit)) if term.unit else ""
    parts = (unit, number(term.given)) if term.name == "tier" else (number(term.given), unit)
    return " ".join(parts).strip()


def _right(text: str, cells: int = FIGURE) -> str:
    return " " * max(1, cells - cell_len(text)) + text
