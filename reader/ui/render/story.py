"""A story as blocks: headline, counts, cited text, coverage, impact, rank, provenance, sources. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, groupby

from reader.model.cluster import Kind
from reader.model.summary import Author, Differing, Provenance, Sentence
from reader.model.view import Source, Story
from reader.reason import parts, sentence
from reader.record import record
from reader.text.cites import cites, ranges
from reader.ui.render import names
from reader.ui.render.cells import safe, width
from reader.ui.render.look import Look
from reader.ui.render.provenance import line as provenance_line
from reader.ui.render.runs import BLANK, Block, Line, Run
from reader.ui.render.sources import source_blocks
from reader.ui.render.times import ago
from reader.ui.render.words import Words

ENDS = tuple(".!?…。！？")
CLOSING = "\"'”’»)]」』）"
"""What ends a sentence, and what may follow it."""
SUBHEADINGS_FROM = 13
"""Works from which a roundup is shown by its stories, each under a heading."""


@record
class Reading:
    """How a story is being read: what the store does not know."""

    open: frozenset[int] = frozenset()
    """Numbers of the sources whose excerpt is shown."""
    authors: bool = False
    """Whether all authors are named."""
    fresh: frozenset[int] = frozenset()
    """Ids of works that were new when the story came on screen; they stay marked while it is there."""


def stops(story: Story) -> tuple[int, ...]:
    """Return the numbers of the sources in the order of the screen."""
    return tuple(source.number for _, group in _groups(story) for source in group)


def story_blocks(story: Story, reading: Reading, look: Look) -> Sequence[Block]:
    """Return everything the story pane shows."""
    numbers = {source.work.id: source.number for source in story.sources}
    head = [
        Block(runs=_headline(story, look)),
        Block(runs=_counts(story, reading, look), whole=True),
        BLANK,
        *_text(story, numbers, look),
        *_impact(story, numbers, look),
        Block(runs=_ranked(story, reading, look)),
        BLANK,
        Block(runs=provenance_line(story, look), whole=True),
        BLANK,
        Block(runs=((look.words.say("SOURCES"), "label"), (f" {len(story.sources)}", "label"))),
    ]
    return [*head, *_sources(story, reading, look)]


def _headline(story: Story, look: Look) -> tuple[Run, ...]:
    mark = f"{look.glyphs.roundup} " if story.kind is Kind.ROUNDUP else ""
    return ((mark, "label"), *_by_model(story.summary.headline_by, look), (safe(story.summary.headline), "strong"))


def _by_model(by: Provenance | None, look: Look) -> tuple[Run, ...]:
    """Headline and impact bear the summary's mark where a model wrote them."""
    return ((f"{look.glyphs.model} ", "accent"),) if by and by.author is not Author.EXTRACT else ()


def _counts(story: Story, reading: Reading, look: Look) -> tuple[Run, ...]:
    words, now = look.words, look.now
    first, last = ago(story.first_seen, now, words), ago(story.updated, now, words)
    times = (words.say("first seen {ago}", ago=first), words.say("updated {ago}", ago=last))
    facts = names.listed((words.say(names.KINDS[story.kind]), *names.count_each(story.counts, words), *times))
    runs: list[Run] = [(facts, "muted")]
    unread = sum(not source.read for source in story.sources)
    if reading.fresh:
        new = words.count("{n} new since you read", "{n} new since you read", len(reading.fresh))
        runs += [("\u00a0· ", "muted"), (new.replace(" ", "\u00a0"), "accent")]
    else:
        runs.append((f"\u00a0· {_read(words, unread > 0)}", "muted"))
    if story.starred:
        runs += [("\u00a0· ", "muted"), (f"{look.glyphs.starred} {words.say('starred')}", "accent")]
    if story.hidden:
        runs += [("\u00a0· ", "muted"), (words.say("hidden"), "warn")]
    return tuple(runs)


def _read(words: Words, unread: bool) -> str:
    """Return either word at the width of the wider one: what becomes read while it is read must not move a line."""
    said, other = (words.say("unread"), words.say("read"))[:: 1 if unread else -1]
    return said + "\u00a0" * (width(other) - width(said))


