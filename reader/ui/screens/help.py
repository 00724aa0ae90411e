"""All keys, made from the table, with a search line."""

from itertools import zip_longest
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from reader.ui.keying import bindings, help_rows
from reader.ui.keys import GROUPS, HELP, Key
from reader.ui.manner import Manner
from reader.ui.render.cells import fit, width
from reader.ui.render.runs import BLANK, Block, Line, cells_of
from reader.ui.widgets.reading_pane import ReadingPane
from reader.ui.widgets.typing_line import TypingLine

TWO_COLUMNS = 70
"""Cells from which keys stand in two columns."""
KEYS = 9
"""Cells of the keys before their meaning."""


class Help(ModalScreen[None]):
    """Typing filters; the key that opened it closes it while nothing is typed, `q` where the line has no focus."""

    BINDINGS: ClassVar[list[BindingType]] = list(bindings(HELP))

    def __init__(self, table: tuple[Key, ...], manner: Manner) -> None:
        super().__init__()
        self._table, self._manner = table, manner

    def compose(self) -> ComposeResult:
        """Lay out search line, keys and marks."""
        say = self._manner.words.say
        with Vertical(classes="sheet tall"):
            yield Static(Content(say("Help")), classes="sheet-heading", markup=False)
            yield TypingLine(placeholder=say("type to filter"), classes="line", select_on_focus=False)
            yield ReadingPane(mark=self._manner.glyphs.cursor)
            yield Static(Content(self._manner.foot(HELP, "help")), classes="sheet-foot", markup=False)

    def on_mount(self) -> None:
        """Begin to type at once."""
        self.query_one(Input).focus()

    @on(events.Resize)
    def _resized(self) -> None:
        """Lay out for the size, once it is there and whenever it changes."""
        self.call_after_refresh(self._show)

    @on(Input.Changed)
    def _filter(self, event: Input.Changed) -> None:
        if event.value in ("?", "？"):
            self.dismiss(None)
        else:
            self._show()

    def _show(self) -> None:
        pane, text = self.query_one(ReadingPane), self.query_one(Input).value
        groups = [self._group(name, text.casefold()) for name in GROUPS]
        columns = two_columns([g for g in groups if g], pane.across - 1)
        blocks = [Block(runs=line, cut=True) for line in columns]
        pane.show([*blocks, BLANK, Block(runs=self._marks())])

    def _group(self, name: str, text: str) -> list[Line]:
        say = self._manner.words.say
        rows: list[Line] = [
            ((f"{fit(_some(keys), KEYS)} ", "key"), (say(label), "text"))
            for key, keys, label in help_rows(self._table)
            if key.group == name and text in f"{keys} {say(label)} {label} {say(key.label)}".casefold()
        ]
        return [((say(name), "label"),), *rows, ()] if rows else []

    def _marks(self) -> Line:
        say, glyphs = self._manner.words.say, self._manner.glyphs
        marks = (
            (glyphs.unread, say("unread")),
            (glyphs.grew, say("grew since you read it")),
            (glyphs.starred, say("starred")),
            (glyphs.roundup, say("roundup: several works on one theme")),
            (glyphs.cursor, say("where you are")),
        )
        return tuple(run for mark, told in marks for run in ((f"{mark} ", "accent"), (f"{told}   ", "muted")))

    def action_scroll(self, lines: int) -> None:
        """Scroll by lines."""
        self.query_one(ReadingPane).scroll_lines(lines)


def _some(keys: str) -> str:
    """Return the first of a row's keys, as many as its column takes: half a name is none."""
    while " " in keys and width(keys) > KEYS:
        keys = keys.rpartition(" ")[0]
    return keys


def two_columns(groups: list[list[Line]], cells: int) -> list[Line]:
    """Return groups of lines side by side, evenly, where there is room; one below the other otherwise."""
    lines = [line for group in groups for line in group]
    if cells < TWO_COLUMNS:
        return lines
    left: list[Line] = []
    rest = list(groups)
    while rest and len(left) + len(rest[0]) // 2 < len(lines) / 2:
        left += rest.pop(0)
    right = [line for group in rest for line in group]
    half = cells // 2
    return [_beside(a or (), b or (), half) for a, b in zip_longest(left, right)]


def _beside(left: Line, right: Line, half: int) -> Line:
    from reader.ui.render.runs import clip

    short = clip(left, half - 2)
    return (*short, (" " * (half - cells_of(short)), "text"), *right)
