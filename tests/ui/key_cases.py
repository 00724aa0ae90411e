"""For every row of the table of keys: where to press it, and what must be true then and not before."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from textual.widgets import Input

from reader.model.view import Revision, Sort
from reader.ui.app import ReaderApp
from reader.ui.library import Library
from reader.ui.screens.choices import ChoiceList
from reader.ui.screens.feeds import Feeds
from reader.ui.screens.filters import Filters
from reader.ui.screens.form import Form
from reader.ui.screens.help import Help
from reader.ui.screens.main import Main
from reader.ui.screens.prompt import Prompt
from reader.ui.screens.question import Question
from reader.ui.stage import Stage
from reader.ui.widgets.reading_pane import ReadingPane
from reader.ui.widgets.story_list import StoryList
from tests.ui.fakes import FakeMarks, FakeReads, FakeStore
from tests.ui.samples import FEEDS, NOW, summary_of, work
from tests.ui.screen import Clock, screen_text, screened
from tests.ui.stores import small_store

LOW = (120, 14)
"""A terminal on which the longer texts scroll."""


class Listening(ReaderApp):
    """The app with a browser that remembers what it was to open, and a recording engine."""

    def __init__(self, store: FakeStore, command: list[str], asked: Path) -> None:
        library = Library(lambda: FakeReads(store), lambda: FakeMarks(store), Path("unused.db"))
        super().__init__(library, screened(theme="pulse-dark"), command, Clock())
        self.store, self._asked, self.opened = store, asked, list[str]()

    def open_link(self, url: str) -> None:
        self.opened.append(url)

    @property
    def asked(self) -> list[str]:
        """The commands that were run."""
        return self._asked.read_text().splitlines() if self._asked.exists() else []

    @property
    def stage(self) -> Stage:
        return self.main.stage

    @property
    def text(self) -> str:
        return screen_text(self)

    @property
    def said(self) -> list[str]:
        """What toasts say."""
        return [notification.message for notification in self._notifications]

    def pane(self) -> ReadingPane:
        """Return the text of the page on top."""
        return self.screen.query_one(ReadingPane)

    def menu(self) -> int:
        """Return the place of a menu's cursor; -1 without a menu."""
        shown = self.screen.query(ChoiceList)
        return shown.first().cursor if shown else -1

    def feed(self) -> int:
        """Return the place of the cursor on the feeds screen."""
        return self.screen.query_one("#feeds", StoryList).cursor

    def is_on(self, kind: type) -> bool:
        return isinstance(self.screen, kind)

    def field(self) -> str:
        """Return the id of the line to type that has the focus."""
        return (self.focused.id or "") if isinstance(self.focused, Input) else ""


