"""Feeds by command: added, imported, edited, opened, and grouped otherwise than the reader thought."""

import asyncio
import json
import os
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.commandline import asked, fails, said
from tests.farm import document, now
from tests.loopback import Loopback, answer


async def test_add_reads_the_feed_and_its_entries_are_there_at_once(db: Sequence[str]) -> None:
    async with Loopback() as web:
        url = web.serve("/feed", answer(body=document("ada", 3, now=now())))
        added = await asked(*db, "add", url, "--tier", "1", "--folder", "Labs")
        assert (added.status, added.error) == (0, "")
        assert "The ada, 3 new" in added.out
        assert len((await asked(*db, "list")).out.splitlines()) == 3
        (feed,) = json.loads((await asked(*db, "feeds", "--json")).out)
        assert (feed["tier"], feed["folder"], feed["state"], feed["publisher"]) == (1, "Labs", "ok", "ada.example")
        fails(await asked(*db, "add", url), 2, "already")


async def test_add_follows_the_one_feed_that_a_page_offers(db: Sequence[str]) -> None:
    link = '<link rel="alternate" type="application/rss+xml" href="/feed">'
    async with Loopback() as web:
        web.serve("/feed", answer(body=document("ada", 3, now=now())))
        page = web.serve("/", answer(body=f"<html><head>{link}</head></html>".encode(), content_type="text/html"))
        assert (await asked(*db, "add", page)).status == 0
        (feed,) = json.loads((await asked(*db, "feeds", "--json")).out)
        assert feed["url"] == f"{web.base}/feed"
        fails(await asked(*db, "add", page, "--tier", "1"), 2, f"{web.base}/feed is among the feeds already")


async def test_add_names_the_feeds_of_a_page_that_offers_several(db: Sequence[str]) -> None:
    links = "".join(f'<link rel="alternate" type="application/rss+xml" href="/{n}">' for n in "ab")
    async with Loopback() as web:
        page = web.serve("/", answer(body=f"<html><head>{links}</head></html>".encode(), content_type="text/html"))
        fails(await asked(*db, "add", page), 2, f"{web.base}/a", f"{web.base}/b")
        assert (await asked(*db, "feeds")).out.startswith("There are no feeds")


async def test_add_keeps_nothing_that_cannot_be_read_unless_forced(db: Sequence[str]) -> None:
    async with Loopback() as web:
        gone = web.serve("/gone", answer(404))
        text = web.serve("/text", answer(body=b"just words"))
        fails(await asked(*db, "add", gone), 1, "404")
        fails(await asked(*db, "add", text), 1)
        assert (await asked(*db, "feeds", "--json")).out == "[]\n"
        assert (await asked(*db, "add", "--force", gone)).status == 0
        assert len(json.loads((await asked(*db, "feeds", "--json")).out)) == 1


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("ada.example/feed?a=http://b", "https://ada.example/feed?a=http://b"),
        ("ada.example:8080/feed", "https://ada.example:8080/feed"),
        ("ada.example:8080", "https://ada.example:8080/"),
        ("HTTP://ada.example", "http://ada.example/"),
    ],
)
def test_an_address_may_lack_its_scheme(typed: str, stored: str, db: Sequence[str]) -> None:
    assert said(*db, "add", "--force", typed).status == 0
    assert [feed["url"] for feed in json.loads(said(*db, "feeds", "--json").out)] == [stored]


async def test_a_feed_whose_title_is_taken_away_gets_its_own_again(db: Sequence[str]) -> None:
    async with Loopback() as web:
        url = web.serve("/feed", answer(body=document("ada", 1, now=now())))
        assert (await asked(*db, "add", url, "--title", "Mine")).status == 0
        assert (await asked(*db, "edit", "1", "--title", "")).status == 0
        assert (await asked(*db, "refresh")).status == 0
    assert json.loads(said(*db, "feeds", "--json").out)[0]["title"] == "The ada"


async def test_a_feed_that_is_gone_or_paused_has_no_next_time(db: Sequence[str]) -> None:
    async with Loopback() as web:
        for path, served in (("/gone", answer(410)), ("/ada", answer(body=document("ada", 1, now=now())))):
            said(*db, "add", "--force", web.serve(path, served))
        assert (await asked(*db, "refresh")).status == 0
    assert said(*db, "edit", "2", "--pause").status == 0
    assert said(*db, "feeds").out.count("next never)") == 2
    assert [feed["next_fetch"] for feed in json.loads(said(*db, "feeds", "--json").out)] == [None, None]


async def test_private_addresses_need_consent(db: Sequence[str]) -> None:
    async with Loopback() as web:
        url = web.serve("/feed", answer(body=document("ada", 3, now=now())))
        fails(await asked(*db, "add", url, env={"PULSEAUGUR_ALLOW_PRIVATE": ""}), 1)
        assert web.requests == []
        agreed = await asked(*db, "add", url, "--allow-private", env={"PULSEAUGUR_ALLOW_PRIVATE": ""})
        assert agreed.status == 0, agreed


