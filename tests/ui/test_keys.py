"""The table of keys: complete, free of clashes, and each key does what it says."""

import ast
import re
from collections import Counter
from pathlib import Path

import pytest

from reader.errors import ConfigError
from reader.ui import keying, keys
from reader.ui.render.bars import Progress
from reader.ui.screens.feeds import Feeds
from reader.ui.screens.help import Help
from reader.ui.screens.main import Main
from reader.ui.widgets.story_list import StoryList
from tests.ui.samples import FEEDS, work
from tests.ui.screen import app_on, changed, press, screen_text, screened, session, stage_of
from tests.ui.stores import small_store


def names(table: tuple[keys.Key, ...]) -> list[str]:
    return [name for key in table for name in key.keys.split(",")]


@pytest.mark.parametrize("table", keys.SCREENS, ids=lambda table: table[0].id)
def test_no_key_means_two_things(table: tuple[keys.Key, ...]) -> None:
    assert [name for name, count in Counter(names(table)).items() if count > 1] == []


def test_every_id_stands_once() -> None:
    ids = [key.id for table in keys.SCREENS for key in table]
    assert len(ids) == len(set(ids))


def test_every_pair_names_a_row_of_the_table() -> None:
    assert {key.pair for key in keys.MAIN if key.pair} <= {key.id for key in keys.MAIN}


def test_help_shows_every_key_once() -> None:
    told = " ".join(shown for _, shown, _ in keying.help_rows(keys.MAIN)).split()
    assert {keying.first(key) for key in keys.MAIN if not key.numbered} <= set(told)


def test_the_hint_bar_never_drops_help() -> None:
    assert "help" in {key.id for key in keying.hints(keys.MAIN, "list")}
    assert "help" in {key.id for key in keying.hints(keys.MAIN, "story")}


def test_the_table_has_every_verb() -> None:
    app = app_on(small_store())
    main = app.get_default_screen()
    assert set(main._verbs) == {key.id for key in keys.MAIN}


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"satr": "x"}, "did you mean “star”"),
        ({"nothing-like-it": "x"}, "README"),
        ({"star": "m"}, "“m” to “mark” and to “star”"),
        ({"star": "!"}, "“exclamation_mark” to “star” and to “mute”"),
        ({"open-number": "c,a"}, "“a” to “open-number” and to “authors”"),
        ({"sheet-down": "q"}, "“q” to “sheet-down” and to “sheet-close”"),
    ],
)
def test_keys_that_cannot_be_are_refused_in_a_sentence(given: dict[str, str], told: str) -> None:
    with pytest.raises(ConfigError, match=re.escape(told)):
        keying.keymap(given)


def test_two_keys_may_change_places() -> None:
    assert keying.keymap({"star": "m", "mark": "s", "help": ""}) == {"star": "m", "mark": "s"}


async def test_a_key_can_be_remapped() -> None:
    store = small_store()
    async with session(store, screened(keys={"star": "ctrl+t, T"})) as (app, pilot):
        await press(pilot, "s")
        assert 1 not in store.starred
        await press(pilot, "ctrl+t")
        assert 1 in store.starred
        await press(pilot, "T")
        assert 1 not in store.starred
        assert keying.shown(next(k for k in stage_of(app).dashboard.keys if k.id == "star")) == "ctrl+t T"
        assert "ctrl+t star" in screen_text(app).splitlines()[-1]


def test_no_text_names_a_key_by_itself() -> None:
    """What is typed in the search line is no row of the table; every other key is named by its id."""
    typed = {"enter", "↑", "esc"}
    named = {
        node.elts[0].value
        for path in Path(keys.__file__).parent.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Tuple) and [type(part) for part in node.elts] == [ast.Constant, ast.Constant]
        and isinstance(node.elts[0], ast.Constant) and ast.unparse(node.elts[1]) == "'key'"
    }  # fmt: skip
    assert named == typed


OTHER = {
    "undo": "f5", "take-in": "f6", "top": "f7,f12", "how": "f8", "density": "f9", "open": "f2", "escape": "f3",
    "copy": "f4", "why-here": "ctrl+w", "eject": "ctrl+x", "merge": "ctrl+f", "apart": "ctrl+k", "switch": "ctrl+y",
}  # fmt: skip


