"""What is copied: of which source, and as Markdown that stays text."""

from dataclasses import replace

import pytest
from markdown_it import MarkdownIt

from reader.ui.actions.copying import markdown
from tests.ui.fakes import FakeReads, FakeStore
from tests.ui.samples import FEEDS, NOW, work
from tests.ui.screen import press, screen_text, session
from tests.ui.stores import small_store


async def test_from_the_list_the_source_that_was_pointed_at_before_is_forgotten() -> None:
    store = small_store()
    first, second = store.stories[2][1]
    async with session(store) as (app, pilot):
        await press(pilot, "j", "tab", "j", "y")
        assert app.clipboard == second.url
        await press(pilot, "h", "y")
        assert app.clipboard == first.url
        await press(pilot, "exclamation_mark")
        assert f"mute {FEEDS[0].title} for good" in screen_text(app)


async def test_the_link_that_is_copied_is_the_one_that_would_be_opened() -> None:
    store = FakeStore(feed_rows=small_store().feed_rows)
    store.add("Two", [work(1, "No link", FEEDS[0], url=""), work(2, "A link", FEEDS[1])])
    async with session(store) as (app, pilot):
        await press(pilot, "y")
        assert app.clipboard == "https://source.example/2"


@pytest.mark.parametrize("attack", ["![x](https://t.example/p.png)", "<img src=x>", "[go](javascript:x)", "**bold**"])
def test_a_story_as_markdown_holds_no_markup_of_its_sources(attack: str) -> None:
    store = FakeStore()
    store.add(attack, [work(1, attack, replace(FEEDS[0], title=attack), url="https://a.example/>x<")])
    tokens = MarkdownIt("commonmark").parse(markdown(FakeReads(store).story(1, NOW)))
    inline = [child for token in tokens for child in token.children or ()]
    assert {child.type for child in inline} <= {"text", "text_special", "link_open", "link_close"}
    assert [child.attrs["href"] for child in inline if child.type == "link_open"] == ["https://a.example/%3Ex%3C"]


def test_a_source_without_a_link_is_listed_by_its_title() -> None:
    store = FakeStore()
    store.add("One", [work(1, "No link", FEEDS[0], url="")])
    assert "1. No link, Papers" in markdown(FakeReads(store).story(1, NOW))
