"""The first screen of a library without feeds: explains itself, and needs no decision about the network."""

from collections.abc import Sequence
from itertools import chain
from pathlib import Path
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import Screen

from reader.ui.engine import Engine
from reader.ui.keying import bindings, first, hints, remapped
from reader.ui.keys import FIRST
from reader.ui.manner import Manner
from reader.ui.render.bars import hint_bar
from reader.ui.render.cells import fit, safe
from reader.ui.render.runs import BLANK, Block, Line, Run, cells_of
from reader.ui.render.words import N_
from reader.ui.screens.prompt import Prompt
from reader.ui.widgets.bar import Bar
from reader.ui.widgets.pointed_pane import PointedPane

OFFERS = (
    ("starter", N_("Start with the suggested set"), N_("AI research: papers, labs, press, in English and Chinese")),
    ("add", N_("Add a feed"), N_("paste the address of a site or of a feed")),
    ("import", N_("Import OPML"), N_("from another reader")),
    ("language", N_("界面语言：中文"), N_("switch the interface to Chinese")),
)
MARGIN: Line = (("    ", "text"),)
NAME = 30
"""Cells of an offer's name."""
TO_THE_END = 1_000
"""Lines, more than there are."""
WIDE = 76
"""Cells from which what an offer means stands beside its name."""


class FirstRun(Screen[bool]):
    """Hands back whether feeds were added."""

    BINDINGS: ClassVar[list[BindingType]] = list(bindings(FIRST))
    AUTO_FOCUS = ""

    def __init__(self, engine: Engine, manner: Manner) -> None:
        super().__init__()
        self._engine, self._manner = engine, manner
        self._keys = remapped(FIRST, manner.settings.screen.keys)
        self._here = 0
        self._said: Run = ("", "muted")

    def compose(self) -> ComposeResult:
        """Lay out bars and text."""
        yield Bar(id="top")
        yield PointedPane(mark=self._manner.glyphs.cursor, id="story")
        yield Bar(id="hint")

    @on(events.Resize)
    def _painted_again(self) -> None:
        """Explain, once there is a size and on each other one."""
        self.call_after_refresh(self._paint)

    def _paint(self) -> None:
        say, look = self._manner.words.say, self._manner.look()
        brand: Line = ((f" {look.glyphs.brand} ", "accent"), ("PULSEAUGUR", "strong"))
        self.query_one("#top", Bar).put(brand, ((say("first run") + " ", "muted"),))
        bar = self.query_one("#hint", Bar)
        *left, quits = hints(self._keys, "first")
        bar.put(*hint_bar(left, [quits], bar.size.width, look))
        pane = self.query_one(PointedPane)
        pane.show(self._blocks(pane.across), stops=range(1, len(OFFERS) + 1), keep=True)
        pane.cursor = self._here + 1

    def _blocks(self, cells: int) -> Sequence[Block]:
        say = self._manner.words.say
        about = say("PULSEAUGUR groups the entries of many feeds into stories and ranks them.")
        private = say("Everything stays on this computer.")
        later = say(
            "Texts are extracts from the sources; no AI is asked. A language model of yours can write them: "
            "see [summary] in the configuration. Offline, what is here stays readable."
        )
        return [
            *[BLANK] * 2,
            Block(runs=((say("No feeds yet"), "strong"),), lead=MARGIN),
            BLANK,
            Block(runs=((about, "text"),), lead=MARGIN),
            Block(runs=((private, "text"),), lead=MARGIN),
            BLANK,
            *chain.from_iterable(self._offer(place, cells) for place in range(len(OFFERS))),
            BLANK,
            Block(runs=((later, "muted"),), lead=MARGIN),
            BLANK,
            Block(runs=(self._said,), lead=MARGIN),
        ]

    def _offer(self, place: int, cells: int) -> Sequence[Block]:
        """Return an offer: its name, and what it means beside it, or below where there is no room."""
        say, here = self._manner.words.say, place == self._here
        offer, name, told = OFFERS[place]
        key = next(first(row) for row in self._keys if row.id == f"first-{offer}")
        mark = self._manner.glyphs.cursor if here else " "
        lead: Line = ((f"  {mark} ", "accent"), (f"{key}  ", "key"))
        named: Run = (fit(say(name), NAME), "strong" if here else "text")
        meant: Line = ((say(told), "muted"),)
        if cells >= WIDE:
            return [Block(runs=meant, lead=(*lead, named), source=place + 1)]
        below: Line = ((" " * cells_of(lead), "text"),)
        return [Block(runs=(named,), lead=lead, source=place + 1), Block(runs=meant, lead=below, source=place + 1)]

    @on(PointedPane.Clicked)
    def _clicked(self, message: PointedPane.Clicked) -> None:
        self._here = message.source - 1
        self.action_take()

    def action_move(self, by: int) -> None:
        """Move the cursor."""
        self._here = max(0, min(len(OFFERS) - 1, self._here + by))
        self._paint()

    def action_take(self, offer: str = "") -> None:
        """Do what is offered."""
        offer = offer or OFFERS[self._here][0]
        say = self._manner.words.say
        if offer == "language":
            self._manner.next_language()
            self._paint()
        elif offer == "starter":
            self.run_worker(self._add("import", "--starter"), group="add")
        elif offer == "add":
            self._ask(say("Address of a site or a feed"), "add")
        else:
            self._ask(say("Path of an OPML file"), "import")

    def _ask(self, question: str, command: str) -> None:
        def typed(text: str | None) -> None:
            if text and text.strip():
                given = str(Path(text.strip()).expanduser()) if command == "import" else text.strip()
                self.run_worker(self._add(command, "--", given), group="add")

        self.app.push_screen(Prompt(question, self._manner), typed)

    async def _add(self, *arguments: str) -> None:
        """Run a command that adds feeds; leave when it did, say why when it did not."""
        if self._engine.running:
            return
        self._say(self._manner.words.say("one moment …"), wrong=False)
        ended = await self._engine.run(*arguments)
        if ended.well:
            self.dismiss(True)
        else:
            self._say(self._manner.words.told(ended.words), wrong=True)

    def _say(self, text: str, *, wrong: bool) -> None:
        self._said = (safe(text), "error" if wrong else "muted")
        self._paint()
        pane = self.query_one(PointedPane)
        pane.call_after_refresh(pane.scroll_lines, TO_THE_END)

    def action_leave(self) -> None:
        """Quit: without feeds there is nothing behind this screen."""
        self.app.exit()
