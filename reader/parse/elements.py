"""What each element of a feed or an entry says, under feedparser's keys. Knows feedparser's habits.

Kept are the keys that `rss.drafts` and `document` ask for.
"""

import re
from collections.abc import Callable
from contextlib import suppress
from typing import Any
from xml.etree.ElementTree import Element

from feedparser.html import _cp1252
from feedparser.urls import _urljoin, make_safe_absolute_uri

from reader.parse import limits
from reader.parse.dates import from_feed
from reader.parse.names import NO_PARTS, PARTS, XML, Names, Unusual

Said = dict[str, Any]
"""What a feed or an entry has said so far."""

LANG = f"{XML}lang"
HTML, PLAIN = "text/html", "text/plain"
_TYPES = {"text": PLAIN, "plain": PLAIN, PLAIN: PLAIN, "html": HTML, HTML: HTML}
_PAGES = frozenset(["html", "xhtml", HTML, "application/xhtml+xml"])
"""Types of a link that leads to an entry's page."""
_ABSOLUTE = re.compile(r"https?://[a-z0-9.-]+(?::\d{1,5})?/[\w~%+=&,@:/.-]*(?:\?[\w~%+=&,@:/.-]+)?", re.ASCII)
"""Addresses that stay as they are when joined with another."""
_REFERENCE = re.compile(r"&\w+;", re.ASCII)
"""What feedparser takes out of addresses, in more than one way."""
_MAILED = re.compile(r"[\w.+-]+@(?:[a-zA-Z0-9-]+\.)+[a-zA-Z]{2,4} \(([^\s()<>@&][^()<>@&]*)\)", re.ASCII)
"""An author of RSS: "a@b.example (Ada Lovelace)"; the bounds are feedparser's."""
_AUTHOR = frozenset(["author"])
_TAGS = 2 * limits.TAGS
"""Tags that are looked at later; looking for doubles among more would be quadratic."""


class Context:
    """Where an element stands."""

    def __init__(self, names: Names, url: str, language: str) -> None:
        """Take the document's names, its address, which may be no http URL, and the language it states."""
        self.names = names
        is_http = url.startswith(("http://", "https://"))
        self._base = make_safe_absolute_uri(url, url) if is_http else ""
        if is_http and not self._base:
            raise Unusual
        self.language = language
        """Of the feed, or of the entry that is being read; empty if none is stated."""

    def pass_over(self, element: Element, silent: frozenset[str]) -> None:
        """Make sure that an element and all in it say nothing, and change no address."""
        if self.names[element.tag] not in silent:
            raise Unusual
        for one in element.iter():
            parts = PARTS.get(self.names[one.tag], NO_PARTS)
            if any(self.names[part.tag] not in parts for part in one) or "base" in "".join(one.attrib).lower():
                raise Unusual

    def resolved(self, element: Element) -> str:
        """Return an element's text as an address."""
        text = _stripped(element)
        return _mended(self.joined(text)) if text else ""

    def joined(self, address: str) -> str:
        """Return an address as it is from the document's."""
        return address if _ABSOLUTE.fullmatch(address) else str(_urljoin(self._base, address))


def only(element: Element, *attributes: str) -> None:
    """Raise Unusual if an element has other attributes than these."""
    if element.attrib and not element.attrib.keys() <= set(attributes):
        raise Unusual


def stated_language(element: Element, inherited: str) -> str:
    """Return the language of an element; empty if none is stated."""
    return element.get(LANG, inherited).replace("_", "-")


def _stripped(element: Element) -> str:
    if len(element):
        raise Unusual
    return (element.text or "").strip()


def _text(element: Element) -> str:
    return _mended(_stripped(element))


def _mended(text: str) -> str:
    """Return what was written as UTF-8 and declared as Latin-1, and the control characters that mean windows-1252."""
    if text.isascii():
        return text
    with suppress(UnicodeError):
        text = text.encode("latin-1").decode()
    return text.translate(_cp1252)


def _tag(said: Said, term: str | None, scheme: str | None = None, label: str | None = None) -> None:
    tags = said.setdefault("tags", [])
    tag = {"term": term, "scheme": scheme, "label": label}
    if (term or scheme or label) and len(tags) <= _TAGS and tag not in tags:
        tags.append(tag)


def _title(context: Context, said: Said, element: Element) -> None:
    if "title" in said:
        raise Unusual
    said["title"], said["title_detail"] = _text(element), _detail(context, element, PLAIN)


def _detail(context: Context, element: Element, kind: str) -> Said:
    """Return type and language of a text whose type is `kind` where it does not say."""
    return {"type": _TYPES[element.get("type", kind).lower()], "language": stated_language(element, context.language)}


def _description(context: Context, said: Said, element: Element) -> None:
    _summary(context, said, element, HTML)


def _summary(context: Context, said: Said, element: Element, kind: str = PLAIN) -> None:
    if "summary" in said and "content" not in said:
        _content(context, said, element)
    else:
        said["summary"], said["summary_detail"] = _text(element), _detail(context, element, kind)


