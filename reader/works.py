"""Entries become works: which entries point at one and the same thing. Knows nothing of stories or of the store.

Entries and their identities form a graph; a work is a connected part of it, so neither the order of arrival nor the
cut into batches matters. Only weak identities (URL, title) ask whether what they join is compatible.
"""

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from datetime import datetime
from itertools import chain
from urllib.parse import urlsplit

from reader.model.cluster import Rule
from reader.model.feed import Feed
from reader.model.work import Announce, Appearance, Entry, Work
from reader.record import record
from reader.text.plain import beginning, plain
from reader.urls import canonical

LONG_TITLE = 25
"""Characters (letters, digits, single spaces) from which an equal title is evidence; shorter ones recur by chance."""

LEAD = 80
"""Letters and digits of text from which an equal lead, under an equal title, is evidence of a copy."""
LEAD_USED = 160
"""Characters of the lead that are compared: feeds cut the same text at different places."""

COPIED_WITHIN = 2
"""Days within which a copy of title and lead is the same work; weekly threads repeat both."""

TEAM = 2
"""Authors from which title and authors are enough; one name may write the same column title every week."""

RULES = {"arxiv": Rule.ARXIV, "doi": Rule.DOI, "url": Rule.URL, "title": Rule.TITLE, "text": Rule.TITLE}
"""Kind of an identity -> the rule it stands for; strongest kind first."""
STRENGTH = {kind: place for place, kind in enumerate(RULES)}

NEWNESS = {Announce.NONE: 0, Announce.NEW: 0, Announce.CROSS: 1, Announce.REPLACE: 2, Announce.REPLACE_CROSS: 3}
"""Origin before retelling: a first announcement, its cross-list, then revisions."""

ARXIV = re.compile(
    r"(?:arxiv\.org/(?:abs|pdf|html)/|\barxiv:)(\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})", re.IGNORECASE
)
DOI = re.compile(r"(?:doi\.org/|\bdoi:\s*)(10\.\d{4,9}/[^\s?#]+)", re.IGNORECASE)
ARXIV_DOI = "10.48550/arxiv."
"""arXiv's own DOIs say no more than the arXiv id."""

Keys = Mapping[int, tuple[str, ...]]
"""Entry id -> its identities, strongest first."""


@record
class Matched:
    """The works that a batch of entries belongs to."""

    works: Mapping[int, int]
    """Entry id -> work id, for every entry of the batch."""
    rules: Mapping[int, Rule]
    """Entry id -> the rule that put it into its work; FIRST for the entry that founded it."""
    keys: Mapping[str, int]
    """Identities to keep -> work id: new ones, and known ones whose work lost its id."""
    merged: Mapping[int, int] = field(default_factory=dict)
    """Works that proved to be another one -> the work that stays, which is the older."""
    main_key: Mapping[int, str] = field(default_factory=dict)
    """Work id -> its strongest identity; for new works, and where an arXiv id became known."""
    next_id: int = 1
    """First work id not yet used."""


def identities(entry: Entry, feed: Feed) -> tuple[str, ...]:
    """Return the keys under which the entry's work may be known elsewhere, strongest first; never empty."""
    arxiv, doi = _arxiv_id(entry), _doi(entry)
    found = [f"arxiv:{arxiv}"] if arxiv else []
    found += [f"doi:{doi}"] if doi and not doi.startswith(ARXIV_DOI) else []
    found += _url_keys(entry, arxiv)
    found += _title_keys(entry, feed)
    return tuple(dict.fromkeys(found)) or (_digest("text", entry.title, entry.excerpt),)


def match(
    entries: Sequence[tuple[Entry, Feed]],
    known: Mapping[str, int],
    next_id: int,
    listed: Iterable[tuple[int, int, str]] = (),
) -> Matched:
    """Find the work of each entry.

    Args:
        entries: Stored entries (ids > 0), in any order.
        known: Identity -> work id, for every identity of these entries that the library knows, and for the arXiv ids
            of the works that these lead to.
        next_id: First work id not yet used.
        listed: Feed, work and title of each entry of those works that its feed lists now.
    """
    ordered = sorted(entries, key=lambda pair: (pair[0].when, pair[0].key, pair[0].id))
    keys = _shared_keys(ordered, known, listed)
    return _outcome(ordered, keys, _Groups(known, keys), next_id)


