"""A very small terminal: what lies over the screen fits, tells its keys, and obeys them."""

import sys
from dataclasses import replace

import pytest
from textual.widgets import Input

from reader.ui import keys
from reader.ui.keying import help_rows
from tests.ui.fakes import FakeStore
from tests.ui.screen import press, screen_text, screened, session, settle, stage_of
from tests.ui.stores import large_store, small_store

SMALL = (40, 12)
HELPED = {("?",): keys.MAIN, ("F", "?"): (*keys.FEEDS, *keys.STEPS)}
"""What is pressed for help -> the table it tells."""


@pytest.mark.parametrize(
    ("pressed", "foot"),
    [
        ("V", "esc back"),
        ("M", "esc back"),
        (":", "esc back"),
        ("f", "esc back"),
        ("?", "esc back"),
        ("i", "q back"),
        ("A", "n no"),
        ("Fa", "esc back"),
        ("FD", "n no"),
        ("F?", "esc back"),
    ],
)
async def test_what_lies_over_a_small_screen_says_how_to_leave(pressed: str, foot: str) -> None:
    async with session(small_store(), size=SMALL) as (app, pilot):
        await press(pilot, *pressed)
        over = [line for line in screen_text(app).splitlines() if "│" in line]
        assert foot in " ".join(over).replace("│", "").replace("  ", " ")


async def test_the_arrows_go_through_all_fields_where_they_do_not_fit() -> None:
    async with session(small_store(), size=SMALL) as (app, pilot):
        await press(pilot, "F", "e", *["down"] * 6)
        assert isinstance(app.focused, Input)
        assert app.focused.id == "field-private"
        assert "private" in screen_text(app)
        await press(pilot, "up")
        assert app.focused.id == "field-folder"


@pytest.mark.parametrize("size", [(80, 24), SMALL])
async def test_the_first_screen_shows_the_offer_under_the_cursor_and_its_keys(size: tuple[int, int]) -> None:
    async with session(FakeStore(), size=size) as (app, pilot):
        assert "enter start" in screen_text(app)
        await pilot.resize_terminal(size[0] + 1, size[1])
        await settle(pilot)
        assert "enter start" in screen_text(app)
        await press(pilot, "j", "j", "j")
        assert "▌ L" in screen_text(app)


async def test_what_the_first_screen_could_not_do_is_in_sight() -> None:
    full = [sys.executable, "-c", "import sys; sys.exit('the disk is full')"]
    async with session(FakeStore(), command=full, size=SMALL) as (app, pilot):
        await press(pilot, "d")
        assert "the disk is full" in screen_text(app)


async def test_enter_shows_the_first_excerpt_where_no_source_is_pointed_at_yet() -> None:
    async with session(small_store(), size=(60, 20)) as (app, pilot):
        await press(pilot, "enter")
        assert "enter excerpt" in screen_text(app)
        await press(pilot, "enter")
        assert stage_of(app).telling.reading.open == {1}
        assert "└" in screen_text(app)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("pressed", HELPED)
async def test_the_help_tells_keys_and_what_they_do_whole_on_80_columns(
    pressed: tuple[str, ...], language: str
) -> None:
    async with session(large_store(3), screened(language=language), size=(80, 60)) as (app, pilot):
        await press(pilot, *pressed)
        meant = [app.main.stage.manner.words.say(label) for _, _, label in help_rows(HELPED[pressed])]
        text = screen_text(app)
        assert [label for label in meant if label not in text] == []
        assert "spa…" not in text


async def test_the_help_is_laid_out_anew_for_another_size() -> None:
    async with session(small_store(), size=(120, 36)) as (app, pilot):
        await press(pilot, "?")
        wide = screen_text(app)
        await pilot.resize_terminal(60, 20)
        await settle(pilot)
        assert "STORIES" not in screen_text(app).replace("all links", "")
        await pilot.resize_terminal(120, 36)
        await settle(pilot)
        assert screen_text(app) == wide


@pytest.mark.parametrize("language", ["en", "zh"])
async def test_one_pane_says_why_its_list_is_empty(language: str) -> None:
    store = small_store()
    store.starred.clear()
    async with session(store, screened(language=language), size=(60, 20)) as (app, pilot):
        await press(pilot, "]", "]")
        assert "is:starred" in screen_text(app).splitlines()[2]
        await press(pilot, "]")
        assert "is:starred" not in screen_text(app)
        assert "▌ 1" in screen_text(app)


async def test_one_pane_tells_of_an_empty_library() -> None:
    async with session(FakeStore(feed_rows=small_store().feed_rows), size=(60, 20)) as (app, _pilot):
        assert "3 feeds fine" in screen_text(app).replace("\u00a0", " ")


@pytest.mark.parametrize(("size", "key"), [((60, 20), "enter"), ((120, 36), "z")])
async def test_a_search_shows_its_list_though_the_story_was_shown_alone(size: tuple[int, int], key: str) -> None:
    async with session(small_store(), size=size) as (app, pilot):
        await press(pilot, key, "slash")
        assert stage_of(app).stories.display
        assert not stage_of(app).zoomed


async def test_a_long_title_leaves_room_for_what_is_asked_and_told_of_its_feed() -> None:
    store = small_store()
    row = store.feed_rows[3]
    store.feed_rows[3] = replace(row, feed=replace(row.feed, title="A very long title " * 20))
    async with session(store, size=SMALL) as (app, pilot):
        await press(pilot, "F")
        assert "forum.example/feed" in screen_text(app)
        await press(pilot, "D")
        text = " ".join(screen_text(app).replace("│", " ").split())
        assert "Remove A very long title" in text
        assert "marks stay." in text
        assert "n no" in text


async def test_a_long_heading_leaves_room_for_the_page() -> None:
    store = small_store()
    headline, (first, *rest) = store.stories[2]
    entry = replace(first.lead.entry, title="A very long title " * 20, full_length=9)
    store.stories[2] = (headline, (replace(first, appearances=(replace(first.lead, entry=entry),)), *rest))
    store.texts[entry.id] = "The text."
    async with session(store, size=SMALL) as (app, pilot):
        await press(pilot, "j", "enter", "j", "v")
        text = screen_text(app)
        assert "The text." in text
        assert "q back" in text
