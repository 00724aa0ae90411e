"""A typed address -> a feed that was read once, through the page that offers it. Keeps nothing."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from reader.engine.harvest import Parse, described
from reader.engine.options import Options, Source
from reader.errors import Discoverable, ParseError
from reader.fetch.schedule import next_health, settled
from reader.model.feed import Feed, Health
from reader.parse.parsed import Parsed
from reader.urls import host_of

Choose = Callable[[tuple[str, ...]], str]
"""Picks one of several offered addresses; raises when it cannot."""


@dataclass(frozen=True, slots=True)
class Found:
    """A feed with its first document."""

    feed: Feed
    health: Health
    parsed: Parsed


async def find(feed: Feed, source: Source, parse: Parse, choose: Choose, options: Options) -> Found:
    """Read the feed at an address, or the one that the page there offers; one page and no further.

    Args:
        feed: With the address as typed, and what the user said of the feed.
        source: Where bytes come from.
        parse: Turns them into entries.
        choose: Asked when a page offers several feeds.
        options: Time and chance.

    Raises:
        FetchError: Nothing could be had.
        ParseError: It is neither a feed nor a page that offers one.
    """
    try:
        return await _read(feed, source, parse, options)
    except Discoverable as page:
        link = page.links[0] if len(page.links) == 1 else choose(page.links)
    try:
        # Consent to a private address is for the host that was typed, not for whatever its page names.
        consent = feed.allow_private and host_of(link) == host_of(feed.url)
        return await _read(replace(feed, url=link, allow_private=consent), source, parse, options)
    except Discoverable as error:
        raise ParseError("The page offers a feed that is itself a page, and no feed.") from error


async def _read(feed: Feed, source: Source, parse: Parse, options: Options) -> Found:
    fetched = await source.fetch(feed, Health())
    parsed = await parse(feed, fetched)
    health = next_health(Health(), fetched, parsed=True, now=options.clock(), rng=options.rng, ttl=parsed.ttl)
    return Found(*settled(described(feed, parsed), health), parsed)
