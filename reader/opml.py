"""Lists of feeds in and out as OPML 2.0. Knows neither the library nor the network; runs nothing it reads.

A list comes from strangers: no entity is ever expanded, nothing but http and https becomes a feed, and size, depth and
length are bounded. Commands, filters and pipes, which other readers' lists may hold, are counted and left out.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from reader.errors import FetchError, OpmlError
from reader.model.feed import Feed, Tier
from reader.record import record
from reader.text.clean import clean
from reader.urls import LONGEST, check_feed, is_http, without_credentials

LARGEST = 16 * 1024 * 1024
"""Bytes of the largest list that is read; 10,000 feeds with titles are about 2 MB."""

MOST_FEEDS = 10_000
"""Feeds of the longest list; at one poll a minute each it would already be 166 requests a second."""

DEEPEST = 32
"""Folders within folders; deeper ones are an attack or a mistake."""

LONGEST_FOLDER = 200
"""Characters of a folder's whole path."""

DECLARED = re.compile(rb"""(?:\xef\xbb\xbf)?\s*<\?xml[^>]{0,80}?\sencoding\s*=\s*["']([A-Za-z][\w.:-]{0,39})["']""")
"""The encoding that an XML declaration of one byte a character states; UTF-16 is told by its first bytes instead."""

WIDE = ("utf-16", "utf16", "utf-32", "utf32", "ucs-2", "iso-10646-ucs")
"""Encodings that no declaration which was read a byte a character states truly; some programs say so of UTF-8."""

TRUE = ("1", "true", "yes")


@record
class Listing:
    """What an OPML file holds."""

    feeds: tuple[Feed, ...]
    """In the file's order; ids are 0, each address once."""
    duplicates: int = 0
    """Outlines whose address was there before."""
    refused: tuple[str, ...] = ()
    """Why each outline that is left out was left out; a sentence each."""


def read(data: bytes) -> Listing:
    """Return the feeds that an OPML document lists.

    Raises:
        OpmlError: It is too large, declares entities, is no XML or no OPML, or lists too many feeds.
    """
    if len(data) > LARGEST:
        raise OpmlError(f"The list is larger than {LARGEST // 1024 // 1024} MiB.")
    reading = _Reading()
    parser = expat.ParserCreate(*(("utf-8",) if (declared := DECLARED.match(data)) else ()))
    parser.StartElementHandler = reading.start
    parser.EndElementHandler = reading.end
    parser.EntityDeclHandler = _refuse_entity
    parser.ExternalEntityRefHandler = _refuse_entity
    try:
        parser.Parse(_as_utf8(data, declared[1].decode()) if declared else data, True)
    except expat.ExpatError as error:
        why = expat.errors.messages.get(error.code, "not well-formed")
        raise OpmlError(f"The list cannot be read as XML: line {error.lineno}, {why}.") from error
    if not reading.is_opml:
        raise OpmlError("The file is no OPML list.")
    return Listing(feeds=tuple(reading.feeds.values()), duplicates=reading.duplicates, refused=tuple(reading.refused))


def write(feeds: Iterable[Feed], title: str) -> str:
    """Return an OPML document of the feeds, by folder, without user names and passwords."""
    folders: dict[str, list[str]] = {}
    for feed in feeds:
        folders.setdefault(feed.folder, []).append(_outline(feed))
    body = [line for folder in sorted(folders) for line in _in_folder(folder, folders[folder])]
    head = f"<head><title>{escape(title)}</title></head>"
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<opml version="2.0">', head, "<body>", *body, "</body>"]
    return "\n".join([*lines, "</opml>", ""])


def _as_utf8(data: bytes, encoding: str) -> bytes:
    """Return the document in UTF-8: expat knows no encoding of several bytes a character but Unicode's."""
    if encoding.lower().startswith(WIDE):
        return data
    try:
        return data.decode(encoding, "replace").encode("utf-8", "replace")
    except (LookupError, ValueError) as error:
        raise OpmlError("The list cannot be read as XML: its encoding is unknown.") from error


def _refuse_entity(*_: object) -> int:
    raise OpmlError("The list is refused: it declares entities, which no list of feeds needs.")


def _in_folder(path: str, outlines: list[str]) -> list[str]:
    names = path.split("/") if path else []
    return [
        *(f"<outline text={quoteattr(name)} title={quoteattr(name)}>" for name in names),
        *outlines,
        *("</outline>" for _ in names),
    ]


def _outline(feed: Feed) -> str:
    title = feed.title or without_credentials(feed.url)
    attributes = {
        "type": "rss",
        "text": title,
        "title": title,
        "xmlUrl": without_credentials(feed.url),
        "htmlUrl": without_credentials(feed.site),
        "language": feed.language,
        "tier": str(int(feed.tier)),
        "publisher": feed.publisher,
        "private": "true" if feed.private else "",
        "paused": "true" if feed.paused else "",
    }
    return "<outline " + " ".join(f"{key}={quoteattr(value)}" for key, value in attributes.items() if value) + "/>"


@dataclass(slots=True)
class _Reading:
    """The state of a list that is being read."""

    feeds: dict[str, Feed] = field(default_factory=dict)
    """By address, in the form under which it is stored."""
    folders: list[str] = field(default_factory=list)
    """Names of the open outlines; empty for one that is itself a feed."""
    refused: list[str] = field(default_factory=list)
    duplicates: int = 0
    is_opml: bool = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag.lower() == "opml":
            self.is_opml = True
        if tag.lower() != "outline" or not self.is_opml:
            return
        if len(self.folders) >= DEEPEST:
            raise OpmlError(f"The list is refused: its folders lie deeper than {DEEPEST} levels.")
        # Names of attributes differ by program in case, and by prefix where someone uses a namespace.
        values = {name.rpartition(":")[2].lower(): value for name, value in attributes.items()}
        address = values.get("xmlurl") or (values.get("url", "") if values.get("type", "").lower() == "rss" else "")
        name = clean(values.get("title") or values.get("text") or "")
        self.folders.append("" if address else name.replace("/", "-"))
        if address:
            self._add(address, name, values)

    def end(self, tag: str) -> None:
        if tag.lower() == "outline" and self.folders:
            self.folders.pop()

    def _add(self, address: str, title: str, values: dict[str, str]) -> None:
        try:
            url = check_feed(address)
        except FetchError as error:
            self.refused.append(str(error))
            return
        if url in self.feeds:
            self.duplicates += 1
        elif len(self.feeds) >= MOST_FEEDS:
            raise OpmlError(f"The list is refused: it holds more than {MOST_FEEDS} feeds.")
        else:
            self.feeds[url] = self._feed(url, title, values)

    def _feed(self, url: str, title: str, values: dict[str, str]) -> Feed:
        tier = values.get("tier", "").strip()
        site = values.get("htmlurl", "")
        return Feed(
            url=url,
            title=title,
            site=site if is_http(site) and len(site) <= LONGEST else "",
            publisher=clean(values.get("publisher", ""), 100),
            tier=Tier(int(tier)) if tier in {"1", "2", "3", "4"} else Tier.AGGREGATOR,
            language=_subtag(values.get("language", "")),
            folder="/".join(name for name in self.folders if name)[:LONGEST_FOLDER].strip("/"),
            private=values.get("private", "").lower() in TRUE,
            paused=values.get("paused", "").lower() in TRUE,
        )


def _subtag(language: str) -> str:
    """Return the primary subtag of a language, or nothing if it looks like none ("unknown" is a common value)."""
    subtag = language.strip().lower().partition("-")[0]
    return subtag if subtag.isascii() and subtag.isalpha() and len(subtag) in (2, 3) else ""
