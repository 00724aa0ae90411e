"""Pages over the screen, and the feeds screen with its commands."""

import re
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from textual.widgets import Input

from reader.model.feed import FeedState
from reader.model.view import Revision
from reader.ui.screens.feeds import Feeds
from reader.ui.screens.filters import FILTERS
from tests.ui.samples import NOW, summary_of
from tests.ui.screen import press, screen_text, screened, session, settle
from tests.ui.stores import large_store, small_store


def recording(tmp_path: Path) -> tuple[list[str], Path]:
    """Return an engine that writes down what it was asked."""
    asked = tmp_path / "asked"
    code = f"import sys; open({str(asked)!r}, 'a').write('|'.join(sys.argv[1:]) + chr(10)); print('done')"
    return [sys.executable, "-c", code], asked


@pytest.mark.parametrize(
    ("key", "told"),
    [
        ("i", "nobody: nothing left this computer"),
        ("w", "independent publishers"),
        ("W", "shared words: disclosures"),
    ],
)
async def test_a_page_tells_what_the_store_knows(key: str, told: str) -> None:
    async with session(small_store(), size=(100, 40)) as (app, pilot):
        await press(pilot, "j", key)
        assert told in screen_text(app)
        await press(pilot, "q")
        assert app.screen is app.main


async def test_the_delta_marks_what_came_and_what_went() -> None:
    store = small_store()
    headline, works = store.stories[3]
    old = replace(summary_of("An earlier headline", works[:1]), headline="An earlier headline")
    store.history[3] = [
        Revision(number=1, at=NOW, summary=old, works=((works[0].id, works[0].title),)),
        Revision(number=2, at=NOW, summary=summary_of(headline, works), works=tuple((w.id, w.title) for w in works)),
    ]
    async with session(store, size=(100, 40)) as (app, pilot):
        await press(pilot, "j", "j", "d")
        text = screen_text(app)
        assert "- An earlier headline" in text
        assert "+ 国产推理芯片" in text


@pytest.mark.parametrize(("texts", "offered"), [(1, False), (2, True)])
async def test_pages_are_turned_where_there_are_several(texts: int, offered: bool) -> None:
    store = small_store()
    headline, works = store.stories[1]
    store.history[1] = [
        Revision(number=n, at=NOW, summary=summary_of(headline, works), works=()) for n in range(1, texts + 1)
    ]
    async with session(store) as (app, pilot):
        await press(pilot, "d")
        assert ("[ older" in screen_text(app)) is offered


@pytest.mark.parametrize(("columns", "last"), [(120, "per +1"), (80, "per +1"), (60, "from")])
async def test_the_ledger_shows_whole_columns_and_no_half_ones(columns: int, last: str) -> None:
    async with session(small_store(), size=(columns, 24)) as (app, pilot):
        await press(pilot, "w")
        lines = screen_text(app).splitlines()
        head = next(line for line in lines if "points" in line)
        assert re.split(r"  +", head.strip("│ █").rstrip())[-1].endswith(last)
        assert "…" not in next(line for line in lines if "independent publishers" in line)


@pytest.mark.parametrize("language", ["en", "zh"])
async def test_the_filters_name_their_terms_whole_on_a_small_screen(language: str) -> None:
    async with session(small_store(), screened(language=language), size=(60, 30)) as (app, pilot):
        await press(pilot, "f")
        text = screen_text(app)
        assert all(term in text for term, _ in FILTERS)


async def test_the_full_text_opens_where_the_feed_gave_it() -> None:
    store = small_store()
    headline, (first, *rest) = store.stories[2]
    entry = replace(first.lead.entry, full_length=40)
    store.stories[2] = (headline, (replace(first, appearances=(replace(first.lead, entry=entry),)), *rest))
    store.texts[entry.id] = "The whole article.\nIts second paragraph [bold]as written[/bold]."
    async with session(store, size=(100, 40)) as (app, pilot):
        await press(pilot, "j", "tab", "v")
        assert "Its second paragraph [bold]as written[/bold]." in screen_text(app)


async def test_a_missing_full_text_is_said() -> None:
    async with session(small_store(), size=(100, 40)) as (app, pilot):
        await press(pilot, "tab", "v")
        assert [n.message for n in app._notifications] == ["The feed gave no full text; o opens the article."]


