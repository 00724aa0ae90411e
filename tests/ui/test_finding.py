"""Search, views, and what an empty list says."""

from tests.ui.fakes import FakeStore
from tests.ui.screen import app_on, screen_text, settle, stage_of
from tests.ui.stores import large_store, small_store


async def test_search_finds_as_you_type_and_escape_restores_the_place() -> None:
    store = large_store(300)
    app = app_on(store)
    async with app.run_test(size=(120, 36)) as pilot:
        await settle(pilot)
        await pilot.press(*["j"] * 40)
        await settle(pilot)
        stories = stage_of(app).stories
        before = (stories.current, stories.top)
        await pilot.press("slash", *"number 77")
        while len(stories.ids) == 300:
            await pilot.pause(0.01)
        await settle(pilot)
        assert list(stories.ids) == [78, 178, 278]
        await pilot.press("escape")
        await settle(pilot)
        assert (stories.current, stories.top) == before


async def test_a_kept_search_is_left_with_q() -> None:
    store = large_store(30)
    app = app_on(store)
    async with app.run_test(size=(120, 36)) as pilot:
        await settle(pilot)
        stories = stage_of(app).stories
        await pilot.press("slash", *"number 7")
        while len(stories.ids) == 30:
            await pilot.pause(0.01)
        await pilot.press("enter")
        await settle(pilot)
        assert stories.has_focus
        assert "number 7" in screen_text(app).splitlines()[0]
        await pilot.press("q")
        await settle(pilot)
        assert len(stories.ids) == 30
        assert app.is_running


async def test_an_empty_search_says_what_it_left_out() -> None:
    app = app_on(small_store())
    async with app.run_test(size=(120, 36)) as pilot:
        await settle(pilot)
        stories = stage_of(app).stories
        await pilot.press("slash", *"nowhere")
        while len(stories.ids):
            await pilot.pause(0.01)
        await settle(pilot)
        assert "No story matches nowhere." in screen_text(app)
        assert "12 stories are outside this view" in screen_text(app)


async def test_an_empty_library_tells_the_truth_about_its_feeds() -> None:
    store = FakeStore(feed_rows=small_store().feed_rows)
    app = app_on(store)
    async with app.run_test(size=(120, 36)) as pilot:
        await settle(pilot)
        assert "3 feeds fine · 1 failing (F shows why)" in screen_text(app)
