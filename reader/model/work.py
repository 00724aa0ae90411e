"""Entries and the works they point at. Knows nothing of clusters."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cached_property

from reader.model.feed import Feed, Tier
from reader.record import record


class Announce(StrEnum):
    """arXiv's announce types; NONE elsewhere."""

    NONE = ""
    NEW = "new"
    CROSS = "cross"
    REPLACE = "replace"
    REPLACE_CROSS = "replace-cross"


@record
class Entry:
    """One item as one feed delivered it, cleaned at the door."""

    id: int = 0
    """The store's number; 0 before it is stored."""
    feed_id: int = 0
    """The feed that delivered it."""
    key: str
    """Identity within the feed: guid, else link without tracking, else hash of title and body."""
    url: str = ""
    """Where it leads, as delivered if http(s); empty otherwise."""
    title: str
    """One line of readable text, never empty, <= 500 characters."""
    raw_title: str = ""
    """The title before LaTeX was made readable, if that changed it."""
    authors: tuple[str, ...] = ()
    """All of them, in the feed's order."""
    published: datetime | None = None
    """UTC, clamped to [2000, fetch + 1 h]; None when the feed gives no usable date."""
    updated: datetime | None = None
    """UTC of the last edit that the feed states."""
    first_seen: datetime
    """UTC of the fetch that first brought it."""
    language: str = ""
    """Primary BCP 47 subtag; empty if unknown."""
    language_from: str = ""
    """"entry", "feed" or "detected"."""
    language_confidence: float = 0.0
    """0..1; 1 when stated and not contradicted by the text."""
    excerpt: str = ""
    """Readable text, <= 4,000 characters: no arXiv prefix, no markup, no LaTeX commands; paragraphs by newline."""
    full_text: str = ""
    """The whole article where the feed gave it, <= 256 kB; empty if not, or if not read from the store."""
    full_length: int = 0
    """Characters of full text that exist; 0 when the feed gave only an excerpt."""
    arxiv_id: str = ""
    """Without version: "2605.06599"."""
    arxiv_version: int = 0
    """1-based; 0 when not stated."""
    announce: Announce = Announce.NONE
    """arXiv's word on what kind of announcement it is."""
    doi: str = ""
    """Lower case, without resolver."""
    tags: tuple[str, ...] = ()
    """Categories, <= 50."""
    comments_url: str = ""
    """Discussion page, for aggregators."""
    suspect: bool = False
    """Holds instruction-like sentences; they stay out of prompts, evidence and extracts."""

    @property
    def when(self) -> datetime:
        """UTC used for order and windows: the feed's date, else first seen, never later than that."""
        return min(self.published, self.first_seen) if self.published else self.first_seen

    @property
    def is_revision(self) -> bool:
        """Whether it announces an older work again: a replacement, which is no news."""
        return self.announce in (Announce.REPLACE, Announce.REPLACE_CROSS)


@record
class Appearance:
    """An entry with the feed that delivered it."""

    entry: Entry
    feed: Feed


@dataclass(frozen=True, kw_only=True)
class Work:
    """The thing entries point at: one paper, one article. Its appearances are never empty."""

    id: int
    """The store's number; the oldest wins when two works prove to be one."""
    key: str
    """Its strongest identity: "arxiv:2605.07588", "doi:…", "url:…", "text:…"; stable across libraries."""
    appearances: tuple[Appearance, ...]
    """Nearest tier first, then origin before cross-list and revision, then oldest, then entry id."""

    @property
    def lead(self) -> Appearance:
        """The appearance that speaks for the work."""
        return self.appearances[0]

    @property
    def title(self) -> str:
        """Title at the leading appearance."""
        return self.lead.entry.title

    @property
    def url(self) -> str:
        """Link of the leading appearance that has one; empty if none has."""
        return next((a.entry.url for a in self.appearances if a.entry.url), "")

    @property
    def authors(self) -> tuple[str, ...]:
        """The longest list of authors that an appearance gives."""
        return max((a.entry.authors for a in self.appearances), key=len)

    @property
    def language(self) -> str:
        """Language of the leading appearance."""
        return self.lead.entry.language

    @cached_property
    def text(self) -> str:
        """The longest excerpt among the appearances (the first of equals); may be empty."""
        return max((a.entry.excerpt for a in self.appearances), key=len)

    @property
    def tier(self) -> Tier:
        """Nearest tier among its feeds."""
        return min(a.feed.tier for a in self.appearances)

    @property
    def publishers(self) -> tuple[str, ...]:
        """Distinct publishers, in order of appearance."""
        return tuple(dict.fromkeys(a.feed.publisher for a in self.appearances))

    @property
    def arxiv_id(self) -> str:
        """Its arXiv id without version; empty if it is no arXiv paper."""
        return next((a.entry.arxiv_id for a in self.appearances if a.entry.arxiv_id), "")

    @property
    def when(self) -> datetime:
        """UTC of its oldest appearance."""
        return min(a.entry.when for a in self.appearances)

    @property
    def is_revision(self) -> bool:
        """Whether every appearance announces an older work again."""
        return all(a.entry.is_revision for a in self.appearances)
