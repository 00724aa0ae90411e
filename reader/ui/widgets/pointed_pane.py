"""A reading pane whose sources, and citations of them, are clicked. Knows nothing of what a click brings about."""

import re
from dataclasses import dataclass

from textual import events
from textual.message import Message

from reader.ui.render.cells import width
from reader.ui.render.runs import Line, text_of
from reader.ui.widgets.reading_pane import ReadingPane

_CITATION = re.compile(r"\[(\d+)\]")


class PointedPane(ReadingPane):
    """Puts its cursor on the source that was clicked."""

    @dataclass
    class Clicked(Message):
        """A source was clicked, or its number in the text."""

        source: int
        again: bool
        """Whether this was the second click on it."""

    def on_click(self, event: events.Click) -> None:
        """Point at what was clicked."""
        at = event.y + self.top
        if at >= len(self._lines):
            return
        line, block = self._lines[at]
        number = cited(line, event.x) or block.source
        if number not in self.stops:
            return
        again = event.chain > 1 and number == self.source
        self.cursor = list(self.stops).index(number) + 1
        self.post_message(self.Clicked(number, again))


def cited(line: Line, cell: int) -> int:
    """Return the number of the citation that covers a cell of a line; 0 if none does."""
    text = text_of(line)
    spans = ((width(text[: found.start()]), width(text[: found.end()]), found[1]) for found in _CITATION.finditer(text))
    return next((int(number) for start, end, number in spans if start <= cell < end), 0)
