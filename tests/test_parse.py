"""Feed documents that carry their expectation, and what no document can carry."""

import io
import json
import re
from datetime import UTC, datetime, timedelta
from encodings.aliases import aliases
from enum import Enum
from pathlib import Path
from xml.sax import make_parser
from xml.sax.handler import ContentHandler

import feedparser
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reader.errors import Discoverable, ParseError, ReaderError, Refused
from reader.parse import document, limits
from reader.parse.charset import decode
from reader.parse.discover import links
from reader.parse.job import Job
from reader.parse.parsed import Parsed

FEEDS = sorted((Path(__file__).parent / "data" / "feeds").glob("*.*"))
NOW = datetime(2026, 5, 10, 12, tzinfo=UTC)
URL = "https://j.example/feed"


def read(body: bytes | str, *, content_type: str = "", url: str = URL, language: str = "") -> Parsed:
    raw = body if isinstance(body, bytes) else body.encode("utf-8", "surrogatepass")
    return document.read(Job(body=raw, url=url, content_type=content_type, now=NOW, language=language))


def rss(items: str, channel: str = "") -> str:
    return f'<rss version="2.0"><channel><title>t</title>{channel}{items}</channel></rss>'


def expectation(path: Path) -> dict[str, object]:
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".json":
        found = json.loads(text)["_expect"]
    else:
        comment = re.search(r"Expect: (\{.*?\})\s*-->", text, re.DOTALL)
        assert comment, "a feed document without expectation proves nothing"
        found = json.loads(comment[1])
    assert isinstance(found, dict)
    return found


def at(parsed: object, place: str) -> object:
    """Return the value at "entries.0.title", in JSON's types; the number of entries at "entries"."""
    for part in place.split("."):
        parsed = parsed[int(part)] if isinstance(parsed, tuple) else getattr(parsed, part)
    if isinstance(parsed, datetime):
        return parsed.isoformat()
    if isinstance(parsed, Enum):
        return parsed.value
    if isinstance(parsed, timedelta):
        return str(parsed)
    if isinstance(parsed, tuple):
        return len(parsed) if place == "entries" else list(parsed)
    return parsed


@pytest.mark.parametrize("path", FEEDS, ids=lambda path: path.stem)
def test_a_document_is_read_as_it_says(path: Path) -> None:
    expected = expectation(path)
    parsed = read(path.read_bytes())
    assert {place: at(parsed, place) for place in expected} == expected


UTF = "Zażółć 日本語 Ελληνικά 😀"
ENCODED = [
    pytest.param("utf-16", None, "", UTF, id="utf-16 by its mark"),
    pytest.param("utf-16-le", "utf-16", "", UTF, id="utf-16 without mark"),
    pytest.param("utf-32", None, "", UTF, id="utf-32"),
    pytest.param("utf-8", "utf-16", "", UTF, id="xml says utf-16, bytes are utf-8"),
    pytest.param("utf-8", "x-nonesuch", "text/xml; charset=x-nonesuch", UTF, id="unknown name"),
    pytest.param("utf-8", None, "text/xml; charset=iso-8859-1", UTF, id="a server's default is no declaration"),
    pytest.param("gb18030", "gb2312", "", "中文标题：阅读器", id="declared smaller than meant"),
    pytest.param("gb2312", None, "text/xml; charset=gb2312", "中文标题", id="declared in the header alone"),
    pytest.param("cp1252", "iso-8859-1", "", "“quoted” €5", id="latin-1 is windows-1252"),
    pytest.param("cp1252", None, "", "déjà vu", id="nothing declared and no utf-8"),
    pytest.param("iso2022_jp", "iso-2022-jp", "", "日本語の題", id="escape bytes are the encoding"),
    pytest.param("cp1251", "windows-1251", "", "Новости", id="declared in XML alone"),
]


@pytest.mark.parametrize(("codec", "declared", "header", "title"), ENCODED)
def test_the_encoding_is_found(codec: str, declared: str | None, header: str, title: str) -> None:
    declaration = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""
    body = (declaration + rss(f"<item><title>{title}</title></item>")).encode(codec)
    assert read(body, content_type=header).entries[0].title == title


def test_utf_7_is_never_believed() -> None:
    body = b'<?xml version="1.0" encoding="utf-7"?>' + rss("<item><title>+ADw-script+AD4-</title></item>").encode()
    assert read(body).entries[0].title == "+ADw-script+AD4-"


def test_stray_bytes_spoil_only_themselves() -> None:
    assert decode("naïve 日本語 x".encode() + b"\xff", "") == "naïve 日本語 x\ufffd"


