"""What the actions of the main screen share. Knows its parts; decides nothing."""

from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass
from typing import Any

from textual.notifications import SeverityLevel
from textual.screen import Screen

from reader.errors import ReaderError
from reader.model.view import Source, Story, View
from reader.ui.choice import Choice
from reader.ui.dashboard import Dashboard
from reader.ui.engine import Engine
from reader.ui.library import Library, Marks
from reader.ui.listing import FILTER, SEARCH, Listing
from reader.ui.manner import Manner
from reader.ui.messages import StoreChanged
from reader.ui.render.cells import safe
from reader.ui.render.empty import empty_blocks
from reader.ui.telling import Telling
from reader.ui.widgets.reading_pane import ReadingPane
from reader.ui.widgets.search_line import SearchLine
from reader.ui.widgets.story_list import StoryList

NARROW = "-narrow"
"""Class of the screen that has room for one pane."""


@dataclass(slots=True, kw_only=True)
class Stage:
    """The main screen's parts."""

    screen: Screen[None]
    manner: Manner
    library: Library
    engine: Engine
    stories: StoryList
    pane: ReadingPane
    line: SearchLine
    listing: Listing
    telling: Telling
    dashboard: Dashboard
    reading: bool = False
    """Whether the story was entered; where there is room for one pane, it is the one shown. No class of the screen: a
    class has the styles of all widgets worked out anew, which takes 11 ms."""
    zoomed: bool = False
    """Whether the story is shown alone."""

    @property
    def in_story(self) -> bool:
        """Whether the story has the focus, and a key means its sources."""
        return self.screen.focused is self.pane

    @property
    def story(self) -> Story | None:
        """The story on screen."""
        return self.telling.story

    @property
    def source(self) -> Source | None:
        """The source under the cursor; None while the list has the focus."""
        return self.telling.source if self.in_story else None

    @property
    def best(self) -> Source | None:
        """The source under the cursor, else the one nearest to the origin, which stands first, that has a link."""
        story = self.story
        if story is None:
            return None
        return self.source or next((source for source in story.sources if source.work.url), story.sources[0])

    @property
    def place(self) -> str:
        """Where a key would go, as the hint bar names it."""
        if self.screen.focused is self.line:
            return "search"
        return "story" if self.in_story else "list"

    def go_to(self, pane: StoryList | ReadingPane) -> None:
        """Give a pane the focus, at once: `Widget.focus` would let the next key still go to the other one."""
        self.reading = pane is self.pane
        self.arrange()
        self.screen.set_focus(pane)
        self.dashboard.paint(self.place)

    def show_list(self) -> None:
        """Show the list, whatever has the focus."""
        self.reading = self.zoomed = False
        self.arrange()

    def arrange(self) -> None:
        """Show both panes, or the one that is read where there is room for one, or the story alone when zoomed."""
        narrow = self.screen.has_class(NARROW)
        self.stories.display = not (self.reading and (narrow or self.zoomed))
        self.pane.display = self.reading or not narrow

    def ask(self, question: str, then: Callable[[], None]) -> None:
        """Ask before something that touches much; `then` runs if the answer is yes."""
        # Imported here: what only lies over the screen need not delay its first frame.
        from reader.ui.screens.question import Question

        self.screen.app.push_screen(Question(safe(question), self.manner), lambda yes: then() if yes else None)

    def choose(self, heading: str, choices: Sequence[Choice], then: Callable[[str], None], here: str = "") -> None:
        """Have one of several things chosen, the cursor on the value `here`; `then` runs if one was."""
        from reader.ui.screens.choices import Choices

        screen = Choices(self.manner.words.say(heading), choices, self.manner, here)
        self.screen.app.push_screen(screen, lambda value: None if value is None else then(value))

    def type(self, question: str, then: Callable[[str], None]) -> None:
        """Have a line typed; `then` runs if it was."""
        from reader.ui.screens.prompt import Prompt

        screen = Prompt(self.manner.words.say(question), self.manner)
        self.screen.app.push_screen(screen, lambda text: then(text.strip()) if text and text.strip() else None)

    async def look_at(self, view: View) -> None:
        """Show a view from its top."""
        self.stories.show(await self.listing.open(view), keep=False)
        self.shown()

    def shown(self) -> None:
        """Paint what depends on the list as a whole: bars, and the truth about an empty list."""
        self.dashboard.paint(self.place)
        totals = self.listing.totals
        if totals is not None and not self.stories.ids:
            look, view = self.manner.look(), self.listing.view
            left = view.name in (SEARCH, FILTER)
            told = empty_blocks(view, totals, look, left=left, busy=self.engine.running)
            self.pane.show(told)
            # Where there is room for one pane, the list is the one that is seen.
            self.stories.explain(told if self.screen.has_class(NARROW) else ())

    def repaint(self) -> None:
        """Paint everything again: the language changed."""
        self.stories.changed()
        self.telling.paint(keep=True)
        self.shown()

    def changed(self) -> None:
        """Have everything that is shown read again."""
        self.screen.post_message(StoreChanged())

    def tell(self, told: str) -> None:
        """Answer a key with a toast in words that are already the user's."""
        self._toast(told, "information")

    def say(self, message: str, *, wrong: bool = False, **values: object) -> None:
        """Answer a key with a toast; `message` is a message id, its values are data."""
        self._toast(self.manner.words.say(message, **values), "error" if wrong else "information")

    def _toast(self, told: str, severity: SeverityLevel) -> None:
        """Show it in the place of the answer to the key before: several would cover the story."""
        self.screen.app.clear_notifications()
        self.screen.notify(safe(told), severity=severity, timeout=4, markup=False)

    def start(self, work: Coroutine[Any, Any, object], group: str) -> None:
        """Run something that waits; what may go wrong in it becomes a toast."""
        self.screen.run_worker(self._told(work), group=group)

    async def _told(self, work: Coroutine[Any, Any, object]) -> None:
        try:
            await work
        except ReaderError as error:
            self._toast(self.manner.words.told(str(error)), "error")

    def mark(self, work: Callable[[Marks], object], *, corrects: bool = False) -> None:
        """Store a mark without waiting for it; then show what the store says.

        Args:
            work: Stores it.
            corrects: Whether it changes which works the story has, so that another text is what the user asked for.
        """
        self.start(self._marked(work, corrects=corrects), "marks")

    async def _marked(self, work: Callable[[Marks], object], *, corrects: bool) -> None:
        try:
            await self.library.marking.run(work)
        finally:
            self.telling.eager |= corrects
            self.changed()
