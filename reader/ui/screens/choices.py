"""Choose one of a list, with a search line: merging, links, themes, views, menus. Knows nothing of what is chosen."""

from collections.abc import Sequence
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.strip import Strip
from textual.widgets import Input, Static

from reader.ui.choice import Choice
from reader.ui.keying import bindings
from reader.ui.keys import MENU
from reader.ui.manner import Manner
from reader.ui.render.runs import clip, text_of
from reader.ui.widgets.panes import LinePane
from reader.ui.widgets.typing_line import TypingLine


class ChoiceList(LinePane):
    """One line a choice, a cursor; keys come from the search line beside it."""

    can_focus = False

    def __init__(self, mark: str, empty: str) -> None:
        """Make an empty list, which says `empty`."""
        super().__init__()
        self.choices: Sequence[Choice] = ()
        self.cursor = 0
        self._mark, self._empty = mark, empty

    @property
    def pointed(self) -> Choice | None:
        """The choice under the cursor."""
        return self.choices[self.cursor] if self.choices else None

    def show(self, choices: Sequence[Choice], *, keep: bool = False) -> None:
        """Show other choices, the first under the cursor unless `keep`."""
        self.choices = choices
        self.span(len(choices))
        if not keep:
            self.cursor = 0
            self.go(0)
        self.repaint()

    def move(self, by: int) -> None:
        """Move the cursor."""
        self.cursor = max(0, min(len(self.choices) - 1, self.cursor + by))
        if self.cursor < self.top:
            self.go(self.cursor)
        elif self.cursor >= self.top + self.down:
            self.go(self.cursor - self.down + 1)
        self.repaint()

    def render_line(self, y: int) -> Strip:
        """Paint one choice."""
        place, cells = y + self.top, self.across
        if place >= len(self.choices):
            return self.strip(clip((("  ", "text"), ("" if place else self._empty, "muted")), cells), cells)
        line = clip((("  ", "text"), *self.choices[place].runs), cells)
        if place == self.cursor:
            return self.raised(line, cells, "cursor", self._mark)
        return self.strip(line, cells)

    def refit(self) -> None:
        """Fit to another size; the cursor stays in sight."""
        self.span(len(self.choices))
        self.move(0)

    def on_click(self, event: events.Click) -> None:
        """Put the cursor where the mouse clicked; a second click chooses."""
        place = event.y + self.top
        if place < len(self.choices):
            again = place == self.cursor and event.chain > 1
            self.move(place - self.cursor)
            if again:
                self.screen.post_message(Input.Submitted(self.screen.query_one(Input), ""))


class Choices(ModalScreen[str | None]):
    """Hands back the value of a choice, or None."""

    PLACE = "menu"
    """Where the table of keys names it."""

    BINDINGS: ClassVar[list[BindingType]] = list(bindings(MENU))

    def __init__(self, heading: str, choices: Sequence[Choice], manner: Manner, here: str = "") -> None:
        """Offer choices; the cursor stands on the one whose value is `here`, else on the first."""
        super().__init__()
        self._heading, self._choices, self._manner, self._here = heading, choices, manner, here

    def compose(self) -> ComposeResult:
        """Lay out heading, search line and list."""
        say = self._manner.words.say
        with Vertical(classes="sheet tall menu"):
            yield Static(Content(self._heading), classes="sheet-heading", markup=False)
            yield TypingLine(placeholder=say("type to search"), classes="line", select_on_focus=False)
            yield ChoiceList(self._manner.glyphs.cursor, say("Nothing matches."))
            yield Static(Content(self._manner.foot(MENU, self.PLACE)), classes="sheet-foot", markup=False)

    def on_mount(self) -> None:
        """Show everything there is to choose."""
        self.show()
        self.action_move(next((at for at, choice in enumerate(self._choices) if choice.value == self._here), 0))
        self.query_one(Input).focus()

    def show(self, *, keep: bool = False) -> None:
        """Show what is searched for, the first under the cursor unless `keep`."""
        words = self.query_one(Input).value.casefold().split()
        found = [c for c in self._choices if c.keeps or all(w in text_of(c.runs).casefold() for w in words)]
        self.query_one(ChoiceList).show(found, keep=keep)

    @on(Input.Changed)
    def _search(self) -> None:
        self.show()

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_take()

    def action_take(self) -> None:
        """Take the choice under the cursor."""
        pointed = self.query_one(ChoiceList).pointed
        if pointed is not None:
            self.take(pointed)

    def action_switch(self) -> None:
        """Switch a choice; of use where several can be on."""

    def take(self, choice: Choice) -> None:
        """Do what enter does on a choice."""
        self.dismiss(choice.value)

    def action_move(self, by: int) -> None:
        """Move the cursor."""
        self.query_one(ChoiceList).move(by)
