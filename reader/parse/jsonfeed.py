"""JSON Feed 1.0 and 1.1, whatever types its values have. Knows JSON only; feedparser answers nothing for it."""

import json
from collections.abc import Mapping, Sequence

from reader.errors import ParseError
from reader.parse import limits
from reader.parse.dates import from_text
from reader.parse.draft import Draft

_TELLING = frozenset(["url", "external_url", "title", "content_html", "content_text", "summary"])
"""Keys of which an item has at least one; an id alone is no entry of a document that is no declared feed."""


def read(document_text: str) -> tuple[Mapping[str, object], list[Draft]]:
    """Return the feed's own fields and its items, in order; items that are no objects are left out.

    Raises:
        ParseError: It is no JSON, or JSON that is no feed.
    """
    try:
        document = json.loads(document_text)
    except (ValueError, RecursionError) as error:
        raise ParseError("The document begins like JSON and cannot be read as such.") from error
    if not isinstance(document, dict) or not _is_feed(document):
        raise ParseError("This is JSON, but no JSON Feed.")
    items = document.get("items")
    objects = [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []
    return document, [_draft(item) for item in objects[: 5 * limits.ENTRIES]]


def text(value: object) -> str:
    """Return `value` if it is a text, else ""."""
    return value if isinstance(value, str) else ""


def string(value: object) -> str:
    """Return a text or number as text; "" for any other type."""
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def _is_feed(document: Mapping[str, object]) -> bool:
    if "jsonfeed.org/version" in string(document.get("version")):
        return True
    items = document.get("items")
    return isinstance(items, list) and any(isinstance(item, dict) and _TELLING & item.keys() for item in items)


def _draft(item: Mapping[str, object]) -> Draft:
    html, plain = text(item.get("content_html")), text(item.get("content_text"))
    return Draft(
        guid=string(item.get("id")),
        link=text(item.get("url")) or text(item.get("external_url")),
        title=string(item.get("title")),
        title_plain=True,
        summary=text(item.get("summary")),
        summary_plain=True,
        content=html or plain,
        content_plain=not html,
        authors=_authors(item),
        published=from_text(text(item.get("date_published"))),
        updated=from_text(text(item.get("date_modified"))),
        language=text(item.get("language")),
        tags=tuple(text(tag) for tag in _list(item.get("tags"))),
    )


def _authors(item: Mapping[str, object]) -> tuple[str, ...]:
    """Names of 1.1's "authors" or 1.0's "author", as objects or bare strings."""
    value = item.get("authors") or item.get("author")
    several = value if isinstance(value, list) else [value]
    names = [text(one.get("name") if isinstance(one, dict) else one) for one in several]
    return tuple(name for name in names if name)


def _list(value: object) -> Sequence[object]:
    return value if isinstance(value, list) else ()
