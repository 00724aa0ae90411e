"""The main screen: stories at the left, the story at the right. Builds its parts and passes keys to the actions."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from datetime import datetime
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.screen import Screen

from reader.model.view import Story
from reader.record import record
from reader.ui import keying, keys
from reader.ui.actions.copying import Copying
from reader.ui.actions.correcting import Correcting
from reader.ui.actions.filtering import Filtering
from reader.ui.actions.finding import Finding
from reader.ui.actions.leaving import Leaving
from reader.ui.actions.looking import Looking
from reader.ui.actions.marking import Marking
from reader.ui.actions.moving import Moving
from reader.ui.actions.notifying import Notifying
from reader.ui.actions.opening import Opening, Opens
from reader.ui.actions.refreshing import Refreshing
from reader.ui.actions.telling import Pages
from reader.ui.actions.viewing import Keeps, Viewing
from reader.ui.dashboard import Dashboard
from reader.ui.engine import Engine
from reader.ui.library import Library
from reader.ui.listing import Listing, Reading
from reader.ui.manner import Manner
from reader.ui.messages import StoreChanged
from reader.ui.render.bars import waiting_line
from reader.ui.stage import Stage
from reader.ui.telling import Telling
from reader.ui.terminal import Terminal
from reader.ui.widgets.bar import Bar
from reader.ui.widgets.pointed_pane import PointedPane
from reader.ui.widgets.search_line import SearchLine
from reader.ui.widgets.story_list import StoryList

TICK = 1.0
"""Seconds between two looks at the clock and at the store's version."""
SLOW_TICK = 5.0
"""The same without a clock on screen: nothing is painted, the store is still watched."""
CALM = 10.0
"""Seconds without a key after which waiting stories are taken in, if the cursor is at the top."""
AHEAD = (1, 2, 3, -1, 4)
"""Neighbours whose story is read before the cursor comes."""


@record
class Ways:
    """Ways out of the screen, which the app alone has."""

    opens: Opens
    """To the browser."""
    notify: Callable[[str], None]
    """To the terminal's notifications."""
    keeps: Keeps
    """To the views in the configuration."""


