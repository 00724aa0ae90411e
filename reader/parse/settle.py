"""Drafts to entries: cleaned, dated, named, identified (R8, R10, R11). Knows no format."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from hashlib import sha256
from urllib.parse import urljoin

from reader import urls
from reader.model.work import Entry
from reader.parse import arxiv, footers, limits
from reader.parse.dates import clamped
from reader.parse.draft import Draft, Source
from reader.parse.readable import line, paragraphs, typeset
from reader.record import record
from reader.text.clean import clean
from reader.text.excerpt import excerpt
from reader.text.language import settle as settle_language
from reader.text.latex import latex_to_text
from reader.text.suspect import holds_instruction

UNTITLED = "Untitled"
"""Title of an entry that has data but no word to make one from."""

_DOI = re.compile(r"(?:doi:\s*|https?://(?:dx\.)?doi\.org/)?(10\.\d{4,9}/\S{1,180})", re.IGNORECASE)
_SEVERAL = re.compile(r"\s*(?:,|;|\band\b)\s*")
_MAIL_NAME = re.compile(r"^\S+@\S+\s+\((.+)\)$")
_LEAST_NAMES = 2


@record
class _Texts:
    """The readable texts of an entry and what was found in them."""

    title: str
    raw_title: str
    short: str
    whole: str
    """The article; empty if the feed gave only a summary."""
    paper: arxiv.Paper
    footer: footers.Stripped


def entries(drafts: Sequence[Draft], source: Source) -> tuple[Entry, ...]:
    """Return the entries, in order, keys distinct; drafts without any content and exact doubles are dropped.

    Of more than `limits.ENTRIES` the newest are kept.
    """
    chosen = [draft for draft in _newest(drafts) if _says_anything(draft)]
    links: dict[str, set[str]] = defaultdict(set)
    for draft in chosen:
        links[draft.guid].add(draft.link)
    shared = {guid for guid, those in links.items() if len(those) > 1}
    return _distinct((_settled(draft, source, usable_guid=draft.guid not in shared), draft) for draft in chosen)


def address(raw: str, base: str) -> str:
    """Return an absolute http(s) URL of at most `limits.URL` characters, otherwise as delivered; else ""."""
    raw = raw.strip()
    if not raw or len(raw) > limits.URL:
        return ""
    if not urls.is_http(raw):
        raw = _joined(base, raw)
    return raw if len(raw) <= limits.URL and clean(raw, limits.URL) == raw else ""


def _joined(base: str, raw: str) -> str:
    """Return an absolute http(s) URL, or ""."""
    try:
        url = urljoin(base, raw)
    except ValueError:
        return ""
    return url if urls.is_http(url) else ""


def _newest(drafts: Sequence[Draft]) -> Sequence[Draft]:
    if len(drafts) <= limits.ENTRIES:
        return drafts
    order = sorted(range(len(drafts)), key=lambda i: _stamp(drafts[i]), reverse=True)[: limits.ENTRIES]
    return [drafts[i] for i in sorted(order)]


def _stamp(draft: Draft) -> float:
    date = draft.published or draft.updated
    return date.timestamp() if date else 0.0


def _says_anything(draft: Draft) -> bool:
    return any((draft.guid, draft.link, draft.title, draft.summary, draft.content, draft.rest))


def _distinct(found: Iterable[tuple[Entry, Draft]]) -> tuple[Entry, ...]:
    """Drop doubles; entries of one key that say different things get a key of their own."""
    kept: dict[str, Entry] = {}
    seen: dict[str, set[str]] = defaultdict(set)
    for entry, draft in found:
        digest = _digest(draft.title, draft.summary, draft.content, draft.rest)
        if digest in seen[entry.key]:
            continue
        seen[entry.key].add(digest)
        key = entry.key if entry.key not in kept else f"{entry.key}#{digest}"
        kept[key] = entry if key == entry.key else replace(entry, key=key)
    return tuple(kept.values())


def _settled(draft: Draft, source: Source, *, usable_guid: bool) -> Entry:
    link = address(draft.link, source.url)
    texts = _texts(draft, link)
    body = texts.whole or texts.short
    short = excerpt(body, limits.EXCERPT)
    language, origin, confidence = _language(f"{texts.title}. {short}", draft, source)
    return Entry(
        key=_key(draft, link if usable_guid or link else draft.guid, usable_guid=usable_guid),
        url=link,
        title=_title(texts.title, body, link, draft.guid),
        raw_title=texts.raw_title if texts.raw_title != texts.title else "",
        authors=_names(draft, texts),
        published=clamped(draft.published or draft.updated, source.now),
        updated=clamped(draft.updated, source.now),
        first_seen=source.now,
        language=language,
        language_from=origin,
        language_confidence=confidence,
        excerpt=short,
        full_text=texts.whole,
        full_length=len(texts.whole),
        arxiv_id=texts.paper.id,
        arxiv_version=texts.paper.version,
        announce=texts.paper.announce,
        doi=_doi(draft.doi, link),
        tags=_tags(draft.tags),
        comments_url=address(draft.comments or texts.footer.comments, source.url),
        suspect=holds_instruction(f"{texts.title}\n{short}"),
    )


def _language(text: str, draft: Draft, source: Source) -> tuple[str, str, float]:
    """Return language, origin and confidence; what the entry cannot tell, the others of its feed do."""
    found = settle_language(text, draft.language, source.language)
    if found[0] or not source.detected:
        return found
    return source.detected, "detected", source.confidence


def _names(draft: Draft, texts: _Texts) -> tuple[str, ...]:
    names = draft.authors or ((texts.footer.author,) if texts.footer.author else ())
    return _authors(names, bool(texts.paper.id))


def _texts(draft: Draft, link: str) -> _Texts:
    title = line(draft.title, plain=draft.title_plain)
    short = paragraphs(draft.summary, plain=draft.summary_plain)
    whole = paragraphs(draft.content, plain=draft.content_plain)
    if len(whole) < len(short) or (not draft.summary and not whole):
        whole = short if len(short) > limits.EXCERPT else ""
    footer = footers.strip(whole or short, draft.content or draft.summary)
    paper = arxiv.paper(title, footer.body, link=link, guid=draft.guid, announce=draft.announce)
    body = latex_to_text(paper.body)
    return _Texts(
        title=typeset(paper.title) if paper.title else "",
        raw_title=paper.title,
        short=body,
        whole=body if whole else "",
        paper=paper,
        footer=footer,
    )


def _title(title: str, body: str, link: str, guid: str) -> str:
    """Return the title, else the body's first words, else where it leads, else what it is called."""
    if title:
        return title
    first = body.partition("\n")[0]
    return excerpt(first, limits.MADE_TITLE) or clean(link.partition("//")[2]) or clean(guid) or UNTITLED


