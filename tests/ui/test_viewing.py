"""Filters that stay open and say what they hide; views that are saved, renamed and removed on the screen."""

from pathlib import Path

import pytest
from textual.events import Key

from reader.config import load
from reader.model.view import Sort, View
from reader.ui.screens.filters import Filters
from reader.ui.screens.main import Main
from reader.ui.terms import terms, with_term, without_term
from tests.ui.screen import Clock, app_on, opened, press, screen_text, screened, session, settle, stage_of
from tests.ui.stores import large_store, small_store


def line_with(text: str, words: str) -> str:
    return next(line for line in text.splitlines() if words in line)


async def test_filters_stay_open_say_what_they_hide_and_are_undone_by_escape_on_the_list() -> None:
    async with session(small_store()) as (app, pilot):
        await press(pilot, "f")
        assert isinstance(app.screen, Filters)
        text = screen_text(app)
        assert "Filters · 12 of 12" in text
        assert "hides 1 " in line_with(text, "is:unread")
        assert "hides 11 " in line_with(text, "is:starred")
        await press(pilot, "tab")
        text = screen_text(app)
        assert "Filters · 11 of 12" in text
        assert "hides 1 " in line_with(text, "✓ unread")
        await press(pilot, "down", "down", "down", "tab")
        assert stage_of(app).listing.view.query == "is:unread kind:roundup"
        assert "Filters · 0 of 12" in screen_text(app)
        await press(pilot, "tab", "escape")
        assert isinstance(app.screen, Main)
        assert stage_of(app).listing.view.query == "is:unread"
        await press(pilot, "escape")
        assert stage_of(app).listing.view == View()
        assert len(stage_of(app).stories.ids) == 12


async def test_enter_takes_the_filter_that_was_typed_for_and_closes() -> None:
    async with session(small_store()) as (app, pilot):
        await press(pilot, "f")
        await press(pilot, *"star", "enter")
        assert isinstance(app.screen, Main)
        assert stage_of(app).listing.view.query == "is:starred"
        await press(pilot, "f")
        await press(pilot, "tab", "enter")
        assert stage_of(app).listing.view.query == "is:starred is:unread"


async def test_a_feed_of_several_words_is_one_filter() -> None:
    async with session(small_store()) as (app, pilot):
        await press(pilot, "f")
        await press(pilot, *"evening", "tab")
        assert stage_of(app).listing.view.query == 'feed:"Evening News"'
        assert "✓ Evening News" in screen_text(app)
        await press(pilot, "tab")
        assert stage_of(app).listing.view.query == ""


@pytest.mark.parametrize(
    ("query", "term", "without"),
    [
        ("tier:1 src>30", "src>3", "tier:1 src>30"),
        ('feed:"a b" x', 'feed:"a b"', "x"),
        ('"a  phrase" lang:zh', "lang:zh", '"a  phrase"'),
    ],
)
def test_a_term_is_taken_away_whole(query: str, term: str, without: str) -> None:
    assert without_term(query, term) == without
    assert term in terms(with_term(query, term))
    assert without_term(with_term(without, term), term) == without


@pytest.mark.parametrize(
    ("line", "view"),
    [
        ("tier:1", View(name="v", query="tier:1")),
        ("tier:1 sort:latest", View(name="v", query="tier:1", sort=Sort.LATEST)),
        ("sort:growing", View(name="v", sort=Sort.GROWING)),
        ("sort:nothing", View(name="v", query="sort:nothing")),
    ],
)
def test_a_saved_view_keeps_its_order(line: str, view: View) -> None:
    assert View.saved("v", line) == view
    assert view.line == line


