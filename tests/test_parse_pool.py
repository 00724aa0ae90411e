"""Workers that can be killed: a bad document costs itself, never the pool, its neighbours or the machine."""

import asyncio
import os
import signal
import subprocess
import sys
import textwrap
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psutil
import pytest
import pytest_asyncio

from reader.errors import Discoverable, ParseError, Refused
from reader.model.work import Announce
from reader.parse import wire
from reader.parse.parsed import Parsed
from reader.parse.pool import ParserPool
from reader.parse.worker import WORN_AT

NOW = datetime(2026, 5, 10, 12, tzinfo=UTC)
GOOD = b"<rss><channel><title>t</title><ttl>60</ttl><item><title>x</title><guid>1</guid></item></channel></rss>"
DEEP = b"<rss><channel>" + b"<a>" * 400_000
"""A document that keeps feedparser busy for half a minute and more."""
SHORT = timedelta(seconds=0.5)


async def parse(pool: ParserPool, body: bytes = GOOD) -> Parsed:
    return await pool.parse(body, url="https://x.example/feed", content_type="", now=NOW)


@pytest_asyncio.fixture
async def pool() -> AsyncIterator[ParserPool]:
    async with ParserPool(workers=1, deadline=SHORT) as one:
        yield one


def family() -> list[psutil.Process]:
    return list(psutil.Process().children(recursive=True))


def standard_streams(pid: int) -> set[str]:
    return {str(Path(f"/proc/{pid}/fd/{fd}").readlink()) for fd in (0, 1, 2)}


async def test_a_document_comes_back_whole(pool: ParserPool) -> None:
    body = (
        b"<rss><channel><title>t</title><ttl>60</ttl><item><title>A $x^2$</title><link>https://arxiv.org/abs/2605.06599</link>"
        b"<author>Ada</author><description>arXiv:2605.06599v2 Announce Type: replace Abstract: B</description>"
        b"<pubDate>Fri, 08 May 2026 00:00:00 GMT</pubDate><category>c</category></item></channel></rss>"
    )
    parsed = await parse(pool, body)
    (entry,) = parsed.entries
    assert (parsed.title, parsed.ttl, parsed.kind) == ("t", timedelta(hours=1), "rss")
    assert (entry.title, entry.authors, entry.tags) == ("A x²", ("Ada",), ("c",))
    assert (entry.announce, entry.arxiv_version) == (Announce.REPLACE, 2)
    assert (entry.published, entry.first_seen) == (datetime(2026, 5, 8, tzinfo=UTC), NOW)


async def test_refusals_and_offers_cross_the_process_as_what_they_are(pool: ParserPool) -> None:
    with pytest.raises(Refused):
        await parse(pool, b'<!DOCTYPE rss [<!ENTITY a "b">]><rss/>')
    with pytest.raises(Discoverable) as caught:
        await parse(pool, b'<html><link rel="alternate" type="application/rss+xml" href="/rss">')
    assert caught.value.links == ("https://x.example/rss",)


async def test_a_document_past_its_deadline_is_given_up_and_the_next_is_read(pool: ParserPool) -> None:
    await parse(pool)
    before = {process.pid for process in family()}
    with pytest.raises(ParseError, match="longer than"):
        await parse(pool, DEEP)
    assert (await parse(pool)).title == "t"
    after = {process.pid for process in family()}
    assert len(before - after) == 1, "the busy worker is gone, the nursery is the same"


async def test_a_slow_document_does_not_hold_up_its_neighbours() -> None:
    async with ParserPool(workers=2, deadline=timedelta(seconds=20)) as pool:
        slow = asyncio.create_task(parse(pool, DEEP))
        await asyncio.gather(*(parse(pool) for _ in range(5)))
        assert not slow.done()
        slow.cancel()
        with pytest.raises(asyncio.CancelledError):
            await slow
        await asyncio.gather(parse(pool), parse(pool))


