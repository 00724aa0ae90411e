"""Notices: once after a change of a story's works, with a cool-down and a cap, and as one closed sequence."""

import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from reader.model.cluster import Kind
from reader.model.view import Row
from reader.store.write import Library as Kept
from reader.ui.actions.notifying import COOL_DOWN
from reader.ui.app import ReaderApp
from reader.ui.library import Library
from reader.ui.noticing import News, sequence
from tests.library import OK, entry, feed, fill, group, place, write_texts
from tests.terminal import Terminal
from tests.ui.fakes import FakeMarks, FakeReads, FakeStore
from tests.ui.hostile import ATTACKS
from tests.ui.samples import NOW
from tests.ui.screen import Clock, changed, opened, screened
from tests.ui.stores import small_store

LATER = NOW + timedelta(minutes=1)
NEWS = Row(
    id=7, kind=Kind.STORY, headline="News", language="en", works=2, entries=2, unread=1, grew=0, new_publisher=False,
    starred=False, hidden=False, newest=NOW, score=9.0, updated=LATER,
)  # fmt: skip
NOTICE = re.compile(rb"\x1b\](?:9|777;notify);([^\x07\x1b\x9c]*)\x07")


def test_a_story_is_told_once_for_each_change_of_its_works() -> None:
    news = News(NOW)
    assert news.first([NEWS]) is NEWS
    news.told(NEWS)
    assert news.first([NEWS]) is None
    grown = replace(NEWS, updated=LATER + COOL_DOWN)
    assert news.first([NEWS, grown]) is grown


@pytest.mark.parametrize("change", [{"unread": 0}, {"stale": True}, {"updated": NOW - timedelta(days=1)}])
def test_what_is_read_or_old_or_has_no_text_yet_is_not_told(change: dict[str, object]) -> None:
    assert News(NOW).first([replace(NEWS, **change)]) is None  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", ["osc9", "osc777"])
@pytest.mark.parametrize("headline", [*ATTACKS, "4;3;50", "a;b"])
def test_no_headline_leaves_the_sequence_or_means_another_command(kind: str, headline: str) -> None:
    sent = sequence(kind, headline)
    assert NOTICE.fullmatch(sent.encode())
    assert sent.isprintable() is False
    assert sent[1:-1].isprintable()
    assert sent[2:].startswith(("9;PulseAugur: ", "777;notify;PulseAugur;"))


class Hearing(ReaderApp):
    """The app on a terminal that remembers what it was told."""

    def __init__(self, store: FakeStore) -> None:
        library = Library(lambda: FakeReads(store), lambda: FakeMarks(store), Path("unused.db"))
        super().__init__(library, screened(notify="osc9"), ("false",), Clock())
        self.heard: list[str] = []

    def tell_terminal(self, headline: str) -> None:
        self.heard.append(headline)


async def test_the_screen_tells_of_a_story_that_grew_and_not_of_those_that_were_there() -> None:
    store = small_store()
    app = Hearing(store)
    async with opened(app) as (_, pilot):
        await changed(app, pilot)
        assert app.heard == []
        store.updated_at[2] = LATER
        await changed(app, pilot)
        await changed(app, pilot)
        assert app.heard == [store.stories[2][0]]


async def test_without_a_notice_left_a_story_waits_for_the_next() -> None:
    store = small_store()
    app = Hearing(store)
    async with opened(app) as (_, pilot):
        store.notices, store.updated_at[2] = False, LATER
        await changed(app, pilot)
        assert app.heard == []
        store.notices = True
        await changed(app, pilot)
        assert app.heard == [store.stories[2][0]]


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Kept]:
    with Kept.open(tmp_path / "library.db") as opened_library:
        fill(opened_library, "a")
        yield opened_library


def publish(library: Kept, title: str) -> None:
    """Let a story appear as a refresh does."""
    now = datetime.now(UTC)
    source = library.add_feeds([feed("lab")])[0]
    library.keep_fetch(source, OK, [entry("b", title=title, published=now)])
    place(library)
    group(library, now=now)
    write_texts(library, now, score=99.0)


@pytest.mark.parametrize("kind", ["osc9", "osc777", "off"])
def test_one_notice_reaches_the_terminal_and_none_if_they_are_off(kind: str, library: Kept, tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text(f'[screen]\nnotify = "{kind}"\n[refresh]\nat_start = false\nevery = 0\n', encoding="utf-8")
    command = [sys.executable, "-m", "reader", "--db", str(library.path), "--config", str(config)]
    with Terminal(command, columns=100, rows=30) as terminal:
        terminal.wait_for("SOURCES")
        publish(library, f"Evil {ATTACKS[0]} {ATTACKS[3]}")
        terminal.wait_for("1 new story")
        terminal.press("g", "m", "j", "m")
        told = NOTICE.findall(bytes(terminal.raw))
        assert len(told) == (0 if kind == "off" else 1)
        assert all(b"PulseAugur" in notice and b"Evil" in notice for notice in told)
        assert not re.search(rb"\x1b\]52|\x9d", bytes(terminal.raw))
