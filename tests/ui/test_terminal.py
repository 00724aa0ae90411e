"""What reaches a real terminal: raw bytes, colours, a whole session."""

import re
import shlex
import sys

import pytest

from tests.terminal import Terminal
from tests.ui.hostile import ATTACKS, MARK

COMMAND = [sys.executable, "-m", "tests.ui.hostile"]
LIST = 34
"""Cells of the list on 80 columns, at the least."""
ALLOWED = re.compile(
    # What the terminal library itself sends: CSI with plain parameters, charset, keypad; OSC only for the title.
    rb"\x1b\[[0-9;:?<>=$\" ]*[a-zA-Z@`{|}~]|\x1b[()][0-9A-B]|\x1b[=>78MNHDE]|\x1b\]0;[^\x07\x1b]*\x07"
    rb"|\x1bP[=>]?[0-9]*s?[^\x1b]{0,40}\x1b\\|\x1b\]22;[a-z]*\x07"
)


HIDDEN = re.compile("[\x00-\x07\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200b\ufeff\U000e0000-\U000e007f]")


def unexplained(raw: bytes) -> list[bytes]:
    """Return what is left of control bytes once the library's own sequences are taken away."""
    rest = ALLOWED.sub(b"", raw)
    text = rest.decode("utf-8", errors="replace")
    return [c.encode() for c in HIDDEN.findall(text)]


def test_no_text_of_a_feed_reaches_the_terminal_raw() -> None:
    with Terminal(COMMAND, columns=120, rows=36) as terminal:
        terminal.wait_for("SOURCES")
        for _ in ATTACKS:
            terminal.press("j", quiet=0.1)
        terminal.press("g", "tab", "enter", "W", "q", "i", "q", "w", "q", "v", "q", "h")
        terminal.press("!", "esc", "M", "esc", ";", "esc", "F", "j", "j", "e", "esc", "r", "q")
        terminal.press("r", quiet=0.5)
        assert unexplained(bytes(terminal.raw)) == []
        assert MARK.encode() not in b"".join(re.findall(rb"\x1b\][^\x07]*", bytes(terminal.raw)))
        assert terminal.process.poll() is None
        terminal.press("q", quiet=0.2)
        terminal.process.wait(10)
        assert terminal.process.returncode == 0


def test_copying_sends_a_cleaned_link_and_nothing_else() -> None:
    with Terminal(COMMAND, columns=120, rows=36) as terminal:
        terminal.wait_for("SOURCES")
        terminal.settle()
        terminal.press("y")
        copied = re.findall(rb"\x1b\]52;c;([A-Za-z0-9+/=]*)\x07", bytes(terminal.raw))
        assert len(copied) == 1


@pytest.mark.parametrize(
    "environment",
    [{"NO_COLOR": ""}, {"NO_COLOR": "1"}, {"TERM": "xterm", "COLORTERM": ""}, {"TERM": "linux", "COLORTERM": ""}],
    ids=["empty-no-color", "no-color", "xterm", "linux"],
)
def test_marks_and_cursor_are_told_without_colour(environment: dict[str, str]) -> None:
    with Terminal(COMMAND, columns=80, rows=24, environment=environment) as terminal:
        assert "▌ 1 ●" in terminal.wait_for("clipboard.*[?] help")


def test_no_color_sends_no_colour() -> None:
    with Terminal(COMMAND, columns=80, rows=24, environment={"NO_COLOR": "1"}) as terminal:
        terminal.wait_for("SOURCES")
        # Up to the mark that ends it: the last one may have arrived in part.
        colours = re.findall(rb"\x1b\[[0-9;]*38;2;(\d+);(\d+);(\d+)[;m]", bytes(terminal.raw))
        assert {len({r, g, b}) for r, g, b in colours} <= {1}


def test_a_window_made_smaller_shows_what_one_of_that_size_shows() -> None:
    def rows(terminal: Terminal) -> list[str]:
        terminal.settle()
        return [line[:LIST] for line in terminal.screen.display[1:-1]]

    with Terminal(COMMAND, columns=80, rows=24) as terminal:
        terminal.wait_for("unread")
        small = rows(terminal)
    with Terminal(COMMAND, columns=120, rows=36) as terminal:
        terminal.wait_for("SOURCES")
        terminal.settle()
        terminal.resize(80, 24)
        assert rows(terminal) == small


UNDER_A_SHELL = (
    "import fcntl, os, sys, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0); os.execvp('sh', ['sh', '-mc', sys.argv[1]])"
)


def test_it_leaves_the_terminal_to_the_shell_until_it_is_called_back() -> None:
    line = f"{shlex.join(COMMAND)}; echo here is the shell; read answer; fg"
    with Terminal([sys.executable, "-c", UNDER_A_SHELL, line], columns=80, rows=24) as terminal:
        terminal.wait_for("unread.*[?] help")
        terminal.settle()
        terminal.press("ctrl+z")
        terminal.wait_for("here is the shell")
        left = bytes(terminal.raw)
        assert left.rindex(b"\x1b[?1049l") > left.rindex(b"\x1b[?1049h")
        terminal.press("enter")
        back = bytes(terminal.raw)[len(left) :]
        assert b"\x1b[?1049h" in back
        assert b"help" in back
        terminal.press("q")
        assert terminal.process.wait(10) == 0


def test_where_no_shell_waits_it_stays() -> None:
    with Terminal(COMMAND, columns=80, rows=24) as terminal:
        terminal.wait_for("unread.*[?] help")
        terminal.settle()
        terminal.press("ctrl+z")
        terminal.wait_for("No shell waits behind this screen")
        terminal.press("F")
        terminal.press("ctrl+z")
        assert terminal.process.poll() is None


def test_told_to_end_it_gives_the_terminal_back() -> None:
    with Terminal(COMMAND, columns=80, rows=24) as terminal:
        terminal.wait_for("SOURCES")
        terminal.settle()
        terminal.process.terminate()
        terminal.settle()
        assert terminal.process.wait(10) == 0
        assert bytes(terminal.raw).rindex(b"\x1b[?1049l") > bytes(terminal.raw).rindex(b"\x1b[?1049h")


def test_it_ends_where_the_terminal_is_gone_and_nobody_said_so() -> None:
    with Terminal(COMMAND, columns=80, rows=24) as terminal:
        terminal.wait_for("q quit")
        terminal.hang_up()
        assert terminal.process.wait(30) == 129
