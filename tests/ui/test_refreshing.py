"""The first run and the engine's process, seen from the screen."""

import asyncio
import sys
import textwrap
from datetime import timedelta
from pathlib import Path

import pytest

from reader.settings import RefreshSettings, Settings
from reader.ui.engine import Engine
from reader.ui.screens.first_run import FirstRun
from tests.ui.fakes import FakeStore
from tests.ui.screen import Clock, press, screen_text, screened, session, settle, stage_of
from tests.ui.stores import small_store


async def test_without_feeds_the_first_run_explains_itself(tmp_path: Path) -> None:
    store = FakeStore()
    asked = tmp_path / "asked"
    engine = [sys.executable, "-c", f"import sys; open({str(asked)!r}, 'a').write(' '.join(sys.argv[1:]) + chr(10))"]
    async with session(store, command=engine, size=(80, 24)) as (app, pilot):
        assert isinstance(app.screen, FirstRun)
        assert "Start with the suggested set" in screen_text(app)
        await press(pilot, "L")
        assert "从推荐列表开始" in screen_text(app)
        await press(pilot, "d")
        assert asked.read_text().splitlines()[0] == "import --starter"


async def test_what_the_first_run_cannot_do_is_said(tmp_path: Path) -> None:
    engine = [sys.executable, "-c", "import sys; sys.exit('pulseaugur: this file is no OPML')"]
    async with session(FakeStore(), command=engine, size=(80, 24)) as (app, pilot):
        await press(pilot, "i", *"x.opml", "enter")
        assert "this file is no OPML" in screen_text(app)
        assert "pulseaugur:" not in screen_text(app)
        assert isinstance(app.screen, FirstRun)


ENGINE = textwrap.dedent("""
    import sys
    from reader.events import FeedDone, Finished, Started
    print(Started(feeds=2).to_json())
    print(FeedDone(feed_id=1, title="[/r] feed", state="ok", new=3, done=1, feeds=2).to_json())
    print("not json")
    print(FeedDone(feed_id=2, title="Other", state="error", note="no", done=2, feeds=2).to_json())
    print(Finished(new=3, failing=1).to_json())
    print(" ".join(sys.argv[1:]), file=sys.stderr)
""")


async def test_a_refresh_ends_with_a_quiet_sentence() -> None:
    async with session(small_store(), command=[sys.executable, "-c", ENGINE]) as (app, pilot):
        await press(pilot, "r")
        assert "3 new · 1 feed failing" in screen_text(app).splitlines()[0]
        assert stage_of(app).dashboard.progress is None


async def test_offline_the_screen_says_so() -> None:
    engine = ENGINE.replace("new=3, failing=1", "new=0, failing=2, offline=True")
    async with session(small_store(), command=[sys.executable, "-c", engine]) as (app, pilot):
        await press(pilot, "r")
        assert "offline: what is here stays readable" in screen_text(app).splitlines()[0]


async def test_a_refresh_at_start_is_the_command_a_person_would_type(tmp_path: Path) -> None:
    asked = tmp_path / "asked"
    engine = [sys.executable, "-c", f"import sys; open({str(asked)!r}, 'a').write(' '.join(sys.argv[1:]) + chr(10))"]
    settings = Settings(refresh=RefreshSettings(at_start=True), screen=screened().screen)
    clock = Clock()
    async with session(small_store(), settings, engine, clock) as (app, pilot):
        assert asked.read_text() == "refresh --events\n"
        assert stage_of(app).dashboard.next == clock.now + timedelta(minutes=15)
        clock.forward(timedelta(minutes=16))
        app.main.refreshing.tick(clock.now)
        await settle(pilot)
        assert asked.read_text() == "refresh --events\n" * 2


async def test_a_refresh_that_fails_says_so_and_the_screen_goes_on() -> None:
    full = [sys.executable, "-c", "import sys; sys.exit('the disk is full')"]
    async with session(small_store(), command=full) as (app, pilot):
        await press(pilot, "R")
        assert "the disk is full" in screen_text(app)


async def test_how_a_refresh_failed_is_told_on_a_bar_that_is_shorter_than_the_sentence() -> None:
    full = [sys.executable, "-c", "import sys; sys.exit('the disk is full ' * 20)"]
    async with session(small_store(), command=full, size=(60, 20)) as (app, pilot):
        await press(pilot, "R")
        assert "the disk is full" in screen_text(app).splitlines()[0]
        assert screen_text(app).splitlines()[0].endswith("… · ! 1")


async def test_keys_in_one_go_start_one_refresh(tmp_path: Path) -> None:
    asked = tmp_path / "asked"
    engine = [sys.executable, "-c", f"import sys; open({str(asked)!r}, 'a').write(' '.join(sys.argv[1:]) + chr(10))"]
    async with session(small_store(), command=engine) as (app, pilot):
        for _ in range(3):
            app.main.action_act("refresh")
        await settle(pilot)
        assert asked.read_text() == "refresh --events\n"
        assert "failed" not in screen_text(app)


async def test_the_engine_runs_one_command_at_a_time(tmp_path: Path) -> None:
    asked = tmp_path / "asked"
    engine = Engine([sys.executable, "-c", f"import sys; open({str(asked)!r}, 'a').write(sys.argv[1])"])
    ended = await asyncio.gather(engine.run("a"), engine.run("b"))
    assert [end.well for end in ended] == [True, False]
    assert asked.read_text() == "a"


async def test_ctrl_c_stops_a_refresh_and_otherwise_says_how_to_leave() -> None:
    waits = [sys.executable, "-c", "import time; time.sleep(60)"]
    async with session(small_store(), screened(language="zh"), waits) as (app, pilot):
        await pilot.press("ctrl+c")
        assert [n.message for n in app._notifications] == ["按 ctrl+q 退出。"]
        await pilot.press("r")
        while not stage_of(app).engine.stopping:
            await pilot.press("ctrl+c")
        assert len(app._notifications) == 1
        await settle(pilot)
        assert not stage_of(app).engine.running


async def test_a_path_of_the_first_run_may_begin_with_the_home_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    asked = tmp_path / "asked"
    engine = [sys.executable, "-c", f"import sys; open({str(asked)!r}, 'a').write(' '.join(sys.argv[1:]) + chr(10))"]
    async with session(FakeStore(), command=engine, size=(80, 24)) as (_app, pilot):
        await press(pilot, "i", *"~/f.opml", "enter")
        assert asked.read_text().splitlines()[0] == f"import -- {tmp_path}/f.opml"


async def test_stories_of_removed_feeds_stay_readable() -> None:
    store = small_store()
    store.feed_rows = []
    async with session(store) as (app, _pilot):
        assert app.screen is app.main
