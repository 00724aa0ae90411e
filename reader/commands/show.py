"""`show`: one story with everything the screen tells of it. Marks nothing read."""

import argparse
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from reader.commands import output, provenance, reading, words
from reader.commands.numbers import listed
from reader.commands.place import Place
from reader.engine.clock import utc_now
from reader.model.cluster import Kind
from reader.model.view import Source, Story
from reader.reason import parts, sentence
from reader.text.clean import clean, clean_body

EXCERPT = 600
"""Characters of a source's text with `--text`."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Define the options."""
    parser.add_argument(
        "cluster", metavar="CLUSTER", type=listed, help="the number behind # in the list; old ones work"
    )
    parser.add_argument("--text", action="store_true", help="the sources' excerpts, too")
    parser.add_argument("--json", action="store_true", help="as JSON, with every number")


def run(given: argparse.Namespace, place: Place) -> int:
    """Print the story."""
    now = utc_now()
    with reading.opened(place) as library:
        story = library.story(given.cluster, now)
    if given.json:
        output.write(output.as_json(as_json(story)))
    else:
        print("\n".join(_lines(story, now, text=given.text)))
    return 0


def as_json(story: Story) -> dict[str, Any]:
    """Return all that the screen shows of a story; a citation is the number of a source."""
    numbers = words.numbers(story)
    said = words.plain(story)
    said["sources"] = [_source_json(source) for source in story.sources]
    said["summary"]["citations"] = [
        [numbers[work] for work in sentence.works if work in numbers] for sentence in story.summary.sentences
    ]
    said["summary"]["not_covered"] = [numbers[work] for work in story.summary.uncovered if work in numbers]
    said["score"] = story.ledger.score
    said["reason"] = reason(story)
    said["provenance"] = provenance.line(story)
    return said  # type: ignore[no-any-return]


def reason(story: Story) -> str:
    """Return the arithmetic of a story's rank as a sentence."""
    tiers = [appearance.feed.tier for source in story.sources for appearance in source.work.appearances]
    new = sum(source.new for source in story.sources)
    return sentence(parts(story.ledger, story.counts, tiers=tiers, new=new))


def _source_json(source: Source) -> dict[str, Any]:
    work = source.work
    fields = {
        "number": source.number,
        "title": work.title,
        "url": work.url,
        "authors": work.authors,
        "language": work.language,
        "tier": work.tier,
        "tier_word": work.tier.name.lower(),
        "publishers": work.publishers,
        "key": work.key,
        "when": work.when,
        "read": source.read,
        "new": source.new,
        "excerpt": work.text,
        "why": source.reason,
        "why_theme": source.theme,
        "appearances": [
            {"entry": a.entry.id, "feed": a.feed.title, "url": a.entry.url, "announce": a.entry.announce}
            for a in work.appearances
        ],
    }
    return {name: words.plain(value) for name, value in fields.items()}


def _lines(story: Story, now: datetime, *, text: bool) -> Iterator[str]:
    numbers = words.numbers(story)
    kind = "≡ roundup" if story.kind is Kind.ROUNDUP else "story"
    yield f"{clean(story.summary.headline)}"
    yield f"#{story.id} {kind} · {words.counts(story.counts)} · first seen {words.age(story.first_seen, now)} ago"
    yield ""
    yield from (words.cited(sentence, numbers) for sentence in story.summary.sentences)
    yield from _about_text(story, numbers)
    yield f"Ranked: {reason(story)}"
    yield ""
    yield f"Sources {len(story.sources)}"
    for source in story.sources:
        yield from _source(source, now, text=text)


def _about_text(story: Story, numbers: dict[int, int]) -> Iterator[str]:
    summary = story.summary
    if summary.sentences:
        yield ""
    yield from words.about(summary, numbers)
    yield provenance.line(story)
    yield from provenance.record(story)


def _source(source: Source, now: datetime, *, text: bool) -> Iterator[str]:
    work = source.work
    lead = work.lead
    more = f" +{len(work.appearances) - 1}" if len(work.appearances) > 1 else ""
    new = "  new" if source.new else ""
    authors = clean(", ".join(work.authors[:3]), 80) + (f" +{len(work.authors) - 3}" if work.authors[3:] else "")
    about = [f"{clean(lead.feed.title, 60)}{more}", words.tier(work.tier), (work.language or "-").upper(), authors]
    yield f"{source.number:>3}  {'  '.join(part for part in about if part)}  {words.age(work.when, now)}{new}"
    yield f"     {clean(work.title)}"
    if url := words.link(source):
        yield f"     {url}"
    if text and work.text:
        yield from (f"     {line}" for line in clean_body(work.text, EXCERPT).splitlines())
