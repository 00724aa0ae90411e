"""Search, views, and what an empty list says."""

from datetime import datetime
from pathlib import Path

import pytest
from textual.events import Key

from reader.model.view import Totals
from reader.store.marks import Marks
from reader.store.read import Reader
from reader.ui.app import ReaderApp
from reader.ui.library import Library
from reader.ui.listing import MOST_FOUND
from reader.ui.telling import FOLLOW_AFTER
from tests.library import made
from tests.ui.fakes import FakeMarks, FakeReads, FakeStore
from tests.ui.samples import FEEDS, work
from tests.ui.screen import QUIET, Clock, changed, opened, press, screen_text, session, settle, stage_of
from tests.ui.stores import large_store, small_store


async def test_search_finds_as_you_type_and_escape_restores_the_place() -> None:
    store = large_store(300)
    async with session(store) as (app, pilot):
        await press(pilot, *["j"] * 40)
        stories = stage_of(app).stories
        before = (stories.current, stories.top)
        await pilot.press("slash", *"number 77")
        while len(stories.ids) == 300:
            await pilot.pause(0.01)
        await settle(pilot)
        assert list(stories.ids) == [78, 178, 278]
        await press(pilot, "escape")
        assert (stories.current, stories.top) == before


@pytest.mark.parametrize("leave", ["enter", "escape"])
async def test_a_closed_search_line_leaves_no_row_behind(leave: str) -> None:
    async with session(large_store(30)) as (app, pilot):
        height = stage_of(app).stories.size.height
        await press(pilot, "slash", *"number 7")
        assert stage_of(app).stories.size.height == height - 1
        await press(pilot, leave)
        assert stage_of(app).stories.size.height == height


async def test_what_a_query_cannot_ask_for_is_named_and_the_rest_still_searched() -> None:
    async with session(large_store(30)) as (app, pilot):
        await press(pilot, "slash", *"tier:9 7", "enter")
        assert "tier:9 7  not understood: tier:9  3 of 30" in screen_text(app)


class Counting(FakeReads):
    """Reads that count how often they are asked for the totals."""

    asked = 0

    def totals(self, now: datetime) -> Totals:
        Counting.asked += 1
        return super().totals(now)


async def test_a_search_counts_the_library_again_only_when_it_changed() -> None:
    store = large_store(30)
    library = Library(lambda: Counting(store), lambda: FakeMarks(store), Path("unused.db"))
    async with opened(ReaderApp(library, QUIET, ["false"], Clock())) as (app, pilot):
        Counting.asked = 0
        await press(pilot, "slash", *"number 7", "enter", "escape", "S")
        assert Counting.asked == 0
        store.changes += 1
        await press(pilot, "S")
        assert Counting.asked == 1
        assert "30 unread / 30" in screen_text(app)


async def test_a_kept_search_is_left_with_q() -> None:
    store = large_store(30)
    async with session(store) as (app, pilot):
        stories = stage_of(app).stories
        await pilot.press("slash", *"number 7")
        while len(stories.ids) == 30:
            await pilot.pause(0.01)
        await press(pilot, "enter")
        assert stories.has_focus
        assert "number 7" in screen_text(app).splitlines()[0]
        await press(pilot, "q")
        assert len(stories.ids) == 30
        assert app.is_running


async def test_a_search_that_finds_more_than_it_lists_says_so() -> None:
    async with session(large_store(MOST_FOUND + 1)) as (app, pilot):
        await press(pilot, "slash", *"number", "enter")
        assert f"number  the first {MOST_FOUND} of {MOST_FOUND + 1}" in screen_text(app).splitlines()[0]
        await press(pilot, "escape", "slash", *"number 77", "enter")
        assert f"number 77  5 of {MOST_FOUND + 1}" in screen_text(app).splitlines()[0]


async def test_the_first_letter_typed_into_a_kept_search_is_searched_for() -> None:
    async with session(large_store(30)) as (app, pilot):
        await press(pilot, "slash", *"number", "enter")
        await press(pilot, "slash", "7", "enter")
        assert list(stage_of(app).stories.ids) == [8, 18, 28]


async def test_an_empty_search_says_what_it_left_out() -> None:
    async with session(small_store()) as (app, pilot):
        stories = stage_of(app).stories
        await pilot.press("slash", *"nowhere")
        while len(stories.ids):
            await pilot.pause(0.01)
        await settle(pilot)
        assert "No story matches nowhere." in screen_text(app)
        assert "12 stories are outside this view; esc goes back." in screen_text(app)


async def test_an_empty_library_tells_the_truth_about_its_feeds() -> None:
    store = FakeStore(feed_rows=small_store().feed_rows)
    async with session(store) as (app, _pilot):
        assert "3 feeds fine · 1 failing (F shows why)" in screen_text(app).replace("\u00a0", " ")


async def test_an_emptied_search_is_kept_or_left_without_harm() -> None:
    async with session(large_store(30)) as (app, pilot):
        finding = app.main.finding
        for leave in (finding.keep, finding.cancel):
            await press(pilot, "slash")
            # In one go, as keys that come faster than the typing rests.
            finding.typed("")
            leave()
            await settle(pilot)
            assert len(stage_of(app).stories.ids) == 30


async def test_a_search_is_sorted_and_shows_what_is_hidden_when_asked_to(tmp_path: Path) -> None:
    path = made(tmp_path / "library.db", "a", "b", "c")
    with Marks(path) as marks:
        marks.hide(2, True)
    app = ReaderApp(Library(lambda: Reader(path), lambda: Marks(path), path), QUIET, ["false"], Clock())
    async with opened(app) as (_, pilot):
        await press(pilot, "slash", *"means", "enter")
        assert list(stage_of(app).stories.ids) == [1, 3]
        await press(pilot, "H")
        assert list(stage_of(app).stories.ids) == [1, 2, 3]


async def test_a_list_that_is_empty_says_why_however_fast_the_keys_came() -> None:
    store = small_store()
    store.starred.clear()
    # So that the view on the way begins with another story.
    store.read_works.update(work.id for work in store.stories[1][1])
    async with session(store) as (app, pilot):
        for key in ("right_square_bracket", "right_square_bracket"):
            app.post_message(Key(key, None))
        await settle(pilot)
        await pilot.pause(2 * FOLLOW_AFTER)
        assert "No story matches is:starred." in screen_text(app)
        assert "12 stories are outside this view; ] shows the next one." in screen_text(app)


@pytest.mark.parametrize(
    ("keys", "told"),
    [("", "Top"), ("S", "Top · Latest"), ("[", "Latest"), ("[SSS", "Latest · Top"), ("]S", "Unread · Latest")],
)
async def test_the_top_bar_names_the_order_that_a_view_does_not_have_by_itself(keys: str, told: str) -> None:
    async with session(small_store()) as (app, pilot):
        await press(pilot, *keys)
        assert f"PULSEAUGUR  {told} ▾" in screen_text(app)


async def test_another_view_takes_away_the_notice_of_what_waited_in_this_one() -> None:
    store = large_store(30)
    async with session(store) as (app, pilot):
        store.add("Something new", [work(9001, "Something new", FEEDS[0])])
        await changed(app, pilot)
        assert "1 new story" in screen_text(app)
        await press(pilot, "right_square_bracket")
        assert "1 new story" not in screen_text(app)