def _content(context: Context, said: Said, element: Element, kind: str = PLAIN) -> None:
    text = _text(element)
    said.setdefault("content", []).append(_detail(context, element, kind) | {"value": text})
    said.setdefault("summary", text)


def _encoded(context: Context, said: Said, element: Element) -> None:
    _content(context, said, element, HTML)


def _overview(context: Context, said: Said, element: Element) -> None:
    """Read a feed's description or summary: of two, feedparser counts the second to the first entry."""
    _text(element)
    if "summary" in said:
        raise Unusual
    if context.names[element.tag] != "description":
        said["summary"] = ""


def _link(context: Context, said: Said, element: Element) -> None:
    href = element.get("href")
    address = context.resolved(element) if href is None else context.joined(href)
    if len(element) or (href is None and _REFERENCE.search(address)):
        raise Unusual
    said.setdefault("links", []).append({"href": address})
    if href is None or (
        element.get("rel", "alternate").lower() == "alternate" and element.get("type", HTML).lower() in _PAGES
    ):
        said["link"] = address


def _enclosure(context: Context, said: Said, element: Element) -> None:
    _text(element)
    said.setdefault("links", []).append({"href": element.get("url", "")})


def _id(context: Context, said: Said, element: Element) -> None:
    is_link = element.get("isPermaLink", "true") == "true"
    said["id"] = context.resolved(element) if is_link else _text(element)
    if is_link:
        said.setdefault("link", said["id"])


def _comments(context: Context, said: Said, element: Element) -> None:
    said["comments"] = context.resolved(element)


def _author(context: Context, said: Said, element: Element) -> None:
    name = _person(context, element) if len(element) else _mailed(_text(element))
    if not len(element):
        said["author"] = name
    elif "author" in said:
        # feedparser calls the first of them by the name of the second.
        raise Unusual
    said.setdefault("authors", []).append({"name": name})


def _mailed(name: str) -> str:
    """Return the name in an author of RSS."""
    if "@" not in name:
        return name
    mailed = _MAILED.fullmatch(name)
    if mailed is None:
        raise Unusual
    return mailed[1].rstrip()


def _person(context: Context, author: Element) -> str:
    """Return the one name in an author of Atom."""
    context.pass_over(author, _AUTHOR)
    (name,) = (_stripped(part) for part in author if context.names[part.tag] == "name")
    if not name:
        raise Unusual
    return name


def _category(context: Context, said: Said, element: Element) -> None:
    _tag(said, element.get("term"), element.get("scheme", element.get("domain")), element.get("label"))
    if term := _text(element):
        if said["tags"] and not said["tags"][-1]["term"]:
            said["tags"][-1]["term"] = term
        else:
            _tag(said, term)


def _keywords(context: Context, said: Said, element: Element) -> None:
    for term in filter(None, map(str.strip, _text(element).split(","))):
        _tag(said, term, "http://www.itunes.com/")


_Tell = Callable[[Context, Said, Element], None]
Rule = tuple[_Tell, tuple[str, ...]]
"""How an element is read, and the attributes that it may have."""


def _word(key: str) -> Rule:
    def tell(_: Context, said: Said, element: Element) -> None:
        said[key] = _text(element)

    return tell, ()


def _moment(key: str) -> Rule:
    def tell(_: Context, said: Said, element: Element) -> None:
        said[key] = from_feed(_text(element))

    return tell, ()


_TEXT = ("type", LANG)
_OF_BOTH: dict[str, Rule] = {
    "title": (_title, _TEXT),
    "link": (_link, ("rel", "type", "href", "hreflang", "title", "length")),
    "guid": (_id, ("isPermaLink",)),
    "id": (_id, ()),
    "language": _word("language"),
    "dc:language": _word("language"),
}
OF_FEED = _OF_BOTH | {
    "sy:updateperiod": _word("sy_updateperiod"),
    "sy:updatefrequency": _word("sy_updatefrequency"),
    "description": (_overview, ()),
    "summary": (_overview, ()),
    "itunes:summary": (_overview, ()),
    "ttl": _word("ttl"),
}
OF_ENTRY = (
    _OF_BOTH
    | {
        "description": (_description, _TEXT),
        "summary": (_summary, _TEXT),
        "itunes:summary": (_summary, _TEXT),
        "content": (_content, _TEXT),
        "content:encoded": (_encoded, _TEXT),
        "enclosure": (_enclosure, ("url", "type", "length")),
        "comments": (_comments, ()),
        "itunes:keywords": (_keywords, ()),
    }
    | dict.fromkeys(("author", "dc:creator", "itunes:author"), (_author, ()))
    | dict.fromkeys(("category", "dc:subject"), (_category, ("term", "scheme", "domain", "label")))
    | dict.fromkeys(("pubdate", "published", "issued", "dcterms:issued"), _moment("published_parsed"))
    | dict.fromkeys(("updated", "modified", "dc:date", "dcterms:modified"), _moment("updated_parsed"))
    | dict.fromkeys(("created", "dcterms:created"), _moment("created_parsed"))
    | {
        name: _word(name.replace(":", "_"))
        for name in ("dc:identifier", "prism:doi", "arxiv:doi", "citation:doi", "arxiv:announce_type")
    }
)
