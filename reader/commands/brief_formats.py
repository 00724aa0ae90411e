"""Stories -> Markdown, HTML, RSS. Text from outside is escaped in each, and no link but http(s) is written."""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from email.utils import format_datetime
from html import escape

from reader import __version__
from reader.commands import provenance, words
from reader.model.summary import Sentence
from reader.model.view import Source, Story
from reader.record import record
from reader.text.clean import clean
from reader.urls import is_openable

MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|~&!])")
"""Characters that mean something in Markdown, wherever they stand."""

ADDRESS = re.compile(r"(?<=\w):(?=//)|(?<=\bwww)\.", re.IGNORECASE)
"""What some renderers make a link of, though nobody wrote one."""

STYLE = (
    "body{font:1rem/1.5 system-ui,sans-serif;max-width:44rem;margin:2rem auto;padding:0 1rem}"
    "ol{padding-left:1.5rem}.about{color:#595959;font-size:.875rem}"
)


@record
class Brief:
    """What a brief is made of."""

    stories: tuple[Story, ...]
    """Best first."""
    now: datetime
    """UTC."""

    @property
    def title(self) -> str:
        """What it is, in a line."""
        return f"Brief of {self.now:%Y-%m-%d}"


def markdown(brief: Brief) -> str:
    """Return the brief as CommonMark."""
    return "\n".join([f"# {brief.title}", "", *(line for story in brief.stories for line in _markdown(story))])


def html(brief: Brief) -> str:
    """Return the brief as a page that loads nothing."""
    head = f'<meta charset="utf-8"><title>{escape(brief.title)}</title><style>{STYLE}</style>'
    body = "\n".join(f"<section>\n<h2>{_headline(story)}</h2>\n{_html(story)}\n</section>" for story in brief.stories)
    return (
        f"<!DOCTYPE html>\n<html><head>{head}</head>\n<body>\n<h1>{escape(brief.title)}</h1>\n{body}\n</body></html>\n"
    )


def rss(brief: Brief) -> str:
    """Return the brief as RSS 2.0: a story keeps its guid, and its date moves only when its text or works change."""
    built = max((story.written for story in brief.stories), default=brief.now)
    about = "<title>PulseAugur Reader</title><link>urn:pulseaugur:brief</link><description>Stories</description>"
    stamped = (
        f"<lastBuildDate>{format_datetime(built)}</lastBuildDate><generator>PulseAugur Reader {__version__}</generator>"
    )
    items = "\n".join(_item(story) for story in brief.stories)
    start = '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0">'
    return f"{start}\n<channel>{about}{stamped}\n{items}\n</channel>\n</rss>\n"


def _headline(story: Story) -> str:
    return escape(clean(story.summary.headline))


def _item(story: Story) -> str:
    url = next((link for source in story.sources if (link := _link(source))), "")
    link = f"<link>{escape(url)}</link>" if url else ""
    guid = f'<guid isPermaLink="false">urn:pulseaugur:story:{story.id}</guid>'
    date = f"<pubDate>{format_datetime(story.written)}</pubDate>"
    text = f"<description>{escape(_html(story))}</description>"
    return f"<item><title>{_headline(story)}</title>{link}{guid}{date}{text}</item>"


def _html(story: Story) -> str:
    numbers = words.numbers(story)
    text = " ".join(escape(words.cited(sentence, numbers)) for sentence in story.summary.sentences)
    about = [*words.about(story.summary, numbers), provenance.line(story)]
    sources = "\n".join(f"<li>{_html_source(source)}</li>" for source in story.sources)
    small = "<br>".join(map(escape, about))
    return f'<p>{text}</p>\n<p class="about">{small}</p>\n<ol>\n{sources}\n</ol>'


def _html_source(source: Source) -> str:
    title, url = escape(clean(source.work.title)), _link(source)
    linked = f'<a href="{escape(url)}" rel="noreferrer">{title}</a>' if url else title
    return f"{linked} · {escape(_about(source))}"


def _markdown(story: Story) -> Iterator[str]:
    numbers = words.numbers(story)
    yield f"## {_plain(story.summary.headline)}"
    yield ""
    if story.summary.sentences:
        yield " ".join(_cited(sentence, numbers) for sentence in story.summary.sentences)
        yield ""
    yield "  \n".join([*map(_plain, words.about(story.summary, numbers)), f"*{_plain(provenance.line(story))}*"])
    yield ""
    for source in story.sources:
        url = _link(source)
        title = _plain(source.work.title)
        yield f"{source.number}. {f'[{title}](<{url}>)' if url else title} · {_plain(_about(source))}"
    yield ""


def _cited(sentence: Sentence, numbers: Mapping[int, int]) -> str:
    return _plain(words.cited(sentence, numbers))


def _about(source: Source) -> str:
    return f"{clean(source.work.lead.feed.title, 80)}, {words.tier(source.work.tier)}"


def _plain(text: str) -> str:
    """Return text that Markdown shows as it is, also at the start of a line."""
    escaped = ADDRESS.sub(r"\\\g<0>", MARKDOWN.sub(r"\\\1", clean(text, 2000)))
    return re.sub(r"^(\d+)([.)])|^([-+=])", r"\1\\\2\3", escaped) if escaped[:1] in "0123456789-+=" else escaped


def _link(source: Source) -> str:
    """Return a link that may be opened, without characters that would end it in any of the formats."""
    url = is_openable(source.work.url) or ""
    return url.replace("<", "%3C").replace(">", "%3E")
