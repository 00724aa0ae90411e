"""A refresh that dies at any moment is healed by the next one: the end state is that of an undisturbed run."""

import asyncio
import json
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from pathlib import Path

import pytest

from reader.model.feed import Feed
from reader.store.write import Library
from tests.farm import document, now, state, stories
from tests.loopback import Loopback, answer

FEEDS = [f"feed{number}" for number in range(12)]

MOMENTS = [
    "started",
    "feed-done 1",
    "feed-done 7",
    "feed-done 12",
    "stage 1",
    "clusters-changed 1",
    "clusters-changed 2",
]
"""Event at which the process is killed, and which one of its kind."""


async def start(path: Path, *words: str) -> Process:
    config = path.with_name("config.toml")
    config.write_text('[cluster]\nembedder = "none"\n')
    command = [
        sys.executable,
        "-m",
        "reader",
        "--db",
        str(path),
        "--config",
        str(config),
        "refresh",
        "--events",
        *words,
    ]
    environ = {**os.environ, "PULSEAUGUR_ALLOW_PRIVATE": "127.0.0.1"}
    return await asyncio.create_subprocess_exec(*command, stdout=PIPE, stderr=PIPE, env=environ)


async def run(path: Path, *words: str) -> list[dict[str, object]]:
    process = await start(path, *words)
    out, error = await process.communicate()
    assert (process.returncode, error) == (0, b"")
    return [json.loads(line) for line in out.splitlines()]


async def run_until(path: Path, moment: str, number: signal.Signals) -> Process:
    """Run until an event comes, then send a signal."""
    kind, _, count = moment.partition(" ")
    process = await start(path)
    assert process.stdout
    seen = 0
    while line := await process.stdout.readline():
        seen += json.loads(line)["event"] == kind
        if seen == int(count or 1):
            process.send_signal(number)
            break
    return process


def subscribe(path: Path, web: Loopback) -> None:
    with Library.open(path) as library:
        library.add_feeds([Feed(url=f"{web.base}/{name}", tier=1 + place % 4) for place, name in enumerate(FEEDS)])  # type: ignore[arg-type]


def serve(web: Loopback) -> None:
    for name in FEEDS:
        body = document(name, 8, now=now())
        web.serve(f"/{name}", answer(body=body, etag='"1"', content_type="application/rss+xml"))


@pytest.mark.parametrize("moment", MOMENTS)
async def test_killed_and_run_again_ends_as_if_nothing_had_been(tmp_path: Path, moment: str) -> None:
    async with Loopback() as web:
        serve(web)
        whole, killed = tmp_path / "whole" / "library.db", tmp_path / "killed" / "library.db"
        for path in (whole, killed):
            subscribe(path, web)
        await run(whole)
        process = await run_until(killed, moment, signal.SIGKILL)
        assert await process.wait() == -signal.SIGKILL
        await run(killed)
    assert stories(killed) == stories(whole)
    after, wanted = state(killed), state(whole)
    assert after["entries"] == wanted["entries"]
    assert after["clusters"] == wanted["clusters"]
    assert after["works"] == wanted["works"]


async def test_an_interrupted_refresh_says_so_and_keeps_what_came(tmp_path: Path) -> None:
    async def never(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()

    async with Loopback() as web:
        serve(web)
        web.serve("/feed3", never)
        path = tmp_path / "library.db"
        subscribe(path, web)
        process = await run_until(path, "feed-done 11", signal.SIGINT)
        out, error = await process.communicate()
        finished = json.loads(out.splitlines()[-1])
    assert (process.returncode, error) == (130, b"")
    assert (finished["event"], finished["stopped"], finished["new"]) == ("finished", True, 88)
    assert len(state(path)["entries"]) == 88


async def test_the_second_of_two_refreshers_reports_the_first_and_is_content(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    with Library.open(path) as library, library.lock("a refresh since 14:20"):
        (event,) = await run(path)
    assert event == {"event": "busy", "holder": "a refresh since 14:20"}


async def test_a_second_run_asks_with_validators_and_changes_nothing(tmp_path: Path) -> None:
    async with Loopback() as web:
        path = tmp_path / "library.db"
        subscribe(path, web)
        for name in FEEDS:
            body = document(name, 8, now=now())
            web.serve(f"/{name}", answer(body=body, etag='"1"'), answer(304, etag='"1"'))
        await run(path)
        before = state(path)
        *_, finished = await run(path, "--force")
    assert (finished["new"], finished["unchanged"], finished["failing"]) == (0, 12, 0)
    assert state(path) == before
    assert [web.asked(f"/{name}")[1].headers["if-none-match"] for name in FEEDS] == ['"1"'] * 12
