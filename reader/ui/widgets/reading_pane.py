"""A pane of wrapped paragraphs with a cursor over its sources. Knows nothing of stories or of the store.

Wrapping is lazy: the first screenful now, the rest when idle, so that a story of forty sources costs a key no more
than one of two. One widget without children: no layout pass, one frame.
"""

from collections.abc import Sequence

from textual.reactive import reactive
from textual.selection import Selection
from textual.strip import Strip

from reader.ui.render.runs import Block, Line, Run, clip, lines_of, text_of
from reader.ui.widgets.panes import LinePane

REST_AFTER = 0.05
"""Seconds after a story is shown until the part out of sight is wrapped; beyond the gap of key repeat (33 ms)."""
MARGIN: Run = (" ", "text")
"""A cell left of every line; as padding of the widget it would cost a copy of each line on each key."""
NARROWEST = 8
"""Cells below which lines are cut instead of wrapped further."""


class ReadingPane(LinePane):
    """Blocks, wrapped; blocks that carry a source number can be pointed at."""

    cursor: reactive[int] = reactive(0, repaint=False)
    """1-based place, among the sources as they stand on screen, of the one pointed at; 0 = none."""

    def __init__(self, *, mark: str, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.stops: Sequence[int] = ()
        """Numbers of the sources that can be pointed at, in the order of the screen."""
        self._mark = mark
        self._blocks: Sequence[Block] = ()
        self._notice: Line = ()
        self._wrapped = 0
        self._lines: list[tuple[Line, Block]] = []
        self._painted: dict[tuple[int, bool], Strip] = {}
        """By line, and whether it is pointed at."""
        self._selectable = False
        """Whether lines carry their place for mouse selection, which makes each style unlike any other: only once a
        mouse was seen here."""

    @property
    def source(self) -> int:
        """Number of the source pointed at; 0 = none."""
        return self.stops[self.cursor - 1] if 0 < self.cursor <= len(self.stops) else 0

    def show(
        self, blocks: Sequence[Block], *, stops: Sequence[int] = (), notice: Line = (), keep: bool = False
    ) -> None:
        """Show other blocks, from the top unless `keep`.

        A notice lies over the last line in sight: among the others it would move what is being read.
        """
        self._blocks, self.stops, self._notice = blocks, stops, notice
        if not keep:
            self.set_reactive(ReadingPane.cursor, 0)
            if self.top:
                self.go(0)
        self._again()

    def _again(self) -> None:
        """Wrap from the start."""
        self._lines, self._wrapped = [], 0
        self._painted.clear()
        if self.across <= 0:
            return
        self._wrap(self.top + self.down)
        self._measure()
        self.repaint()
        if self._wrapped < len(self._blocks):
            self.set_timer(REST_AFTER, self._wrap_rest)

    def _wrap_rest(self) -> None:
        self._wrap()
        self._measure()

    def _wrap(self, upto: int | None = None) -> None:
        """Wrap blocks until there are `upto` lines; None = all."""
        cells = max(NARROWEST, self.across - 2)
        while self._wrapped < len(self._blocks) and (upto is None or len(self._lines) < upto):
            block = self._blocks[self._wrapped]
            self._lines += [((MARGIN, *line), block) for line in lines_of(block, cells)]
            self._wrapped += 1

    def _measure(self) -> None:
        done, count = len(self._lines), len(self._blocks)
        done += bool(self._notice)
        self.span(done if self._wrapped >= count else done * count // max(1, self._wrapped))

    def render_line(self, y: int) -> Strip:
        """Paint one line of the screen."""
        if self._notice and y == self.down - 1:
            return self.strip(clip((MARGIN, *self._notice), self.across), self.across)
        at = y + self.top
        if at >= len(self._lines):
            self._wrap(at + 1)
        if at >= len(self._lines):
            return self.strip((), self.across)
        source = self._lines[at][1].source
        here = bool(source) and source == self.source and self.active
        strip = self._painted.get((at, here))
        if strip is None:
            strip = self._painted[at, here] = self._paint(at, here)
        selection = self.text_selection
        span = selection.get_span(at) if selection is not None else None
        return strip if span is None else self._selected(strip, span)

    def _paint(self, at: int, here: bool) -> Strip:
        line, block = self._lines[at]
        if here and not block.soft:
            strip = self.raised(line, self.across, "cursor", self._mark)
        else:
            strip = self.strip(line, self.across)
        if here and block.soft:
            strip = Strip.join([self.strip(((self._mark, "key"),), 1), strip.crop(1)])
        return strip.apply_offsets(0, at) if self._selectable else strip

    def _selected(self, strip: Strip, span: tuple[int, int]) -> Strip:
        """Return a line with the part that the mouse selected on the selection's ground."""
        start, end = span
        cells = (start, strip.cell_length if end == -1 else end)
        style = self.screen.get_component_rich_style("screen--selection")
        before, marked, after = strip.crop(0, cells[0]), strip.crop(*cells), strip.crop(cells[1], strip.cell_length)
        return Strip.join([before, marked.apply_style(style), after])

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """Return the selected text for copying."""
        self._wrap()
        return selection.extract("\n".join(text_of(line).rstrip() for line, _ in self._lines)), "\n"

    def selection_updated(self, selection: Selection | None) -> None:
        """Paint the selection."""
        self.repaint()

    def validate_cursor(self, number: int) -> int:
        """Keep the cursor on a source, or on none."""
        return max(0, min(len(self.stops), number))

    def watch_cursor(self, _old: int, new: int) -> None:
        """Paint and bring the source into sight."""
        self.repaint()
        if new:
            self.reveal()
        else:
            self.go(0)

    def reveal(self) -> None:
        """Scroll the least that shows the source under the cursor, its first line in any case."""
        self._wrap()
        self._measure()
        places = [at for at, (_, block) in enumerate(self._lines) if block.source == self.source]
        if not places:
            return
        first, last = places[0], places[-1] + 1
        if last > self.top + self.down:
            self.go(min(first, last - self.down))
        if first < self.top:
            self.go(first - 1)

    def scroll_lines(self, lines: int) -> bool:
        """Scroll by lines; return whether anything moved."""
        self._wrap()
        self._measure()
        before = self.top
        self.go(min(before + lines, max(0, len(self._lines) + bool(self._notice) - self.down)))
        return self.top != before

    def scroll_pages(self, pages: int) -> bool:
        """Scroll by pages, one line of overlap; return whether anything moved."""
        return self.scroll_lines(pages * max(1, self.down - 1))

    def repainted(self) -> None:
        """Forget what was painted in the former theme."""
        self._painted.clear()

    def refit(self) -> None:
        """Wrap to another width."""
        self._again()
        if self.cursor:
            self.reveal()

    def on_enter(self) -> None:
        """Let the mouse select text."""
        if not self._selectable:
            self._selectable = True
            self._painted.clear()
            self.repaint()