@pytest.mark.parametrize(
    ("language", "stops", "reads"),
    [("en", "f3 stop", "f8 how this was written"), ("zh", "f3 停止", "f8 如何撰写")],
)
async def test_sentences_name_the_keys_that_are_bound_now(language: str, stops: str, reads: str) -> None:
    store = small_store()
    async with session(store, screened(keys=OTHER, language=language)) as (app, pilot):
        await press(pilot, "j", "j", "ctrl+x")
        assert ["ctrl+y" in n.message for n in app._notifications] == [True]
        await press(pilot, "j")
        store.grow(4, work(9001, "Another telling", FEEDS[1]))
        await changed(app, pilot)
        assert re.search("rewritten since; f6 shows|按 f6 查看", screen_text(app))
        assert reads in screen_text(app).replace("\u00a0", " ")
        await press(pilot, "ctrl+y", "j", "enter")
        assert re.search(r"└ f2 \S+ +f4 .* ctrl\+w ", screen_text(app))
        new = store.add("Something new", [work(9002, "Something new", FEEDS[0])])
        store.stories = {new: store.stories[new], **store.stories}
        await changed(app, pilot)
        assert " · f7 " in screen_text(app)
        app.main.stage.dashboard.progress = Progress(doing="…")
        stage_of(app).shown()
        assert stops in screen_text(app)
        await press(pilot, "ctrl+k", "enter", "ctrl+w")
        assert ["f5" in n.message for n in app._notifications] == [True]
        assert re.search("ctrl\\+x .*ctrl\\+f .*ctrl\\+k ", screen_text(app).replace("\n", " "))


async def test_numbers_menus_pages_and_the_feeds_screen_are_remapped_too(tmp_path: Path) -> None:
    given = {
        "open-number": "f5,f6", "menu-down": "ctrl+j", "sheet-close": "Z", "feed-failing": "E",
        "question-yes": "o", "help-close": "f2",
    }  # fmt: skip
    store = small_store()
    async with session(store, screened(keys=given)) as (app, pilot):
        await press(pilot, "f6")
        assert [n.message for n in app._notifications] == ["There is no source 2."]
        await press(pilot, "i")
        assert "Z back" in screen_text(app)
        await press(pilot, "q")
        assert not isinstance(app.screen, Main)
        await press(pilot, "Z")
        assert isinstance(app.screen, Main)
        await press(pilot, "V")
        assert "ctrl+j choose" in screen_text(app)
        await press(pilot, "ctrl+j", "enter")
        assert stage_of(app).listing.view.name == "unread"
        await press(pilot, "A")
        assert "o yes" in screen_text(app)
        await press(pilot, "y")
        assert not isinstance(app.screen, Main)
        await press(pilot, "o")
        assert store.log[-1][0] == "read_view"
        await press(pilot, "F")
        assert "E only failing" in screen_text(app)
        await press(pilot, "E")
        assert len(app.screen.query_one("#feeds", StoryList).ids) == 1
        await press(pilot, "question_mark")
        assert "f2 back" in screen_text(app)
        await press(pilot, "f2")
        assert isinstance(app.screen, Feeds)


async def test_the_help_is_searched_for_words_with_any_letter() -> None:
    async with session(small_store()) as (app, pilot):
        await press(pilot, "question_mark", "q")
        assert isinstance(app.screen, Help)
        assert "back, then quit" in screen_text(app)
        await press(pilot, *"uit")
        text = screen_text(app)
        assert "back, then quit" in text
        assert "next theme" not in text
        await press(pilot, "escape", "question_mark", "question_mark")
        assert isinstance(app.screen, Main)


async def test_q_closes_what_is_open_and_then_quits() -> None:
    async with session(small_store()) as (app, pilot):
        await press(pilot, "tab", "q")
        assert not stage_of(app).in_story
        assert app.is_running
        await pilot.press("q")
        await pilot.pause()
        assert app._exit