def assemble(work_id: int, key: str, appearances: Iterable[Appearance]) -> Work:
    """Build a work, its appearances in the order that `Work` documents."""
    return Work(id=work_id, key=key, appearances=tuple(sorted(appearances, key=_appearance_order)))


def source_order(works: Iterable[Work]) -> tuple[Work, ...]:
    """Sort sources: nearest tier first, origin before retelling, then oldest, then id."""
    return tuple(sorted(works, key=lambda w: (w.tier, NEWNESS[w.lead.entry.announce], w.when, w.id)))


def _appearance_order(appearance: Appearance) -> tuple[int, int, datetime, int]:
    entry = appearance.entry
    return appearance.feed.tier, NEWNESS[entry.announce], entry.when, entry.id


def _arxiv_id(entry: Entry) -> str:
    if entry.arxiv_id:
        return entry.arxiv_id
    found = ARXIV.search(entry.url) or ARXIV.match(entry.key)
    return found[1].lower() if found else ""


def _doi(entry: Entry) -> str:
    found = DOI.search(entry.url)
    return (entry.doi or (found[1] if found else "")).lower().rstrip(".,;)")


def _url_keys(entry: Entry, arxiv: str) -> list[str]:
    """A front page is nobody's identity; an anchor on a page of release notes is part of it, a tracking one is not."""
    if arxiv or not entry.url:
        return []
    parts = urlsplit(entry.url)
    if not parts.path.strip("/") and not parts.query:
        return []
    anchor = parts.fragment if re.search(r"\d", parts.fragment) and "=" not in parts.fragment else ""
    return [f"url:{canonical(entry.url)}" + (f"#{anchor}" if anchor else "")]


def _title_keys(entry: Entry, feed: Feed) -> list[str]:
    """Title with the same team of authors at any time; with one author or the feed's family, on the same day alone.

    Columns and threads ("Open thread: ask anything here") keep title, author and publisher from week to week.
    """
    title = plain(entry.title)
    if len(title) < LONG_TITLE:
        return []
    found = []
    authors = sorted(filter(None, map(plain, entry.authors)))
    day = entry.published.date().isoformat() if entry.published else ""
    if len(authors) >= TEAM:
        found.append(_digest("title", title, *authors))
    elif authors and day:
        found.append(_digest("title", title, *authors, day))
    if feed.publisher and day:
        found.append(_digest("title", title, "@" + feed.publisher.casefold(), day))
    return found + _copy_keys(title, entry)


