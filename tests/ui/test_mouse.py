"""The mouse: what a click and the wheel do, and that nothing listens for them if it is turned off."""

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from reader.model.summary import Sentence, Summary
from reader.store.write import Library
from reader.ui.render.runs import Line
from reader.ui.screens.prompt import Prompt
from reader.ui.widgets.pointed_pane import cited
from tests.library import NOW, fill, group, ledger, write_texts
from tests.terminal import Terminal
from tests.ui.fakes import FakeStore
from tests.ui.samples import FEEDS, work
from tests.ui.screen import changed, press, screen_text, session, stage_of
from tests.ui.stores import large_store, small_store

TRACKING = re.compile(rb"\x1b\[\?(?:1000|1002|1003|1006|1015)h")
"""What asks a terminal to tell of the mouse."""
PRESS, WHEEL_DOWN = 0, 65
LIST = 50
"""Columns of the list."""


def at(terminal: Terminal, words: str) -> tuple[int, int]:
    """Return column and line, from 1, of the first place right of the list where some words stand."""
    for line, text in enumerate(terminal.screen.display, 1):
        if (column := text.find(words, LIST)) >= 0:
            return column + 1, line
    raise AssertionError(f"no {words!r} on:\n{terminal.text}")


def mouse(terminal: Terminal, place: tuple[int, int], button: int = PRESS, *, times: int = 1) -> None:
    column, line = place
    released = f"\x1b[<{button};{column};{line}m" if button == PRESS else ""
    terminal.send(f"\x1b[<{button};{column};{line}M{released}" * times)
    terminal.settle()


@contextmanager
def reading(tmp_path: Path, setting: str) -> Iterator[tuple[Terminal, Path]]:
    """Yield the screen on a story of two works before one of one, and where a browser writes what it is to open."""
    path, config, browser, opened = (tmp_path / name for name in ("library.db", "c.toml", "browser", "opened"))
    with Library.open(path) as library:
        fill(library, "a", "b", "c")
        group(library, {2: 1}, aliases={2: 1})
        write_texts(library)
        sentences = (Sentence(text="One says this.", works=(1,)), Sentence(text="Another says that.", works=(2,)))
        library.keep_text(1, Summary(headline="Both", sentences=sentences, covered=2, of_works=2), ledger(50), {}, NOW)
    browser.write_text(f'#!/bin/sh\necho "$1" >> {opened}\n', encoding="utf-8")
    browser.chmod(0o700)
    config.write_text(f"[screen]\n{setting}\n[refresh]\nat_start = false\nevery = 0\n", encoding="utf-8")
    command = [sys.executable, "-m", "reader", "--db", str(path), "--config", str(config)]
    with Terminal(command, columns=120, rows=24, environment={"BROWSER": str(browser)}) as terminal:
        terminal.wait_for("Another says that")
        terminal.settle()
        yield terminal, opened


def test_a_click_selects_a_second_one_opens_and_the_wheel_scrolls(tmp_path: Path) -> None:
    with reading(tmp_path, "mouse = true") as (terminal, opened):
        assert TRACKING.search(bytes(terminal.raw))
        mouse(terminal, at(terminal, "[2]"))
        terminal.wait_for("▌  2  The lab feed")
        mouse(terminal, at(terminal, "What b means"), times=2)
        terminal.wait_for("Opened https://articles.example/b")
        assert opened.read_text() == "https://articles.example/b\n"
        mouse(terminal, (10, 4))
        terminal.wait_for("▌ 2 . What c means")
        mouse(terminal, (10, 2))
        terminal.resize(120, 10)
        terminal.wait_for("One says this")
        headline = at(terminal, "Both")
        mouse(terminal, headline, WHEEL_DOWN, times=3)
        assert "Both" not in terminal.screen.display[headline[1] - 1][LIST:]


def test_without_the_mouse_the_terminal_keeps_it(tmp_path: Path) -> None:
    with reading(tmp_path, "mouse = false") as (terminal, _):
        terminal.press("j", "?", "esc", "F", "q", "q")
        assert not TRACKING.search(bytes(terminal.raw))


@pytest.mark.parametrize(("cell", "number"), [(0, 0), (10, 0), (11, 3), (13, 3), (14, 12), (17, 12), (18, 0)])
def test_a_citation_is_hit_by_cells(cell: int, number: int) -> None:
    line: Line = ((" 机器之心 ", "text"), ("x[3][12]", "key"), (" ", "text"))
    assert cited(line, cell) == number


async def test_a_click_takes_an_offer_of_the_first_screen() -> None:
    async with session(FakeStore(), size=(80, 24)) as (app, pilot):
        line = next(y for y, text in enumerate(screen_text(app).splitlines()) if "Add a feed" in text)
        await pilot.click(offset=(12, line))
        await press(pilot)
        assert isinstance(app.screen, Prompt)


async def test_a_click_on_the_notice_shows_what_waits_and_one_below_the_last_row_does_nothing() -> None:
    store = large_store(5)
    async with session(store) as (app, pilot):
        await press(pilot, "j", "j")
        new = store.add("Something new", [work(9001, "Something new", FEEDS[0])])
        store.stories = {new: store.stories[new], **store.stories}
        await changed(app, pilot)
        await pilot.click(offset=(10, 30))
        assert stage_of(app).stories.cursor == 2
        await pilot.click(offset=(10, 1))
        await press(pilot)
        assert stage_of(app).stories.current == new


@pytest.mark.parametrize(("offset", "in_story"), [((10, 5), False), ((80, 5), True)])
async def test_a_click_outside_the_search_line_closes_it_and_keeps_what_was_found(
    offset: tuple[int, int], in_story: bool
) -> None:
    async with session(large_store(30)) as (app, pilot):
        stage = stage_of(app)
        await press(pilot, "slash", *"number 7")
        while len(stage.stories.ids) == 30:
            await pilot.pause(0.01)
        await pilot.click(offset=offset)
        await press(pilot)
        assert not stage.line.display
        assert stage.in_story is in_story
        assert len(stage.stories.ids) == 3
        await press(pilot, "escape", *["escape"] * in_story)
        assert len(stage.stories.ids) == 30


async def test_a_click_on_a_feed_closes_the_line_that_found_it() -> None:
    async with session(small_store()) as (app, pilot):
        await press(pilot, "F", "slash", *"news", "enter", "slash")
        await pilot.click(offset=(10, 3))
        await press(pilot)
        assert not app.screen.query_one("#search").display
        assert "Evening News" in screen_text(app)