async def test_a_view_is_saved_switched_to_renamed_and_removed(tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    app = app_on(small_store(), config=config)
    async with opened(app) as (_, pilot):
        await press(pilot, "f")
        await press(pilot, "tab", "enter")
        await press(pilot, "S", "ctrl+s", *"News", "enter")
        assert load(config).screen.views == {"News": "is:unread sort:latest"}
        assert "News" in screen_text(app).splitlines()[0]
        await press(pilot, "right_square_bracket")
        assert stage_of(app).listing.view == View()
        await press(pilot, "left_square_bracket")
        assert stage_of(app).listing.view == View(name="News", query="is:unread", sort=Sort.LATEST)
        await press(pilot, "V")
        assert "News  11 stories · 11 unread" in screen_text(app)
        await press(pilot, *"rename", "down")
        await press(pilot, "enter", *"Later", "enter")
        assert load(config).screen.views == {"Later": "is:unread sort:latest"}
        await press(pilot, "V", *"remove", "down", "down", "enter")
        assert load(config).screen.views == {}
        assert stage_of(app).listing.view == View()


@pytest.mark.parametrize("views", [2, 40])
async def test_the_views_open_with_the_cursor_on_the_one_on_screen(views: int) -> None:
    saved = {f"view {n}": f"src>{n}" for n in range(views)}
    async with session(small_store(), screened(views=saved), size=(80, 24)) as (app, pilot):
        await press(pilot, "V")
        assert "▌ Top" in screen_text(app)
        await press(pilot, "escape", "left_square_bracket", "V")
        assert f"▌ view {views - 1} " in screen_text(app)
        await press(pilot, "down", "up", "up", "enter")
        assert stage_of(app).listing.view.name == f"view {views - 2}"


async def test_a_name_that_is_taken_is_refused_in_words(tmp_path: Path) -> None:
    app = app_on(small_store(), config=tmp_path / "config.toml")
    async with opened(app) as (_, pilot):
        await press(pilot, "ctrl+s", *"search", "enter")
        assert [n.message for n in app._notifications] == ["search is a view already; take another name."]
        assert not (tmp_path / "config.toml").exists()


async def test_a_configuration_that_cannot_be_changed_is_said(tmp_path: Path) -> None:
    app = app_on(small_store(), config=tmp_path)
    async with opened(app) as (_, pilot):
        await press(pilot, "ctrl+s", *"mine", "enter")
        assert [n.severity for n in app._notifications] == ["error"]
        assert app.is_running


async def test_enter_right_behind_the_letters_still_searches() -> None:
    async with session(large_store(30)) as (app, pilot):
        for key in ("slash", *"29", "enter"):
            app.post_message(Key(key, "/" if key == "slash" else key if len(key) == 1 else None))
        await settle(pilot)
        assert list(stage_of(app).stories.ids) == [30]
        assert stage_of(app).stories.has_focus


async def test_a_search_among_filtered_stories_leads_back_to_them() -> None:
    async with session(small_store()) as (app, pilot):
        await press(pilot, "f")
        await press(pilot, "tab", "enter")
        await press(pilot, "slash", "escape")
        assert stage_of(app).listing.view.query == "is:unread"
        await press(pilot, "slash", "enter", "q")
        assert stage_of(app).listing.view == View()
        assert app.is_running


async def test_saved_views_of_the_configuration_are_switched_like_ours() -> None:
    async with session(small_store(), screened(views={"mine": "is:starred"}), clock=Clock()) as (app, pilot):
        await press(pilot, "left_square_bracket")
        assert list(stage_of(app).stories.ids) == [4]
        assert "is:starred  1 of 12" in screen_text(app).splitlines()[0]


@pytest.mark.parametrize(
    ("key", "view"),
    [
        ("right_square_bracket", View(name="latest", sort=Sort.LATEST)),
        ("S", View(sort=Sort.GROWING)),
        ("H", View(hidden=True)),
    ],
)
async def test_of_keys_in_one_go_each_goes_on_from_the_one_before(key: str, view: View) -> None:
    async with session(large_store(30)) as (app, pilot):
        for _ in range(3):
            app.post_message(Key(key, None))
        await settle(pilot)
        assert stage_of(app).listing.view == view


async def test_the_top_bar_names_the_filters_and_how_many_stories_they_leave() -> None:
    async with session(small_store()) as (app, pilot):
        await press(pilot, "f", "tab", "down", "down", "down", "tab", "escape")
        assert "Filtered ▾  is:unread kind:roundup  0 of 12" in screen_text(app).splitlines()[0]


async def test_the_top_bar_counts_the_stories_of_a_view() -> None:
    async with session(small_store()) as (app, pilot):
        await press(pilot, "right_square_bracket")
        assert "Unread ▾  11 unread / 12" in screen_text(app).splitlines()[0]
        await press(pilot, "right_square_bracket")
        assert "Starred ▾  1 of 12" in screen_text(app).splitlines()[0]