def _copy_keys(title: str, entry: Entry) -> list[str]:
    """Title and lead, for syndicated copies: two overlapping spans of days, so that neighbours share at least one."""
    lead = beginning(entry.excerpt, LEAD_USED)
    if len(lead) < LEAD:
        return []
    spans = ["", ""]
    if entry.published:
        day, span = entry.published.toordinal(), 2 * COPIED_WITHIN
        spans = [str(day // span), f"+{(day + COPIED_WITHIN) // span}"]
    return list(dict.fromkeys(_digest("title", title, lead, span) for span in spans))


def _digest(kind: str, *parts: str) -> str:
    joined = "\x1f".join(parts)
    return f"{kind}:{hashlib.sha256(joined.encode()).hexdigest()[:24]}"


def _kind(key: str) -> str:
    return key.partition(":")[0]


def _shared_keys(
    entries: Sequence[tuple[Entry, Feed]], known: Mapping[str, int], listed: Iterable[tuple[int, int, str]]
) -> dict[int, tuple[str, ...]]:
    """Return the identities of each entry, without URLs that one feed gives to different titles at a time."""
    keys = {entry.id: identities(entry, feed) for entry, feed in entries}
    there: defaultdict[tuple[int, int], list[str]] = defaultdict(list)
    for feed_id, work_id, title in listed:
        there[feed_id, work_id].append(title)
    sharing: dict[tuple[int, str], list[str]] = {}
    for entry, _ in entries:
        for key in keys[entry.id]:
            if _kind(key) == "url":
                before = there[entry.feed_id, known.get(key, 0)]
                sharing.setdefault((entry.feed_id, key), [*before]).append(entry.title)
    vague = {key for (_, key), titles in sharing.items() if len(titles) > 1 and len(set(map(plain, titles))) > 1}
    if not vague:
        return keys
    return {
        entry.id: tuple(k for k in keys[entry.id] if k not in vague)
        or (_digest("text", entry.title, entry.excerpt, entry.key),)
        for entry, _ in entries
    }


class _Groups:
    """Entries, identities and known works as nodes of a union-find."""

    def __init__(self, known: Mapping[str, int], keys: Keys) -> None:
        self.known = known
        self._parent: dict[str | int, str | int] = {}
        held = Counter(chain.from_iterable(keys.values()))
        self._papers: dict[str | int, str] = {key: key for key in held if _kind(key) == "arxiv"}
        ids = Counter(work for key, work in known.items() if _kind(key) == "arxiv")
        # Not a work of two papers, should there be one: it would refuse its own.
        self._papers |= {work: key for key, work in known.items() if _kind(key) == "arxiv" and ids[work] == 1}
        # A key of one entry alone unites nothing, unless it says which paper the entry is.
        telling = {key for key, count in held.items() if count > 1 or key in known or key in self._papers}
        self._unite({(key, -entry_id) for entry_id, found in keys.items() for key in telling.intersection(found)})

    def _unite(self, links: set[tuple[str, int]]) -> None:
        """Join what shares an identity, strong kinds first; a weak one never joins two different papers."""
        links |= {(key, self.known[key]) for key, _ in links if key in self.known}
        for key, node in sorted(links, key=lambda link: (STRENGTH[_kind(link[0])], link[0], link[1] < 0, abs(link[1]))):
            self._join(key, node)

    def root(self, node: str | int) -> str | int:
        path = []
        while (up := self._parent.get(node, node)) != node:
            path.append(node)
            node = up
        for passed in path:
            self._parent[passed] = node
        return node

    def _join(self, a: str | int, b: str | int) -> None:
        a, b = self.root(a), self.root(b)
        papers = {self._papers[node] for node in (a, b) if node in self._papers}
        if a == b or len(papers) > 1:
            return
        self._parent[b] = a
        self._papers.update(dict.fromkeys((a,), min(papers)) if papers else {})


def _outcome(entries: Sequence[tuple[Entry, Feed]], keys: Keys, groups: _Groups, next_id: int) -> Matched:
    """Number the groups: the oldest known work of each, else a new id in order of the earliest entry."""
    members: dict[str | int, list[int]] = defaultdict(list)
    for entry, _ in entries:
        members[groups.root(-entry.id)].append(entry.id)
    old: dict[str | int, set[int]] = defaultdict(set)
    for work_id in {groups.known[key] for found in keys.values() for key in found if key in groups.known}:
        old[groups.root(work_id)].add(work_id)
    work_of: dict[str | int, int] = {}
    merged: dict[int, int] = {}
    for root in members:
        work_of[root] = min(old[root], default=next_id)
        next_id += not old[root]
        merged.update(dict.fromkeys(old[root] - {work_of[root]}, work_of[root]))
    works = {entry_id: work_of[root] for root, ids in members.items() for entry_id in ids}
    return Matched(
        works=works,
        rules=dict(_rules(members, keys, groups.known)),
        keys=_keys_to_keep(works, keys, groups.known, merged),
        merged=merged,
        main_key=_main_keys(works, keys, groups.known),
        next_id=next_id,
    )


def _rules(members: Mapping[str | int, list[int]], keys: Keys, known: Mapping[str, int]) -> Iterator[tuple[int, Rule]]:
    for ids in members.values():
        seen = Counter(key for entry_id in ids for key in keys[entry_id])
        founded = any(key in known for entry_id in ids for key in keys[entry_id])
        for entry_id in ids:
            shared = [key for key in keys[entry_id] if key in known or seen[key] > 1]
            yield entry_id, RULES[_kind(shared[0])] if shared and founded else Rule.FIRST
            founded = True


def _keys_to_keep(
    works: Mapping[int, int], keys: Keys, known: Mapping[str, int], merged: Mapping[int, int]
) -> dict[str, int]:
    kept: dict[str, int] = {}
    for entry_id, work_id in works.items():
        for key in keys[entry_id]:
            if key not in known or known[key] in merged:
                kept.setdefault(key, work_id)
    return kept


def _main_keys(works: Mapping[int, int], keys: Keys, known: Mapping[str, int]) -> dict[int, str]:
    old = set(known.values())
    found: dict[int, str] = {}
    for entry_id, work_id in works.items():
        best = keys[entry_id][0]
        if work_id in old and _kind(best) != "arxiv":
            continue
        if work_id not in found or STRENGTH[_kind(best)] < STRENGTH[_kind(found[work_id])]:
            found[work_id] = best
    return found
