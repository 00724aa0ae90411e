"""A yes-or-no question before something that touches much."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from reader.ui.keying import bindings
from reader.ui.keys import QUESTION
from reader.ui.manner import Manner


class Question(ModalScreen[bool]):
    """Hands back whether the answer was yes."""

    BINDINGS: ClassVar[list[BindingType]] = list(bindings(QUESTION))

    def __init__(self, question: str, manner: Manner) -> None:
        super().__init__()
        self._question, self._manner = question, manner

    def compose(self) -> ComposeResult:
        """Lay out the question and its keys."""
        with Vertical(classes="sheet small"):
            yield Static(Content(self._question), classes="sheet-heading", markup=False)
            yield Static(Content(self._manner.foot(QUESTION, "question")), classes="sheet-foot", markup=False)