@given(st.binary(max_size=300), st.text(max_size=30) | st.sampled_from(sorted(set(aliases.values()))))
@example(b"\x80", "undefined")
@example(b"\x80", "idna")
@example(b"\x80", "punycode")
def test_decoding_never_raises_and_leaves_no_half_characters(body: bytes, header: str) -> None:
    decode(body, f"text/xml; charset={header}").encode("utf-8")


ENTITIES = [
    '<!DOCTYPE rss [<!ENTITY a "aaaa">]>',
    '<!DOCTYPE rss SYSTEM "http://127.0.0.2/dtd" [<!ENTITY % p SYSTEM "http://127.0.0.2/pe"> %p;]>',
    '<!doctype rss [<!entity a "b">]>',
]


@pytest.mark.parametrize("doctype", ENTITIES)
@pytest.mark.parametrize("codec", ["utf-8", "utf-16"])
def test_entity_declarations_are_refused_in_any_encoding(doctype: str, codec: str) -> None:
    with pytest.raises(Refused, match="entities"):
        read((doctype + rss("<item><title>&a;</title></item>")).encode(codec))


def test_a_plain_doctype_and_an_article_about_entities_are_fine() -> None:
    doctype = '<!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "http://127.0.0.2/rss.dtd">'
    item = "<item><title>x</title><description><![CDATA[write <!ENTITY a 'b'> here]]></description></item>"
    assert len(read(doctype + rss(item)).entries) == 1


NO_FEEDS = [
    pytest.param(b"", "empty", id="nothing"),
    pytest.param(b"   \n", "empty", id="blanks"),
    pytest.param(b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "no feed", id="picture"),
    pytest.param(b'{"error": "rate limited"}', "no JSON Feed", id="other JSON"),
    pytest.param(b'{"version": 1, "items": [{"id": ' + b"9" * 9000 + b"}]}", "cannot be read", id="huge number"),
    pytest.param(b"[" * 100_000, "cannot be read", id="deep JSON"),
    pytest.param(b"<!doctype html><title>Log in</title><form>", "offers no feed", id="login page"),
    pytest.param(
        b'<opml version="2.0"><body><outline xmlUrl="http://x.example/"/></body></opml>', "no feed", id="OPML"
    ),
]


@pytest.mark.parametrize(("body", "words"), NO_FEEDS)
def test_what_is_no_feed_is_refused_in_words(body: bytes, words: str) -> None:
    with pytest.raises(ParseError, match=words):
        read(body)


def test_an_empty_feed_is_a_feed() -> None:
    assert read(rss("")).entries == ()


def test_a_page_offers_its_feeds_and_nothing_else() -> None:
    page = """<!doctype html><head><base href="/b/"><link rel="alternate" type="application/rss+xml" href="feed">
        <LINK REL='alternate' TYPE='application/feed+json; charset=utf-8' HREF='https://other.example/j'>
        <link rel=alternate type=application/atom+xml href=feed><link rel="stylesheet" type="text/css" href="c.css">
        <link rel="alternate" type="application/rss+xml" href="file:///etc/passwd">
        <link rel="alternate" type="application/rss+xml" href="http://127.0.0.2/private">
        <link rel="alternate" type="application/rss+xml" href="https://j.example/feed">
        <link rel="alternate" hreflang="de" href="/de">"""
    with pytest.raises(Discoverable) as caught:
        read(page)
    assert caught.value.links == ("https://j.example/b/feed", "https://other.example/j")


def test_a_page_on_a_private_address_may_offer_its_own_feed() -> None:
    page = '<link rel="alternate" type="application/rss+xml" href="/feed">'
    assert links(page, "http://127.0.0.1:8000/") == ("http://127.0.0.1:8000/feed",)


def test_of_too_many_entries_the_newest_stay() -> None:
    dates = [f"{NOW + timedelta(seconds=i - 9999):%a, %d %b %Y %H:%M:%S} GMT" for i in range(limits.ENTRIES + 50)]
    old_first = "".join(f"<item><title>n{i}</title><pubDate>{date}</pubDate></item>" for i, date in enumerate(dates))
    titles = [entry.title for entry in read(rss(old_first)).entries]
    assert (titles[0], titles[-1], len(titles)) == ("n50", f"n{limits.ENTRIES + 49}", limits.ENTRIES)
    undated = "".join(f"<item><title>n{i}</title></item>" for i in range(limits.ENTRIES + 50))
    assert read(rss(undated)).entries[-1].title == f"n{limits.ENTRIES - 1}"


