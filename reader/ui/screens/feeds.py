"""Feeds, their health, and what can be done with them; each change is a command that a person could type."""

from array import array
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import Screen

from reader.events import Busy, Event, FeedDone
from reader.model.view import FeedRow
from reader.ui import keying, keys
from reader.ui.engine import Engine
from reader.ui.library import Library
from reader.ui.manner import Manner
from reader.ui.render.bars import hint_bar
from reader.ui.render.cells import cut, safe
from reader.ui.render.feeds import NAMED, details, feed_line, head_line, heading, is_failing
from reader.ui.render.runs import Block, Line
from reader.ui.screens.form import Form
from reader.ui.screens.help import Help
from reader.ui.screens.prompt import Prompt
from reader.ui.screens.question import Question
from reader.ui.widgets.bar import Bar
from reader.ui.widgets.reading_pane import ReadingPane
from reader.ui.widgets.search_line import SearchLine
from reader.ui.widgets.story_list import StoryList

TIERS = 4
TICK = 2.0
"""Seconds between two looks at the store's version."""


class Feeds(Screen[None]):
    """A line a feed, the details of the one under the cursor below."""

    BINDINGS: ClassVar[list[BindingType]] = [*keying.bindings(keys.FEEDS), *keying.bindings(keys.STEPS)]
    AUTO_FOCUS = ""

    def __init__(self, library: Library, engine: Engine, manner: Manner) -> None:
        super().__init__()
        self._library, self._engine, self._manner = library, engine, manner
        self._keys = keying.remapped((*keys.FEEDS, *keys.STEPS), manner.settings.screen.keys)
        self._rows: dict[int, FeedRow] = {}
        self._version = 0
        self._only_failing = False
        self._sought = ""
        self._list = StoryList(self._lines, density=1, mark=manner.glyphs.cursor, id="feeds")
        self._top, self._head, self._hint = Bar(id="top"), Bar(id="head"), Bar(id="hint")
        self._details = ReadingPane(mark=manner.glyphs.cursor, id="details")
        self._line = SearchLine(id="search", classes="line")

    def compose(self) -> ComposeResult:
        """Lay out bars, list and details."""
        yield self._top
        yield self._head
        yield self._list
        yield self._details
        yield self._hint
        yield self._line

    def on_mount(self) -> None:
        """Read the feeds."""
        self._list.moved = lambda _: self._describe()
        self._list.focus()
        self.reread()
        self.set_interval(TICK, self._tick)

    @on(events.Resize)
    def _painted_again(self) -> None:
        self.call_after_refresh(self._paint)

    # What is shown

    def reread(self) -> None:
        """Read the feeds again; the cursor stays on its feed."""
        self.run_worker(self._reread(), group="feeds", exclusive=True)

    def _tick(self) -> None:
        """Follow a refresh that runs meanwhile."""
        version = self._library.front.version()
        if version != self._version:
            self.reread()

    async def _reread(self) -> None:
        self._version = self._library.front.version()
        now = self._manner.now()
        rows: Sequence[FeedRow] = await self._library.reading.run(lambda reads: reads.feeds(now))
        self._rows = {row.feed.id: row for row in rows}
        self._choose()

    def _choose(self) -> None:
        """Show the feeds that are asked for: failing ones first."""
        rows = [row for row in self._rows.values() if self._wanted(row)]
        rows.sort(key=lambda row: (not is_failing(row), row.feed.paused, row.feed.title.casefold(), row.feed.id))
        self._list.show(array("q", (row.feed.id for row in rows)))
        self._paint()

    def _wanted(self, row: FeedRow) -> bool:
        text = f"{row.feed.title} {row.feed.url} {row.feed.publisher} {row.feed.folder}".casefold()
        return (is_failing(row) or not self._only_failing) and self._sought in text

    def _lines(self, feed_id: int, place: int, cells: int, density: int) -> Sequence[Line]:
        return [feed_line(self._rows[feed_id], cells, self._manner.look())]

    def _paint(self) -> None:
        look = self._manner.look()
        brand: Line = ((f" {look.glyphs.brand} ", "accent"), ("PULSEAUGUR", "strong"))
        told = heading(list(self._rows.values()), look)
        self._top.put((*brand, (f"  {look.words.say('Feeds')}  ", "text"), (told, "muted")), self._narrowed())
        self._head.put(head_line(self._list.across, look))
        shown = keying.hints(self._keys, "feeds")
        right = [key for key in shown if key.id in ("feed-help", "feed-back")]
        self._hint.put(*hint_bar([key for key in shown if key not in right], right, self._hint.size.width, look))
        self._describe()

    def _narrowed(self) -> Line:
        """Return what the list is narrowed to, and how many feeds that leaves."""
        words = self._manner.words
        to = [words.say("only failing")] * self._only_failing + [safe(self._sought)] * bool(self._sought)
        if not to:
            return ()
        of = words.count("{n} of {all}", "{n} of {all}", len(self._list.ids), all=f"{len(self._rows):,}")
        return ((" · ".join(to), "accent"), (f"  {of} ", "muted"))

    def _describe(self) -> None:
        row = self._row
        self._details.show(details(row, self._manner.look()) if row else self._nothing())

    def _nothing(self) -> Sequence[Block]:
        """Return why no feed is shown."""
        say = self._manner.words.say
        if self._sought:
            told = say("No feed matches {query}.", query=safe(self._sought))
        elif self._only_failing:
            told = say("No feed is failing; {keys[feed-failing]} shows all.")
        else:
            told = say("No feeds yet")
        return [Block(runs=((told, "text"),))]

    @property
    def _row(self) -> FeedRow | None:
        return self._rows.get(self._list.current)

    # Keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave letters to the search line while it is open."""
        return action != "act" or self.focused is not self._line

    def action_act(self, key: str) -> None:
        """Run the verb of a key of the table."""
        verbs: Mapping[str, Callable[[], None]] = {
            "feed-add": self._add,
            "feed-edit": self._edit,
            "feed-remove": self._remove,
            "feed-pause": self._pause,
            "feed-refresh": self._fetch,
            "feed-tier": self._tier,
            "feed-find": lambda: self._line.open(self._sought),
            "feed-failing": self._failing,
            "feed-import": self._import,
            "feed-export": self._export,
            "feed-back": self._close,
            "feed-help": self._help,
            "step-down": lambda: self._step(1),
            "step-up": lambda: self._step(-1),
            "step-page-down": lambda: self._list.page(1),
            "step-page-up": lambda: self._list.page(-1),
            "step-top": lambda: self._step(-len(self._rows)),
            "step-bottom": lambda: self._step(len(self._rows)),
        }
        verbs[key]()

    def _close(self) -> None:
        self.dismiss(None)

    def _help(self) -> None:
        self.app.push_screen(Help(self._keys, self._manner))

    def _step(self, by: int) -> None:
        self._list.cursor += by

    def _failing(self) -> None:
        self._only_failing = not self._only_failing
        self._choose()

    @on(SearchLine.Typed)
    def _typed(self, message: SearchLine.Typed) -> None:
        self._sought = message.text.strip().casefold()
        self._choose()

    @on(SearchLine.Closed)
    def _line_closed(self, message: SearchLine.Closed) -> None:
        self._line.close()
        self.set_focus(self._list)
        if not message.kept:
            self._sought = ""
            self._choose()

    @on(events.DescendantFocus)
    def _line_left(self) -> None:
        if self._line.left:
            self._line.close()

    # Commands

    def _add(self) -> None:
        self._ask("Address of a site or a feed", lambda text: self._command("add", "--", text))

    def _import(self) -> None:
        self._ask("Path of an OPML file", lambda text: self._command("import", "--", str(Path(text).expanduser())))

    def _export(self) -> None:
        def write(text: str) -> None:
            self._command("export", "--", str(Path(text).expanduser()))

        self._ask("Path of the OPML file to write", write, str(Path.home() / "feeds.opml"))

    def _edit(self) -> None:
        row = self._row
        if row is not None:
            self.app.push_screen(Form(row.feed, self._manner), lambda changes: self._save(row.feed.id, changes))

    def _save(self, feed_id: int, changes: Mapping[str, str] | None) -> None:
        if not changes:
            return
        arguments = [f"--{name}={value}" for name, value in changes.items() if name != "private"]
        if "private" in changes:
            # What is neither word keeps the feed's texts here.
            public = changes["private"].casefold() in ("", "no", "n", self._manner.words.say("no"))
            arguments.append("--no-private" if public else "--private")
        self._command("edit", *arguments, "--", str(feed_id))

    def _remove(self) -> None:
        row = self._row
        if row is None:
            return
        title = cut(safe(row.feed.title or row.feed.url), NAMED)
        question = self._manner.words.say("Remove {feed}? Its entries and your marks stay.", feed=title)
        feed_id = str(row.feed.id)
        screen = Question(question, self._manner)
        self.app.push_screen(screen, lambda yes: self._command("remove", feed_id) if yes else None)

    def _pause(self) -> None:
        row = self._row
        if row is not None:
            self._command("edit", "--resume" if row.feed.paused else "--pause", str(row.feed.id))

    def _tier(self) -> None:
        row = self._row
        if row is not None:
            self._command("edit", f"--tier={row.feed.tier.value % TIERS + 1}", str(row.feed.id))

    def _fetch(self) -> None:
        row = self._row
        if row is not None:
            self._command("refresh", "--events", "--force", "--feed", str(row.feed.id))

    def _ask(self, question: str, then: Callable[[str], None], value: str = "") -> None:
        screen = Prompt(self._manner.words.say(question), self._manner, value)
        self.app.push_screen(screen, lambda text: then(text.strip()) if text and text.strip() else None)

    def _command(self, *arguments: str) -> None:
        if self._engine.running:
            self._tell(self._manner.words.say("A refresh is running; wait for its end."), wrong=True)
            return
        self._tell(self._manner.words.say("one moment …"))
        self.run_worker(self._run(arguments), group="command")

    async def _run(self, arguments: tuple[str, ...]) -> None:
        ended = await self._engine.run(*arguments, tell=self._heard)
        if ended.words:
            self._tell(self._manner.words.told(ended.words), wrong=not ended.well)
        self.reread()

    def _heard(self, event: Event) -> None:
        words = self._manner.words
        if isinstance(event, Busy):
            self._tell(words.say("already refreshing: {holder}", holder=words.told(event.holder)))
        if isinstance(event, FeedDone):
            told = words.told(event.note) if event.note else words.count("{n} new", "{n} new", event.new)
            self._tell(f"{event.title}: {told}", wrong=bool(event.note))

    def _tell(self, told: str, *, wrong: bool = False) -> None:
        self.app.clear_notifications()
        self.notify(safe(told), severity="error" if wrong else "information", timeout=5, markup=False)
