"""Clusters made by hand, for tests: one call a work."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count

from reader.model.cluster import Cluster, Kind
from reader.model.feed import Feed, Tier
from reader.model.work import Announce, Appearance, Entry, Work

NOW = datetime(2026, 5, 12, 12, tzinfo=UTC)
_NUMBERS = count(1)


def work(
    title: str,
    text: str = "",
    *,
    language: str = "en",
    publisher: str = "",
    tier: int = 2,
    hours: float | None = 2.0,
    announce: Announce = Announce.NONE,
    **fields: str,
) -> Work:
    """A work of one appearance, published `hours` before NOW; None = the feed gives no date."""
    number = next(_NUMBERS)
    site = publisher or f"site-{number}.example"
    feed = Feed(id=number, url=f"https://{site}/feed", title=site, publisher=site, tier=Tier(tier), language=language)
    entry = Entry(
        id=1000 + number,
        feed_id=number,
        key=str(number),
        title=title,
        excerpt=text,
        language=language,
        published=None if hours is None else NOW - timedelta(hours=hours),
        first_seen=NOW - timedelta(hours=0 if hours is None else max(0.0, hours)),
        announce=announce,
        **fields,  # type: ignore[arg-type]  # only arxiv_id is ever given
    )
    return Work(id=number, key=f"url:{number}", appearances=(Appearance(entry=entry, feed=feed),))


def also(one: Work, other: Work) -> Work:
    """`one` with the appearances of `other` folded in."""
    return replace(one, appearances=(*one.appearances, *other.appearances))


def cluster(*works: Work, kind: Kind = Kind.STORY, stories: dict[int, int] | None = None) -> Cluster:
    """The works as they are given, in source order."""
    return Cluster(id=1, kind=kind, works=works, stories=stories or {})
