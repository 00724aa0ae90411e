"""Corrections of the grouping on a real library: what the story shows right after them."""

from pathlib import Path

import pytest

from reader.model.summary import Sentence, Summary
from reader.store.marks import Marks
from reader.store.read import Reader
from reader.store.write import Library as Kept
from reader.ui.app import ReaderApp
from reader.ui.library import Library
from tests.library import NOW, fill, group, ledger
from tests.ui.fakes import FakeMarks
from tests.ui.screen import QUIET, Clock, changed, opened, press, screen_text, session, stage_of
from tests.ui.stores import small_store

FIRST, SECOND = "The first telling.", "The second telling."


@pytest.fixture
def app(tmp_path: Path) -> ReaderApp:
    """Return the app on a library with one story of two works, a sentence of each."""
    path = tmp_path / "library.db"
    with Kept.open(path) as library:
        fill(library, "a", "b")
        group(library, {2: 1}, aliases={2: 1})
        sentences = (Sentence(text=FIRST, works=(1,)), Sentence(text=SECOND, works=(2,)))
        library.keep_text(1, Summary(headline="Both", sentences=sentences, covered=2, of_works=2), ledger(), {}, NOW)
    return ReaderApp(Library(lambda: Reader(path), lambda: Marks(path), path), QUIET, ("false",), Clock())


async def test_a_source_taken_out_takes_its_sentences_along_at_once_and_undo_brings_both_back(app: ReaderApp) -> None:
    async with opened(app) as (_, pilot):
        await press(pilot, "tab", "j")
        title = stage_of(app).telling.source
        assert title is not None
        await press(pilot, "x")
        story = stage_of(app).story
        assert story is not None
        assert [source.work.id for source in story.sources] == [1]
        assert FIRST in screen_text(app)
        assert SECOND not in screen_text(app)
        await press(pilot, "u")
        story = stage_of(app).story
        assert story is not None
        assert [source.work.id for source in story.sources] == [1, 2]
        assert f"{SECOND} [2]" in screen_text(app)
        assert "rewritten since" not in screen_text(app).replace("\u00a0", " ")


async def test_the_users_own_change_shows_at_once_though_the_clock_read_it_before_its_end_was_told() -> None:
    store = small_store()
    async with session(store) as (app, pilot):
        await press(pilot, "j")
        FakeMarks(store).eject(store.stories[2][1][1].id, 2, NOW)
        await changed(app, pilot)
        story = stage_of(app).story
        assert story is not None
        assert len(story.sources) == 2
        stage_of(app).telling.eager = True
        await changed(app, pilot)
        assert stage_of(app).story is not story
        assert "rewritten since" not in screen_text(app).replace("\u00a0", " ")
