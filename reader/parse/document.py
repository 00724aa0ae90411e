"""One document to one Parsed. Knows which format goes to which reader; runs in a worker, and in tests."""

from collections.abc import Sequence

from reader.errors import ParseError
from reader.parse import discover, jsonfeed, limits, rss, settle, usual
from reader.parse.charset import decode
from reader.parse.draft import Draft, Source
from reader.parse.guard import admit, repaired, trimmed
from reader.parse.job import Job
from reader.parse.parsed import Parsed
from reader.parse.readable import line, typeset
from reader.parse.thin import thinned
from reader.text.language import detect, subtag

SAMPLED = 20
"""Entries from which a feed's language is told when it states none."""
SAMPLE_LENGTH = 200
"""Characters of each."""


def read(job: Job) -> Parsed:
    """Return what the document says.

    Raises:
        Discoverable: It is a web page that offers feeds.
        ParseError: It is no feed, or broken beyond reading.
        Refused: It declares entities.
    """
    text = decode(job.body, job.content_type)
    start = text[: limits.URL].lstrip()
    if not start:
        raise ParseError("The answer is empty.")
    if start[0] in "{[":
        return _json(text, job)
    return _xml(text.lstrip(), job)


def _json(text: str, job: Job) -> Parsed:
    feed, drafts = jsonfeed.read(text)
    stated = subtag(jsonfeed.string(feed.get("language"))) or job.language
    return Parsed(
        title=typeset(line(jsonfeed.string(feed.get("title")), plain=True)),
        site=settle.address(jsonfeed.string(feed.get("home_page_url")), job.url),
        language=stated,
        entries=settle.entries(drafts, _source(drafts, stated, job)),
        kind="json",
    )


def _xml(text: str, job: Job) -> Parsed:
    if discover.is_page(text):
        raise discover.no_feed(text, job.url)
    text = admit(text)
    if "<" not in text:
        raise ParseError("This is no feed: it holds no markup.")
    found = usual.read(thinned(trimmed(text)), job.url) or rss.read(thinned(trimmed(repaired(text))), job.url)
    kind, feed, entries = found
    language = rss.language(feed)
    drafts = rss.drafts(entries, atom=kind == "atom", feed_language=language)
    stated = subtag(language) or job.language
    return Parsed(
        title=typeset(line(rss.text(feed.get("title")))),
        site=settle.address(rss.text(feed.get("link")), job.url),
        language=stated,
        ttl=rss.ttl(feed),
        entries=settle.entries(drafts, _source(drafts, stated, job)),
        kind=kind,
    )


def _source(drafts: Sequence[Draft], stated: str, job: Job) -> Source:
    """Return what holds for all entries; their common language is looked for only where none is stated."""
    detected, confidence = ("", 0.0) if stated else detect(_sample(drafts))
    return Source(url=job.url, language=stated, detected=detected, confidence=confidence, now=job.now)


def _sample(drafts: Sequence[Draft]) -> str:
    parts = [line(f"{draft.title}. {(draft.summary or draft.content)[:SAMPLE_LENGTH]}") for draft in drafts[:SAMPLED]]
    return "\n".join(parts)
