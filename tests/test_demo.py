"""The demo's documents are real feeds, always fresh, about invented things."""

import json
import re
from collections import Counter
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from time import struct_time
from typing import Any
from urllib.parse import urlsplit

import feedparser
import pytest

from reader.demo import STARTER, Document, documents, later
from reader.model.feed import Tier
from reader.opml import read

NOW = datetime(2031, 3, 1, 0, 20, 30, 999, tzinfo=UTC)
LABELS: dict[str, dict[str, str]] = json.loads(
    (Path(__file__).parent / "data" / "demo_stories.json").read_text(encoding="utf-8")
)
SEED = {"seed-cem", "seed-villani", "seed-icl", "seed-gated", "seed-leap"}


def entries(document: Document) -> list[Any]:
    if document.content_type == "application/feed+json":
        return list(json.loads(document.body)["items"])
    parsed = feedparser.parse(document.body, response_headers={"content-type": document.content_type})
    assert not parsed.bozo, parsed.bozo_exception
    return list(parsed.entries)


def key(entry: Any) -> str:
    """The entry's id as the labels name it; an aggregator's entry is its discussion page."""
    return str(entry.get("id") or entry["link"])


def date(entry: Any) -> datetime | None:
    stated: struct_time | None = entry.get("published_parsed") or entry.get("updated_parsed")
    if stated:
        return datetime(*stated[:6], tzinfo=UTC)
    return datetime.fromisoformat(entry["date_published"]) if "date_published" in entry else None


def by_name(reading: tuple[Document, ...]) -> dict[str, Document]:
    return {document.feed.url.removeprefix("demo:"): document for document in reading}


def keys(reading: tuple[Document, ...]) -> set[tuple[str, str]]:
    return {(name, key(entry)) for name, document in by_name(reading).items() for entry in entries(document)}


FIRST = by_name(documents(NOW))
SECOND = by_name(later(NOW))


@pytest.mark.parametrize("name", FIRST)
def test_each_document_is_a_feed_with_a_title_for_every_entry(name: str) -> None:
    for document in (FIRST[name], SECOND[name]):
        assert entries(document)
        assert all(entry["title"].strip() for entry in entries(document))


def test_all_four_formats_are_there() -> None:
    versions = {feedparser.parse(d.body).version or "json" for d in FIRST.values()}
    assert versions == {"rss20", "rss10", "atom10", "json"}


def test_there_are_sixteen_feeds_of_every_tier_in_three_languages() -> None:
    feeds = [document.feed for document in FIRST.values()]
    assert len(feeds) == 16
    assert {feed.tier for feed in feeds} == set(Tier)
    assert {feed.language for feed in feeds} == {"en", "zh", "de"}
    assert len({feed.publisher for feed in feeds}) == 14


def test_the_first_reading_has_130_entries_and_the_second_six_more() -> None:
    assert sum(len(entries(d)) for d in FIRST.values()) == 130
    new = keys(later(NOW)) - keys(documents(NOW))
    assert keys(documents(NOW)) < keys(later(NOW))
    assert Counter(LABELS[name][found] for name, found in new) == {"okavi-voice": 2, "quake": 3, "kernel-satellite": 1}


def test_a_feed_without_news_reads_the_same_the_second_time() -> None:
    assert sum(FIRST[name].body == SECOND[name].body for name in FIRST) == 10


def test_no_entry_lies_in_the_future_and_none_is_older_than_four_days() -> None:
    for document in later(NOW):
        for when in filter(None, map(date, entries(document))):
            assert timedelta(minutes=1) < NOW - when < timedelta(days=4)


def test_the_newest_entries_are_minutes_old_whatever_the_time_zone_of_the_clock() -> None:
    there = by_name(later(NOW.astimezone(timezone(timedelta(hours=8)))))
    newest = max(when for d in there.values() for when in map(date, entries(d)) if when)
    assert NOW - newest < timedelta(minutes=10)


def test_no_placeholder_and_no_marker_is_left_in_a_document() -> None:
    for document in later(NOW):
        assert not re.search(rb"\{\{-|<!-- /?later", document.body)


def test_one_entry_has_no_date_so_that_first_seen_is_shown_somewhere() -> None:
    assert sum(date(entry) is None for d in FIRST.values() for entry in entries(d)) == 1


def test_ids_are_unique_within_a_feed_and_every_entry_has_a_story_label() -> None:
    for name, document in SECOND.items():
        found = [key(entry) for entry in entries(document)]
        assert len(found) == len(set(found))
        assert set(found) == set(LABELS[name])


def test_stories_range_from_one_entry_to_ten() -> None:
    sizes = Counter(label for labels in LABELS.values() for label in labels.values())
    assert sizes["kestrel"] == 10
    assert {1, 2, 3, 4, 5, 6} < set(sizes.values())


def test_the_seed_is_seven_entries_of_five_papers_in_three_feeds() -> None:
    where = [(name, label) for name, labels in LABELS.items() for label in labels.values() if label in SEED]
    assert (len(where), len({label for _, label in where}), len({name for name, _ in where})) == (7, 5, 3)
    assert {FIRST[name].feed.publisher for name, _ in where} == {"arxiv.org"}


def test_the_seed_keeps_announcements_authors_and_latex_as_the_feeds_write_them() -> None:
    lg = {key(entry): entry for entry in entries(FIRST["arxiv-cs-lg"])}
    assert [a.name for a in lg["http://arxiv.org/abs/2605.07588"].authors][2] == 'Victor R\\"uhle'
    assert lg["oai:arXiv.org:2510.23254v3"].summary.startswith("arXiv:2510.23254v3 Announce Type: replace-cross\n")
    assert "\\sum_{\\alpha\\in\\mathcal{A}}" in lg["oai:arXiv.org:2510.23254v3"].summary
    assert lg["oai:arXiv.org:2605.06599v1"].arxiv_announce_type == "new"


def test_only_the_seed_leads_to_a_real_site() -> None:
    for document in later(NOW):
        for address in re.findall(r'https?://[^\s"<>\]]+', document.body.decode()):
            host = urlsplit(address).hostname or ""
            real = re.search(r"arxiv\.org/(abs/(2605|2510)\.|list/)", address)
            format_names = host in {"www.w3.org", "purl.org", "arxiv.org", "jsonfeed.org"} and "/abs/" not in address
            assert host.endswith(".example") or real or format_names, address


def test_an_aggregator_points_at_the_pages_other_feeds_carry() -> None:
    links = {entry["link"] for entry in entries(FIRST["board"])}
    own = {entry["link"] for name in ("tessaline", "okavi", "arxiv-cs-cl") for entry in entries(FIRST[name])}
    assert len({link.partition("?")[0] for link in links} & own) == 3


def test_sources_of_one_story_disagree_on_a_number() -> None:
    said = [n for d in FIRST.values() for n in re.findall(rb"outage affected ([\d,]+) customer accounts", d.body)]
    assert Counter(said) == {b"52,000": 2, b"40,000": 1}


def test_the_starter_list_is_read_whole_with_tier_publisher_and_language() -> None:
    listing = read(STARTER.read_bytes())
    assert (len(listing.feeds), listing.duplicates, listing.refused) == (43, 0, ())
    assert all(feed.publisher and feed.language and feed.folder and feed.site for feed in listing.feeds)
    assert {feed.tier for feed in listing.feeds} == set(Tier)
    assert all(feed.url.startswith("https://") for feed in listing.feeds)