async def test_a_list_of_no_feeds_says_why() -> None:
    store = small_store()
    store.feed_rows = [row for row in store.feed_rows if not row.health.failures]
    async with session(store) as (app, pilot):
        await press(pilot, "F", "exclamation_mark")
        assert "No feed is failing; ! shows all." in screen_text(app)
        assert "only failing  0 of 3" in screen_text(app).splitlines()[0]
        await press(pilot, "exclamation_mark", "slash", *"nowhere", "enter")
        assert "No feed matches nowhere." in screen_text(app)
        assert "nowhere  0 of 3" in screen_text(app).splitlines()[0]


async def test_feeds_show_their_health_failing_ones_first() -> None:
    async with session(small_store(), size=(120, 30)) as (app, pilot):
        await press(pilot, "F")
        lines = screen_text(app).splitlines()
        assert "4 feeds · 3 fine · 1 failing" in lines[0]
        assert "Forum" in lines[2]
        assert "503 error" in lines[2]
        assert "2 failures in a row" in screen_text(app)


@pytest.mark.parametrize(
    ("pressed", "command"),
    [
        (("p",), "edit|--pause|4"),
        (("t",), "edit|--tier=1|4"),
        (("r",), "refresh|--events|--force|--feed|4"),
        (("D", "y"), "remove|4"),
        (("a", *"x.example", "enter"), "add|--|x.example"),
        (("i", *"f.opml", "enter"), "import|--|f.opml"),
        (("e", "x", "enter"), "edit|--title=Forumx|--|4"),
        (("exclamation_mark", "G", "p"), "edit|--pause|4"),
        (("slash", *"news", "enter", "p"), "edit|--pause|2"),
    ],
)
async def test_what_feeds_are_asked_is_a_command(pressed: tuple[str, ...], command: str, tmp_path: Path) -> None:
    engine, asked = recording(tmp_path)
    async with session(small_store(), command=engine, size=(120, 30)) as (app, pilot):
        await press(pilot, "F")
        for key in pressed:
            await pilot.press(key)
            await pilot.pause(0.07 if key == "s" else None)
        await settle(pilot)
        assert asked.read_text() == f"{command}\n"
        assert isinstance(app.screen, Feeds)


async def test_removing_asks_first(tmp_path: Path) -> None:
    engine, asked = recording(tmp_path)
    async with session(small_store(), command=engine, size=(120, 30)) as (_app, pilot):
        await press(pilot, "F", "D", "n")
        assert not asked.exists()


@pytest.mark.parametrize(("typed", "asked_for"), [("true", "--private"), ("Yes", "--private")])
async def test_what_is_no_plain_no_keeps_a_feed_private(typed: str, asked_for: str, tmp_path: Path) -> None:
    engine, asked = recording(tmp_path)
    async with session(small_store(), command=engine, size=(120, 30)) as (app, pilot):
        await press(pilot, "F", "e")
        app.screen.query_one("#field-private", Input).value = typed
        await press(pilot, "enter")
        assert asked.read_text() == f"edit|{asked_for}|--|4\n"


async def test_the_feeds_screen_follows_a_refresh() -> None:
    store = small_store()
    async with session(store, size=(120, 30)) as (app, pilot):
        await press(pilot, "F")
        store.feed_rows = [replace(row, health=replace(row.health, state=FeedState.GONE)) for row in store.feed_rows]
        store.changes += 1
        assert isinstance(app.screen, Feeds)
        app.screen._tick()
        await settle(pilot)
        assert "4 feeds · 0 fine · 4 gone" in screen_text(app).splitlines()[0]


async def test_the_password_of_an_address_is_not_shown() -> None:
    store = small_store()
    row = store.feed_rows[3]
    store.feed_rows[3] = replace(row, feed=replace(row.feed, url="https://me:secret@forum.example/feed"))
    async with session(store, size=(120, 30)) as (app, pilot):
        await press(pilot, "F")
        assert "https://forum.example/feed" in screen_text(app)
        assert "secret" not in screen_text(app)


@pytest.mark.parametrize("key", ["colon", "f"])
async def test_a_menu_in_which_nothing_matches_says_so(key: str) -> None:
    async with session(small_store()) as (app, pilot):
        await press(pilot, key, *"nowhere")
        assert "Nothing matches." in screen_text(app)


async def test_without_another_story_there_is_nothing_to_merge_with() -> None:
    async with session(large_store(1)) as (app, pilot):
        await press(pilot, "M")
        assert [n.message for n in app._notifications] == ["There is no other story in this list."]
        assert app.screen is app.main