class Main(Screen[None]):
    """The two panes; all keys of the table run `act`."""

    BINDINGS: ClassVar[list[BindingType]] = list(keying.bindings(keys.MAIN))
    AUTO_FOCUS = ""
    BLANK = True
    """Panes and bars cover the screen: what is behind them need not be painted on every key."""

    def __init__(self, library: Library, engine: Engine, manner: Manner, ways: Ways, first: Future[Reading]) -> None:
        super().__init__()
        mark = manner.glyphs.cursor
        listing = Listing(library, manner)
        stories = StoryList(listing.lines, density=manner.settings.screen.density, mark=mark, id="stories")
        pane = PointedPane(mark=mark, id="story")
        self._top, self._hint, self._line = Bar(id="top"), Bar(id="hint"), SearchLine(id="search", classes="line")
        self._first = first
        self._terminal = Terminal()
        self._filling = False
        """Whether an empty library fills for the first time and no key was pressed: then nothing is read yet."""
        self._version = 0
        """What the store's version was when last looked at; it counts what others wrote."""
        self.stage = Stage(
            screen=self,
            manner=manner,
            library=library,
            engine=engine,
            stories=stories,
            pane=pane,
            line=self._line,
            listing=listing,
            telling=Telling(self, pane, library, manner),
            dashboard=Dashboard(self._top, self._hint, listing, manner),
        )
        self.stage.dashboard.keys = keying.remapped(keys.MAIN, manner.settings.screen.keys)
        self._notifying = Notifying(self.stage, ways.notify)
        self._build(ways)

    def _build(self, ways: Ways) -> None:
        """Make the actions, and find the verb of every key."""
        stage = self.stage
        self.moving, self.marking, self.finding = Moving(stage), Marking(stage), Finding(stage)
        self.refreshing, pages = Refreshing(stage), Pages(stage)
        nouns: dict[str, object] = {
            "moving": self.moving,
            "marking": self.marking,
            "finding": self.finding,
            "filtering": Filtering(stage, self.finding),
            "viewing": Viewing(stage, self.finding, ways.keeps),
            "refreshing": self.refreshing,
            "opening": Opening(stage, ways.opens),
            "telling": pages,
            "copying": Copying(stage),
            "correcting": Correcting(stage),
            "looking": Looking(stage, pages, self.action_act),
            "leaving": Leaving(stage, self.moving, self.finding, self.refreshing),
        }
        self._verbs: dict[str, Callable[..., None]] = {}
        for key in keys.MAIN:
            noun, verb = key.does.split(".")
            self._verbs[key.id] = getattr(nouns[noun], verb)

    def compose(self) -> ComposeResult:
        """Lay out bars and panes."""
        # The panes are the screen's own children: a container around them would be painted behind them on every key.
        yield self._top
        yield self.stage.stories
        yield self.stage.pane
        with Vertical(id="foot"):
            yield self._hint
            yield self._line

    def on_mount(self) -> None:
        """Show what the reading thread found while Textual started."""
        stage = self.stage
        stage.stories.moved = self._moved
        stage.telling.seen = self._seen
        stage.go_to(stage.stories)
        self._version = stage.library.front.version()
        clock = stage.manner.settings.screen.clock
        self.set_interval(TICK if clock else SLOW_TICK, self._tick)
        if self._first.done():
            self._begin(self._first.result())
        else:
            stage.start(self._begin_later(), "begin")

    async def _begin_later(self) -> None:
        self._begin(await asyncio.wrap_future(self._first))

    def _begin(self, found: Reading) -> None:
        """Show the first reading; then refresh in the background."""
        stage = self.stage
        if found.story is not None:
            stage.telling.know(found.story)
        stage.stories.show(stage.listing.accept(found), keep=False)
        stage.shown()
        self._filling = not found.ids
        self.call_after_refresh(self._begin_work)

    def _begin_work(self) -> None:
        """Start what can wait until the first frame is out."""
        stage, totals = self.stage, self.stage.listing.totals
        stage.start(stage.telling.serve(), "stories")
        stage.start(self._expire(), "marks")
        stage.start(stage.library.warm(), "warm")
        if totals is not None and (totals.feeds or totals.clusters):
            self.refreshing.start_up()
        else:
            self._first_run()

    async def _expire(self) -> None:
        """Show again what was muted until now."""
        now = self.stage.manner.now()
        if await self.stage.library.marking.run(lambda marks: marks.expire(now)):
            self.stage.changed()

    def _first_run(self) -> None:
        from reader.ui.screens.first_run import FirstRun

        screen = FirstRun(self.stage.engine, self.stage.manner)
        self.app.push_screen(screen, lambda added: self.refreshing.due() if added else None)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave letters to the search line while it is open."""
        return action != "act" or self.focused is not self._line

    def action_act(self, key: str, number: int = 0) -> None:
        """Run the verb of a key of the table."""
        self._last_key = self.stage.manner.now()
        self._filling = self._filling and not self.stage.stories.ids
        self.stage.telling.touched()
        self._verbs[key](*([number] if number else []))

    _last_key: datetime | None = None

    def _seen(self, story: Story) -> None:
        """Mark what was shown as read, once there is somebody who reads."""
        if not self._filling:
            self.marking.saw(story)

    def _moved(self, cluster_id: int) -> None:
        """Let the story follow the cursor, in the same frame where it is at hand."""
        stories = self.stage.stories
        here = stories.cursor
        near = [stories.ids[here + by] for by in AHEAD if 0 <= here + by < len(stories.ids)]
        self.stage.telling.follow(cluster_id, near)

    @on(StoreChanged)
    def _store_changed(self) -> None:
        self.run_worker(self._reread(), group="reread")

    async def _reread(self) -> None:
        """Show at once what changed in place; let wait what would move rows."""
        stage = self.stage
        await stage.listing.reread()
        stage.stories.changed()
        stage.stories.say(waiting_line(stage.listing.new, stage.manner.look()))
        stage.telling.eager |= self._filling
        await stage.telling.reread()
        if self._filling and stage.listing.waiting is not None:
            self.moving.take_in()
            stage.stories.cursor = 0
        self._filling = self._filling and (stage.engine.running or not stage.stories.ids)
        stage.shown()
        self._notifying.look()

    def _tick(self) -> None:
        """Look at the clock, at the store's version, and at whether the user rests at the top."""
        self._terminal.check()
        stage = self.stage
        now = stage.manner.now()
        if self.is_current:
            stage.dashboard.tick()
        self.refreshing.tick(now)
        version = stage.library.front.version()
        if version != self._version:
            self._version = version
            stage.changed()
        rests = self._last_key is None or (now - self._last_key).total_seconds() > CALM
        at_top = stage.stories.cursor == stage.stories.top == 0 and stage.stories.has_focus
        if rests and at_top and stage.listing.new:
            self.moving.take_in()
            stage.stories.cursor = 0

    @on(SearchLine.Typed)
    def _typed(self, message: SearchLine.Typed) -> None:
        self.finding.typed(message.text)

    @on(SearchLine.Earlier)
    def _earlier(self, message: SearchLine.Earlier) -> None:
        self.finding.earlier(message.by)

    @on(SearchLine.Closed)
    def _line_closed(self, message: SearchLine.Closed) -> None:
        if message.kept:
            self.finding.keep()
        else:
            self.finding.cancel()

    @on(StoryList.Noticed)
    def _noticed(self) -> None:
        self.moving.top()

    @on(StoryList.Chosen)
    def _chosen(self) -> None:
        self.moving.into()

    @on(PointedPane.Clicked)
    def _clicked(self, message: PointedPane.Clicked) -> None:
        self.stage.go_to(self.stage.pane)
        if message.again:
            self._verbs["open-number"](message.source)

    @on(events.DescendantFocus)
    def _focused(self) -> None:
        if self._line.left:
            self.finding.close()
        self.stage.shown()

    @on(events.Resize)
    def _resized(self) -> None:
        self.call_after_refresh(self._arranged)

    def _arranged(self) -> None:
        self.stage.arrange()
        self.stage.shown()

    def on_unmount(self) -> None:
        """Let the engine end by itself."""
        self.stage.engine.abandon()
