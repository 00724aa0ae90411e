"""The app on fakes, and its screen as text."""

import sys
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from textual.pilot import Pilot

from reader.settings import RefreshSettings, ScreenSettings, Settings
from reader.ui.app import ReaderApp
from reader.ui.library import Library
from reader.ui.messages import StoreChanged
from reader.ui.stage import Stage
from tests.ui.fakes import FakeMarks, FakeReads, FakeStore
from tests.ui.samples import NOW

QUIET = Settings(
    refresh=RefreshSettings(at_start=False, every=timedelta()),
    screen=ScreenSettings(language="en", clock=False, read_on="manual"),
)
"""No refresh, no clock, no dwell: nothing happens but what a test does."""


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now

    def forward(self, by: timedelta) -> None:
        self.now += by


def app_on(
    store: FakeStore,
    settings: Settings = QUIET,
    command: Sequence[str] = (sys.executable, "-c", "pass"),
    clock: Callable[[], datetime] | None = None,
    config: Path | None = None,
) -> ReaderApp:
    """Return the app on a fake store."""
    library = Library(lambda: FakeReads(store), lambda: FakeMarks(store), Path("unused.db"))
    return ReaderApp(library, settings, command, clock or Clock(), config)


@asynccontextmanager
async def session(
    store: FakeStore,
    settings: Settings = QUIET,
    command: Sequence[str] = (sys.executable, "-c", "pass"),
    clock: Callable[[], datetime] | None = None,
    *,
    size: tuple[int, int] = (120, 36),
) -> AsyncIterator[tuple[ReaderApp, Pilot[None]]]:
    """Run the app on a fake store; its first screen stands."""
    async with opened(app_on(store, settings, command, clock), size=size) as running:
        yield running


@asynccontextmanager
async def opened(app: ReaderApp, *, size: tuple[int, int] = (120, 36)) -> AsyncIterator[tuple[ReaderApp, Pilot[None]]]:
    """Run an app; its first screen stands."""
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        yield app, pilot


async def press(pilot: Pilot[None], *keys: str) -> None:
    """Press keys in one go, and wait for all that they bring about."""
    await pilot.press(*keys)
    await settle(pilot)


async def changed(app: ReaderApp, pilot: Pilot[None]) -> None:
    """Tell the screen that the store has something new, as an event of the engine does."""
    app.main.post_message(StoreChanged())
    await settle(pilot)


def screened(**changes: object) -> Settings:
    """Return the quiet settings with other screen settings."""
    return replace(QUIET, screen=replace(QUIET.screen, **changes))  # type: ignore[arg-type]


def stage_of(app: ReaderApp) -> Stage:
    """Return the parts of the main screen."""
    return app.main.stage


def screen_text(app: ReaderApp) -> str:
    """Return the screen as text, one line a row, without trailing blanks."""
    strips = app.screen._compositor.render_strips(app.size)
    return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in strips)


async def settle(pilot: Pilot[None]) -> None:
    """Wait until every worker has ended, the stories at hand are read, and every message is handled."""
    app = pilot.app
    assert isinstance(app, ReaderApp)
    for _ in range(3):
        # One worker reads stories for as long as the screen is there; an empty list would mean all of them.
        if running := [w for w in app.workers if w.group != "stories"]:
            await app.workers.wait_for_complete(running)
        await pilot.pause()
        while app.main.stage.telling.busy:
            await pilot.pause(0.002)