async def test_consent_to_a_private_address_is_acted_on_at_the_next_refresh(db: Sequence[str]) -> None:
    env = {"PULSEAUGUR_ALLOW_PRIVATE": ""}
    async with Loopback() as web:
        said(*db, "add", "--force", web.serve("/feed", answer(body=document("ada", 3, now=now()))))
        for consent, state in ((), "refused"), (["edit", "1", "--allow-private"], "ok"):
            assert not consent or (await asked(*db, *consent, env=env)).status == 0
            assert (await asked(*db, "refresh", env=env)).status == 0
            assert json.loads(said(*db, "feeds", "--json").out)[0]["state"] == state


def test_import_and_export_carry_what_describes_a_feed(tmp_path: Path, db: Sequence[str]) -> None:
    first = tmp_path / "first.opml"
    ours = 'tier="1" publisher="A Lab" language="zh"'
    good = f'<outline text="[bold]A" xmlUrl="https://u:secret@a.example/f" {ours}/>'
    bad = '<outline xmlUrl="exec:rm -rf"/><outline xmlUrl="|cmd"/>'
    first.write_text(f'<opml version="2.0"><body><outline text="Labs">{good}</outline>{bad}</body></opml>')
    found = said(*db, "import", str(first))
    assert found.status == 0
    *refused, last = found.out.splitlines()
    assert last.startswith("1 feed added, 2 refused;")
    only = "refused: Only http and https addresses are fetched, not"
    assert refused == [f"{only} “exec:”.", f"{only} an address without a scheme."]
    assert "1 already there" in said(*db, "import", str(first)).out
    exported = said(*db, "export").out
    assert "secret" not in exported
    for part in ('xmlUrl="https://a.example/f"', 'tier="1"', 'publisher="A Lab"', 'language="zh"', 'text="[bold]A"'):
        assert part in exported


async def test_a_feed_without_a_known_site_belongs_to_whom_its_own_document_names(
    tmp_path: Path, db: Sequence[str]
) -> None:
    listing = tmp_path / "listing.opml"
    async with Loopback() as web:
        imported, forced = (web.serve(f"/{name}", answer(body=document(name, 1, now=now()))) for name in ("ada", "bob"))
        listing.write_text(f'<opml version="2.0"><body><outline xmlUrl="{imported}"/></body></opml>')
        assert (await asked(*db, "import", str(listing))).status == 0
        assert (await asked(*db, "add", "--force", forced)).status == 0
        assert (await asked(*db, "refresh")).status == 0
    feeds = json.loads((await asked(*db, "feeds", "--json")).out)
    assert {feed["publisher"] for feed in feeds} == {"ada.example", "bob.example"}


def test_a_feed_can_be_edited_and_removed(db: Sequence[str]) -> None:
    said(*db, "add", "--force", "https://a.example/f", "--folder", "/Labs// Deep /")
    assert json.loads(said(*db, "feeds", "--json").out)[0]["folder"] == "Labs/Deep"
    fails(said(*db, "edit", "1", "--url", "a.example/f"), 2, "not an address without a scheme")
    assert (
        said(*db, "edit", "1", "--title", "Lab \x1b[31m", "--tier", "press", "--pause", "--language", "de-AT").status
        == 0
    )
    (feed,) = json.loads(said(*db, "feeds", "--json").out)
    assert (feed["title"], feed["tier"], feed["paused"], feed["language"]) == ("Lab", 2, True, "de")
    fails(said(*db, "edit", "7", "--tier", "1"), 1, "7")
    fails(said(*db, "edit", "1"), 2, "nothing to change")
    assert said(*db, "remove", "1").status == 0
    assert said(*db, "feeds", "--json").out == "[]\n"


async def test_open_gives_the_browser_exactly_the_link_and_marks_the_work_read(
    db: Sequence[str], tmp_path: Path
) -> None:
    record, browser = tmp_path / "record", tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > {record}\n')
    browser.chmod(0o755)
    # The browser outlives the command; a pipe waits for it.
    os.mkfifo(record)
    async with Loopback() as web:
        await asked(*db, "add", web.serve("/feed", answer(body=document("ada", 1, now=now()))))
    opened = await asked(*db, "open", "1", "1", env={"BROWSER": str(browser)})
    assert (opened.status, opened.error) == (0, "")
    async with asyncio.timeout(10):
        assert await asyncio.to_thread(record.read_text) == "https://ada.example/0\n"
    (row,) = json.loads(said(*db, "list", "--json").out)
    assert row["unread"] == 0
    fails(said(*db, "open", "1", "9", env={"BROWSER": str(browser)}), 1, "no source 9")


async def test_corrections_hold_through_refreshes_and_can_be_undone(db: Sequence[str]) -> None:
    async with Loopback() as web:
        for name in ("ada", "bob"):
            added = await asked(*db, "add", web.serve(f"/{name}", answer(body=document(name, 2, now=now()))))
            assert added.status == 0, added
        before = json.loads(said(*db, "list", "--json").out)
        story = before[0]["id"]
        assert [row["works"] for row in before] == [2, 2]
        assert said(*db, "cluster", "eject", str(story), "2").status == 0
        for _ in range(2):
            assert (await asked(*db, "refresh", "--force")).status == 0
            assert sorted(row["works"] for row in json.loads(said(*db, "list", "--json").out)) == [1, 1, 2]
        assert said(*db, "cluster", "undo").out.startswith("Undone")
        assert (await asked(*db, "refresh", "--force")).status == 0
    assert [row["works"] for row in json.loads(said(*db, "list", "--json").out)] == [2, 2]
