"""The brief in its formats: titles from outside stay text, a story keeps its item until its text or works change."""

import json
from dataclasses import replace
from datetime import timedelta
from html.parser import HTMLParser

import feedparser
import pytest
from markdown_it import MarkdownIt

from reader.commands import brief_formats
from reader.commands.brief import FORMATS
from reader.commands.brief_formats import Brief
from reader.model.feed import Tier
from reader.model.summary import Differing, Sentence
from reader.model.view import Story
from reader.text.clean import clean
from tests.ui.fakes import FakeReads, FakeStore
from tests.ui.samples import NOW, feed, work

HOSTILE = [
    '<script>alert(1)</script> & "quoted" ]]>',
    "[x](javascript:alert(1)) *b* _i_ `c` # h | t ~~s~~ &amp; <b>",
    "1. a list",
    "12) another",
    "- a dash",
    "+ a plus",
    "> a quote",
    "![picture](https://spy.example/p.png)",
    "*** ---",
    "    code",
    "<!-- a comment -->",
    "&lt;img src=x onerror=alert(1)&gt;",
    "https://auto.example/link and www.auto.example",
    "\x1b]0;title\x07 control \u202e and bidi",
]


def stories() -> tuple[Story, ...]:
    store = FakeStore()
    ids = [
        store.add(title, [work(number, title, feed(number, f"f{number}", title, Tier.PRESS))])
        for number, title in enumerate(HOSTILE, start=1)
    ]
    return tuple(FakeReads(store).story(id_, NOW) for id_ in ids)


def brief(*shown: Story, hours: float = 0) -> Brief:
    return Brief(stories=shown or stories(), now=NOW + timedelta(hours=hours))


class Tags(HTMLParser):
    """The tags and the addresses of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.links: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.links += [value or "" for name, value in attrs if name in ("href", "src") or name.startswith("on")]


@pytest.mark.parametrize("form", ["html", "md", "rss"])
def test_hostile_titles_stay_text(form: str) -> None:
    written = FORMATS[form](brief())
    if form == "md":
        written = MarkdownIt("gfm-like", {"html": True}).render(written)
    elif form == "rss":
        written = "".join(entry.description for entry in feedparser.parse(written, sanitize_html=False).entries)
    found = Tags(written)
    assert found.tags <= {
        "html",
        "head",
        "meta",
        "title",
        "style",
        "body",
        "section",
        "h1",
        "h2",
        "p",
        "br",
        "ol",
        "li",
        "a",
        "em",
    }
    assert found.links
    assert all(link.startswith("https://source.example/") for link in found.links)
    assert "\x1b" not in written
    assert "\u202e" not in written


def test_the_rss_is_read_back_as_it_was_meant() -> None:
    parsed = feedparser.parse(brief_formats.rss(brief()), sanitize_html=False)
    assert (parsed.bozo, parsed.version) == (False, "rss20")
    shown = stories()
    assert [entry.id for entry in parsed.entries] == [f"urn:pulseaugur:story:{story.id}" for story in shown]
    assert [entry.title_detail.value for entry in parsed.entries] == [clean(title) for title in HOSTILE]


def test_items_are_the_same_to_the_byte_at_another_hour_and_in_another_company() -> None:
    first, *rest = stories()
    alone, later = brief_formats.rss(brief(first)), brief_formats.rss(brief(*rest, first, hours=5))
    item = alone[alone.index("<item>") : alone.index("</item>")]
    assert item in later


def test_what_sources_count_differently_and_what_follows_is_in_every_format() -> None:
    first = stories()[0]
    told = replace(
        first.summary,
        differing=(Differing(label="killed", values=(("3", (first.sources[0].work.id,)), ("5", ()))),),
        impact=Sentence(text="It will cost 4 crowns.", works=(first.sources[0].work.id,)),
    )
    for form in FORMATS.values():
        written = form(brief(replace(first, summary=told)))
        assert "killed" in written
        assert "It will cost 4 crowns." in written


def test_the_json_holds_what_the_others_say() -> None:
    rows = json.loads(FORMATS["json"](brief()))
    assert [row["summary"]["headline"] for row in rows] == [story.summary.headline for story in stories()]
