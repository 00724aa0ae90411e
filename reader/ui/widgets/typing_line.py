"""A line to type in. Knows nothing of what is typed."""

from textual import events
from textual.widgets import Input

from reader.text.clean import clean

LONGEST = 4096
"""Characters of a paste that are taken: as many as the longest address has."""


class TypingLine(Input):
    """An input whose pasted text is cleaned: Textual's would write its control characters to the terminal."""

    def on_paste(self, event: events.Paste) -> None:
        """Insert the first line that says something."""
        event.prevent_default()
        event.stop()
        lines = (clean(line, LONGEST) for line in event.text.splitlines())
        self.replace(next(filter(None, lines), ""), *self.selection)
