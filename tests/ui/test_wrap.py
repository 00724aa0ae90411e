"""Line breaks: nothing lost, nothing too wide, CJK and Latin by their own rules."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.ui.render.cells import cut, fit, safe, width
from reader.ui.render.names import listed
from reader.ui.render.runs import Block, Line, cells_of, clip, joined, lines_of, text_of
from reader.ui.wrap import wrap, wrap_spans

TEXTS = st.text(st.sampled_from("ab cdé 、。「」机器之心 芯片 -·🚀\n"), max_size=80)


@given(TEXTS, st.integers(4, 30))
def test_no_line_is_wider_than_the_room(text: str, cells: int) -> None:
    # A closing mark may not begin a line, an opening one not end it: only such a run may need cutting, never growing.
    assert all(width(line) <= cells for line in wrap(safe(text), cells))


@given(TEXTS, st.integers(4, 30))
def test_only_white_space_is_lost_at_a_break(text: str, cells: int) -> None:
    spans = wrap_spans(text, cells)
    kept = "".join(text[a:b] for a, b in spans)
    assert "".join(kept.split()) == "".join(text.split())
    assert all(a[1] <= b[0] for a, b in pairwise(spans))


@pytest.mark.parametrize(
    ("text", "cells", "lines"),
    [
        ("one two three", 7, ["one two", "three"]),
        ("机器之心发布新模型", 8, ["机器之心", "发布新模", "型"]),
        ("他说：「好的」。再见", 8, ["他说：", "「好", "的」。再", "见"]),
        ("芯片 MLPerf 成绩，能效", 12, ["芯片 MLPerf", "成绩，能效"]),
        ("unbreakable", 4, ["unbr", "eaka", "ble"]),
        ("", 5, [""]),
    ],
)
def test_breaks_follow_the_script(text: str, cells: int, lines: list[str]) -> None:
    assert wrap(text, cells) == lines


def test_facts_break_between_them_and_not_inside() -> None:
    facts = listed(("报道", "更新于 3 分钟前", "更新于刚刚"))
    lines = [text_of(line) for line in lines_of(Block(runs=((facts, "text"),), whole=True), 18)]
    assert [line.replace("\u00a0", " ") for line in lines] == ["报道 ·", "更新于 3 分钟前 ·", "更新于刚刚"]


def test_a_fact_wider_than_the_line_is_cut() -> None:
    assert [text_of(line) for line in lines_of(Block(runs=(("机器之心发布", "text"),), whole=True), 8)] == [
        "机器之心",
        "发布",
    ]


@given(TEXTS, st.integers(1, 30))
def test_a_cut_text_fits(text: str, cells: int) -> None:
    line = safe(text)
    assert width(cut(line, cells)) <= cells
    assert width(fit(line, cells)) == cells


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("no AI · 5 works, 5 feeds, 6 publishers · EN", ["no AI ·", "5 works, 5 feeds,", "6 publishers · EN"]),
        ("from 27 of 9 source · EN", ["from 27 of 9", "source · EN"]),
        ("one two three four five six", ["one two three four", "five six"]),
        ("a" * 25, ["a" * 20, "a" * 5]),
    ],
)
def test_what_stays_together_breaks_between_words_where_it_is_wider_than_a_line(text: str, lines: list[str]) -> None:
    kept = text.replace(" ", "\u00a0").replace("·\u00a0", "· ")
    spans = wrap_spans(kept, 20, whole=True)
    assert [kept[a:b].replace("\u00a0", " ") for a, b in spans] == lines


def test_widths_that_terminals_dispute_are_not_sent() -> None:
    assert safe("❤\ufe0f 👍\U0001f3fd e\u0301") == "❤ 👍 \u00e9"


@given(TEXTS, TEXTS, st.integers(8, 40))
def test_a_block_with_a_right_end_fills_its_line(text: str, right: str, cells: int) -> None:
    block = Block(runs=((safe(text), "text"),), lead=(("  ", "text"),), right=((cut(safe(right), 3), "muted"),))
    assert all(cells_of(line) <= cells for line in lines_of(block, cells))


def test_a_clipped_line_tells_that_something_is_missing() -> None:
    assert text_of(clip((("abc", "text"), ("def", "key")), 4)) == "abc…"
    assert text_of(clip((("abc", "text"), ("def", "key")), 6)) == "abcdef"


def test_joined_runs_say_the_same() -> None:
    line: Line = (("a", "text"), ("b", "text"), (" ", "key"), ("", "key"), ("c", "key"))
    assert joined(line) == [("ab ", "text"), ("c", "key")]
