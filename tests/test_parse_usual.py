"""What is read without feedparser is what feedparser reads: on the corpus, and on documents made to differ."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.errors import Refused
from reader.parse import elements, limits, names, rss, usual
from reader.parse.charset import decode
from reader.parse.guard import admit, repaired, trimmed
from tests.bench.corpus import documents

URL = "https://j.example/feeds/all.xml"

SPACES = (
    'xmlns:atom="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:dcterms="http://purl.org/dc/terms/" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    ' xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:media="http://search.yahoo.com/mrss/"'
    ' xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns:prism="http://prismstandard.org/namespaces/basic/2.0/"'
    ' xmlns:sy="http://purl.org/rss/1.0/modules/syndication/" xmlns:thr="http://purl.org/syndication/thread/1.0"'
    ' xmlns:OpenThing="http://other.example/ns" xmlns:foaf="http://xmlns.com/foaf/0.1/"'
)
TEXTS = [
    "", "  ", "a", " a  b\n", "A &amp; B", "&lt;p&gt;x&lt;/p&gt;", "<![CDATA[<b>x</b> &amp; y]]>", "é", "Ã©",
    "\x93q\x94", "Ã\x93", "日本語", "https://x.example/a?b=1&amp;c=2", "/up", "down", "//host.example/x",
    "tag:x,2026:1", "#f", "?q", "HTTP://X.example", "http://x.example/?", "http://x.example", "http:///x.example/", "http://[half",
    "mailto:a@b.org", "https://x.example/a;b#", "Wed, 18 Nov 2026 10:51:35 GMT", "18 Nov 2026 10:51:35 +0530",
    "Tue, 31 Feb 2026 10:51:35 GMT", "Wed, 18 Nov 2026 24:00:00 GMT", "18 Nov 26 10:51 EST", "2026-11-18T11:03:59Z",
    "2026-11-18T11:03:59.25-08:00", "2026-11-18T11:03:60Z", "2026-11-18", "20261118", "a@b.org (Ada L.)", "en",
    "de_DE", "10.1000/xyz", "a,b ,,c", "60", "daily", "new", "x<!-- c -->y", "x<?p q?>y", "&#150;", "&#x85;",
]  # fmt: skip
ODD_TEXTS = [
    "a@b.example", "a@b.org ()", "Ada &lt;a@b.org&gt;", "https://x.example/a&amp;amp;b&amp;lt;c", "a<b/>c",
    "<x xmlns='http://www.w3.org/1999/xhtml'>d</x>",
]  # fmt: skip
PERSONS = [
    "<name>Ada</name>", "<name>Ada</name><email>a@b.org</email>", "<name/>", "<name>A</name><name>B</name>",
    "<email>a@b.org</email><name> Bob </name><uri>/bob</uri>", "<email>a@b.org</email>", "<name>a@b.org</name>",
]  # fmt: skip
MEDIA = ["", "<media:title>M</media:title><media:credit>c</media:credit>", "<media:description>d</media:description>"]
IMAGE = "<url>/i</url><title>Picture</title><link>/p</link>"
OF_TEXTS = [
    'type="html"',
    'type="text"',
    'type="TEXT/HTML"',
    'xml:lang="de_AT"',
    'xml:lang=""',
    'type="html" xml:lang="en"',
]
ATTRIBUTES = {
    "title": OF_TEXTS, "summary": OF_TEXTS, "content": OF_TEXTS, "description": OF_TEXTS, "itunes:summary": OF_TEXTS,
    "guid": ['isPermaLink="false"', 'isPermaLink="TRUE"'],
    "link": [
        'href="/page"', 'href=""', 'rel="self" href="https://x.example/s"', 'rel="enclosure" href="/e"',
        'rel="Alternate" type="text/html" href="https://x.example/h?"', 'type="application/json" href="/j"',
    ],
    "enclosure": ['url="/u" type="audio/mpeg" length="1"', 'url=""'],
    "category": ['term="t"', 'term="t" scheme="s"', 'domain="d"', 'label="l"', 'term="" label="l"'],
}  # fmt: skip
ODD_ATTRIBUTES = [
    'type="xhtml"', 'type="image/png"', 'type=""', 'xml:base="https://other.example/"', 'base="/b"', 'text="Tech"',
    'mode="base64"', 'lang="fr"', 'OpenThing:href="/o"', 'version="1"', 'url="/u"', 'href="/h"',
]  # fmt: skip
INSIDE = {"author": PERSONS, "media:content": MEDIA, "media:group": MEDIA, "image": [IMAGE]}
OFTEN = (
    "link atom:link guid id description summary content:encoded content pubDate updated dc:date author dc:creator"
    " category enclosure media:content itunes:summary"
).split()
OUR_NAMES = sorted({*elements.OF_ENTRY, *elements.OF_FEED, *names.SILENT_IN_FEED} - {names.FOREIGN, "title"})
ODD_NAMES = [
    "title",
    "OpenThing:x",
    "thr:total",
    "foaf:name",
    "unheard",
    "body",
    "media:description",
    "dc:title",
    "email",
]


def mostly(usual_ones: Sequence[str], odd_ones: Sequence[str]) -> st.SearchStrategy[str]:
    """Draw from the first, but for one time in sixty."""
    usually, oddly = st.sampled_from(usual_ones), st.sampled_from(odd_ones)
    return st.integers(0, 59).flatmap(lambda number: usually if number else oddly)


@st.composite
def element(draw: st.DrawFn) -> str:
    name = draw(st.sampled_from(OFTEN) | mostly(OUR_NAMES, ODD_NAMES))
    attributes = draw(mostly(["", *ATTRIBUTES.get(name.removeprefix("atom:"), [])], ODD_ATTRIBUTES))
    text = draw(st.sampled_from(INSIDE[name]) if name in INSIDE and draw(st.booleans()) else mostly(TEXTS, ODD_TEXTS))
    return f"<{name} {attributes}>{text}</{name}>"


TITLES = st.sampled_from(["<title>t</title>", "<title>é</title>", '<title type="html">t</title>', "<title/>", ""])
LANGUAGES = st.sampled_from([""] * 5 + ['xml:lang="fr"', 'xml:lang=""'])


@st.composite
def elements_of(draw: st.DrawFn) -> str:
    """Return a few elements, one of which is a title as a rule."""
    drawn = draw(st.lists(element(), max_size=5))
    drawn.insert(draw(st.integers(0, len(drawn))), draw(TITLES))
    return "".join(drawn)


def document(frames: Sequence[str], item: str) -> st.SearchStrategy[str]:
    """Return documents of a frame with places for attributes, elements and items."""
    one = st.builds(f"<{item} {{0}}>{{1}}</{item}>".format, LANGUAGES, elements_of())
    several = st.lists(one, max_size=3).map("".join)
    return st.builds(str.format, st.sampled_from(frames), LANGUAGES, elements_of(), several)


CHANNEL = "<channel>{1}{2}</channel>"
RSS = document(
    [
        f'<rss version="2.0" {SPACES} {{0}}>{CHANNEL}</rss>',
        f'<rss version="0.91" {SPACES} {{0}}><!-- c -->{CHANNEL}<!-- c --></rss>',
        f'<?xml-stylesheet href="x"?><!-- c --><rss {SPACES} {{0}}>{CHANNEL}</rss><!-- c -->',
    ],
    "item",
)
ATOM = document(
    [
        f'<feed xmlns="http://www.w3.org/2005/Atom" {SPACES} {{0}}>{{1}}{{2}}</feed>',
        f'<feed version="0.3" {SPACES} xmlns="http://www.w3.org/2005/Atom" {{0}}>{{2}}{{1}}</feed>',
    ],
    "entry",
) | document([f"<atom:feed {SPACES} {{0}}>{{1}}{{2}}</atom:feed>"], "atom:entry")
ADDRESSES = st.sampled_from(
    [URL, "", "demo:a", "https://j.example", "http://j.example/?", "http:///j.example/a#f", "http://[j"]
)


def told(found: tuple[str, Mapping[str, Any], Sequence[Mapping[str, Any]]]) -> tuple[Any, ...]:
    """Return all that is taken from a document."""
    kind, feed, entries = found
    drafts = rss.drafts(entries, atom=kind == "atom", feed_language=rss.language(feed))
    return kind, rss.text(feed.get("title")), rss.text(feed.get("link")), rss.language(feed), rss.ttl(feed), drafts


def agree(source: str, url: str = URL) -> bool:
    """Return whether the document was read without feedparser; whoever reads it, it must be read alike."""
    ours = usual.read(trimmed(source), url)
    if ours is not None:
        assert told(ours) == told(rss.read(trimmed(repaired(source)), url))
    return ours is not None


def test_on_the_corpus_what_is_read_without_feedparser_is_what_feedparser_reads(shared: Path) -> None:
    read = 0
    for path in documents(shared / "data" / "feeds"):
        try:
            read += agree(admit(decode(path.read_bytes(), "").lstrip()))
        except Refused:
            continue
    assert read > 400


@given(RSS | ATOM, ADDRESSES)
def test_a_document_of_any_elements_is_read_as_feedparser_reads_it(source: str, url: str) -> None:
    agree(source, url)


DC, OTHER = "http://purl.org/dc/elements/1.1/", "http://other.example/"
DECLARATIONS = [
    pytest.param(f'xmlns:x="{DC}"', "<x:creator>Ada</x:creator>", True, id="another prefix"),
    pytest.param(f'xmlns:DC="{DC.upper()}"', "<DC:Creator>Ada</DC:Creator>", True, id="another case"),
    pytest.param(f'xmlns:dc="{OTHER}"', "<dc:creator>Ada</dc:creator>", False, id="a prefix taken by another"),
    pytest.param(f'xmlns:media="{DC}"', "<media:title>M</media:title>", False, id="two prefixes exchanged"),
    pytest.param(f'xmlns:title="{OTHER}"', "<title:detail>M</title:detail>", False, id="a prefix that makes a key"),
    pytest.param(f'xmlns:y="{OTHER}"', f'<y:z xmlns:y="{DC}"/>', False, id="a prefix of two meanings"),
    pytest.param(f'xmlns:y="{OTHER}" xmlns:z="{OTHER}"', "<y:doi>10.1/2</y:doi>", False, id="two prefixes of one"),
    pytest.param(f'xmlns="{OTHER}"', "<creator>Ada</creator>", False, id="a default that nobody knows"),
    pytest.param('xmlns="http://purl.org/rss/1.0/"', "<author>Ada</author>", False, id="a default of RDF"),
    pytest.param('xmlns="http://my.netscape.com/rdf/simple/0.9/"', "<author>Ada</author>", False, id="another of RDF"),
    pytest.param('xmlns="http://www.w3.org/2005/Atom"', "<author>Ada</author>", True, id="a default of Atom"),
    pytest.param('xmlns="http://backend.userland.com/RSS2"', "<author>Ada</author>", False, id="a default of Userland"),
    pytest.param('xmlns:l="http://www.w3.org/1999/xlink"', "<author>Ada</author>", False, id="links"),
    pytest.param(f'xmlns:arxiv="{OTHER}"', "<arxiv:doi>10.1000/x</arxiv:doi>", True, id="a prefix that is a key"),
]


@pytest.mark.parametrize(("declaration", "inside", "is_usual"), DECLARATIONS)
def test_a_prefix_means_what_it_means_to_feedparser(declaration: str, inside: str, is_usual: bool) -> None:
    item = f"<item><title>t</title><guid>1</guid>{inside}</item>"
    assert agree(f'<rss version="2.0" {declaration}><channel><title>c</title>{item}</channel></rss>') is is_usual


DATES = [
    "Wed, 18 Nov 2026 10:51:35 GMT", "18 Nov 2026 10:51:35 -0830", "1 Jan 1999 00:00:00 UT", "31 Feb 2026 10:51:35 GMT",
    "Wed, 18 Nov 2026 24:00:00 GMT", "Wed, 18 Nov 2026 10:51 EST", "2026-11-18T11:03:59Z", "2026-11-18T11:03:59+05:30",
    "2026-11-18T11:03:60Z", "2026-11-18T24:00:00Z", "2026-02-30T00:00:00Z", "1899-12-31T00:00:00Z", "2026-11-18", "",
    "18 Nov 2026 10:51:35 +9999", "2026-11-18T11:03:59-99:99", "Wed, 18 Foo 2026 10:51:35 GMT", "yesterday",
]  # fmt: skip


@pytest.mark.parametrize("date", DATES)
def test_a_date_is_what_feedparser_makes_of_it(date: str) -> None:
    assert agree(f"<rss><channel><item><title>t</title><pubDate>{date}</pubDate></item></channel></rss>")


def test_of_many_tags_those_that_are_looked_at_are_feedparsers() -> None:
    tags = "".join(f'<category domain="d">c{i % 190}</category><category domain="{i}"/>' for i in range(200))
    source = f"<rss><channel><item><title>t</title>{tags}</item></channel></rss>"
    ours = usual.read(source, URL)
    assert ours is not None
    (ours_first,), (theirs_first,) = (told(found)[-1] for found in (ours, rss.read(source, URL)))
    kept = 2 * limits.TAGS
    assert ours_first.tags[:kept] == theirs_first.tags[:kept]