def test_of_too_many_items_of_a_json_feed_the_newest_stay_in_its_order() -> None:
    many = limits.ENTRIES + 50
    items = [{"id": str(i), "title": f"n{i}", "date_published": f"{NOW + timedelta(seconds=i - many):%FT%TZ}"} for i in
             range(many)]  # fmt: skip
    entries = read(json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": items})).entries
    assert [entry.title for entry in entries] == [f"n{i}" for i in range(50, many)]


def test_an_address_that_cannot_be_taken_apart_is_none() -> None:
    item = {"id": "1", "title": "x", "url": "//[half"}
    (entry,) = read(json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": [item]})).entries
    assert entry.url == ""


def test_everything_has_a_limit() -> None:
    tags = "".join(f"<category>c{i}</category>" for i in range(99))
    link = f"<link>https://x.example/{'a' * 5000}</link>"
    item = f"<item><title>{'t' * 9000}</title>{link}{tags}<description>{'word ' * 90_000}</description></item>"
    entry = read(rss(item)).entries[0]
    assert (len(entry.title), len(entry.tags), entry.url) == (limits.TITLE, limits.TAGS, "")
    assert len(entry.excerpt) <= limits.EXCERPT
    assert entry.full_length == len(entry.full_text) <= limits.BODY
    assert len(entry.key) <= limits.KEY


MANY_ATTRIBUTES = " ".join(f'a{i}="1"' for i in range(30_000))
COSTLY = [
    pytest.param(
        "<item><media " + " ".join(f'a{i}="1"' for i in range(30_000)) + "/><title>x</title></item>", id="attributes"
    ),
    pytest.param("<item><title>x</title></item>" + "<!--" * 28_000, id="comments"),
    pytest.param("<item><title>x</title><author>a@" + "a." * 100_000 + "!</author></item>", id="author"),
]


@pytest.mark.parametrize("item", COSTLY)
def test_what_keeps_the_parser_busy_for_minutes_is_taken_away(item: str) -> None:
    assert [entry.title for entry in read(rss(item)).entries][:1] == ["x"]


def test_comments_in_a_text_stay_the_texts() -> None:
    item = "<item><title>x</title><description><![CDATA[a <!-- b]]></description></item>"
    entries = read(rss("<!-- c -->" * 300 + item + "<item><title>y</title></item>")).entries
    assert [entry.title for entry in entries] == ["x", "y"]


def test_a_feed_that_states_no_language_is_heard_as_a_whole() -> None:
    items = "".join(f"<item><title>{title}</title></item>" for title in (
        "Der Minister und die Wahl", "Was nicht in der Zeitung steht", "Opernball Wien", "Ein Haus für die Kunst"
    ))  # fmt: skip
    entries = read(rss(items)).entries
    assert {(entry.language, entry.language_from) for entry in entries} == {("de", "detected")}


def test_the_users_word_on_language_counts_where_the_feed_has_none() -> None:
    entry = read(rss("<item><title>OK</title></item>"), language="fi").entries[0]
    assert (entry.language, entry.language_from) == ("fi", "feed")


def test_the_parser_takes_no_file_and_no_address_for_a_feed(tmp_path: Path) -> None:
    secret = tmp_path / "feed.xml"
    secret.write_text(rss("<item><title>secret</title></item>"))
    for body in (str(secret), f"file://{secret}", "http://127.0.0.2:9/"):
        with pytest.raises(ParseError):
            read(body)


def test_feedparser_is_handed_a_text_in_one_piece() -> None:
    texts = []

    class Listener(ContentHandler):
        def characters(self, content: str) -> None:
            texts.append(content)

    reader = make_parser(feedparser.api.PREFERRED_XML_PARSERS)
    reader.setContentHandler(Listener())
    reader.parse(io.StringIO("<p>one\ntwo &lt;b&gt; <b/><![CDATA[<three\n&four>]]></p>"))
    assert texts == ["one\ntwo <b> ", "<three\n&four>"]


FRAGMENTS = st.sampled_from(
    ["<item>", "</item>", "<title>", "</title>", "<![CDATA[", "]]>", "<!--", "-->", "&amp;", "&#0;", "&#xD800;", "&x;",
     "<guid>", "</guid>", "<link>a</link>", "<a b='", '"', ">", "<", "x", "\x1b[", "é", "<pubDate>x</pubDate>", "$\\x$"]
)  # fmt: skip


@given(st.lists(FRAGMENTS, max_size=40).map("".join))
def test_any_document_is_read_or_refused_in_words(inside: str) -> None:
    try:
        parsed = read(rss(inside))
    except ReaderError:
        return
    assert all(entry.title and entry.key and entry.title.isprintable() for entry in parsed.entries)
    assert len({entry.key for entry in parsed.entries}) == len(parsed.entries)
