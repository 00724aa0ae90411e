"""Commands on a terminal: a page with several feeds and a person who answers; a screen that cannot start."""

import asyncio
import json
import re
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.commandline import PRIVATE, asked
from tests.farm import document, now
from tests.loopback import Loopback, answer
from tests.terminal import WAIT, Terminal

PAGE = "<html><head>{}</head></html>"
LINK = '<link rel="alternate" type="application/rss+xml" href="{}">'
OFFERED = ("/ada", "/b\u202eob", "/cleo\u009b2J")


def answered(command: Sequence[str], reply: str) -> tuple[int, str, bytes]:
    """Answer the question; return exit status, screen and all that reached the terminal."""
    with Terminal([sys.executable, "-m", "reader", *command], columns=100, environment=PRIVATE) as terminal:
        terminal.wait_for(r"Which one \(1 to \d\)\?")
        terminal.send(reply)
        terminal.send("enter")
        status = terminal.process.wait(WAIT)
        terminal.settle()
        return status, terminal.text, bytes(terminal.raw)


async def added(db: Sequence[str], reply: str, offered: Sequence[str] = ("/ada", "/bob")) -> tuple[int, str, bytes]:
    async with Loopback() as web:
        for name in ("ada", "bob"):
            web.serve(f"/{name}", answer(body=document(name, 3, now=now())))
        body = PAGE.format("".join(map(LINK.format, offered))).encode()
        page = web.serve("/", answer(body=body, content_type="text/html; charset=utf-8"))
        return await asyncio.to_thread(answered, [*db, "add", page], reply)


async def feeds(db: Sequence[str]) -> list[str]:
    return [feed["url"] for feed in json.loads((await asked(*db, "feeds", "--json")).out)]


async def test_the_feed_that_is_chosen_is_added(db: Sequence[str]) -> None:
    status, screen, _ = await added(db, "2")
    assert (status, "The bob, 3 new" in screen) == (0, True)
    assert [url.rpartition("/")[2] for url in await feeds(db)] == ["bob"]


@pytest.mark.parametrize("reply", ["", "0", "3", "-1", "²", "http://127.0.0.1/ada"])
async def test_an_answer_that_names_none_adds_nothing(db: Sequence[str], reply: str) -> None:
    status, screen, _ = await added(db, reply)
    assert status == 2
    assert "no feed was chosen; nothing was added" in screen
    assert "Traceback" not in screen
    assert await feeds(db) == []


async def test_what_is_offered_cannot_speak_to_the_terminal(db: Sequence[str]) -> None:
    _, screen, raw = await added(db, "1", OFFERED)
    assert "Which one (1 to 3)?" in screen
    assert not any(mark in raw.decode() for mark in "\x1b\u009b\u202e")


async def test_the_progress_of_a_refresh_is_one_line_however_wide_the_titles_are(db: Sequence[str]) -> None:
    async with Loopback() as web:
        body = document("ada", 3, now=now()).replace(b"The ada", "机器之心的一个非常非常长的标题🎉".encode() * 3)
        for path, served in (("/ada", answer(body=body)), ("/gone", answer(404))):
            await asked(*db, "add", "--force", web.serve(path, served))
        status, screen = await asyncio.to_thread(shown, *db, "refresh", columns=40)
    assert status == 0
    # All that is left is the last sentence, whole, on as many lines as it needs.
    said = "".join(line.ljust(40) for line in screen.split("\n")).rstrip()
    assert re.fullmatch(r"3 new, 1 feed failing \(`pulseaugur feeds --failing`\), \d+\.\d s\.", said), screen


def shown(*command: str, columns: int = 200, **environment: str) -> tuple[int, str]:
    """Run the program on a terminal; return exit status and what it left there."""
    program = [sys.executable, "-m", "reader", *command]
    with Terminal(program, columns=columns, environment=PRIVATE | environment) as terminal:
        status = terminal.process.wait(WAIT)
        terminal.settle()
        return status, terminal.text.strip()


@pytest.mark.parametrize(
    ("section", "line", "words"),
    [
        ("keys", "opn = 'x'", "did you mean “open”?"),
        ("keys", "open = 'j'", "take another"),
        ("screen", "theme = 'draculla'", "did you mean “dracula”?"),
        ("screen", "theme = '?'", "there are ansi-dark"),
    ],
)
def test_what_the_screen_cannot_take_is_named_with_its_line(
    db: Sequence[str], section: str, line: str, words: str
) -> None:
    config = Path(db[3])
    config.write_text(f"# mine\n[{section}]\n{line}\n", encoding="utf-8")
    status, said = shown(*db)
    assert (status, words in said) == (2, True)
    assert said.startswith(f"pulseaugur: {config}, line 3: ")
    assert "Traceback" not in said


def test_the_demo_names_the_users_own_file_too(tmp_path: Path) -> None:
    config = tmp_path / "pulseaugur" / "config.toml"
    config.parent.mkdir()
    config.write_text("[screen]\ntheme = 'draculla'\n", encoding="utf-8")
    status, said = shown("--demo", XDG_CONFIG_HOME=str(tmp_path))
    assert (status, said.startswith(f"pulseaugur: {config}, line 2: ")) == (2, True), said


async def test_the_demo_does_not_open_on_a_library_that_is_not_its_own(db: Sequence[str]) -> None:
    assert (await asked(*db, "add", "--force", "https://ada.example/feed")).status == 0
    status, said = await asyncio.to_thread(shown, *db, "--demo")
    assert (status, "a library of your own" in said) == (2, True)
