"""Every sentence that the engine and its commands can say is said in the screen's language; a stranger's stays."""

import ast
import errno
import importlib
import os
import re
import socket
import sqlite3
import ssl
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import reader
from reader import errors
from reader.commands.describing import TIERS
from reader.errors import FetchError, ReaderError
from reader.events import Busy
from reader.fetch import words as fetching
from reader.parse.discover import no_feed
from reader.settings import Settings
from reader.store import failures
from reader.store.place import CURE
from reader.ui.render.sayings import SAYINGS
from reader.ui.render.sentences import LONGEST
from reader.ui.render.words import Words
from reader.urls import check_feed
from tests.commandline import own_library, said
from tests.ui.fakes import FakeStore
from tests.ui.screen import QUIET, press, screen_text, session
from tests.ui.stores import small_store

CHINESE = Words("zh", {})
ROOT = Path(reader.__file__).parent
PUT_TOGETHER = ROOT / "fetch" / "words.py"
"""Its sentences are put together of parts: a test calls its functions."""
SAYERS = (
    *sorted(
        path for folder in ("fetch", "parse", "engine") for path in (ROOT / folder).glob("*.py") if path != PUT_TOGETHER
    ),
    *(ROOT / "store" / f"{name}.py" for name in ("place", "lock", "keep_feeds", "failures", "marking", "correcting")),
    *(ROOT / "commands" / f"{name}.py" for name in ("add", "edit", "remove", "refresh", "writing", "output")),
    *(ROOT / f"{name}.py" for name in ("urls", "browser", "ui/saved_views")),
    *(ROOT / "commands" / f"{name}.py" for name in ("exporting", "describing")),
)
"""Modules whose errors, and whose printed lines, reach the screen."""
ERRORS = {name for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, ReaderError)}
SPOKEN = {*ERRORS, "Held", "print"}
VALUES = {
    "many": "3 feeds",
    "error": "a.example cut the connection.",
    "error.strerror": "Permission denied",
    "error.strerror or error": "Permission denied",
    "words.many(len(feeds), 'feed')": "3 feeds",
}
"""Values that are words, by the expression that gives them; numbers stand for the others."""
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
QUOTED = re.compile(r"`[^`]*`|“[^”]*”|'[^']*'")
WORD = re.compile(r"(?<![\w./:@$-])[A-Za-z]{3,}(?![\w./:@-])")
NAMES = {*"UTC MiB HTTP XML RSS Atom JSON Feed OPML http https screen BROWSER Errno".split(), *TIERS}
"""Words that Chinese sentences have, too; Python 3.12 names choices without quotation marks."""
HOLDERS = ("a command", "a repair", "another process")
REFUSALS = (
    errno.ENOSPC,
    errno.EACCES,
    errno.ENOENT,
    errno.EISDIR,
    errno.ENOTDIR,
    errno.EROFS,
    errno.EIO,
    errno.EMFILE,
    errno.ENAMETOOLONG,
)


def chinese() -> Settings:
    """Return the settings of a quiet screen in Chinese."""
    return replace(QUIET, screen=replace(QUIET.screen, language="zh"))


def is_chinese(sentence: str) -> bool:
    """Return whether a sentence was recognised, and all that it holds: no English word is left of it."""
    told = CHINESE.told(sentence)
    return told != sentence and not {*WORD.findall(QUOTED.sub("", told))} - NAMES


def filled(node: ast.expr, names: dict[str, object]) -> str:
    """Return a message as a run would have it: constants of the module as they are, numbers for all else."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(filled(part, names) for part in node.values)
    if isinstance(node, ast.FormattedValue) and isinstance(node.value, ast.Name) and node.value.id.isupper():
        return str(names[node.value.id])
    return VALUES.get(ast.unparse(getattr(node, "value", node)), "7")


def sentences(path: Path) -> Iterator[str]:
    """Yield what a module says of its own, by its source."""
    dotted = ".".join(path.relative_to(ROOT.parent).with_suffix("").parts)
    names = vars(importlib.import_module(dotted))
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    named = {ast.unparse(node.targets[0]): node.value for node in nodes if isinstance(node, ast.Assign)}
    for node in nodes:
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in SPOKEN and node.args:
            what = named.get(ast.unparse(node.args[0]), node.args[0])
            if isinstance(what, ast.Constant | ast.JoinedStr):
                yield filled(what, names)


def of_the_network() -> Iterator[str]:
    """Yield all that the network's failures can be called."""
    for code in (*fetching.STATUS, *(100 * group + 99 for group in range(1, 10)), 0):
        yield str(fetching.status("a.example", code))
    for until in (None, NOW + timedelta(hours=1), *(NOW + timedelta(days=30 * month) for month in range(1, 13))):
        yield str(fetching.waiting("a.example", 429, until, NOW))
    for code in (*fetching.CERTIFICATE, -1):
        refused = ssl.SSLCertVerificationError()
        refused.verify_code = code
        yield str(fetching.unreachable("a.example", refused))
    for failed in (ssl.SSLError(), socket.gaierror(), ConnectionRefusedError(), ConnectionResetError(), TimeoutError()):
        yield str(fetching.unreachable("a.example", failed))
    yield str(fetching.unreachable("a.example", OSError()))
    yield "a.example asked us to wait until 22 Nov, 14:00 UTC; nothing was asked."
    yield str(fetching.late("a.example", timedelta(seconds=30)))