Check = Callable[[Listening], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One row of the table."""

    then: Check
    """True once the key did what it says."""
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    size: tuple[int, int] = (120, 36)
    store: Callable[[], FakeStore] = small_store
    stir: Callable[[FakeStore], object] = lambda store: None
    """What happens to the store meanwhile."""


def revised() -> FakeStore:
    """Return a store whose third story has three texts."""
    store = small_store()
    headline, works = store.stories[3]
    store.history[3] = [
        Revision(number=n, at=NOW, works=(), summary=replace(summary_of(headline, works), headline=f"Text {n}"))
        for n in (1, 2, 3)
    ]
    return store


def url(app: Listening, number: int) -> str:
    return app.store.stories[4][1][number - 1].url


def does(then: Check, *before: str, after: tuple[str, ...] = ()) -> Case:
    return Case(then=then, before=before, after=after)


def low(then: Check, *before: str) -> Case:
    return Case(then=then, before=before, size=LOW)


def first(then: Check, *before: str) -> Case:
    return Case(then=then, before=before, store=FakeStore)


def source(number: int) -> Check:
    """Return whether the source of a story of four was opened, or that it has none was said."""

    def check(app: Listening) -> bool:
        if number > len(app.store.stories[4][1]):
            return app.said == [f"There is no source {number}."]
        return app.opened == [url(app, number)]

    return check


THIRD = ("j", "j", "j")
CASES: dict[str, Case] = {
    "next": does(lambda app: app.stage.stories.cursor == 1),
    "previous": does(lambda app: app.stage.stories.cursor == 1, "j", "j"),
    "next-unread": does(lambda app: app.stage.stories.cursor == 4, "j", "j"),
    "previous-unread": does(lambda app: app.stage.stories.cursor == 10, "G"),
    "top": does(lambda app: app.stage.stories.cursor == 0, "G"),
    "bottom": does(lambda app: app.stage.stories.cursor == 11),
    "space": low(lambda app: app.stage.pane.top > 3, *THIRD),
    "back-page": low(lambda app: app.stage.pane.top == 0, *THIRD, "space"),
    "page-down": does(lambda app: app.stage.stories.cursor > 4),
    "page-up": low(lambda app: app.stage.stories.cursor < 10, "G"),
    "scroll-down": low(lambda app: app.stage.pane.top == 3, *THIRD),
    "enter": does(lambda app: app.stage.in_story),
    "switch": does(lambda app: app.stage.in_story),
    "into": does(lambda app: app.stage.in_story),
    "leave": does(lambda app: not app.stage.in_story, "l"),
    "open": does(lambda app: app.opened == [url(app, 1)] and not app.store.log, *THIRD),
    "open-read": does(lambda app: app.opened and ("read", 1) in app.store.log),
    "links": does(lambda app: "Open a link" in app.text),
    "mark": does(lambda app: ("read", 1) in app.store.log),
    "mark-all": does(lambda app: app.store.log and app.store.log[-1][0] == "read_view", after=("y",)),
    "star": does(lambda app: 1 in app.store.starred),
    "copy": does(lambda app: app.clipboard == "https://source.example/1"),
    "copy-more": does(lambda app: "Ada Example" in app.clipboard, after=("enter",)),
    "authors": does(lambda app: "Bo Example, Cy" in app.text),
    "undo": does(lambda app: ("undo",) in app.store.log, "s"),
    "search": does(lambda app: app.stage.line.has_focus),
    "filter": does(lambda app: app.is_on(Filters)),
    "sort": does(lambda app: app.stage.listing.view.sort is Sort.LATEST),
    "next-view": does(lambda app: app.stage.listing.view.name == "unread"),
    "previous-view": does(lambda app: app.stage.listing.view.name == "latest"),
    "views": does(lambda app: "save this view" in app.text),
    "save-view": does(lambda app: "Name of the view" in app.text),
    "hidden": does(lambda app: app.stage.listing.view.hidden),
    "take-in": Case(
        stir=lambda store: store.add("Something new", [work(9001, "Something new", FEEDS[0])]),
        then=lambda app: 13 in app.stage.stories.ids,
    ),
    "how": does(lambda app: "How this was written" in app.text),
    "why-here": does(lambda app: "Why is this here" in app.text),
    "ledger": does(lambda app: "Why it ranks here" in app.text),
    "delta": Case(before=("j", "j"), store=revised, then=lambda app: "text 3 of" in app.text),
    "eject": does(lambda app: ("eject", 3, 2) in app.store.log, "j", "tab", "j"),
    "merge": does(lambda app: ("merge", 1, 2) in app.store.log, after=("enter",)),
    "apart": does(lambda app: ("apart", 1, 2) in app.store.log, "tab", after=("enter",)),
    "mute": does(lambda app: 1 in app.store.hidden, after=("enter",)),
    "density": does(lambda app: app.stage.stories.density == 3),
    "zoom": does(lambda app: not app.stage.stories.display),
    "theme": does(lambda app: app.theme == "pulse-light"),
    "language": does(lambda app: "未读" in app.text),
    "refresh": does(lambda app: app.asked == ["refresh --events"]),
    "refresh-all": does(lambda app: app.asked == ["refresh --events --force"]),
    "feeds": does(lambda app: app.is_on(Feeds)),
    "commands": does(lambda app: "All commands" in app.text),
    "help": does(lambda app: app.is_on(Help)),
    "suspend": does(lambda app: app.said == ["No shell waits behind this screen; ctrl+q quits."]),
    "escape": does(lambda app: not app.stage.in_story, "tab"),
    "quit": does(lambda app: app._exit),
    # The feeds screen; the failing feed, number 4, stands first.
    "feed-add": does(lambda app: "Address of a site or a feed" in app.text, "F"),
    "feed-edit": does(lambda app: app.is_on(Form), "F"),
    "feed-remove": does(lambda app: app.is_on(Question), "F"),
    "feed-pause": does(lambda app: app.asked == ["edit --pause 4"], "F"),
    "feed-refresh": does(lambda app: app.asked == ["refresh --events --force --feed 4"], "F"),
    "feed-tier": does(lambda app: app.asked == ["edit --tier=1 4"], "F"),
    "feed-find": does(lambda app: app.field() == "search", "F"),
    "feed-failing": does(lambda app: len(app.screen.query_one("#feeds", StoryList).ids) == 1, "F"),
    "feed-import": does(lambda app: "Path of an OPML file" in app.text, "F"),
    "feed-export": does(lambda app: "Path of the OPML file to write" in app.text, "F"),
    "feed-help": does(lambda app: app.is_on(Help), "F"),
    "feed-back": does(lambda app: app.is_on(Main), "F"),
    "step-down": does(lambda app: app.feed() == 1, "F"),
    "step-up": does(lambda app: app.feed() == 1, "F", "j", "j"),
    "step-page-down": does(lambda app: app.feed() == 3, "F"),
    "step-page-up": does(lambda app: app.feed() == 0, "F", "j", "j"),
    "step-top": does(lambda app: app.feed() == 0, "F", "j", "j"),
    "step-bottom": does(lambda app: app.feed() == 3, "F"),
    # What lies over the screen.
    "sheet-down": low(lambda app: app.pane().top == 1, "i"),
    "sheet-up": low(lambda app: app.pane().top == 1, "i", "j", "j"),
    "sheet-page-down": low(lambda app: app.pane().top > 1, "i"),
    "sheet-page-up": low(lambda app: app.pane().top == 0, "i", "space"),
    "sheet-top": low(lambda app: app.pane().top == 0, "i", "j", "j"),
    "sheet-bottom": low(lambda app: app.pane().top > 1, "i"),
    "sheet-earlier": Case(before=("j", "j", "d"), store=revised, then=lambda app: "text 1 of" in app.text),
    "sheet-later": Case(before=("j", "j", "d", "["), store=revised, then=lambda app: "text 3 of" in app.text),
    "sheet-close": does(lambda app: app.is_on(Main), "i"),
    "menu-down": does(lambda app: app.menu() == 1, "V"),
    "menu-up": does(lambda app: app.menu() == 1, "V", "down", "down"),
    "menu-page-down": does(lambda app: app.menu() == 4, "V"),
    "menu-page-up": does(lambda app: app.menu() == 0, "V", "down", "down"),
    "menu-switch": does(lambda app: app.stage.listing.view.query == "is:unread", "f"),
    "menu-take": does(lambda app: app.stage.listing.view.name == "unread", "V", "down"),
    "menu-close": does(lambda app: app.is_on(Main), "V"),
    "form-down": does(lambda app: app.field() == "field-url", "F", "e"),
    "form-up": does(lambda app: app.field() == "field-title", "F", "e", "down"),
    "form-save": does(lambda app: app.asked == ["edit --title=Forumx -- 4"], "F", "e", "x"),
    "form-close": does(lambda app: app.is_on(Feeds), "F", "e"),
    "question-yes": does(lambda app: app.store.log and app.store.log[-1][0] == "read_view", "A"),
    "question-no": does(lambda app: app.is_on(Main) and not app.store.log, "A"),
    "help-down": low(lambda app: app.pane().top == 1, "?"),
    "help-up": low(lambda app: app.pane().top == 1, "?", "down", "down"),
    "help-page-down": low(lambda app: app.pane().top > 1, "?"),
    "help-page-up": low(lambda app: app.pane().top == 0, "?", "down", "down"),
    "help-close": does(lambda app: app.is_on(Main), "?", "tab"),
    "first-down": first(lambda app: "▌ a" in app.text),
    "first-up": first(lambda app: "▌ a" in app.text, "j", "j"),
    "first-take": first(lambda app: app.is_on(Prompt), "j"),
    "first-starter": first(lambda app: app.asked[:1] == ["import --starter"]),
    "first-add": first(lambda app: "Address of a site or a feed" in app.text),
    "first-import": first(lambda app: "Path of an OPML file" in app.text),
    "first-language": first(lambda app: "从推荐列表开始" in app.text),
    "first-quit": first(lambda app: app._exit),
}
"""Key id -> case, for every row but the numbers."""
CASES |= {f"open-number-{n}": does(source(n), *THIRD) for n in range(1, 10)}
