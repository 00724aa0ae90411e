"""The demo's feeds: invented news, and the facts of five papers. Knows the documents; fetches and parses nothing.

The documents beside this file are real RSS 2.0, RSS 1.0, Atom and JSON Feed. Two things in them are not: a date is
written as an age, `{{-2h30m iso}}` or `{{-2h30m rfc822}}`, so that the demo never looks old, and what stands between
`<!-- later -->` and `<!-- /later -->` appears from the second reading on, so that a refresh has something to bring.
Both readings are rendered for the moment at which the demo was opened: a document without later entries is then the
same, byte for byte, every time.
"""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from urllib.parse import urlsplit

from reader.model.feed import Feed, Tier
from reader.record import record

DOCUMENTS = Path(__file__).parent / "feeds"

STARTER = Path(__file__).parent / "starter.opml"
"""Feeds of AI research to start with: real ones, by folder, with tier, publisher and language."""

AGE = re.compile(r"\{\{-(?:(\d+)h)?(?:(\d+)m)? (iso|rfc822)\}\}")

LATER = re.compile(r"<!-- later -->\n(.*?)<!-- /later -->\n", re.DOTALL)

CONTENT_TYPES = {
    ".atom": "application/atom+xml; charset=utf-8",
    ".json": "application/feed+json",
    ".rdf": "application/rdf+xml; charset=utf-8",
    ".rss": "application/rss+xml; charset=utf-8",
}


@record
class Document:
    """One feed as a server would have answered."""

    feed: Feed
    """With `demo:NAME` as its address; id 0."""
    body: bytes
    content_type: str


PAPERS = (Tier.PRIMARY, "en", "Research")
LABS = (Tier.PRIMARY, "en", "Labs")
PRESS = (Tier.PRESS, "en", "Press")
CHINESE = (Tier.PRESS, "zh", "中文")
GERMAN = (Tier.PRESS, "de", "Press")
LETTERS = (Tier.SPECIALIST, "en", "Newsletters")
TALK = (Tier.AGGREGATOR, "en", "Community")


def _feed(title: str, site: str, kind: tuple[Tier, str, str]) -> Feed:
    """Describe a feed, without its address; the sites' registered domains have two labels."""
    tier, language, folder = kind
    publisher = ".".join((urlsplit(site).hostname or "").split(".")[-2:])
    return Feed(url="", title=title, site=site, publisher=publisher, tier=tier, language=language, folder=folder)


FEEDS = {
    "arxiv-cs-lg.atom": _feed("arXiv cs.LG", "https://arxiv.org/list/cs.LG", PAPERS),
    "arxiv-cs-cl.rss": _feed("arXiv cs.CL", "https://arxiv.org/list/cs.CL", PAPERS),
    "arxiv-stat-ml.rss": _feed("arXiv stat.ML", "https://arxiv.org/list/stat.ML", PAPERS),
    "tessaline.rss": _feed("Tessaline Labs", "https://tessaline.example/", LABS),
    "okavi.atom": _feed("Okavi News", "https://www.okavi.example/", LABS),
    "courier.rss": _feed("Circuit Courier", "https://www.circuitcourier.example/", PRESS),
    "signal.atom": _feed("The Signal Post", "https://signalpost.example/", PRESS),
    "northgate.rss": _feed("Northgate Business", "https://www.northgate.example/", PRESS),
    "harbour.rss": _feed("Harbour Wire", "https://harbourwire.example/", PRESS),
    "zhichao.rss": _feed("智潮", "https://www.zhichao.example/", CHINESE),
    "suanli.rss": _feed("算力日报", "https://suanliribao.example/", CHINESE),
    "rechenwerk.rss": _feed("Rechenwerk", "https://www.rechenwerk.example/", GERMAN),
    "gradient.json": _feed("Gradient Letters", "https://gradientletters.example/", LETTERS),
    "smallmodels.atom": _feed("Small Models, Big Rooms", "https://smallmodels.example/", LETTERS),
    "forum.atom": _feed("Model Talk", "https://modeltalk.example/", TALK),
    "board.rdf": _feed("Orange Board", "https://orangeboard.example/", TALK),
}
"""File of a document -> its feed."""


def documents(now: datetime) -> tuple[Document, ...]:
    """Return every feed as it answers first; its newest entry is some minutes older than `now` (UTC)."""
    return tuple(_document(file, now, later=False) for file in FEEDS)


def later(now: datetime) -> tuple[Document, ...]:
    """Return every feed as it answers from the second time on.

    Six feeds have six more entries between them: two that make a story grow, three on a new event, and the third
    version of a paper.

    Args:
        now: The same moment as for `documents`: when the demo was opened.
    """
    return tuple(_document(file, now, later=True) for file in FEEDS)


def _document(file: str, now: datetime, *, later: bool) -> Document:
    path = DOCUMENTS / file
    text = LATER.sub(r"\1" if later else "", path.read_text(encoding="utf-8"))
    body = AGE.sub(lambda age: _date(age, now.astimezone(UTC)), text)
    return Document(
        feed=replace(FEEDS[file], url=f"demo:{path.stem}"),
        body=body.encode(),
        content_type=CONTENT_TYPES[path.suffix],
    )


def _date(age: re.Match[str], now: datetime) -> str:
    hours, minutes, form = age.groups()
    when = (now - timedelta(hours=int(hours or 0), minutes=int(minutes or 0))).replace(microsecond=0)
    return when.isoformat() if form == "iso" else format_datetime(when)
