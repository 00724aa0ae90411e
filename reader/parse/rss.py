"""RSS, Atom and RDF by feedparser, the parser of record. The one module that has it parse."""

import copy
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

import feedparser

from reader.errors import ParseError
from reader.parse import limits, sax
from reader.parse.dates import from_struct
from reader.parse.draft import Draft

FAST = frozenset(["type", "base64"])
"""Keys that feedparser asks for with every piece of text; they have no second name."""


class _Dict(feedparser.FeedParserDict):  # type: ignore[misc]  # it comes without types
    """feedparser's dictionary, its two slow methods made fast; what they return is the same."""

    def get(self, key: str, default: object = None) -> object:
        return dict.get(self, key, default) if key in FAST else super().get(key, default)

    def __deepcopy__(self, memo: dict[int, Any]) -> "_Dict":
        return _Dict((key, copy.deepcopy(value, memo)) for key, value in self.items())


# A quarter of the time of reading a feed went into that dictionary, and a tenth into joining the document's address
# with itself for every element.
feedparser.mixin.FeedParserDict = _Dict
feedparser.mixin.make_safe_absolute_uri = lru_cache(maxsize=1024)(feedparser.mixin.make_safe_absolute_uri)
feedparser.api.PREFERRED_XML_PARSERS[:] = [sax.__name__]

KINDS = (("atom", "atom"), ("rss10", "rdf"), ("rss090", "rdf"), ("", "rss"))
"""feedparser's version, by its beginning -> kind."""
PERIODS = {
    "hourly": timedelta(hours=1),
    "daily": timedelta(days=1),
    "weekly": timedelta(weeks=1),
    "monthly": timedelta(days=30),
    "yearly": timedelta(days=365),
}
"""Values of sy:updatePeriod."""
PLAIN = "text/plain"

_ENTRIES_KEPT = 5 * limits.ENTRIES
"""Entries that become drafts; which of them are the newest is decided there."""


def read(source: str, url: str) -> tuple[str, Mapping[str, Any], Sequence[Mapping[str, Any]]]:
    """Return kind, feed and entries as feedparser has them.

    Raises:
        ParseError: It is no feed, or feedparser fails on it.
    """
    document = b'<?xml version="1.0" encoding="utf-8"?>\n' + source.encode("utf-8", "replace")
    headers = {"content-type": "application/xml; charset=utf-8"}
    if url.startswith(("http://", "https://")):
        headers["content-location"] = url
    try:
        # A stream, never a string: feedparser opens strings, as URLs and as files.
        found = feedparser.parse(
            io.BytesIO(document), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
        )
    except (
        ValueError,
        LookupError,
        TypeError,
        AttributeError,
        ArithmeticError,
        AssertionError,
        RecursionError,
    ) as error:
        raise ParseError(f"The feed is malformed in a way that cannot be read ({type(error).__name__}).") from error
    version = found.get("version") or ""
    if not version and not found.entries:
        raise ParseError("This is no feed: neither RSS, Atom nor JSON Feed.")
    return next(kind for start, kind in KINDS if version.startswith(start)), found.feed, found.entries


def ttl(feed: Mapping[str, Any]) -> timedelta | None:
    """Return how long the feed asks to be left alone; None if it does not say, or says nonsense."""
    minutes = _number(feed.get("ttl"))
    if minutes > 0:
        return timedelta(minutes=min(minutes, limits.LONGEST_TTL / timedelta(minutes=1)))
    period = PERIODS.get(text(feed.get("sy_updateperiod")).strip().lower())
    times = _number(feed.get("sy_updatefrequency")) or 1
    return period / times if period and times >= 1 else None


def language(feed: Mapping[str, Any]) -> str:
    """Return the language that the feed states for all of it; "" if none."""
    return text(feed.get("language")) or text(_mapping(feed.get("title_detail")).get("language"))


def drafts(entries: Sequence[Mapping[str, Any]], *, atom: bool, feed_language: str) -> list[Draft]:
    """Return the entries as drafts, in order.

    Args:
        entries: feedparser's.
        atom: Whether "text" means text; RSS writes HTML into anything.
        feed_language: What the feed states; an entry that inherits it states nothing.
    """
    return [_draft(entry, atom=atom, feed_language=feed_language) for entry in entries[:_ENTRIES_KEPT]]


def _draft(entry: Mapping[str, Any], *, atom: bool, feed_language: str) -> Draft:
    title, summary = _mapping(entry.get("title_detail")), _mapping(entry.get("summary_detail"))
    content = _longest(entry.get("content"))
    stated = text(entry.get("language")) or next((text(d.get("language")) for d in (content, summary, title) if d), "")
    draft = Draft(
        guid=text(entry.get("id")),
        link=_link(entry),
        title=text(entry.get("title")),
        title_plain=atom and title.get("type") == PLAIN,
        summary=text(entry.get("summary")),
        summary_plain=atom and summary.get("type") == PLAIN,
        content=text(content.get("value")),
        content_plain=atom and content.get("type") == PLAIN,
        authors=tuple(_authors(entry)),
        published=_date(entry, "published_parsed") or _date(entry, "created_parsed"),
        updated=_date(entry, "updated_parsed"),
        language=stated if stated != feed_language else "",
        tags=tuple(text(_mapping(tag).get("term")) for tag in _list(entry.get("tags"))),
        comments=text(entry.get("comments")),
        doi=_doi(entry),
        announce=text(entry.get("arxiv_announce_type")),
    )
    return draft if draft.guid or draft.link or draft.title else replace(draft, rest=_rest(entry))


def _rest(entry: Mapping[str, Any]) -> str:
    """Return what else an entry without name and address says; "" if it says nothing."""
    return repr(sorted((key, str(value)[:200]) for key, value in entry.items() if value)) if entry else ""


def _date(entry: Mapping[str, Any], key: str) -> datetime | None:
    # Not by its own `get`: feedparser's dictionary answers for "updated" with "published", and warns.
    found = dict.get(entry, key) if isinstance(entry, dict) else None
    return found if isinstance(found, datetime) else from_struct(found)


def _link(entry: Mapping[str, Any]) -> str:
    """Return the entry's page, else whatever it links to."""
    if link := text(entry.get("link")):
        return link
    links = [_mapping(link) for link in (*_list(entry.get("links")), *_list(entry.get("enclosures")))]
    return next((text(link.get("href")) for link in links if link.get("href")), "")


def _authors(entry: Mapping[str, Any]) -> Iterator[str]:
    """Yield all names: `entry.author` alone would be the last of Atom's authors."""
    several = [_mapping(author) for author in _list(entry.get("authors"))]
    names = [text(author.get("name") or author.get("email")) for author in several]
    yield from (name for name in names or [text(entry.get("author"))] if name)


def _longest(value: object) -> Mapping[str, Any]:
    contents = [_mapping(content) for content in _list(value)]
    return max(contents, key=lambda content: len(text(content.get("value"))), default={})


def _doi(entry: Mapping[str, Any]) -> str:
    for key in ("prism_doi", "arxiv_doi", "dc_identifier", "citation_doi"):
        value = text(entry.get(key))
        if "10." in value:
            return value
    return ""


def text(value: object) -> str:
    """Return `value` if it is a text, else ""."""
    return value if isinstance(value, str) else ""


def _list(value: object) -> Sequence[object]:
    return value if isinstance(value, list) else ()


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _number(value: object) -> float:
    """Return a positive number from text; 0 for anything else."""
    digits = text(value).strip()
    return float(digits[:8]) if digits.isascii() and digits.isdigit() else 0.0
