"""The list of stories: holds ids, paints the rows in sight. Knows nothing of the store or of how a row is rendered.

The line API, not OptionList or DataTable: those took 5.5 and 9 s to build at 100,000 rows and lose cursor and scroll
on an update; this paints what is in sight and keeps 8 bytes a row.
"""

from array import array
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from textual import events
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip

from reader.ui.render.runs import Block, Line, clip, lines_of
from reader.ui.widgets.panes import LinePane
from reader.ui.widgets.recent import Recent

KEPT_STRIPS = 1024
"""Painted rows kept: some 40 screens at 25 rows a screen."""
NARROWEST = 8
"""Cells that lines can be laid out for at the least."""
CONTEXT = 1
"""Rows kept in sight beyond the cursor."""

RowLines = Callable[[int, int, int, int], Sequence[Line]]
"""(id, position from 0, cells, lines a row) -> that many lines."""


class StoryList(LinePane):
    """Fixed lines a row, a cursor, a place that survives changes underneath."""

    cursor: reactive[int] = reactive(0, repaint=False)
    """Position of the cursor; 0 in an empty list."""

    @dataclass
    class Chosen(Message):
        """A story was clicked again: the user wants to go into it."""

        cluster_id: int

    class Noticed(Message):
        """The notice was clicked: the user wants to see what waits."""

    def __init__(self, rows: RowLines, *, density: int, mark: str, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.ids: array[int] = array("q")
        self.density = density
        self.notice: Line = ()
        """Shown over the first line in sight: what waits above."""
        self.moved: Callable[[int], None] = lambda _: None
        """Called with the story under the cursor in the key's own handler: by a message, list and story would change
        in two frames."""
        self._reason: Sequence[Line] = ()
        """Shown while there is no row."""
        self._rows = rows
        self._mark = mark
        self._painted: Recent[tuple[int, int, int, bool, bool], list[Strip]] = Recent(KEPT_STRIPS)

    @property
    def current(self) -> int:
        """Id under the cursor; 0 in an empty list."""
        return self.ids[self.cursor] if self.ids else 0

    def show(self, ids: "array[int]", *, keep: bool = True) -> None:
        """Show other ids; the cursor stays on its story and on its screen line if `keep` and it is still there.

        Nothing waits any more: the notice of it goes.
        """
        here, line = self.current, self.cursor * self.density - self.top
        self.ids, self.notice = ids, ()
        place = self._place(here) if keep else 0
        self.set_reactive(StoryList.cursor, place)
        self._painted.clear()
        self.span(len(ids) * self.density)
        self.go(place * self.density - line if keep else 0)
        self.repaint()
        if self.current != here:
            self.moved(self.current)

    def put(self, cluster_id: int, top: int) -> None:
        """Put the cursor on a story and a line at the top, as they were before."""
        self.set_reactive(StoryList.cursor, self._place(cluster_id))
        self._painted.clear()
        self.repaint()
        self.moved(self.current)
        # After the layout: the search line that closes gives the list its last line back.
        self.call_after_refresh(self.go, top)

    def _place(self, cluster_id: int) -> int:
        try:
            return self.ids.index(cluster_id)
        except ValueError:
            return max(0, min(self.cursor, len(self.ids) - 1))

    def changed(self, cluster_ids: Iterable[int] | None = None) -> None:
        """Paint rows again that changed in the store; None = all."""
        self._painted.clear()
        if cluster_ids is None:
            self.repaint()
            return
        wanted = set(cluster_ids)
        for place in self.in_sight():
            if self.ids[place] in wanted:
                self.refresh_lines(place * self.density, self.density)

    def in_sight(self) -> range:
        """Return the positions of the rows in sight."""
        first = self.top // self.density
        return range(first, min(len(self.ids), first + self.down // self.density + 2))

    def say(self, notice: Line) -> None:
        """Lay a line over the first ones in sight, never over all of the cursor's row; empty removes it."""
        if notice != self.notice:
            self.notice = notice
            self.refresh_lines(self.top, 2)

    def explain(self, blocks: Sequence[Block]) -> None:
        """Say why there is no row, while there is none."""
        self._reason = [line for block in blocks for line in lines_of(block, max(NARROWEST, self.across - 1))]
        self.repaint()

    def thicken(self, density: int) -> None:
        """Show rows of 1, 2 or 3 lines; the cursor's row stays where it is."""
        line = self.cursor * self.density - self.top
        self.density = density
        self._painted.clear()
        self.span(len(self.ids) * density)
        self.go(self.cursor * density - line)
        self.reveal()
        self.repaint()

    def validate_cursor(self, place: int) -> int:
        """Keep the cursor in the list."""
        return max(0, min(len(self.ids) - 1, place))

    def watch_cursor(self, old: int, new: int) -> None:
        """Paint the two rows, scroll if need be, and tell."""
        self.refresh_lines(old * self.density, self.density)
        self.refresh_lines(new * self.density, self.density)
        if self.notice:
            self.refresh_lines(self.top, 2)
        self.reveal()
        if self.ids:
            self.moved(self.ids[new])

    def reveal(self) -> None:
        """Scroll the least that brings the cursor and its context into sight."""
        first, height, margin = self.cursor * self.density, self.down, CONTEXT * self.density
        if height <= 0:
            return
        if height < self.density + 2 * margin:
            margin = 0
        if first - margin < self.top:
            self.go(first - margin)
        elif first + self.density + margin > self.top + height:
            self.go(first + self.density + margin - height)

    def page(self, pages: int) -> None:
        """Move the cursor by whole pages."""
        self.cursor += pages * max(1, self.down // self.density - 1)

    def render_line(self, y: int) -> Strip:
        """Paint one line of the screen."""
        cells = self.across
        if self.notice and y == self._notice_line:
            return self.strip(clip(self.notice, cells), cells)
        place, line = divmod(y + self.top, self.density)
        if place >= len(self.ids):
            return self.strip(self._reason[y] if not self.ids and y < len(self._reason) else (), cells)
        return self._row(place, cells)[line]

    @property
    def _notice_line(self) -> int:
        """The first line in sight, or the second where the first is all there is of the cursor's row."""
        return int(self.density == 1 and self.cursor == self.top)

    def _row(self, place: int, cells: int) -> list[Strip]:
        here = place == self.cursor
        key = (self.ids[place], place, cells, here, here and self.active)
        return self._painted.find(key) or self._painted.keep(key, self._paint(place, cells, here))

    def _paint(self, place: int, cells: int, here: bool) -> list[Strip]:
        lines = self._rows(self.ids[place], place, cells, self.density)
        if not here:
            return [self.strip(line, cells) for line in lines]
        name = "cursor" if self.active else "idle"
        return [self.raised(line, cells, name, self._mark) for line in lines]

    def repainted(self) -> None:
        """Forget the rows painted in the former theme."""
        self._painted.clear()

    def refit(self) -> None:
        """Fit to another size; the cursor stays in sight."""
        self._painted.clear()
        self.span(len(self.ids) * self.density)
        self.reveal()

    def on_click(self, event: events.Click) -> None:
        """Put the cursor where the mouse clicked; a second click goes in, one on the notice is told."""
        place = (event.y + self.top) // self.density
        if self.notice and event.y == self._notice_line:
            self.post_message(self.Noticed())
            return
        if place >= len(self.ids):
            return
        if place == self.cursor and event.chain > 1:
            self.post_message(self.Chosen(self.current))
        self.cursor = place