def of_the_store() -> Iterator[str]:
    """Yield why a library cannot be written, and who else may hold it."""
    for sentence in (*failures.SENTENCES.values(), failures.DAMAGED):
        yield sentence.format(path="/a/library.db")
    yield f"/a/library.db is not a database; {CURE}"
    yield "/a/config.toml cannot be changed: [Errno 13] Permission denied: '/a/config.toml'."
    yield "/a/library.db.lock cannot be written: Permission denied"
    yield from (f"the output: {os.strerror(code)}." for code in REFUSALS)
    for holder in ("a refresh, process 712, since 12:30 UTC", "a program that prepares the library", *HOLDERS):
        yield f"the library is in use by {holder}; try again when that has ended."


@pytest.mark.parametrize("path", SAYERS, ids=lambda path: str(path.relative_to(ROOT)))
def test_what_the_code_says_is_said_in_chinese(path: Path) -> None:
    assert [sentence for sentence in sentences(path) if not is_chinese(sentence)] == []


@pytest.mark.parametrize("sentence", [*of_the_network(), *of_the_store()])
def test_what_is_put_together_is_said_in_chinese(sentence: str) -> None:
    assert is_chinese(sentence)


def test_what_a_list_of_feeds_is_refused_for_is_said_in_chinese(tmp_path: Path) -> None:
    refused = [text for text in sentences(ROOT / "opml.py") if text]
    assert refused
    assert [text for text in refused if not is_chinese(f"/a/list.opml: {text}")] == []


def test_what_commands_say_from_the_screen_is_said_in_chinese(tmp_path: Path) -> None:
    db, one = own_library(tmp_path), "<outline xmlUrl='https://a.example/feed' type='rss'/>"
    other = "<outline xmlUrl='https://b.example/feed' type='rss'/><outline xmlUrl='ftp://c.example/' type='rss'/>"
    for name, body in (("one", one), ("more", one + one + other), ("none", "")):
        (tmp_path / f"{name}.opml").write_text(f"<opml version='2.0'><body>{body}</body></opml>")
    (tmp_path / "page").write_text("<html></html>")
    asked = [
        *(("import", str(tmp_path / name)) for name in ("one.opml", "more.opml", "more.opml", "none.opml", "absent")),
        ("import", str(tmp_path / "page")),
        ("add", "--force", "--", "https://d.example/feed"),
        ("add", "--", "https://a.example/feed"),
        ("add", "--", "ftp://a.example/feed"),
        ("edit", "--tier=1", "1"),
        ("edit", "--tier=9", "1"),
        ("edit", "--tier=1", "one"),
        ("edit", "--language=klingon", "1"),
        ("edit", "--pause", "99"),
        ("edit", "1"),
        ("remove", "1"),
        ("remove", "1"),
        ("export", "--", str(tmp_path / "out.opml")),
        ("export", "--", str(tmp_path)),
        ("refresh", "--events", "--feed", "99"),
    ]
    for words in asked:
        found = said(*db, *words)
        last = (found.error or found.out).splitlines()[-1].removeprefix("pulseaugur: ")
        assert is_chinese(last), (words, last, CHINESE.told(last))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "the server is busy",
        "Somebody else's sentence: with a colon.",
        "A stranger: refused: everything.",
        "7 feeds added, and more besides.",
        "a.example has no such page (404): check the address; the feed may have moved. Really.",
        "refused: " * 100,
    ],
)
def test_a_strangers_words_stay_as_they_are(text: str) -> None:
    assert CHINESE.told(text) == text


@pytest.mark.parametrize("typed", ["feed", "ftp://a.example/", "https:///", "https://a.example:x/", "https://a b/"])
def test_why_an_address_is_refused_is_said_in_chinese(typed: str) -> None:
    with pytest.raises(FetchError) as refused:
        check_feed(typed)
    assert is_chinese(f"refused: {refused.value}")


