"""The top bar and the hint bar: each part in several lengths, the longest that fits is shown. Pure."""

from collections.abc import Sequence
from datetime import datetime

from reader.model.view import Totals
from reader.record import record
from reader.ui.keying import first
from reader.ui.keys import Key
from reader.ui.render.cells import cut, safe
from reader.ui.render.look import Look
from reader.ui.render.runs import Line, Run, cells_of
from reader.ui.render.times import age, ago, ahead, clock

METER = 16
"""Cells of the progress bar."""
LEAST_LEFT = 44
"""Cells that the left part of the top bar keeps before the right part is shortened."""


@record
class Progress:
    """A refresh as the screen shows it."""

    done: int = 0
    feeds: int = 0
    new: int = 0
    failing: int = 0
    doing: str = ""
    """What is happening, in words."""


@record
class Heading:
    """What the left end of the top bar tells."""

    view: str
    """Name of the view, ready to show."""
    query: str = ""
    unknown: tuple[str, ...] = ()
    """Parts of the query that were passed over."""
    part: bool = False
    """Whether the list is a part of all stories that is not told by how many are unread."""
    stories: int = 0
    """Stories in the list."""
    more: bool = False
    """Whether more stories are found than the list takes."""
    totals: Totals | None = None


@record
class Freshness:
    """What the right end of the top bar tells when nothing is going on."""

    ticking: bool = True
    """Whether the clock is shown; without it nothing is painted while nothing happens."""
    next: datetime | None = None
    """UTC of the screen's next refresh."""
    note: str = ""
    """The end of the last refresh, for a while: "412 new · 3 feeds failing"."""
    wrong: bool = False
    """Whether the note tells of a failure."""


def top_left(heading: Heading, look: Look) -> Line:
    """Return brand, view, and honest numbers."""
    words, totals = look.words, heading.totals
    runs: list[Run] = [(f" {look.glyphs.brand} ", "accent"), ("PULSEAUGUR", "strong"), ("  ", "text")]
    runs.append((f"{heading.view} {look.glyphs.more}  ", "text"))
    if totals is None:
        return tuple(runs)
    if heading.query:
        runs.append((f"{safe(heading.query)}  ", "accent"))
        if heading.unknown:
            passed = safe(" ".join(heading.unknown))
            runs.append((f"{words.say('not understood: {part}', part=passed)}  ", "warn"))
    if heading.part:
        every = f"{totals.clusters:,}"
        of = words.count("{n} of {all}", "{n} of {all}", heading.stories, all=every)
        runs.append((words.say("the first {of}", of=of) if heading.more else of, "muted"))
    else:
        unread = words.count("{n} unread", "{n} unread", totals.unread)
        runs.append((f"{unread} / {totals.clusters:,}", "muted"))
    if totals.hidden:
        runs.append((f" · {words.count('{n} hidden', '{n} hidden', totals.hidden)}", "muted"))
    return tuple(runs)


def top_right(fresh: Freshness, totals: Totals | None, cells: int, look: Look) -> Line:
    """Return the longest freshness that leaves the left part its room."""
    options = _freshness(fresh, totals, cells, look)
    room = max(8, cells - LEAST_LEFT)
    return next((line for line in options if cells_of(line) <= room), options[-1])


def _freshness(fresh: Freshness, totals: Totals | None, cells: int, look: Look) -> list[Line]:
    words, now = look.words, look.now
    failing: tuple[Run, ...] = ((f" · ! {totals.failing}", "warn"),) if totals and totals.failing else ()
    end: Run = (" ", "text")
    if fresh.note:
        # A sentence may be longer than the bar; what no part of fits would not be shown at all.
        told = cut(safe(fresh.note), cells - cells_of((*failing, end)) - 1, look.glyphs.ellipsis)
        return [((told, "warn" if fresh.wrong else "good"), *failing, end)]
    updated = totals.updated if totals else None
    if updated is None:
        told = words.say("not refreshed yet")
        live = f"{words.say('live {time}', time=clock(now, seconds=True))} · {told}" if fresh.ticking else told
        return [((live, "muted"), *failing, end), ((told, "muted"), *failing, end)]
    if not fresh.ticking:
        told = words.say("updated {time}", time=clock(updated))
        return [((told, "muted"), *failing, end), ((clock(updated), "muted"), *failing, end)]
    upcoming = f" · {words.say('next {ahead}', ahead=ahead(fresh.next, now, words))}" if fresh.next else ""
    told = words.say("updated {ago}", ago=ago(updated, now, words))
    live = words.say("live {time}", time=clock(now, seconds=True))
    short = f"{clock(now)} · {age(updated, now, words)}"
    return [
        ((f"{live} · {told}{upcoming}", "muted"), *failing, end),
        ((f"{live} · {told}", "muted"), *failing, end),
        ((f"{clock(now)} · {told}", "muted"), *failing, end),
        ((short, "muted"), *failing, end),
    ]


def working(progress: Progress, cells: int, look: Look) -> Line:
    """Return the right end of the top bar during a refresh."""
    runs: list[Run] = [(f"{progress.done}/{progress.feeds} ", "key")]
    if cells - LEAST_LEFT > METER + 16:
        runs += meter(progress, look)
    if progress.new:
        runs.append((f"+{progress.new:,} ", "good"))
    if progress.failing:
        runs.append((f"! {progress.failing} ", "warn"))
    return tuple(runs)


def meter(progress: Progress, look: Look) -> Line:
    """Return a bar of how much is done."""
    part = min(1.0, progress.done / progress.feeds) if progress.feeds else 0.0
    full = round(part * METER)
    return ((look.glyphs.full * full, "key"), (look.glyphs.empty * (METER - full) + " ", "muted"))


def waiting_line(new: int, look: Look) -> Line:
    """Return the notice of stories that are new above the list; empty without any."""
    if not new:
        return ()
    told = look.words.count("{n} new story", "{n} new stories", new)
    return (
        (f"  {look.glyphs.waiting} {told} · ", "accent"),
        (look.words.keys["top"], "key"),
        (f" {look.words.say('to see')}", "accent"),
    )


def hint_bar(left: Sequence[Key], right: Sequence[Key], cells: int, look: Look) -> tuple[Line, Line]:
    """Return both ends of the hint bar; what does not fit goes by weight, never `? help`."""
    shown = list(left)
    tail = _hints(right, look)
    while shown and cells_of(_hints(shown, look)) + cells_of(tail) + 2 > cells:
        shown.remove(max(shown, key=lambda key: key.weight))
    if cells_of(tail) + 2 > cells:
        tail = ((first(right[0]) + " ", "key"),)
    return ((" ", "text"), *_hints(shown, look)), tail


def _hints(keys: Sequence[Key], look: Look) -> Line:
    runs: list[Run] = []
    for key in keys:
        runs += [(first(key), "key"), (f" {look.words.say(key.short)}  ", "muted")]
    return tuple(runs)
