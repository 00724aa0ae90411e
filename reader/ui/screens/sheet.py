"""A page that lies over the screen: provenance, ledger, reasons, differences, full text. Knows only blocks."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from reader.ui.actions.telling import Turns
from reader.ui.keying import bindings
from reader.ui.keys import PAGES
from reader.ui.manner import Manner
from reader.ui.render.cells import safe
from reader.ui.render.runs import Block
from reader.ui.widgets.reading_pane import ReadingPane


class Sheet(ModalScreen[None]):
    """Blocks to scroll; with `turns`, pages to turn with [ and ]."""

    BINDINGS: ClassVar[list[BindingType]] = list(bindings(PAGES))

    def __init__(self, heading: str, blocks: Sequence[Block], manner: Manner, turns: Turns | None = None) -> None:
        super().__init__()
        self._heading, self._blocks, self._manner, self._turns = safe(heading), blocks, manner, turns

    def compose(self) -> ComposeResult:
        """Lay out heading, text and keys."""
        foot = self._manner.foot(PAGES, "turned" if self._turns else "page")
        with Vertical(classes="sheet tall"):
            yield Static(Content(self._heading), classes="sheet-heading", markup=False)
            yield ReadingPane(mark=self._manner.glyphs.cursor)
            yield Static(Content(foot), classes="sheet-foot", markup=False)

    def on_mount(self) -> None:
        """Show the text."""
        pane = self.query_one(ReadingPane)
        pane.show(self._blocks)
        pane.focus()

    def action_scroll(self, lines: int) -> None:
        """Scroll by lines."""
        self.query_one(ReadingPane).scroll_lines(lines)

    def action_page(self, pages: int) -> None:
        """Scroll by pages."""
        self.query_one(ReadingPane).scroll_pages(pages)

    def action_turn(self, by: int) -> None:
        """Turn to an earlier or a later page."""
        if self._turns is not None:
            self.query_one(ReadingPane).show(self._turns(by))