def test_a_page_that_offers_feeds_is_said_in_chinese() -> None:
    offers = [f'<link rel="alternate" type="application/rss+xml" href="/{n}">' for n in range(3)]
    told = [str(no_feed(f"<html><head>{''.join(offers[:n])}</head>", "https://a.example/")) for n in range(4)]
    assert len(set(told)) == len(told)
    assert [text for text in told if not is_chinese(text)] == []


def test_english_keeps_its_sentences() -> None:
    assert Words("en", {}).told("The answer is empty.") == "The answer is empty."


def test_an_english_screen_does_not_load_the_table() -> None:
    code = (
        "import sys; from reader.ui.render.words import Words; Words(sys.argv[1], {}).told('The answer is empty.'); "
        "print('reader.ui.render.sayings' in sys.modules)"
    )
    loaded = [subprocess.check_output([sys.executable, "-c", code, language], text=True) for language in ("en", "zh")]
    assert loaded == ["False\n", "True\n"]


def test_values_stand_as_they_are() -> None:
    told = CHINESE.told("Feed 7 added: {n} 我们 {0.__class__} \\1, 1,200 new.")
    assert told == "已添加订阅源 7：{n} 我们 {0.__class__} \\1，1,200 条新内容。"


def test_a_sentence_within_a_sentence_is_told_too() -> None:
    told = CHINESE.told("a.example did not answer in time. Nothing was added; --force subscribes all the same.")
    assert told == "a.example 未及时应答。未添加任何内容；--force 可强制订阅。"
    told = CHINESE.told("3 feeds added, 2 already there, 1 refused; `pulseaugur refresh` fetches what is new.")
    assert told == "已添加 3 个订阅源，2 个已存在，1 个被拒绝；`pulseaugur refresh` 会获取新内容。"


def test_no_saying_stands_twice_and_each_can_be_said() -> None:
    assert len(set(SAYINGS)) == len(SAYINGS)
    assert [saying for saying in SAYINGS if re.search(r"{\W", saying)] == []


@given(st.sampled_from(SAYINGS), st.text(max_size=LONGEST))
def test_no_text_breaks_the_telling(saying: str, value: str) -> None:
    assert isinstance(CHINESE.told(re.sub(r"{\w+}", lambda _: value, saying)), str)


async def test_a_failing_feed_says_why_in_chinese() -> None:
    store = small_store()
    note = str(fetching.status("forum.example", 404))
    store.feed_rows = [
        replace(row, health=replace(row.health, note=note, status=404)) if row.health.failures else row
        for row in store.feed_rows
    ]
    async with session(store, chinese(), size=(160, 30)) as (app, pilot):
        await press(pilot, "F")
        text = screen_text(app)
        assert "forum.example 上没有此页面（404）：请检查地址；订阅源可能已迁移。" in text
        assert "no such page" not in text


async def test_what_a_command_says_is_shown_in_chinese() -> None:
    engine = [sys.executable, "-c", "print('Feed 4 changed: Forum')"]
    async with session(small_store(), chinese(), engine, size=(120, 30)) as (app, pilot):
        await press(pilot, "F", "p")
        assert [n.message for n in app._notifications] == ["已修改订阅源 4：Forum"]


async def test_why_a_refresh_failed_is_shown_in_chinese() -> None:
    full = failures.SENTENCES[sqlite3.SQLITE_FULL].format(path="/a/library.db")
    engine = [sys.executable, "-c", f"import sys; sys.exit('pulseaugur: {full}')"]
    async with session(small_store(), chinese(), engine, size=(160, 30)) as (app, pilot):
        await press(pilot, "r")
        assert "磁盘已满，/a/library.db 保持原样；请腾出空间后重试" in screen_text(app)


async def test_why_the_first_run_adds_nothing_is_shown_in_chinese() -> None:
    engine = [sys.executable, "-c", "import sys; sys.exit('pulseaugur: This is JSON, but no JSON Feed.')"]
    async with session(FakeStore(), chinese(), engine, size=(100, 40)) as (app, pilot):
        await press(pilot, "enter")
        assert "这是 JSON，但不是 JSON Feed。" in screen_text(app)


async def test_who_else_refreshes_is_shown_in_chinese() -> None:
    busy = Busy(holder="a refresh, process 712, since 12:30 UTC").to_json()
    engine = [sys.executable, "-c", f"print({busy!r})"]
    async with session(small_store(), chinese(), engine, size=(120, 30)) as (app, pilot):
        await press(pilot, "F", "r")
        assert [n.message for n in app._notifications] == ["已在刷新：12:30 UTC 开始的刷新进程 712"]
