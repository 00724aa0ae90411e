"""A row of the list: rank, mark, headline, growth, counts, age. Pure."""

from collections.abc import Sequence

from reader.model.cluster import Kind
from reader.model.view import Row
from reader.record import record
from reader.ui.render.cells import cut, fit, safe, width
from reader.ui.render.look import Look
from reader.ui.render.runs import Ink, Line, cells_of
from reader.ui.render.times import age
from reader.ui.wrap import wrap_spans

WIDE = 44
"""Cells from which growth is told with its word: "+2 new"."""
AGE = 3
"""Cells of the age column: "35m", "12d"."""
LAST_RANK = 999
"""Ranks beyond show as a dot: nobody counts there, and the column stays narrow."""


@record
class Place:
    """Where a row stands and how much room it has."""

    rank: int
    """1-based position in the list."""
    digits: int = 2
    """Width of the rank column."""
    cells: int
    density: int = 2
    """Lines."""


def row_lines(row: Row, place: Place, look: Look) -> Sequence[Line]:
    """Return `density` lines, each exactly as wide as the list."""
    ink = _headline_ink(row)
    left = _left(row, place, look)
    indent: Line = ((" " * cells_of(left), "text"),)
    room = place.cells - cells_of(left) - 1
    meta = _meta(row, place.cells, look)
    lines = _headline(safe(row.headline), room, room - cells_of(meta) - 1, place.density)
    *first, last = lines
    out: list[Line] = [
        (*(left if not at else indent), (fit(text, room, look.glyphs.ellipsis), ink), (" ", "text"))
        for at, text in enumerate(first)
    ]
    short = fit(last, room - cells_of(meta) - 1, look.glyphs.ellipsis)
    out.append((*(indent if first else left), (short, ink), (" ", "text"), *meta, (" ", "text")))
    return out


def gone_lines(headline: str, place: Place, look: Look) -> Sequence[Line]:
    """Return the lines of a row whose story has joined another since the list was made."""
    indent = " " * (place.digits + 4)
    told = f"{look.words.say('now in another story')}: {safe(headline)}" if headline else ""
    first: Line = ((fit(indent + told, place.cells, look.glyphs.ellipsis), "muted"),)
    blank: Line = ((" " * place.cells, "text"),)
    return [first] + [blank] * (place.density - 1)


def mark_of(row: Row, look: Look) -> str:
    """Return the one mark that says how a row stands to the reader."""
    if row.grew:
        return look.glyphs.grew
    if row.unread:
        return look.glyphs.unread
    return look.glyphs.starred if row.starred else " "


def _headline_ink(row: Row) -> Ink:
    """Bold is kept for what is news: unread, or grown by a publisher that was not there."""
    if row.unread and (not row.grew or row.new_publisher):
        return "strong"
    return "text" if row.grew else "muted"


def _left(row: Row, place: Place, look: Look) -> Line:
    rank = f"{place.rank}" if place.rank <= LAST_RANK else look.glyphs.dot
    mark = mark_of(row, look)
    return (
        (f" {rank:>{place.digits}} ", "muted"),
        (mark, "accent"),
        (" ", "text"),
    )


def _meta(row: Row, cells: int, look: Look) -> Line:
    """Return the right end of the last line; its columns are fixed from the right."""
    words = look.words
    runs: list[tuple[str, Ink]] = []
    if row.starred and (row.unread or row.grew):
        runs.append((f"{look.glyphs.starred} ", "accent"))
    if row.grew:
        grew = words.count("+{n} new", "+{n} new", row.grew) if cells >= WIDE else f"+{row.grew}"
        runs.append((f"{grew} ", "accent"))
    if row.kind is Kind.ROUNDUP:
        runs.append((f"{look.glyphs.roundup} ", "label"))
    if row.kind is Kind.ROUNDUP or row.entries > row.works:
        count = words.count("{n} work", "{n} works", row.works)
    else:
        count = words.count("{n} src", "{n} src", row.works)
    told = age(row.newest, look.now, words)
    return (*runs, (f"{count} {' ' * (AGE - width(told))}{told}", "muted"))


def _headline(text: str, room: int, short: int, density: int) -> list[str]:
    """Break a headline into `density` lines, the last of them `short` cells wide."""
    lines: list[str] = []
    rest = text
    while len(lines) < density - 1:
        start, end = wrap_spans(rest, room)[0] if rest else (0, 0)
        lines.append(rest[start:end])
        rest = rest[end:].lstrip()
    return [*lines, cut(rest, max(0, short))]