def _text(story: Story, numbers: Mapping[int, int], look: Look) -> list[Block]:
    blocks = [*_paragraphs(story.summary.sentences, numbers)]
    if not blocks:
        silent = look.words.say("No source gives a whole sentence to quote; what they give is below.")
        blocks = [Block(runs=((silent, "muted"),))]
    blocks += [_differing(d, numbers, look) for d in story.summary.differing]
    coverage = _coverage(story, numbers, look)
    if coverage:
        blocks.append(Block(runs=((coverage, "muted"),)))
    return [*blocks, BLANK]


def _paragraphs(sentences: Sequence[Sentence], numbers: Mapping[int, int]) -> Iterator[Block]:
    """Yield the text; what ends with no mark, as a title does, stands on a line of its own."""
    for ended, together in groupby(sentences, key=lambda part: part.text.rstrip(CLOSING).endswith(ENDS)):
        lines = [sentence_runs(part, numbers) for part in together]
        yield from [Block(runs=tuple(chain(*lines)))] if ended else (Block(runs=line) for line in lines)


def sentence_runs(part: Sentence, numbers: Mapping[int, int]) -> tuple[Run, ...]:
    """Return a sentence with its citations; "?" follows what could not be found in its sources."""
    doubt: tuple[Run, ...] = (("?", "warn"),) if part.weak else ()
    return ((f"{safe(part.text)} ", "text"), *doubt, (cites(part.works, numbers), "key"), (" ", "text"))


def _differing(differing: Differing, numbers: Mapping[int, int], look: Look) -> Block:
    told = " · ".join(f"{safe(value)} {cites(works, numbers)}" for value, works in differing.values)
    label = look.words.say("SOURCES DIFFER")
    return Block(runs=((f"{label} ", "label"), (f"{safe(differing.label)}: {told}", "text")))


def _coverage(story: Story, numbers: Mapping[int, int], look: Look) -> str:
    words, summary = look.words, story.summary
    said = []
    if not summary.sentences:
        return ""
    if summary.of_works > 1 and not summary.uncovered:
        said.append(words.count("reflects all {n} works", "reflects all {n} works", summary.of_works))
    elif summary.uncovered:
        of = words.say("reflects {covered} of {all} works", covered=summary.covered, all=summary.of_works)
        missing = words.say("not covered: {cites}", cites=ranges(summary.uncovered, numbers))
        said.append(f"{of} · {missing}")
    if story.stale:
        said.append(words.count("{n} newer work is not in it yet", "{n} newer works are not in it yet", story.stale))
    return " · ".join(said)


def _impact(story: Story, numbers: Mapping[int, int], look: Look) -> list[Block]:
    impact = story.summary.impact
    if impact is None:
        return []
    mark = _by_model(story.summary.impact_by, look)
    runs = (*mark, *sentence_runs(impact, numbers))
    if not mark:
        runs = ((look.words.say("In the source's words:") + " ", "muted"), *runs)
    return [Block(runs=((f"{look.words.say('IMPACT')} ", "label"), *runs))]


def _ranked(story: Story, reading: Reading, look: Look) -> tuple[Run, ...]:
    tiers = [a.feed.tier.value for source in story.sources for a in source.work.appearances]
    said = sentence(parts(story.ledger, story.counts, tiers=tiers, new=len(reading.fresh)), look.words.language)
    label = look.words.say("RANKED")
    return ((f"{label} ", "label"), (f"{story.rank}. ", "text"), (said, "muted"))


def _groups(story: Story) -> list[tuple[int, list[Source]]]:
    """Return (story id, sources) of a large roundup, else all sources under 0."""
    if story.kind is not Kind.ROUNDUP or len(story.sources) < SUBHEADINGS_FROM:
        return [(0, list(story.sources))]
    groups: dict[int, list[Source]] = {}
    for source in story.sources:
        groups.setdefault(source.story_id, []).append(source)
    return list(groups.items())


def _sources(story: Story, reading: Reading, look: Look) -> list[Block]:
    blocks: list[Block] = []
    for group, sources in _groups(story):
        if group:
            told = look.words.count("{n} work", "{n} works", len(sources))
            heading: Line = ((f" {safe(sources[0].work.title)}", "label"), (f"  {told}", "muted"))
            blocks += [BLANK, Block(runs=heading)]
        for source in sources:
            opened = source.number in reading.open
            fresh = source.work.id in reading.fresh
            blocks += source_blocks(source, look, opened=opened, fresh=fresh, authors=reading.authors)
    return blocks
