"""`add`: subscribe to a feed by its address, or by that of a page that offers it. A feed is kept once it was read."""

import argparse
import asyncio
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace

from reader.commands.describing import description, options_of_a_feed
from reader.commands.place import Place
from reader.commands.writing import opened, source
from reader.config import PROGRAM
from reader.engine.options import Options
from reader.engine.parsers import Parsers
from reader.engine.refresh import settle
from reader.engine.subscribe import Found, find
from reader.errors import FetchError, LibraryBusy, ReaderError, Unreachable, UsageError
from reader.events import Event
from reader.model.feed import Feed
from reader.store.write import Library
from reader.text.clean import clean
from reader.urls import check_feed, without_credentials

SCHEME = re.compile(r"[^/?#:]*:(?!\d+(?:[/?#]|$))")
"""What an address has before its first colon, unless a port stands behind that: "localhost:8080/feed" has no scheme."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Define the options."""
    parser.add_argument("url", metavar="URL", help="a feed, or a page that offers one")
    options_of_a_feed(parser)
    parser.add_argument("--allow-private", action="store_true", help="agree to an address that is not public")
    parser.add_argument("--force", action="store_true", help="subscribe without reading it first, as when offline")


def run(given: argparse.Namespace, place: Place) -> int:
    """Read the feed, keep it with its entries, and group them."""
    feed = _wanted(given)
    with opened(place) as library:
        _check_new(library, feed.url)
        if given.force:
            kept = library.add_feeds([feed])[0]
            print(f"Feed {kept.id} added unread; `{PROGRAM} refresh` fetches it.")
        else:
            asyncio.run(_Adding(library, place, feed).run())
    return 0


def _wanted(given: argparse.Namespace) -> Feed:
    typed = given.url.strip()
    try:
        # What people copy from an address bar often lacks its scheme.
        url = check_feed(typed if SCHEME.match(typed) else f"https://{typed}")
    except FetchError as error:
        raise UsageError(str(error)) from error
    return replace(Feed(url=url, allow_private=given.allow_private), **description(given))


def _check_new(library: Library, url: str) -> None:
    if any(known.url == url for known, _ in library.feeds()):
        raise UsageError(f"{without_credentials(url)} is among the feeds already.")


def choose(links: Sequence[str]) -> str:
    """Ask which of several offered feeds is meant.

    Raises:
        UsageError: There is nobody to ask, or the answer names none.
    """
    listed = [f"{number:>3}  {clean(link, 200)}" for number, link in enumerate(links, 1)]
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        offered = " ".join(clean(link, 200) for link in links)
        raise UsageError(f"the page offers {len(links)} feeds; add one of them by its address: {offered}")
    sys.stderr.write("\n".join(["The page offers several feeds:", *listed, f"Which one (1 to {len(links)})? "]))
    sys.stderr.flush()
    answer = sys.stdin.readline().strip()
    if not (answer.isascii() and answer.isdigit() and 1 <= int(answer) <= len(links)):
        raise UsageError("no feed was chosen; nothing was added.")
    return links[int(answer) - 1]


@dataclass(frozen=True, slots=True)
class _Adding:
    """One feed on its way into the library."""

    library: Library
    place: Place
    feed: Feed

    async def run(self) -> None:
        options = Options(settings=self.place.settings, source=lambda: source(self.library, self.place))
        found = await self._found(options)
        # A page that was typed may offer a feed that is there.
        _check_new(self.library, found.feed.url)
        kept = self.library.add_feeds([found.feed])[0]
        new = self.library.keep_fetch(kept, found.health, found.parsed.entries).new
        print(f"Feed {kept.id} added: {clean(kept.title or without_credentials(kept.url), 200)}, {new:,} new.")
        try:
            await settle(self.library, options, _ignore)
        except LibraryBusy:
            print("Its entries appear with the refresh that is under way.")

    async def _found(self, options: Options) -> Found:
        try:
            async with options.source() as bytes_, Parsers(options.clock) as parsers:
                return await find(self.feed, bytes_, parsers.parse, choose, options)
        except Unreachable as error:
            raise ReaderError(f"{error} Nothing was added; --force subscribes all the same.") from error


def _ignore(event: Event) -> None:
    """Tell nobody: one feed is grouped in a moment."""
