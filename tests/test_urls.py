"""URLs: identity, safety, and what a person is told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.errors import BrowserError, FetchError, Refused
from reader.urls import (
    LONGEST,
    arxiv_id,
    canonical,
    check_feed,
    check_openable,
    doi,
    host_of,
    is_http,
    is_openable,
    strip_tracking,
    without_credentials,
)

SAME_PAGE = [
    ("http://www.Example.com:80/a/", "https://example.com/a"),
    ("https://example.com/a?utm_source=x&b=2&a=1#frag", "https://example.com/a?a=1&b=2"),
    ("https://example.com/a/amp/", "https://example.com/a"),
    ("https://example.com/a?amp=1", "https://example.com/a"),
    ("https://example.com//a///b", "https://example.com/a/b"),
    ("https://amp.example.com/a", "https://example.com/a"),
    ("https://example.com/a;jsessionid=9F?x=1", "https://example.com/a?x=1"),
    ("https://medium.com/p?source=rss----7f60---4", "https://medium.com/p"),
    ("https://export.arxiv.org/pdf/2605.06599v2.pdf", "https://arxiv.org/abs/2605.06599"),
    ("https://arxiv.org/abs/cs/0501001v1", "https://arxiv.org/abs/cs/0501001"),
    ("https://dx.doi.org/10.1000/ABC", "https://doi.org/10.1000/abc"),
    ("http://[::1]:80/x", "https://[::1]/x"),
]

HOSTILE = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " javascript:alert(1)",
    "java\tscript:alert(1)",
    "file:///etc/passwd",
    "ssh://x.invalid/",
    "data:text/html,<script>",
    "about:blank",
    "view-source:http://127.0.0.1/",
    "http:javascript:x",
    "//127.0.0.2/schemeless",
    "/etc/passwd",
    "C:\\Windows\\system32\\calc.exe",
    "\\\\127.0.0.2\\share",
    "mailto:a@b.invalid?attach=/etc/passwd",
    "-h",
    "--app=file:///etc/passwd",
    "%s",
    "--",
    "",
    "http://x.invalid/\ntouch",
    "http://x.invalid/a b",
    "http://x.invalid/\x1b]52;c;ZXZpbA==\x07",
    "http://x.invalid/\x9b31m",
    "http://x.invalid/\u202egnp",
    "http://x.invalid/\u200b",
    "http://x.invalid/\u00a0",
    "http://x.invalid/\ud800",
    "http://x.invalid/a\\b",
    "http://[::1",
    "http://x.invalid:99999/",
    "http:///nohost",
    "http:",
    "https://",
    "https://x.invalid/" + "a" * LONGEST,
]


@pytest.mark.parametrize(("url", "form"), SAME_PAGE)
def test_addresses_of_one_page_have_one_form(url: str, form: str) -> None:
    assert canonical(url) == form


@pytest.mark.parametrize(("url", "form"), SAME_PAGE)
def test_the_canonical_form_is_a_fixed_point(url: str, form: str) -> None:
    assert canonical(form) == form


def test_different_pages_keep_different_forms() -> None:
    pages = [
        "https://example.com/a?id=1",
        "https://example.com/a?id=2",
        "https://example.com/b?ref=main",
        "https://example.com/b?ref=v2",
        "https://example.com:8443/a?id=1",
        "https://blog.example.com/a?id=1",
    ]
    assert len({canonical(page) for page in pages}) == len(pages)


def test_what_is_no_web_address_has_no_canonical_form() -> None:
    assert [canonical(url) for url in ("javascript:x", "mailto:a@b.c", "", "http://[::", "/a")] == [""] * 5


def test_stripping_leaves_every_other_byte() -> None:
    url = "https://Example.com/a%2Fb?q=%E4%B8%AD&utm_medium=rss&empty=&x=a+b#part"
    assert strip_tracking(url) == "https://Example.com/a%2Fb?q=%E4%B8%AD&empty=&x=a+b#part"


def test_a_fragment_goes_only_when_it_tracks() -> None:
    assert strip_tracking("https://example.com/a#utm_source=rss") == "https://example.com/a"
    assert strip_tracking("https://example.com/a#section") == "https://example.com/a#section"


@given(st.text(max_size=200))
def test_no_text_at_all_breaks_a_reader_of_urls(text: str) -> None:
    for url in (text, f"http://{text}", f"http://example.com/{text}"):
        canonical(url)
        strip_tracking(url)
        without_credentials(url)
        assert is_openable(url) in (None, url)


@given(st.text(max_size=60))
def test_what_is_openable_is_one_harmless_argument(text: str) -> None:
    for url in (text, f"http://{text}", f"https://example.com/{text}"):
        if is_openable(url):
            assert url.lower().startswith(("http://", "https://"))
            assert not set(url) & set("\\ \t\r\n\x00\x1b\x7f")


@pytest.mark.parametrize("url", HOSTILE)
def test_hostile_links_are_refused_with_a_sentence(url: str) -> None:
    with pytest.raises(BrowserError) as refused:
        check_openable(url)
    said = str(refused.value)
    assert said.endswith(".")
    assert said.isprintable()
    assert len(said) < 120


@pytest.mark.parametrize(
    "url",
    [
        "https://example.com/",
        "http://x.invalid/$(touch x)".replace(" ", "%20"),
        "http://x.invalid/';x;'",
        "http://x.invalid/%0atouch",
        "http://bank.example@127.0.0.2:8766/",
        "http://[::1]:8000/",
        "https://例子.example/路径",
    ],
)
def test_ordinary_links_are_opened_exactly_as_they_are(url: str) -> None:
    assert check_openable(url) == url


def test_mail_needs_consent_and_no_parameters() -> None:
    assert check_openable("mailto:a@b.invalid", mail=True) == "mailto:a@b.invalid"
    assert is_openable("mailto:a@b.invalid") is None
    with pytest.raises(BrowserError):
        check_openable("mailto:a@b.invalid?attach=/etc/passwd", mail=True)


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "exec:touch x", "|touch x", "filter:x:http://a/", "gopher://a/", "x"]
)
def test_only_http_is_a_feed(url: str) -> None:
    with pytest.raises(Refused, match="http and https"):
        check_feed(url)


@pytest.mark.parametrize(
    "url",
    [
        "http:///feed.xml",
        "http://127.0.0.1:99999/f",
        "http://[::bad",
        "http://\u2028x.invalid/",
        "http://a/" + "b" * LONGEST,
    ],
)
def test_an_impossible_address_is_an_error_not_a_policy(url: str) -> None:
    with pytest.raises(FetchError) as error:
        check_feed(url)
    assert not isinstance(error.value, Refused)


def test_variants_of_a_feed_address_are_stored_once() -> None:
    variants = ["http://example.com/f", "HTTP://EXAMPLE.com/f ", " http://example.com:80/f#x"]
    assert {check_feed(url) for url in variants} == {"http://example.com/f"}


def test_spaces_in_a_path_are_written_as_browsers_write_them() -> None:
    assert check_feed("http://example.com/a b") == "http://example.com/a%20b"
    with pytest.raises(FetchError):
        check_feed("http://exam ple.com/a")


def test_a_feed_address_keeps_credentials_path_and_query() -> None:
    assert check_feed("https://Me:Pa%40ss@Example.com/A?B=c") == "https://Me:Pa%40ss@example.com/A?B=c"


def test_credentials_never_survive_into_what_is_shown() -> None:
    assert without_credentials("https://me:secret@example.com:81/a?b#c") == "https://example.com:81/a?b"


def test_hosts_and_identifiers_are_read_from_addresses() -> None:
    assert host_of("https://me@Example.com.:81/") == "example.com"
    assert arxiv_id("http://arxiv.org/html/2605.06599v3") == "2605.06599"
    assert arxiv_id("https://arxiv.org.evil.example/abs/2605.06599") == ""
    assert doi("https://doi.org/10.1145/3292500.3330701") == "10.1145/3292500.3330701"
    assert doi("https://example.com/10.1145/3292500") == ""
    assert is_http("https://example.com")
    assert not is_http("ftp://example.com")


def test_half_a_character_in_a_query_is_no_crash() -> None:
    assert canonical("https://a.example/?b=\ud800") == "https://a.example/?b=%3F"
