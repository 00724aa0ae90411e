"""Sizes, and what the screen's process imports."""

import subprocess
import sys

import pytest

from tests.ui.screen import press, screen_text, session, settle, stage_of
from tests.ui.stores import large_store, small_store


def test_the_screens_process_imports_nothing_heavy() -> None:
    code = (
        "import sys, reader.ui.app, reader.store.read, reader.store.marks, reader.ui.screens.feeds\n"
        "heavy = {'httpx', 'feedparser', 'numpy', 'scipy', 'sqlite_utils', 'llm', 'selectolax'}\n"
        "print(*sorted(heavy & sys.modules.keys()))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "\n"


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
