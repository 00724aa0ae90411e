"""`import`: the feeds of an OPML file become subscriptions. Fetches none of them."""

import argparse
from dataclasses import replace
from pathlib import Path

from reader import opml
from reader.commands import words
from reader.commands.place import Place
from reader.commands.writing import opened
from reader.config import PROGRAM
from reader.engine.publisher import publisher_of
from reader.errors import OpmlError
from reader.model.feed import Feed
from reader.opml import Listing

SHOWN = 3
"""Reasons of refusal that are spelled out; a hostile list may have thousands."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Define the options."""
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("file", metavar="FILE.opml", type=Path, nargs="?", help="an OPML file")
    which.add_argument("--starter", action="store_true", help="the AI research feeds that ship with the reader")
    parser.add_argument(
        "--allow-private", action="store_true", help="agree to fetch addresses that are not public, for these feeds"
    )


def run(given: argparse.Namespace, place: Place) -> int:
    """Subscribe to what the file lists, in one transaction, and say how many were new."""
    listing = _listing(given.file)
    wanted = [_complete(feed, allow_private=given.allow_private) for feed in listing.feeds]
    with opened(place) as library:
        known = {feed.url for feed, _ in library.feeds()}
        library.add_feeds(wanted)
    added = sum(feed.url not in known for feed in wanted)
    print(_told(listing, added))
    return 0


def _listing(file: Path | None) -> Listing:
    try:
        return opml.read(_data(file))
    except OpmlError as error:
        raise OpmlError(f"{file or 'the starter list'}: {error}") from error


def _data(file: Path | None) -> bytes:
    if file is None:
        from reader.demo import STARTER

        return STARTER.read_bytes()
    try:
        with file.open("rb") as stream:
            return stream.read(opml.LARGEST + 1)
    except OSError as error:
        raise OpmlError(f"it cannot be read: {error.strerror or error}.") from error


def _complete(feed: Feed, *, allow_private: bool) -> Feed:
    # Many feeds of one host may come from as many publishers: without a site, the feed's own document will name it.
    return replace(feed, publisher=feed.publisher or publisher_of(feed.site), allow_private=allow_private)


def _told(listing: Listing, added: int) -> str:
    old = len(listing.feeds) - added
    said = [f"{words.many(added, 'feed')} added"]
    said += [f"{old:,} already there"] if old else []
    said += [f"{listing.duplicates:,} named twice"] if listing.duplicates else []
    said += [f"{len(listing.refused):,} refused"] if listing.refused else []
    reasons = list(dict.fromkeys(listing.refused))[:SHOWN]
    cure = f"; `{PROGRAM} refresh` fetches what is new" if added else ""
    # The sum comes last: the screen shows the last line.
    return "\n".join([*(f"refused: {reason}" for reason in reasons), f"{', '.join(said)}{cure}."])
