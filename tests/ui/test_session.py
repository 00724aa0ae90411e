"""A session at the screen: what keys and refreshes change, and what they must not."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from textual.events import Key

from reader.errors import StoreError
from reader.ui.app import ReaderApp
from reader.ui.library import Library
from tests.ui.fakes import FakeMarks, FakeReads
from tests.ui.samples import FEEDS, work
from tests.ui.screen import QUIET, Clock, changed, opened, press, screen_text, screened, session, settle, stage_of
from tests.ui.stores import large_store, small_store


async def test_the_first_screen_shows_list_story_and_counts() -> None:
    async with session(small_store()) as (app, _pilot):
        text = screen_text(app)
        assert "11 unread / 12" in text
        assert "1 entry · 1 work · 1 feed · 1 publisher" in text.replace("\u00a0", " ")
        assert "Extracts from the sources, no AI" in text.replace("\u00a0", " ")


async def test_a_grown_story_shows_how_much_is_new_and_which() -> None:
    async with session(small_store()) as (app, pilot):
        await press(pilot, "j")
        text = screen_text(app).replace("\u00a0", " ")
        assert "+1 new" in text
        assert "1 new since you read" in text
        assert "2  new Evening News" in text


async def test_a_refresh_moves_neither_cursor_nor_scroll() -> None:
    store = large_store(300)
    async with session(store) as (app, pilot):
        await press(pilot, *["j"] * 40)
        stage = stage_of(app)
        before = (stage.stories.current, stage.stories.top, stage.pane.top)
        new = store.add("Something new", [work(9001, "Something new", FEEDS[0])])
        store.stories = {new: store.stories[new], **store.stories}
        await changed(app, pilot)
        assert (stage.stories.current, stage.stories.top, stage.pane.top) == before
        assert "▲ 1 new story · g to see" in screen_text(app)
        await press(pilot, "full_stop")
        assert stage.stories.current == before[0]
        assert stage.stories.ids[0] == new
        assert "▲" not in screen_text(app)


async def test_g_takes_in_what_waits() -> None:
    store = small_store()
    async with session(store) as (app, pilot):
        new = store.add("Something new", [work(9001, "Something new", FEEDS[0])])
        store.stories = {new: store.stories[new], **store.stories}
        await changed(app, pilot)
        assert new not in stage_of(app).stories.ids
        await press(pilot, "g")
        assert stage_of(app).stories.current == new


async def test_a_work_that_joins_the_story_being_read_waits_until_asked_for_and_is_marked() -> None:
    store = small_store()
    async with session(store) as (app, pilot):
        await press(pilot, "m")
        store.grow(1, work(9001, "Another telling", FEEDS[1]))
        await changed(app, pilot)
        text = screen_text(app).replace("\u00a0", " ")
        assert "Another telling" not in text
        assert "rewritten since; . shows it" in text
        await press(pilot, "full_stop")
        text = screen_text(app).replace("\u00a0", " ")
        assert "Another telling" in text
        assert "1 new since you read" in text
        assert "rewritten since" not in text


@pytest.mark.parametrize("keys", [("m",), ("s",), ("m", "u")])
async def test_a_mark_takes_in_no_text_that_a_refresh_wrote_meanwhile(keys: tuple[str, ...]) -> None:
    store = small_store()
    async with session(store) as (app, pilot):
        store.grow(1, work(9001, "Another telling", FEEDS[1]))
        await press(pilot, *keys)
        text = screen_text(app)
        assert "Another telling" not in text
        assert "rewritten since" in text


@pytest.mark.parametrize("columns", range(78, 132, 6))
async def test_what_is_being_read_stays_on_its_lines_when_it_is_marked_read_and_when_it_grows(columns: int) -> None:
    def places(app: ReaderApp) -> list[int]:
        marks = ("RANKED", "SOURCES ")
        return [y for y, line in enumerate(screen_text(app).splitlines()) if any(mark in line for mark in marks)]

    store = small_store()
    async with session(store, size=(columns, 36)) as (app, pilot):
        before = places(app)
        assert len(before) == 2
        await press(pilot, "m")
        assert places(app) == before
        store.grow(1, work(9001, "Another telling", FEEDS[1]))
        await changed(app, pilot)
        assert "rewritten since" in screen_text(app)
        assert places(app) == before


async def test_the_notice_of_waiting_stories_never_covers_the_cursor() -> None:
    store = small_store()
    async with session(store, size=(80, 24)) as (app, pilot):
        stories = stage_of(app).stories
        stories.thicken(1)
        stories.say((("waiting", "accent"),))
        await settle(pilot)
        lines = screen_text(app).splitlines()
        assert lines[1].startswith("▌")
        assert "waiting" in lines[2]
        await press(pilot, "j")
        lines = screen_text(app).splitlines()
        assert "waiting" in lines[1]
        assert lines[2].startswith("▌")


async def test_what_was_new_stays_marked_while_it_is_read() -> None:
    async with session(small_store()) as (app, pilot):
        await press(pilot, "j", "m")
        assert "1 new since you read" in screen_text(app).replace("\u00a0", " ")
        assert "+1 new" not in screen_text(app)


async def test_a_duplicate_of_a_read_work_brings_nothing_new() -> None:
    store = small_store()
    async with session(store) as (app, pilot):
        await press(pilot, "m")
        headline, (first,) = store.stories[1]
        copy = replace(first.appearances[0].entry, id=777, key="again")
        store.stories[1] = (
            headline,
            (replace(first, appearances=(*first.appearances, replace(first.lead, entry=copy))),),
        )
        store.changes += 1
        await changed(app, pilot)
        row = stage_of(app).listing.row(1)
        assert row is not None
        assert (row.unread, row.grew, row.entries) == (0, 0, 2)


async def test_the_story_counts_as_seen_after_the_dwell() -> None:
    store = small_store()
    async with session(store, screened(read_on="dwell", dwell=timedelta(milliseconds=10))) as (_app, pilot):
        while not store.log:
            await pilot.pause(0.01)
        await settle(pilot)
        assert store.log[:2] == [("read", 1), ("saw", 1)]


async def test_manual_reading_marks_nothing_by_itself() -> None:
    store = small_store()
    async with session(store, screened(read_on="manual")) as (_app, pilot):
        await press(pilot, "tab", "enter", "h", "space")
        assert store.log == []


async def test_marking_unread_brings_back_that_story_alone() -> None:
    store = small_store()
    async with session(store) as (app, pilot):
        await press(pilot, "j", "j", "j", "m")
        assert store.log == [("unread", *(w.id for w in store.stories[4][1]))]
        assert "12 unread / 12" in screen_text(app)


class Refusing(FakeMarks):
    """Marks of a library that is locked."""

    def read(self, work_ids: Sequence[int], now: datetime) -> None:
        raise StoreError("The library is locked.")


async def test_a_mark_that_could_not_be_stored_is_not_shown_any_longer() -> None:
    store = small_store()
    library = Library(lambda: FakeReads(store), lambda: Refusing(store), Path("unused.db"))
    async with opened(ReaderApp(library, QUIET, ["false"], Clock())) as (app, pilot):
        await press(pilot, "m")
        text = screen_text(app)
        assert [n.message for n in app._notifications] == ["The library is locked."]
        assert "11 unread / 12" in text
        assert "▌ 1 ●" in text


async def test_in_the_story_m_marks_the_source_under_the_cursor() -> None:
    store = small_store()
    async with session(store) as (_app, pilot):
        await press(pilot, "j", "j", "tab", "j", "m")
        assert store.log == [("read", store.stories[3][1][1].id)]


async def test_read_rows_stay_in_the_unread_view_until_the_next_g() -> None:
    store = small_store()
    async with session(store) as (app, pilot):
        await press(pilot, "right_square_bracket")
        await press(pilot, "m")
        assert 1 in stage_of(app).stories.ids
        await press(pilot, "g")
        assert 1 not in stage_of(app).stories.ids


async def test_letters_typed_in_one_go_land_in_the_search_line() -> None:
    store = small_store()
    async with session(store) as (app, pilot):
        await pilot.press("tab")
        for key in ("slash", *"stars"):
            app.post_message(Key(key, "/" if key == "slash" else key))
        await settle(pilot)
        assert stage_of(app).line.value == "stars"
        assert store.log == []


@pytest.mark.parametrize("size", [(120, 36), (60, 20)])
async def test_a_key_behind_tab_goes_to_the_other_pane(size: tuple[int, int]) -> None:
    async with session(small_store(), size=size) as (app, pilot):
        await press(pilot, "j")
        for key in ("tab", "j", "j"):
            app.post_message(Key(key, None))
        await settle(pilot)
        assert stage_of(app).in_story
        assert stage_of(app).stories.cursor == 1
        assert stage_of(app).pane.source == 2
