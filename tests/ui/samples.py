"""Feeds, works and stories to test the screen with."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from reader.model.cluster import Reason, Rule
from reader.model.feed import Feed, Tier
from reader.model.summary import Provenance, Sentence, Summary
from reader.model.work import Appearance, Entry, Work

NOW = datetime(2026, 5, 14, 14, 22, 31, tzinfo=UTC)


def feed(feed_id: int, name: str, title: str, tier: Tier, language: str = "en") -> Feed:
    """Return a feed of a publisher of its own."""
    publisher = f"{name}.example"
    url = f"https://{publisher}/feed"
    return Feed(id=feed_id, url=url, title=title, publisher=publisher, tier=tier, language=language)


FEEDS = (
    feed(1, "papers", "Papers", Tier.PRIMARY),
    feed(2, "news", "Evening News", Tier.PRESS),
    feed(3, "blog", "机器之心得", Tier.SPECIALIST, "zh"),
    feed(4, "forum", "Forum", Tier.AGGREGATOR),
)


def work(work_id: int, title: str, feed: Feed, *, hours: float = 2.0, url: str | None = None, text: str = "") -> Work:
    """Return a work with one appearance."""
    entry = Entry(
        id=work_id,
        feed_id=feed.id,
        key=f"key-{work_id}",
        url=f"https://source.example/{work_id}" if url is None else url,
        title=title,
        authors=("Ada Example", "Bo Example", "Cy Example", "Di Example"),
        published=NOW - timedelta(hours=hours),
        first_seen=NOW - timedelta(hours=hours),
        language=feed.language,
        language_from="feed",
        language_confidence=1.0,
        excerpt=text or f"{title} in the words of {feed.title}. A second sentence follows the first.",
    )
    return Work(id=work_id, key=f"url:source.example/{work_id}", appearances=(Appearance(entry=entry, feed=feed),))


def reason_of(number: int, nearest: int) -> Reason:
    if number == 1:
        return Reason(rule=Rule.FIRST)
    return Reason(rule=Rule.SIMILAR, nearest=nearest, score=0.71, terms=("disclosures",))


def summary_of(headline: str, works: Sequence[Work]) -> Summary:
    """Return one cited sentence a work."""
    sentences = tuple(Sentence(text=w.text.split(". ")[0].rstrip(".") + ".", works=(w.id,)) for w in works[:4])
    by = Provenance(at=NOW - timedelta(minutes=12))
    return Summary(
        headline=headline,
        sentences=sentences,
        language=works[0].language,
        covered=len(sentences),
        of_works=len(works),
        uncovered=tuple(w.id for w in works[4:]),
        headline_by=by,
        summary_by=by,
    )
