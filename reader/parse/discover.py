"""The feeds that a web page offers. Knows HTML's alternate links; fetches none of them."""

import ipaddress
import re
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

from reader import urls
from reader.errors import Discoverable, ParseError
from reader.parse import limits
from reader.text.html import tags

LOOKED_AT = 512 * 1024
"""Characters of the page that are searched: alternate links stand in its head."""

_PAGE = re.compile(
    r"\s*(?:<!--.{0,4000}?-->\s*)*<(?:!doctype\s+html|html|head|body|title|meta|script|div)\b",
    re.IGNORECASE | re.DOTALL,
)
_TYPES = frozenset(
    [
        "application/rss+xml",
        "application/atom+xml",
        "application/feed+json",
        "application/rdf+xml",
        "application/json",
        "text/xml",
        "application/xml",
    ]
)


def is_page(text: str) -> bool:
    """Whether the document begins like a web page."""
    return _PAGE.match(text, 0, LOOKED_AT) is not None


def links(text: str, url: str) -> tuple[str, ...]:
    """Return the absolute URLs of the feeds that the page at `url` offers, in order, each once, itself left out.

    A page cannot point at an address that is not public, unless it is of the same host.
    """
    return tuple(dict.fromkeys(link for link in _offers(text, url) if _may_offer(link, url)))[: limits.LINKS]


def no_feed(text: str, url: str) -> ParseError:
    """Return the error for a page: with its offers as `Discoverable`, if there are any."""
    found = links(text, url)
    if not found:
        return ParseError("This is a web page, and it offers no feed.")
    many = "a feed" if len(found) == 1 else f"{len(found)} feeds"
    return Discoverable(f"This is a web page that offers {many}.", links=found)


def _offers(text: str, url: str) -> Iterator[str]:
    base = url
    for name, attributes in tags(text[:LOOKED_AT]):
        if name == "base" and attributes.get("href"):
            base = _joined(url, attributes["href"])
        relation = attributes.get("rel", "").lower().split()
        kind = attributes.get("type", "").partition(";")[0].strip().lower()
        if name == "link" and attributes.get("href") and "alternate" in relation and kind in _TYPES:
            yield _joined(base, attributes["href"])


def _joined(base: str, href: str) -> str:
    try:
        return urljoin(base, href.strip())
    except ValueError:
        return ""


def _may_offer(link: str, url: str) -> bool:
    if not urls.is_http(link) or len(link) > limits.URL or link.partition("#")[0] == url.partition("#")[0]:
        return False
    host = urls.host_of(link)
    if urlsplit(link).netloc == urlsplit(url).netloc or host == urls.host_of(url):
        return True
    try:
        return ipaddress.ip_address(host).is_global
    except ValueError:
        return True
