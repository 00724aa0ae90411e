"""Lists of feeds from strangers, and ours for others."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader import opml
from reader.demo import STARTER
from reader.errors import OpmlError
from reader.model.feed import Feed, Tier


def listing(body: str) -> bytes:
    return f'<opml version="2.0"><body>{body}</body></opml>'.encode()


def test_folders_and_our_attributes_are_read() -> None:
    (feed,) = opml.read(
        listing(
            '<outline text="Research"><outline title="Theory/Maths">'
            '<outline text="x" title="The feed" xmlUrl="HTTPS://Ex.org/f" htmlUrl="https://ex.org/" '
            'tier="1" publisher="Ex" language="en-GB" private="true"/></outline></outline>'
        )
    ).feeds
    assert feed == Feed(
        url="https://ex.org/f",
        title="The feed",
        site="https://ex.org/",
        publisher="Ex",
        tier=Tier.PRIMARY,
        language="en",
        folder="Research/Theory-Maths",
        private=True,
    )


def test_nothing_but_http_becomes_a_feed_and_the_rest_is_counted() -> None:
    bad = [
        "exec:rm -rf ~",
        "filter:cat:https://a.example/",
        "|curl evil",
        "file:///etc/passwd",
        "javascript:1",
        "demo:okavi",
    ]
    found = opml.read(listing("".join(f'<outline xmlUrl="{url}"/>' for url in [*bad, "http://a.example/f"])))
    assert [feed.url for feed in found.feeds] == ["http://a.example/f"]
    assert len(found.refused) == len(bad)


def test_one_address_in_several_spellings_is_one_feed() -> None:
    urls = ["http://a.example/f", "HTTP://A.EXAMPLE/f ", " http://a.example:80/f", "http://a.example/f#x"]
    found = opml.read(listing("".join(f'<outline xmlUrl="{url}"/>' for url in urls)))
    assert (len(found.feeds), found.duplicates) == (1, 3)


def test_a_parameter_that_tells_feeds_apart_keeps_them_apart() -> None:
    urls = ["https://a.example/?feed=rss2", "https://a.example/?feed=atom"]
    assert len(opml.read(listing("".join(f'<outline xmlUrl="{url}"/>' for url in urls))).feeds) == 2


@pytest.mark.parametrize(
    "head",
    [
        '<!DOCTYPE opml [<!ENTITY a "b">]>',
        '<!DOCTYPE opml [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE opml [<!ENTITY % a SYSTEM "http://127.0.0.1/x"> %a;]>',
        '<!DOCTYPE l [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>',
    ],
)
def test_entities_are_refused_before_any_is_expanded(head: str) -> None:
    with pytest.raises(OpmlError, match="entities"):
        opml.read(head.encode() + listing('<outline text="&a;" xmlUrl="http://a.example/"/>'))


def test_a_plain_doctype_is_fine_and_its_address_is_not_asked() -> None:
    head = b'<!DOCTYPE opml SYSTEM "http://127.0.0.1:1/opml.dtd">'
    assert opml.read(head + listing('<outline xmlUrl="http://a.example/"/>')).feeds


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "line 1"),
        (b"<opml><body>\n<outline", "line 2"),
        (b"<rss/>", "no OPML"),
        (b'<?xml version="1.0" encoding="klingon"?><opml/>', "encoding"),
        (b"<opml>" + b" " * (16 * 1024 * 1024), "16 MiB"),
        (listing("<outline>" * 40 + "</outline>" * 40), "deeper"),
        (listing("".join(f'<outline xmlUrl="http://a.example/{n}"/>' for n in range(10_001))), "10000 feeds"),
    ],
)
def test_what_cannot_be_read_is_one_sentence(data: bytes, words: str) -> None:
    with pytest.raises(OpmlError) as caught:
        opml.read(data)
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "gb2312", "iso-8859-1"])
def test_the_declared_encoding_is_obeyed(encoding: str) -> None:
    title = "机器之心" if encoding != "iso-8859-1" else "Größe"
    head = f'<?xml version="1.0" encoding="{encoding}"?>'
    data = (head + listing(f'<outline text="{title}" xmlUrl="http://a.example/"/>').decode()).encode(encoding)
    assert opml.read(data).feeds[0].title == title


def test_utf8_that_calls_itself_utf16_is_read_as_what_it_is() -> None:
    body = listing('<outline text="机器之心" xmlUrl="http://a.example/"/>')
    assert opml.read(b'<?xml version="1.0" encoding="utf-16"?>' + body).feeds[0].title == "机器之心"


def test_names_are_harmless_to_a_terminal() -> None:
    (feed,) = opml.read(listing('<outline text="a\u202eb\u009b31m[bold]" xmlUrl="http://a.example/"/>')).feeds
    assert feed.title == "ab[bold]"


@given(
    st.lists(
        st.builds(
            Feed,
            url=st.integers(0, 9**9).map(lambda n: f"https://a.example/{n}?a=1&b=2"),
            title=st.sampled_from(["A & B", '<b>"x"</b>', "机器之心", "it's", "[bold]x"]),
            publisher=st.sampled_from(["", "Ex & Co"]),
            tier=st.sampled_from(list(Tier)),
            language=st.sampled_from(["", "en", "zh"]),
            folder=st.sampled_from(["", "A", "A/B", "A & B/C"]),
            private=st.booleans(),
            paused=st.booleans(),
        ),
        unique_by=lambda feed: feed.url,
        max_size=8,
    )
)
def test_what_is_written_reads_back_the_same(feeds: list[Feed]) -> None:
    found = opml.read(opml.write(feeds, "A & B").encode())
    assert sorted(found.feeds, key=lambda f: f.url) == sorted(feeds, key=lambda f: f.url)
    assert not found.refused


def test_passwords_are_not_written() -> None:
    text = opml.write([Feed(url="https://user:secret@a.example/f", title="x")], "x")
    assert "secret" not in text
    assert 'xmlUrl="https://a.example/f"' in text


def test_the_list_to_start_with_is_accepted_whole() -> None:
    found = opml.read(STARTER.read_bytes())
    assert len(found.feeds) >= 35
    assert (found.refused, found.duplicates) == ((), 0)
