"""What changed between two texts of a story. Pure."""

from collections.abc import Sequence

from reader.model.view import Revision
from reader.ui.render.cells import safe
from reader.ui.render.look import Look
from reader.ui.render.runs import BLANK, Block, Ink
from reader.ui.render.times import stamp

ADDED: Ink = "good"
GONE: Ink = "error"


def page(old: Revision | None, new: Revision, look: Look) -> Sequence[Block]:
    """Return the newer text; what is new is marked "+", what is gone "-"; `old` None is a first text."""
    words = look.words
    head = words.say("text {n} of {time}", n=new.number, time=stamp(new.at, look.now))
    if old is not None:
        head += " · " + words.say("compared with text {n} of {time}", n=old.number, time=stamp(old.at, look.now))
    before = [] if old is None else [s.text for s in old.summary.sentences]
    after = [s.text for s in new.summary.sentences]
    return [
        Block(runs=((head, "muted"),)),
        BLANK,
        *_section(words.say("HEADLINE"), [old.summary.headline] if old else [], [new.summary.headline]),
        *_section(words.say("TEXT"), before, after),
        *_section(words.say("SOURCES"), [t for _, t in old.works] if old else [], [t for _, t in new.works]),
    ]


def _section(heading: str, old: Sequence[str], new: Sequence[str]) -> list[Block]:
    """Return kept and added lines in the new order, then what is gone."""
    had, has = set(old), set(new)
    blocks = [Block(runs=((heading, "label"),))]
    blocks += [_line(text, "+ " if text not in had else "  ", ADDED if text not in had else "text") for text in new]
    blocks += [_line(text, "- ", GONE) for text in old if text not in has]
    return [*blocks, BLANK]


def _line(text: str, sign: str, ink: Ink) -> Block:
    return Block(runs=((safe(text), ink),), lead=((sign, ink),))
