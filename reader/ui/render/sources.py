"""One numbered source: feed, tier, language, authors, age, title, excerpt, other appearances. Pure."""

from reader.model.view import Source
from reader.model.work import Appearance
from reader.ui.render import names
from reader.ui.render.cells import safe, safe_body
from reader.ui.render.look import Look
from reader.ui.render.runs import Block, Run
from reader.ui.render.times import age

INDENT = 5
"""Cells left of a source's text: cursor, number, gap."""
GAP = "  "


def source_blocks(source: Source, look: Look, *, opened: bool, fresh: bool, authors: bool) -> list[Block]:
    """Return a source's blocks; with its excerpt when it is opened."""
    lead: tuple[Run, ...] = ((f" {source.number:>2}  ", "key"),)
    indent: tuple[Run, ...] = ((" " * INDENT, "text"),)
    number = source.number
    title = safe(source.work.title)
    blocks = [
        Block(
            runs=_feed(source, look, fresh=fresh, authors=authors),
            lead=lead,
            rest=indent,
            right=((_age(source, look), "muted"),),
            source=number,
            cut=not authors,
        ),
        Block(runs=((title, "text" if source.read and not fresh else "strong"),), lead=indent, source=number),
    ]
    others = source.work.appearances[1:]
    if others:
        blocks.append(Block(runs=((_also(others, look), "muted"),), lead=indent, source=number))
    return [*blocks, *_excerpt(source, look)] if opened else blocks


def _feed(source: Source, look: Look, *, fresh: bool, authors: bool) -> tuple[Run, ...]:
    lead = source.work.lead
    tier = names.tier(source.work.tier, look.words)
    runs: list[Run] = [(feed_title(lead), "strong"), (f"{GAP}{tier}", "accent" if source.work.tier == 1 else "muted")]
    if fresh:
        runs.insert(0, (f"{look.words.say('new')} ", "accent"))
    written = names.authors(source.work.authors, everyone=authors)
    facts = (names.language(lead), names.badge(lead, look.words), written)
    return (*runs, *((f"{GAP}{fact}", "muted") for fact in facts if fact))


def feed_title(appearance: Appearance) -> str:
    """Return a feed's title, else its publisher, else its address."""
    feed = appearance.feed
    return safe(feed.title or feed.publisher or feed.url)


def _age(source: Source, look: Look) -> str:
    """Return the age; "seen" before it tells that the feed gave no date."""
    told = age(source.work.when, look.now, look.words)
    if all(a.entry.published is None for a in source.work.appearances):
        return look.words.say("seen {age}", age=told)
    return told


def _also(others: tuple[Appearance, ...], look: Look) -> str:
    told = []
    for appearance in others:
        word = names.badge(appearance, look.words)
        told.append(feed_title(appearance) + (f" ({word})" if word else ""))
    return look.words.say("also in {feeds}", feeds=", ".join(told))


def _excerpt(source: Source, look: Look) -> list[Block]:
    """Return the excerpt by paragraphs along a bar, and what can be done with it."""
    bar: tuple[Run, ...] = ((" " * INDENT, "text"), (f"{look.glyphs.bar} ", "label"))
    foot: tuple[Run, ...] = ((" " * INDENT, "text"), (f"{look.glyphs.foot} ", "label"))
    text = safe_body(source.work.text) or look.words.say("The feed gives no text.")
    blocks = [
        Block(runs=((paragraph, "muted"),), lead=bar, rest=bar, source=source.number, soft=True)
        for paragraph in text.split("\n")
        if paragraph
    ]
    return [*blocks, Block(runs=_foot(source, look), lead=foot, source=source.number, soft=True, whole=True)]


def _foot(source: Source, look: Look) -> tuple[Run, ...]:
    words = look.words
    runs: list[Run] = [
        (words.keys["open"], "key"),
        (f" {words.say('open')}  ", "muted"),
        (words.keys["copy"], "key"),
        (f" {words.say('copy link')}", "muted"),
    ]
    length = max(a.entry.full_length for a in source.work.appearances)
    if length:
        told = words.count("full text, {n} character", "full text, {n} characters", length)
        runs += [(f"  {words.keys['density']}", "key"), (f" {told}".replace(" ", "\u00a0"), "muted")]
    runs += [(f"  {words.keys['why-here']}", "key"), (f" {words.say('why here')}", "muted")]
    if source.work.url:
        runs.append((f"  {safe(source.work.url)}", "link"))
    return tuple(runs)