async def test_a_worker_that_dies_is_replaced(pool: ParserPool) -> None:
    await parse(pool)
    nursery = psutil.Process().children()[-1]
    for worker in nursery.children():
        worker.kill()
    with pytest.raises(ParseError, match="broke the parser"):
        await parse(pool)
    assert (await parse(pool)).title == "t"


async def test_a_nursery_that_dies_is_started_again(pool: ParserPool) -> None:
    await parse(pool)
    nursery = psutil.Process().children()[-1]
    for process in (*nursery.children(), nursery):
        process.kill()
    with pytest.raises(ParseError):
        await parse(pool)
    assert (await parse(pool)).title == "t"


async def test_memory_is_limited_to_the_worker() -> None:
    async with ParserPool(workers=1, memory=150 * 1024 * 1024) as pool:
        items = b"".join(b"<item><title>%d</title><a>%s</a></item>" % (i, b"x" * 50_000) for i in range(1_000))
        with pytest.raises(ParseError, match="memory"):
            await parse(pool, b"<rss><channel>" + items + b"</channel></rss>")
        assert (await parse(pool)).title == "t"


async def test_a_worker_that_took_much_memory_makes_place_for_a_new_one() -> None:
    async with ParserPool(workers=1) as pool:
        await parse(pool)
        before = {process.pid for process in family()}
        assert (await parse(pool, GOOD + b" " * (WORN_AT // 3))).title == "t"
        assert (await parse(pool)).title == "t"
        assert len({process.pid for process in family()} - before) == 1


async def test_nothing_is_left_when_the_pool_closes() -> None:
    async with ParserPool(workers=2) as pool:
        await asyncio.gather(parse(pool), parse(pool))
        processes = family()
        assert len(processes) >= 3
    assert [process for process in processes if process.is_running() and process.status() != psutil.STATUS_ZOMBIE] == []


async def test_workers_do_not_hear_the_terminals_interrupt(pool: ParserPool) -> None:
    await parse(pool)
    for process in family():
        os.kill(process.pid, signal.SIGINT)
    assert (await parse(pool)).title == "t"


def test_workers_end_with_a_parent_that_is_killed() -> None:
    program = textwrap.dedent("""
        import asyncio, datetime, os, psutil, signal
        from reader.parse.pool import ParserPool
        async def main():
            async with ParserPool() as pool:
                await pool.parse(b"<rss><channel><title>t</title></channel></rss>", url="", content_type="",
                                 now=datetime.datetime.now(datetime.UTC))
                print(*(child.pid for child in psutil.Process().children(recursive=True)), flush=True)
                os.kill(os.getpid(), signal.SIGKILL)
        asyncio.run(main())
    """)
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False)
    pids = [int(pid) for pid in run.stdout.split()]
    assert len(pids) == 3
    left = [psutil.Process(pid) for pid in pids if psutil.pid_exists(pid)]
    _, alive = psutil.wait_procs(left, timeout=20)
    assert [p for p in alive if p.status() != psutil.STATUS_ZOMBIE] == []


async def test_workers_hold_no_terminal_and_no_heavy_library(pool: ParserPool) -> None:
    await parse(pool)
    nursery = psutil.Process().children()[-1]
    for process in (nursery, *nursery.children()):
        assert standard_streams(process.pid) == {"/dev/null"}
        maps = [mapped.path for mapped in process.memory_maps()]
        assert not [path for path in maps if "numpy" in path or "scipy" in path or "lxml" in path]


def test_the_engine_does_not_import_the_parser() -> None:
    program = "import sys, reader.parse.pool; print([m for m in ('feedparser', 'numpy', 'httpx') if m in sys.modules])"
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True)
    assert run.stdout.strip() == "[]"


def test_an_unknown_error_of_a_worker_is_a_parse_error() -> None:
    with pytest.raises(ParseError, match="why"):
        wire.to_parsed(b'{"error": "Newer", "message": "why", "links": []}')
