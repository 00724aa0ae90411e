"""The search line: what it finds, and that nothing typed makes it fail."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader.model.cluster import Changes
from reader.model.feed import Tier
from reader.store.marks import Marks
from reader.store.query import parse
from reader.store.read import Reader
from reader.store.write import Library
from tests.library import NOW, OK, assignment, entry, feed, place, write_texts

DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def reads(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    """Five works in four clusters: 1 and 2 a roundup (9), 3 Chinese, 4 old, 5 read and starred."""
    path = tmp_path_factory.mktemp("query") / "library.db"
    with Library.open(path) as library:
        papers, press = library.add_feeds([feed("arxiv", tier=Tier.PRIMARY), feed("press", tier=Tier.PRESS)])
        library.keep_fetch(
            papers,
            OK,
            [
                entry("decay", title="Weight decay in GPT-4 transformers", authors=("Grace Hopper",)),
                entry("gated", title="Gated subspace inference for transformers"),
            ],
        )
        library.keep_fetch(
            press,
            OK,
            [
                entry("chip", title="国产推理芯片首次公开成绩", excerpt="能效提升", language="zh"),
                entry("old", title="Café reopens", excerpt="after years", published=NOW - 9 * DAY),
                entry("five", title="A weighty matter", excerpt="A decay of manners."),
            ],
        )
        place(library)
        ids = {work.title.split()[0]: work.id for work in library.works(library.unclustered())}
        roundup = (assignment(ids["Weight"], 1, 9), assignment(ids["Gated"], 2, 9))
        alone = (assignment(ids["国产推理芯片首次公开成绩"], 3), assignment(ids["Café"], 4), assignment(ids["A"], 5))
        library.keep_changes(Changes(assignments=(*roundup, *alone), next_id=10), NOW)
        write_texts(library)
        with Marks(path) as marks:
            marks.read([ids["A"]], NOW)
            marks.star(5)
    with Reader(path) as opened:
        yield opened


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("", {3, 4, 5, 9}),
        ("transform", {9}),
        ("transform ", set()),
        ("decay weight", {9, 5}),
        ("weight decay ", {9}),
        ('"weight decay"', {9}),
        ('"decay weight"', set()),
        ("decay -manners", {9}),
        ("-decay", {3, 4}),
        ('-"weight decay"', {3, 4, 5}),
        ("推理芯片", {3}),
        ("芯", {3}),
        ("芯推", set()),
        ("ＣＡＦＥ", {4}),
        ("gpt-4", {9}),
        ("author:hopper", {9}),
        ("title:decay", {9}),
        ("tier:1", {9}),
        ("tier:1 tier:2", {3, 4, 5, 9}),
        ("tier>1", {3, 4, 5}),
        ("-tier:1", {3, 4, 5}),
        ("lang:zh", {3}),
        ("lang:en", {4, 5, 9}),
        ("feed:arx", {9}),
        ('feed:"press feed"', {3, 4, 5}),
        ("publisher:press.example", {3, 4, 5}),
        ("kind:roundup", {9}),
        ("src>1", {9}),
        ("src:1 kind:story", {3, 4, 5}),
        ("is:unread", {3, 4, 9}),
        ("is:read", {5}),
        ("is:starred", {5}),
        ("is:hidden", set()),
        ("since:2d", {3, 5, 9}),
        ("since:2026-05-01", {3, 5, 9}),
        ("since:2026-05-09T08:59+04:00", {3, 5, 9}),
        ("since:2026-05-09T09:01+04:00", set()),
        ("since:2026-04-01 lang:en is:unread decay", {9}),
        ("tier:9 decay", {5, 9}),
        ("colour:decay", set()),
        ("https://articles.example", set()),
    ],
)
def test_a_search_line_finds(reads: Reader, line: str, found: set[int]) -> None:
    assert set(reads.search(line, now=NOW)) == found


def test_what_is_not_understood_is_named() -> None:
    query = parse("tier:9 since:soon is:tall decay", NOW)
    assert query.unknown == ["tier:9", "since:soon", "is:tall"]
    assert query.match == '"decay"*'


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None)
@given(st.text(alphabet=st.sampled_from("ab:\"-*()^+{}\\'%_ 芯:tiersncesrc><=1dAND OR NOT\u0301\x00"), max_size=40))
def test_nothing_typed_makes_the_search_fail(reads: Reader, line: str) -> None:
    assert len(reads.search(line, now=NOW)) <= 4


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_understood_somehow(line: str) -> None:
    sql, values = parse(line, NOW).sql()
    assert sql.count("?") == len(values)
