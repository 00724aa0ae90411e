"""The program on the terminal: themes, language, what all screens share. Reads nothing, marks nothing."""

import asyncio
import gc
import shutil
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import ClassVar

from textual.app import App
from textual.binding import Binding, BindingType

from reader.settings import Settings
from reader.ui.engine import Engine
from reader.ui.keying import keymap
from reader.ui.library import Library, Marks
from reader.ui.listing import look_first
from reader.ui.manner import Manner
from reader.ui.noticing import sequence
from reader.ui.render.times import utc_now
from reader.ui.screens.main import Main, Ways
from reader.ui.terminal import has_shell
from reader.ui.themes import SIXTEEN, THEMES, fallbacks, has_few_colours, named

SWITCH = 0.001
"""Seconds after which a thread that reads gives the interpreter to the one that paints; Python's own 0.005 made a frame
beside a search take 12 ms where its work was 7."""
BREAKPOINTS = [(0, "-narrow"), (76, "-normal"), (110, "-wide")]
"""Columns from which a layout holds: one pane, two panes, two wide panes."""


class ReaderApp(App[None]):
    """Builds the main screen; the rest happens there."""

    CSS_PATH = Path(__file__).with_name("reader.tcss")
    HORIZONTAL_BREAKPOINTS: list[tuple[int, str]] | None = BREAKPOINTS
    TITLE = "PulseAugur"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "quit", show=False, priority=True),
        Binding("ctrl+z", "suspend_process", show=False),
    ]
    ENABLE_COMMAND_PALETTE = False

    def __init__(
        self,
        library: Library,
        settings: Settings,
        command: Sequence[str],
        now: Callable[[], datetime] = utc_now,
        config: Path | None = None,
    ) -> None:
        super().__init__()
        self._config = config
        # A smooth page-down writes 204 kB and takes 571 ms.
        self.animation_level = "none"
        self.library = library
        self.manner = Manner(settings, now)
        self.engine = Engine(command)
        manner = self.manner
        self._first = library.reading.begin(lambda reads: look_first(manner, reads))
        for theme in THEMES:
            self.register_theme(theme)
        wanted = named(settings.screen.theme, self.available_themes)
        self.theme = SIXTEEN.name if has_few_colours() else wanted
        self.set_keymap(keymap(settings.screen.keys))

    def get_default_screen(self) -> Main:
        """Return the main screen."""
        ways = Ways(opens=self.open_link, notify=self.tell_terminal, keeps=self.keep_views)
        self.main = Main(self.library, self.engine, self.manner, ways, self._first)
        # The layout's class from the start: set by the first resize, it would cost a second layout and a second frame.
        columns = shutil.get_terminal_size().columns
        self.main.add_class(next(name for least, name in reversed(BREAKPOINTS) if columns >= least))
        return self.main

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Return our own variables for themes that lack them."""
        return fallbacks(self.current_theme)

    def on_ready(self) -> None:
        """Take what start-up built out of the collector's sight: a key's 99th percentile falls by a third.

        Told to end, it leaves as by `q`: the terminal is given back as it was, and the demo's library goes. Not where
        the terminal is gone (SIGHUP): writing to it would wait for ever.
        """
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, self.exit)
        self.app_resume_signal.subscribe(self, lambda _: self.refresh())
        gc.freeze()
        gc.enable()
        sys.setswitchinterval(SWITCH)

    def open_link(self, url: str) -> None:
        """Open a link; a browser of the console gets the terminal for as long as it runs.

        On a web page it opens beside that page, in the browser of whoever looks at it.

        Raises:
            BrowserError: The link must not be opened, or there is no browser.
        """
        # Imported here: 8 ms that a start need not wait for.
        from reader.browser import browse_here, choose, launch
        from reader.urls import check_openable

        if self.is_web:
            self.open_url(check_openable(url))
            return
        browser = choose(self.manner.settings.screen.browser)
        if not browser.console:
            launch(browser, url)
            return
        with self.suspend():
            browse_here(browser, url)

    def action_help_quit(self) -> None:
        """Answer ctrl+c where nothing is selected to copy: stop a refresh, else say how to leave."""
        if not self.main.refreshing.stop():
            self.main.stage.say("ctrl+q quits.")

    def action_suspend_process(self) -> None:
        """Stop until the shell says `fg`; the terminal is its own meanwhile."""
        if self._driver is not None and self._driver.can_suspend and has_shell():
            super().action_suspend_process()
        else:
            self.main.stage.say("No shell waits behind this screen; ctrl+q quits.")

    def tell_terminal(self, headline: str) -> None:
        """Have the terminal notify the user."""
        if self._driver is not None:
            self._driver.write(sequence(self.manner.settings.screen.notify, headline))

    def keep_views(self, changes: Mapping[str, str | None]) -> dict[str, str]:
        """Write views to the configuration; see `saved_views.save`."""
        # Imported here: reading TOML is of use to no other key.
        from reader.ui.saved_views import save

        return save(self._config, changes)

    def on_unmount(self) -> None:
        """Let the threads go."""
        self.library.close()


def run(path: Path, settings: Settings, command: Sequence[str], config: Path | None = None) -> None:
    """Show the screen of a library until the user quits.

    Args:
        path: The library; made by the `prepare` command if it is not there.
        settings: All settings.
        command: The argument prefix that runs the engine's commands on this library.
        config: The configuration file, if it is not the usual one.

    Raises:
        StoreError: The library cannot be opened.
        ConfigError: The user's keys cannot be what they say.
    """
    from reader.store.read import Reader

    def marks() -> Marks:
        # Imported on the thread that marks, after the first frame.
        from reader.store.marks import Marks as StoreMarks

        return StoreMarks(path)

    Reader(path).close()
    library = Library(lambda: Reader(path), marks, path)
    ReaderApp(library, settings, command, config=config).run(mouse=settings.screen.mouse)
