"""One line to type: an address, a path, a word."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from reader.ui.keying import bindings
from reader.ui.keys import MENU
from reader.ui.manner import Manner
from reader.ui.widgets.typing_line import TypingLine


class Prompt(ModalScreen[str | None]):
    """Hands back what was typed, or None."""

    BINDINGS: ClassVar[list[BindingType]] = list(bindings(MENU))

    def __init__(self, question: str, manner: Manner, value: str = "") -> None:
        super().__init__()
        self._question, self._manner, self._value = question, manner, value

    def compose(self) -> ComposeResult:
        """Lay out question and line."""
        with Vertical(classes="sheet small"):
            yield Static(Content(self._question), classes="sheet-heading", markup=False)
            yield TypingLine(self._value, classes="line", select_on_focus=False)
            yield Static(Content(self._manner.foot(MENU, "prompt")), classes="sheet-foot", markup=False)

    @on(Input.Submitted)
    def action_take(self) -> None:
        """Hand back what was typed."""
        self.dismiss(self.query_one(Input).value)
