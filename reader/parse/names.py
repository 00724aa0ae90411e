"""What feedparser calls an element, and which elements say nothing that is asked for. Knows namespaces."""

from feedparser.mixin import _FeedParserMixin

XML = "{http://www.w3.org/XML/1998/namespace}"
"""Before the attributes `lang` and `base`."""
FOREIGN = ":"
"""Name of all elements that feedparser has no method for: it keeps their text under a key that nobody asks for."""

_SPACES: dict[str, str] = {uri.lower(): prefix.lower() for uri, prefix in _FeedParserMixin.namespaces.items()}
"""URI in lower case -> prefix as feedparser has it; empty for those of RSS and Atom themselves."""
_METHODS = [name.split("_", 2)[2] for name in dir(_FeedParserMixin) if name.startswith(("_start_", "_end_"))]
_READ = frozenset(["", *(name.partition("_")[0] for name in _METHODS if "_" in name)])
"""Prefixes for which feedparser has methods."""
_MISLEADING = _READ | {"title", "summary", "published", "created", "updated"}
"""Prefixes that name a method of feedparser, or a key that is asked for, whatever their URI."""
_ASKED_FOR = frozenset(
    "arxiv:announce_type arxiv:doi citation:doi prism:doi sy:updateperiod sy:updatefrequency".split()
)
"""Elements without a method whose text is asked for."""

SILENT = frozenset(
    (
        ": rights copyright generator rating source webmaster dc:contributor dc:format dc:publisher dc:relation"
        " dc:rights dc:source dc:type feedburner:origlink itunes:block itunes:duration itunes:episode"
        " itunes:episodetype itunes:explicit itunes:image itunes:order itunes:season itunes:subtitle itunes:title"
        " media:content media:copyright media:credit media:group media:rating media:thumbnail media:title"
    ).split()
)
"""Elements that say nothing of a feed, nor of an entry that has a title."""
SILENT_IN_FEED = SILENT | frozenset(
    (
        "author category cloud docs icon image lastbuilddate logo managingeditor modified pubdate published subtitle"
        " tagline updated creativecommons:license dc:creator dc:date"
        " feedburner:emailserviceid feedburner:feedburnerhostname feedburner:info itunes:author itunes:category"
        " itunes:complete itunes:keywords itunes:new-feed-url itunes:owner itunes:type media:category media:keywords"
    ).split()
)
"""Elements that say nothing of a feed, though they do of an entry."""
NO_PARTS = frozenset([FOREIGN])
_MEDIA = NO_PARTS | frozenset(
    "media:content media:copyright media:credit media:rating media:thumbnail media:title".split()
)
PARTS = {
    "author": NO_PARTS | frozenset("name email uri url".split()),
    "image": NO_PARTS | frozenset("title url link width height description".split()),
    "itunes:category": NO_PARTS | {"itunes:category"},
    "itunes:owner": NO_PARTS | {"itunes:name", "itunes:email"},
    "media:content": _MEDIA,
    "media:group": _MEDIA,
}
"""Element -> those that may stand inside it and say nothing either; `NO_PARTS` for all others."""


class Unusual(Exception):
    """A document that only feedparser can read as feedparser does."""


class Names(dict[str, str]):
    """Tag as ElementTree has it -> name as feedparser has it, "dc:creator" or "title"; `FOREIGN` for all others."""

    def __init__(self, declared: list[tuple[str, str]]) -> None:
        """Take all namespaces of a document, in its order: prefix, which may be empty, and URI.

        Raises:
            Unusual: A prefix means one thing here and another there, or another thing than elsewhere.
        """
        super().__init__()
        self._prefixes = {"": ""}
        """URI -> prefix as feedparser has it."""
        meant: dict[str, str] = {}
        for prefix, uri in declared:
            called = _called(prefix.lower(), uri)
            if meant.setdefault(prefix.lower(), uri) != uri or self._prefixes.setdefault(uri, called) != called:
                raise Unusual

    def __missing__(self, tag: str) -> str:
        uri, _, local = tag.rpartition("}")
        prefix = self._prefixes[uri[1:]]
        name = f"{prefix}:{local.lower()}" if prefix else local.lower()
        self[tag] = name if prefix in _READ or name in _ASKED_FOR else FOREIGN
        return self[tag]


def _called(prefix: str, uri: str) -> str:
    """Return the prefix that feedparser uses for the elements of a namespace: its own, else the document's."""
    known = _SPACES.get(uri.lower())
    misleading = prefix in _MISLEADING and prefix != known if prefix else known is None
    if not uri or misleading or known == "xlink" or "userland.com/rss" in uri.lower():
        raise Unusual
    return prefix if known is None else known
