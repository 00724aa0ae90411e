"""Links to a browser (R14). Knows neither screen nor store; the standard `webbrowser` is not used.

That module takes whatever it is given: of 54 hostile links its version in Python 3.11 launched 54. Here a link is
checked first and then handed over as one argument, without a shell, to a program that does not share our terminal.
"""

import os
import shlex
import shutil
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from pathlib import PurePath

from reader.errors import BrowserError
from reader.record import record
from reader.urls import check_openable

PLACE = "%s"
"""Where the link stands in a command; without it the link is the last argument."""

CONSOLE = ("www-browser", "w3m", "lynx", "links2", "links", "elinks", "browsh", "carbonyl", "chawan", "cha")
"""Browsers that need the terminal for themselves: the screen steps aside for them."""

GRAPHICAL = ("xdg-open", "wslview", "gio open", "x-www-browser", "sensible-browser")
"""What opens a link with the desktop's own browser, on systems other than macOS."""

DISPLAYS = ("DISPLAY", "WAYLAND_DISPLAY", "WSL_DISTRO_NAME")
"""Variables that say there is a desktop; without one `xdg-open` would run a console browser over our screen."""


@record
class Browser:
    """A program that shows a page."""

    command: tuple[str, ...]
    """Program and arguments; `%s` stands for the link, which comes last without it."""

    @property
    def console(self) -> bool:
        """Whether it takes over the terminal: suspend the screen around `browse_here`."""
        return PurePath(self.command[0]).name in CONSOLE

    def arguments(self, url: str, *, mail: bool = False) -> list[str]:
        """Return the argument list that opens `url`, the link in it byte for byte.

        Raises:
            BrowserError: The link must not be opened.
        """
        link = check_openable(url, mail=mail)
        filled = [part.replace(PLACE, link) for part in self.command]
        return filled if filled != list(self.command) else [*filled, link]


def choose(
    command: Sequence[str] = (), environ: Mapping[str, str] = os.environ, platform: str = sys.platform
) -> Browser:
    """Return the browser to use: the configured one, else $BROWSER, else the system's.

    Args:
        command: The configured command line, in parts; empty if none is.
        environ: The environment: BROWSER, PATH and what says that there is a desktop.
        platform: As `sys.platform`.

    Raises:
        BrowserError: There is none, or the one asked for is not installed.
    """
    path = environ.get("PATH", os.defpath)
    if command:
        return _installed(command, path, "the configuration")
    if wanted := environ.get("BROWSER", "").strip():
        return _of_environment(wanted, path)
    return _of_system(environ, platform, path)


def _installed(command: Sequence[str], path: str, whence: str) -> Browser:
    """Return a command whose program exists and whose `%s` cannot reach a shell."""
    for part in command:
        if PLACE in part and part != PLACE and (any(c.isspace() for c in part) or not part.startswith("-")):
            raise BrowserError(f"The browser in {whence} must have %s as an argument of its own, not inside a script.")
    if not command[0] or shutil.which(command[0], path=path) is None:
        raise BrowserError(f"The browser in {whence} is not installed: “{_shown(command[0])}”.")
    return Browser(command=tuple(command))


def _shown(name: str) -> str:
    return "".join(c for c in name if c.isprintable())[:60]


def _of_environment(wanted: str, path: str) -> Browser:
    """Return the first installed command of $BROWSER: one, or several between colons."""
    refused = BrowserError(f"The browser in $BROWSER is not installed: “{_shown(wanted)}”.")
    for candidate in (wanted, *wanted.split(os.pathsep)):
        try:
            parts = shlex.split(candidate)
        except ValueError as error:
            raise BrowserError("$BROWSER has a quotation mark without its partner.") from error
        if parts and shutil.which(parts[0], path=path):
            try:
                return _installed(parts, path, "$BROWSER")
            except BrowserError as error:
                # Several, taken for one, have a colon behind their first %s.
                refused = error
    raise refused


def _of_system(environ: Mapping[str, str], platform: str, path: str) -> Browser:
    if platform == "darwin":
        return _installed(("open",), path, "macOS")
    desktop = any(environ.get(name) for name in DISPLAYS)
    for name in (*(GRAPHICAL if desktop else ()), *CONSOLE):
        parts = tuple(name.split())
        if shutil.which(parts[0], path=path):
            return Browser(command=parts)
    raise BrowserError("No browser was found: set BROWSER, or `browser` in the [screen] section of the configuration.")


def launch(browser: Browser, url: str, *, mail: bool = False) -> None:
    """Open `url` beside us and return at once; the browser shares no input or output and outlives us.

    Raises:
        BrowserError: The link must not be opened, or the program cannot be started.
    """
    arguments = browser.arguments(url, mail=mail)
    nothing = subprocess.DEVNULL
    try:
        process = subprocess.Popen(arguments, stdin=nothing, stdout=nothing, stderr=nothing, start_new_session=True)
    except OSError as error:
        raise _unstartable(browser, error) from error
    # Waited for in a daemon thread: or else it stays a zombie until we end.
    threading.Thread(target=process.wait, daemon=True, name="browser").start()


def browse_here(browser: Browser, url: str, *, mail: bool = False) -> None:
    """Open `url` in this terminal and return when the browser ends; the screen must be suspended.

    Raises:
        BrowserError: The link must not be opened, or the program cannot be started.
    """
    try:
        subprocess.run(browser.arguments(url, mail=mail), check=False)
    except OSError as error:
        raise _unstartable(browser, error) from error


def _unstartable(browser: Browser, error: OSError) -> BrowserError:
    return BrowserError(f"The browser “{_shown(browser.command[0])}” cannot be started: {error.strerror}.")
