"""RSS and Atom in their usual shapes, in a sixth of feedparser's time. Knows how such documents are built.

What is said here of a document is what feedparser says. Where that is not certain nothing is said, and feedparser
reads the document: a second title, an element inside a text, XHTML, `xml:base`, base64, a prefix of two meanings, a
DOCTYPE, anything that is not well-formed. `python -m tests.bench.corpus` prints how many documents are read here.
"""

from collections.abc import Iterator, Mapping, Sequence
from io import StringIO
from typing import Any
from xml.etree.ElementTree import Element, ParseError, iterparse

from reader.parse.elements import LANG, OF_ENTRY, OF_FEED, Context, Rule, Said, only, stated_language
from reader.parse.names import SILENT, SILENT_IN_FEED, Names, Unusual

_KINDS = {"rss": "rss", "feed": "atom"}
"""Root -> kind."""
_VERSIONS = {
    "http://www.w3.org/2005/atom": "atom",
    "http://purl.org/rss/1.0/": "rdf",
    "http://my.netscape.com/rdf/simple/0.9/": "rdf",
}
"""Namespaces, in lower case, by the first of which feedparser tells the kind: of RDF whatever the root is."""


def read(source: str, url: str) -> tuple[str, Mapping[str, Any], Sequence[Mapping[str, Any]]] | None:
    """Return kind, feed and entries as `rss.read` does; None where only feedparser can tell."""
    if "<!DOCTYPE" in source:
        return None
    # Typed without its `root`, which is there when all has been read.
    walk: Any = iterparse(StringIO(source), ("start-ns",))
    try:
        declared = [pair for _, pair in walk]
        return _document(walk.root, declared, url)
    except (ParseError, Unusual, LookupError, ValueError, TypeError, ArithmeticError):
        return None


def _document(root: Element, declared: list[tuple[str, str]], url: str) -> tuple[str, Said, list[Said]]:
    """Return kind, feed and entries.

    Raises:
        Unusual: feedparser may read it in another way.
    """
    names = Names(declared)
    kind = _KINDS[names[root.tag]]
    version = next((_VERSIONS[uri.lower()] for _, uri in declared if uri.lower() in _VERSIONS), "")
    if version == "rdf" or kind not in ("rss", version):
        raise Unusual
    only(root, "version", LANG)
    context = Context(names, url, stated_language(root, ""))
    feed: Said = {"language": context.language} if context.language else {}
    entries = [_entry(element, context) for element in _entries(kind, root, feed, context)]
    _refuse_borrowed_title(feed, context)
    return kind, feed, entries


def _entries(kind: str, root: Element, feed: Said, context: Context) -> Iterator[Element]:
    """Read what the feed says of itself; yield its entries."""
    parent, entry = root, "entry"
    if kind == "rss":
        (parent,), entry = root, "item"
        only(parent)
        if context.names[parent.tag] != "channel":
            raise Unusual
    for element in parent:
        if context.names[element.tag] == entry:
            yield element
        else:
            _hear(feed, element, context, OF_FEED, SILENT_IN_FEED)


def _entry(entry: Element, context: Context) -> Said:
    said: Said = {}
    feed_language = context.language
    only(entry, LANG)
    context.language = stated_language(entry, feed_language)
    for element in entry:
        _hear(said, element, context, OF_ENTRY, SILENT)
    context.language = feed_language
    _refuse_borrowed_title(said, context)
    if not (said.get("title") or said.get("id") or said.get("link")):
        # It is known by all else it says.
        raise Unusual
    return said


def _refuse_borrowed_title(said: Said, context: Context) -> None:
    """Raise Unusual where feedparser may take a picture's title for that of the feed or entry."""
    if not said.get("title") and "media:title" in context.names.values():
        raise Unusual


def _hear(said: Said, element: Element, context: Context, rules: Mapping[str, Rule], silent: frozenset[str]) -> None:
    """Add to `said` what an element says."""
    rule = rules.get(context.names[element.tag])
    if rule is None:
        context.pass_over(element, silent)
    else:
        tell, attributes = rule
        only(element, *attributes)
        tell(context, said, element)
