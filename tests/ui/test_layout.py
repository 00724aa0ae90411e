"""Sizes, and what the screen's process imports."""

import subprocess
import sys
from pathlib import Path

import pytest
from textual.scrollbar import ScrollBar

from tests.library import made
from tests.ui.screen import press, screen_text, session, settle, stage_of
from tests.ui.stores import large_store, small_store

STARTED = """
import asyncio, sys
from pathlib import Path
from reader.settings import Settings
from reader.store.marks import Marks
from reader.store.read import Reader
from reader.ui.app import ReaderApp
from reader.ui.library import Library
from tests.ui.screen import QUIET, settle

async def use(path):
    library = Library(lambda: Reader(path), lambda: Marks(path), path)
    app = ReaderApp(library, QUIET, [sys.executable, "-c", "pass"])
    async with app.run_test(size=(120, 36)) as pilot:
        await settle(pilot)
        assert app.main.stage.story is not None
        await pilot.press("j", "m", "tab", "i", "escape", "slash", "escape", "F", "escape")
        await settle(pilot)

asyncio.run(use(Path(sys.argv[1])))
print(*sorted({"httpx", "feedparser", "numpy", "scipy", "sqlite_utils", "llm", "selectolax"} & sys.modules.keys()))
"""


async def test_the_rows_are_read_once_at_the_start_so_that_no_key_waits_for_the_disk() -> None:
    store = large_store(30)
    async with session(store) as (_app, pilot):
        await press(pilot, "G", "g", "slash", "x", "escape")
        assert store.warmed == 1


def test_a_started_app_in_use_has_imported_nothing_heavy(tmp_path: Path) -> None:
    path = made(tmp_path / "library.db", "one", "two", "three")
    done = subprocess.run([sys.executable, "-c", STARTED, str(path)], capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("\n", "")


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (60, 20), (40, 10), (20, 5)])
async def test_every_size_shows_the_story_under_the_cursor(size: tuple[int, int]) -> None:
    async with session(small_store(), size=size) as (app, pilot):
        await press(pilot, "j")
        assert "Reg" in screen_text(app)
        await press(pilot, "enter")
        assert stage_of(app).in_story
        assert "Reg" in screen_text(app)


async def test_resizing_keeps_the_story_and_its_place() -> None:
    async with session(large_store(200)) as (app, pilot):
        await pilot.press(*["j"] * 50)
        for width, height in ((80, 24), (60, 20), (120, 36)):
            await pilot.resize_terminal(width, height)
            await settle(pilot)
            stories = stage_of(app).stories
            assert stories.current == 51
            assert stories.top <= 50 * stories.density < stories.top + stories.down


async def test_a_step_in_a_long_list_paints_nothing_of_the_scrollbar_and_a_jump_does() -> None:
    async with session(large_store(3000)) as (app, _):
        stories = stage_of(app).stories
        rail = stories.vertical_scrollbar
        stories.cursor += 1
        assert rail._exchange_repaint_regions() == set()
        stories.cursor = len(stories.ids) - 1
        assert {region.y for region in rail._exchange_repaint_regions()} >= {0, 33}


async def test_the_scrollbar_stands_where_the_list_is() -> None:
    async with session(large_store(3000)) as (app, pilot):
        rail = stage_of(app).stories.vertical_scrollbar
        ends = []
        for key in ("g", "G"):
            await press(pilot, key)
            strips = rail.render_lines(rail.size.region)
            ends.append([bool(strip._segments[0].style and strip._segments[0].style.reverse) for strip in strips])
        assert ends[0] == [True] + [False] * 33
        assert ends[1] == [False] * 33 + [True]


async def test_where_all_is_in_sight_there_is_no_scrollbar() -> None:
    def thumb(rail: ScrollBar) -> set[bool]:
        strips = rail.render_lines(rail.size.region)
        return {bool(segment.style and segment.style.reverse) for strip in strips for segment in strip}

    async with session(large_store(10)) as (app, pilot):
        stage = stage_of(app)
        assert thumb(stage.stories.vertical_scrollbar) == {False}
        assert thumb(stage.pane.vertical_scrollbar) == {False}
        await pilot.resize_terminal(120, 12)
        await settle(pilot)
        assert thumb(stage.stories.vertical_scrollbar) == {False, True}
