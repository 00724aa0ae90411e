"""The clock in the top bar: what a second costs, and what it leaves alone."""

import re
import sys
from datetime import timedelta
from pathlib import Path

from reader.ui.app import ReaderApp
from reader.ui.library import Library
from reader.ui.render.times import utc_now
from tests.terminal import Terminal
from tests.ui.fakes import FakeMarks, FakeReads
from tests.ui.screen import Clock, screen_text, screened, session, stage_of
from tests.ui.stores import small_store

COMMAND = [sys.executable, "-m", "tests.ui.test_clock"]
FRAME = b"\x1b[?2026h"
"""Begins what the compositor paints."""
SECOND = 200
"""Bytes that a second of the clock may write at most: the right part of the bar, with its colours."""


async def test_a_second_changes_the_clock_and_a_minute_the_age() -> None:
    clock = Clock()
    async with session(small_store(), screened(clock=True), clock=clock) as (app, _pilot):
        for forward, age in ((timedelta(seconds=1), "3 min"), (timedelta(minutes=8), "11 min")):
            clock.forward(forward)
            stage_of(app).dashboard.tick()
            top = screen_text(app).splitlines()[0]
            assert f"live {clock.now.astimezone():%H:%M:%S} · updated {age} ago" in top
            assert top.startswith(" ◆ PULSEAUGUR  Top ▾  11 unread / 12")


def ticked(terminal: Terminal) -> bytes:
    """Return what was written until the clock showed two other seconds."""
    mark = len(terminal.raw)
    for _ in range(2):
        terminal.wait_for(f"live (?!{re.findall(r'live ([0-9:]+)', terminal.text)[0]})")
    return bytes(terminal.raw[mark:])


def test_on_a_terminal_a_second_writes_the_clock_alone_and_where_it_stands() -> None:
    with Terminal(COMMAND, columns=120, rows=36) as terminal:
        before = terminal.wait_for(r"live \d\d:\d\d:\d\d").splitlines()
        terminal.settle(0.5, 0.9)
        written = ticked(terminal)
        after = terminal.text.splitlines()
        assert FRAME not in written
        assert len(written) < 3 * SECOND
        assert re.sub(r"\d", "0", after[0]) == re.sub(r"\d", "0", before[0])
        assert after[1:] == before[1:]


def test_behind_what_lies_over_the_screen_the_clock_stays_as_dim_as_the_rest() -> None:
    with Terminal(COMMAND, columns=120, rows=36) as terminal:
        terminal.wait_for(r"live \d\d:\d\d:\d\d")
        terminal.press("?", quiet=0.3)
        ticked(terminal)
        terminal.settle(0.2, 0.4)
        top = [terminal.screen.buffer[0][x] for x in range(120)]
        assert len({cell.bg for cell in top}) == 1


if __name__ == "__main__":
    stories = small_store()
    stories.updated = utc_now()
    library = Library(lambda: FakeReads(stories), lambda: FakeMarks(stories), Path("unused.db"))
    ReaderApp(library, screened(clock=True), ["false"]).run()
