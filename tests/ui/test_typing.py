"""What is typed or pasted into a line."""

import re

import pytest
from textual.events import Paste

from tests.ui.hostile import ATTACKS
from tests.ui.screen import press, screen_text, session
from tests.ui.stores import small_store
from tests.ui.test_terminal import unexplained

LINES = {
    "search": ("slash",),
    "menu": ("V",),
    "help": ("question_mark",),
    "prompt": ("F", "a"),
    "form": ("F", "e"),
    "find": ("F", "slash"),
}


@pytest.mark.parametrize("keys", LINES.values(), ids=LINES.keys())
async def test_nothing_that_is_pasted_reaches_the_terminal_raw(keys: tuple[str, ...]) -> None:
    async with session(small_store()) as (app, pilot):
        await press(pilot, *keys)
        for attack in ATTACKS:
            app.post_message(Paste(attack))
        await press(pilot)
        assert "clipboard" in screen_text(app) or "long long" in screen_text(app)
        assert unexplained(screen_text(app).replace("\n", "").encode()) == []


@pytest.mark.parametrize(
    ("pasted", "taken"),
    [("\n  https://a.example/feed \n", "https://a.example/feed"), ("one\ntwo", "one"), ("", ""), ("\n", "")],
)
async def test_a_paste_is_one_line(pasted: str, taken: str) -> None:
    async with session(small_store()) as (app, pilot):
        await press(pilot, "F", "a")
        app.post_message(Paste(pasted))
        await press(pilot)
        assert re.search(rf"│ +{re.escape(taken)} +│", screen_text(app))