def _key(draft: Draft, link: str, *, usable_guid: bool) -> str:
    """Return guid, else link without tracking, else a hash of all the entry says."""
    guid = clean(draft.guid, limits.URL) if usable_guid else ""
    key = guid or urls.strip_tracking(link)
    if not key:
        return "hash:" + _digest(draft.title, draft.summary, draft.content, draft.rest)
    return key if len(key) <= limits.KEY else "hash:" + _digest(key)


def _digest(*parts: str) -> str:
    return sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()[:32]


def _authors(raw: tuple[str, ...], is_paper: bool) -> tuple[str, ...]:
    """Return clean names, each once; a list in one string is split where it is surely a list of names."""
    names = [_name(one) for one in raw[: limits.AUTHORS]]
    if len(names) == 1:
        parts = [part for part in _SEVERAL.split(line(raw[0], limit=limits.BODY)) if part]
        if is_paper or (len(parts) >= _LEAST_NAMES and all(" " in part for part in parts)):
            names = [_name(part) for part in parts[: limits.AUTHORS]]
    return tuple(dict.fromkeys(name for name in names if name))


def _name(raw: str) -> str:
    name = typeset(line(raw, limit=limits.NAME), limits.NAME)
    mail = _MAIL_NAME.match(name)
    return mail[1] if mail else name


def _tags(raw: Sequence[str]) -> tuple[str, ...]:
    tags = (line(tag, limit=limits.NAME) for tag in raw[: 2 * limits.TAGS])
    return tuple(dict.fromkeys(tag for tag in tags if tag))[: limits.TAGS]


def _doi(raw: str, link: str) -> str:
    found = _DOI.search(raw[: limits.NAME])
    if found:
        return found[1].rstrip(".,;)").lower()
    return urls.doi(link) if "doi.org" in link.lower() else ""
