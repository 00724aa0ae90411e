"""What the list shows and what waits to be shown. Reads the store; knows the list only as a place for ids.

A refresh never moves a row under the cursor: ids read later wait here until the user takes them in.
"""

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from reader.model.view import Row, Sort, Story, Totals, View
from reader.record import record
from reader.ui.library import Library, Reads
from reader.ui.manner import Manner
from reader.ui.render.row import Place, gone_lines, row_lines
from reader.ui.render.runs import Line
from reader.ui.widgets.recent import Recent

KEPT_ROWS = 4096
"""Rows kept, about 1 kB each."""
KEPT_HEADLINES = 512
"""Headlines remembered of rows that were painted, for stories that join another meanwhile."""
PAGE = 32
"""Rows read at once, the most that is in sight at two lines a row and some more: 0.3 ms at 100,000 entries, 2 ms from a
disk that was never asked for them."""
MOST_FOUND = 500
"""Stories that a search returns at most."""
SEARCH, FILTER = "search", "filter"
"""Names of the views that hold what was searched for, and what filters left of a view."""


@record
class Counts:
    """What is true of the library whatever the view."""

    totals: Totals
    unread: set[int]
    """Ids of every story with something unread; handed over to whoever shows them."""


@record
class Reading:
    """One reading of the store: everything that the list and the top bar show."""

    view: View
    ids: "array[int]"
    version: int
    """What the store's version was at least."""
    counts: "Counts | None"
    """None: the store is as it was at the reading before."""
    story: Story | None = None
    """The first one, when the reading is the start's."""


def look_at(view: View, manner: Manner, reads: Reads, known: int | None = None) -> Reading:
    """Read a view in one go, on the reading thread.

    Args:
        view: What is wanted.
        manner: The clock.
        reads: The store.
        known: Its version whose counts are known: they are read again only if it is another one by now. At 100,000
            entries they are 15 ms, of which the interpreter is held for 4, for each letter of a search.
    """
    now, version = manner.now(), reads.version()
    ids = _found(view, now, reads) if view.name == SEARCH else reads.ids(view, now)
    counts = None if version == known else Counts(totals=reads.totals(now), unread=set(reads.unread_ids()))
    return Reading(view=view, ids=ids, version=version, counts=counts)


def _found(view: View, now: datetime, reads: Reads) -> "array[int]":
    """Return what a search finds; in another order, or with what is hidden, once that was asked for."""
    if view.sort is Sort.TOP and not view.hidden:
        return reads.search(view.query, MOST_FOUND, now=now)
    return reads.ids(view, now)[:MOST_FOUND]


def look_first(manner: Manner, reads: Reads) -> Reading:
    """Read all that the first frame shows."""
    found = look_at(View(), manner, reads)
    return replace(found, story=reads.story(found.ids[0], manner.now()) if found.ids else None)


class Listing:
    """The ids on screen, the ids that wait, and the rows that were read."""

    def __init__(self, library: Library, manner: Manner) -> None:
        self.library = library
        self.manner = manner
        self.view = View()
        self.ids: array[int] = array("q")
        self.totals: Totals | None = None
        self.unread: set[int] = set()
        """Ids of every story with something unread, in this view or not: "next unread" asks it, not the store."""
        self.waiting: array[int] | None = None
        """Ids that the view has by now, when they differ from those on screen."""
        self.new = 0
        """Stories among the waiting ones that are not on screen."""
        self._version: int | None = None
        """The store's version that the counts and the rows are of."""
        self._rows: Recent[int, Row] = Recent(KEPT_ROWS)
        self._headlines: Recent[int, str] = Recent(KEPT_HEADLINES)

    async def look(self, view: View) -> Reading:
        """Read a view without showing it."""
        known = self._version
        return await self.library.reading.run(lambda reads: look_at(view, self.manner, reads, known))

    async def open(self, view: View) -> "array[int]":
        """Read a view and make it the one on screen; return its ids."""
        return self.accept(await self.look(view))

    def accept(self, found: Reading) -> "array[int]":
        """Make a reading the one on screen."""
        self.view, self.ids = found.view, found.ids
        self._learn(found)
        self.waiting, self.new = None, 0
        return self.ids

    async def reread(self) -> None:
        """Read the view again; what differs in order or members waits, what differs in a row shows at once."""
        shown, view = self.ids, self.view

        def compare(reads: Reads) -> tuple[Reading, int]:
            # Counts, too, whatever the version: a mark that was shown and could not be stored changes none.
            found = look_at(view, self.manner, reads)
            new = 0 if found.ids == shown else len(set(found.ids).difference(shown))
            return found, new

        found, new = await self.library.reading.run(compare)
        if self.view != view or self.ids is not shown:
            return
        self._learn(found)
        self.waiting = None if found.ids == shown else found.ids
        self.new = new

    def _learn(self, found: Reading) -> None:
        if found.counts is not None:
            self.totals, self.unread, self._version = found.counts.totals, found.counts.unread, found.version
            self._rows.clear()

    def take_in(self) -> bool:
        """Make the waiting ids the ones on screen; return whether there were any."""
        if self.waiting is None:
            return False
        self.ids, self.waiting, self.new = self.waiting, None, 0
        return True

    def row(self, cluster_id: int) -> Row | None:
        """Return a row, reading the page around it if need be; None if its story is no more."""
        row = self._rows.find(cluster_id)
        if row is None:
            self._read(self._page(cluster_id))
            row = self._rows.find(cluster_id)
        return row

    def _page(self, cluster_id: int) -> Sequence[int]:
        try:
            place = self.ids.index(cluster_id)
        except ValueError:
            return [cluster_id]
        start = place // PAGE * PAGE
        return [i for i in self.ids[start : start + PAGE] if i not in self._rows]

    def _read(self, ids: Sequence[int]) -> None:
        for cluster_id, row in self.library.front.rows(ids).items():
            self._rows.keep(cluster_id, row)

    def forget(self, cluster_ids: Iterable[int]) -> None:
        """Drop rows that changed in the store; they are read again when painted."""
        for cluster_id in cluster_ids:
            self._rows.drop(cluster_id)

    def expect(self, row: Row) -> None:
        """Show a row as it will be once a mark is stored."""
        self._rows.keep(row.id, row)

    def expect_unread(self, cluster_id: int, *, unread: bool) -> None:
        """Count unread stories as they will be once a mark is stored."""
        (self.unread.add if unread else self.unread.discard)(cluster_id)
        if self.totals is not None:
            self.totals = replace(self.totals, unread=max(0, self.totals.unread + (1 if unread else -1)))

    def lines(self, cluster_id: int, place: int, cells: int, density: int) -> Sequence[Line]:
        """Render a row of the list."""
        at = Place(rank=place + 1, digits=max(2, len(str(min(len(self.ids), 999)))), cells=cells, density=density)
        row = self.row(cluster_id)
        look = self.manner.look()
        if row is None:
            return gone_lines(self._headlines.find(cluster_id) or "", at, look)
        self._headlines.keep(cluster_id, row.headline)
        return row_lines(row, at, look)
