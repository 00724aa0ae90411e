"""Why a source is where it is. Pure."""

from collections.abc import Sequence

from reader.model.cluster import Reason
from reader.model.view import Source, Story
from reader.ui.render import names
from reader.ui.render.cells import safe
from reader.ui.render.look import Look
from reader.ui.render.runs import BLANK, Block, Run


def page(story: Story, pointed: Source | None, look: Look) -> Sequence[Block]:
    """Return the reason of the source pointed at, else of every source."""
    sources = (pointed,) if pointed else story.sources
    titles = {s.work.id: (s.number, safe(s.work.title)) for s in story.sources}
    blocks: list[Block] = []
    for source in sources:
        lead: tuple[Run, ...] = ((f"{source.number:>2}  ", "key"),)
        blocks.append(Block(runs=((safe(source.work.title), "strong"),), lead=lead))
        blocks += _reason(source.reason, titles, look, look.words.say("in its story:"))
        if source.theme is not None:
            blocks += _reason(source.theme, titles, look, look.words.say("in this roundup:"))
        blocks += [*_same_work(source, look), BLANK]
    told = look.words.say(
        "{keys[eject]} takes a source out, {keys[merge]} merges, {keys[apart]} keeps apart; a refresh does not undo it."
    )
    return [*blocks, Block(runs=((told, "muted"),))]


def _reason(reason: Reason, titles: dict[int, tuple[int, str]], look: Look, where: str) -> list[Block]:
    words = look.words
    gap = "" if where.endswith("：") else " "
    runs: list[Run] = [(f"{where}{gap}", "muted"), (words.say(names.RULES[reason.rule]), "text")]
    if reason.score < 1:
        runs.append((f" {reason.score:.2f}", "muted"))
    blocks = [Block(runs=tuple(runs), lead=(("    ", "text"),))]
    if reason.nearest in titles:
        number, title = titles[reason.nearest]
        near = words.say("nearest: {number} {title}", number=number, title=title)
        blocks.append(Block(runs=((near, "muted"),), lead=(("      ", "text"),)))
    if reason.terms:
        shared = words.say("shared words: {terms}", terms=", ".join(safe(term) for term in reason.terms))
        blocks.append(Block(runs=((shared, "muted"),), lead=(("      ", "text"),)))
    return blocks


def _same_work(source: Source, look: Look) -> list[Block]:
    """Tell which entries were recognised as the same work."""
    appearances = source.work.appearances
    if len(appearances) == 1:
        return []
    told = look.words.count(
        "one work, {n} entry: {key}", "one work, {n} entries: {key}", len(appearances), key=safe(source.work.key)
    )
    return [Block(runs=((told, "muted"),), lead=(("    ", "text"),))]
