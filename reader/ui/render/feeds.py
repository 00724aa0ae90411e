"""The feeds and their health, a line each, and the details of one. Pure."""

from collections.abc import Sequence

from reader.model.feed import FeedState
from reader.model.view import FeedRow
from reader.ui.render import names
from reader.ui.render.cells import cut, fit, safe, width
from reader.ui.render.look import Look
from reader.ui.render.runs import Block, Ink, Line, Run
from reader.ui.render.times import age, ago, stamp
from reader.urls import without_credentials

NAMED = 60
"""Cells of a title in a sentence: a longer one leaves no room for what is said of it."""
DAYS = 14
"""Days of the sparkline."""
WEEK = 7
FULL, MIDDLE = 104, 72
"""Cells from which all columns, and from which the middle set, are shown."""
FINE = (FeedState.OK, FeedState.UNCHANGED, FeedState.MOVED)


def is_failing(row: FeedRow) -> bool:
    """Return whether a feed needs a look: its last fetch failed, or it is gone, and it is not paused."""
    return not row.feed.paused and row.health.state not in (*FINE, FeedState.NEW)


def heading(rows: Sequence[FeedRow], look: Look) -> str:
    """Return how many feeds there are and how they are."""
    words = look.words
    wrong = [row.health.state for row in rows if is_failing(row)]
    gone = sum(state is FeedState.GONE for state in wrong)
    failing = len(wrong) - gone
    paused = sum(row.feed.paused for row in rows)
    told = [
        words.count("{n} feed", "{n} feeds", len(rows)),
        words.count("{n} fine", "{n} fine", len(rows) - len(wrong) - paused),
    ]
    if failing:
        told.append(words.count("{n} failing", "{n} failing", failing))
    if gone:
        told.append(words.count("{n} gone", "{n} gone", gone))
    if paused:
        told.append(words.count("{n} paused", "{n} paused", paused))
    return " · ".join(told)


def head_line(cells: int, look: Look) -> Line:
    """Return the names of the columns."""
    say = look.words.say
    title, *others = _widths(cells)
    told = (say("TIER"), say("LANG"), say("LAST"), say("STATUS"), say("A WEEK"), say("14 DAYS"), say("NOTE"))
    columns = "".join(f" {fit(name, wide)}" for name, wide in zip(told, others, strict=True) if wide)
    return ((f"   {fit(say('FEED'), title)}{columns}", "label"),)


def feed_line(row: FeedRow, cells: int, look: Look) -> Line:
    """Return one feed: mark, title, tier, language, last success, state, entries a week, sparkline, note."""
    mark, ink = _mark(row, look)
    title, *others = _widths(cells)
    values: tuple[Run, ...] = (
        (f"T{row.feed.tier.value}", "muted"),
        (safe(row.feed.language.upper()), "muted"),
        (age(row.health.succeeded, look.now, look.words) if row.health.succeeded else "–", "muted"),
        (_status(row, look), ink),
        (f"{sum(row.daily[-WEEK:]):>4}", "muted"),
        (sparkline(row.daily, look), "label"),
        (safe(look.words.told(row.health.note)), "muted"),
    )
    runs: list[Run] = [(f" {mark} ", ink), (fit(_title(row), title), "text")]
    runs += [(f" {fit(text, wide)}", color) for (text, color), wide in zip(values, others, strict=True) if wide]
    return tuple(runs)


def sparkline(daily: Sequence[int], look: Look) -> str:
    """Return a bar a day, the highest day full."""
    bars, most = look.glyphs.bars, max((*daily, 1))
    return "".join(bars[min(len(bars) - 1, count * (len(bars) - 1) // most)] for count in daily[-DAYS:])


def details(row: FeedRow, look: Look) -> Sequence[Block]:
    """Return what there is to know of one feed."""
    words, feed = look.words, row.feed
    facts = [names.tier(feed.tier, words), safe(feed.publisher), words.count("{n} entry", "{n} entries", row.entries)]
    if feed.folder:
        facts.append(safe(feed.folder))
    if feed.private:
        facts.append(words.say("kept out of prompts"))
    return [
        Block(runs=((cut(_title(row), NAMED), "strong"), (f"  {safe(without_credentials(feed.url))}", "link"))),
        Block(runs=((names.listed([fact for fact in facts if fact]), "muted"),), whole=True),
        Block(runs=((_history(row, look), "muted"), *_wrong(row, look))),
        Block(runs=((words.say("newest: {titles}", titles=" · ".join(map(safe, row.recent)) or "–"), "muted"),)),
    ]


def _widths(cells: int) -> tuple[int, ...]:
    """Return the cells of title, tier, language, last, status, week, days, note; 0 = not shown."""
    if cells >= FULL:
        fixed = (4, 4, 5, 11, 6, DAYS)
        title = min(34, cells - 60 - 24)
        note = cells - 3 - title - sum(fixed) - len(fixed) - 2
        return (title, *fixed, note)
    if cells >= MIDDLE:
        fixed = (4, 0, 5, 11, 0, DAYS)
        return (cells - 3 - 34 - 5, *fixed, 0)
    return (cells - 3 - 4 - 5 - 11 - 4, 4, 0, 5, 11, 0, 0, 0)


def _mark(row: FeedRow, look: Look) -> tuple[str, Ink]:
    if row.feed.paused:
        return look.glyphs.dot, "muted"
    return ("!", "warn") if is_failing(row) else (look.glyphs.yes, "good")


def _title(row: FeedRow) -> str:
    return safe(row.feed.title or row.feed.url)


def _status(row: FeedRow, look: Look) -> str:
    if row.feed.paused:
        return look.words.say("paused")
    state = look.words.say(names.STATES[row.health.state])
    return f"{row.health.status} {state}" if row.health.status and is_failing(row) else state


def _history(row: FeedRow, look: Look) -> str:
    words, now, health = look.words, look.now, row.health
    told = []
    if health.succeeded:
        told.append(words.say("last good {ago}", ago=ago(health.succeeded, now, words)))
    elif health.fetched:
        told.append(words.say("tried {ago}, never good", ago=ago(health.fetched, now, words)))
    if health.failures:
        told.append(words.count("{n} failure in a row", "{n} failures in a row", health.failures))
    if health.due and not row.feed.paused:
        told.append(words.say("next try {time}", time=stamp(health.due, now)))
    if health.moved_to:
        told.append(words.say("moves to {url}", url=safe(health.moved_to)))
    return " · ".join(told)


def _wrong(row: FeedRow, look: Look) -> Line:
    note = safe(look.words.told(row.health.note))
    return ((f"  {note}", "warn"),) if note and width(note) else ()
