"""`refresh`: runs the engine on the library and tells how it goes, to a person or, as JSON lines, to the screen."""

import argparse
import asyncio
import gc
import os
import signal
import sys
from dataclasses import replace

from reader import config
from reader.commands import words
from reader.commands.numbers import between, listed
from reader.commands.output import unheard
from reader.commands.place import Place
from reader.commands.writing import opened, source
from reader.config import PROGRAM
from reader.engine.options import Options
from reader.engine.refresh import refresh
from reader.engine.second import GARBAGE_AFTER
from reader.errors import LibraryBusy, NotFound, ReaderError
from reader.events import Busy, Event, Failed, FeedDone, Finished, Stage
from reader.settings import Settings
from reader.store.write import Library
from reader.text.clean import clean

INTERRUPTED = 128 + signal.SIGINT
"""Exit status of a refresh that was stopped, as shells count it."""

NICENESS = 10
"""Priority that a refresh gives up, so that the keys of the screen do not wait for it."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Define the options."""
    limit = between(*map(int, config.BOUNDS["refresh", "concurrency"]))
    parser.add_argument(
        "--feed", metavar="ID", type=listed, action="append", default=[], help="only this feed; repeatable"
    )
    parser.add_argument("--force", action="store_true", help="also what is not due yet")
    parser.add_argument("--events", action="store_true", help="tell what happens as JSON lines")
    parser.add_argument("--concurrency", metavar="N", type=limit, help="requests in flight in all (1 to 64)")
    parser.add_argument("--per-host", metavar="N", type=limit, help="requests in flight to one host (1 to 64)")


def run(given: argparse.Namespace, place: Place) -> int:
    """Refresh; a library that another process refreshes is left to it, which is no failure."""
    os.nice(NICENESS)
    gc.set_threshold(GARBAGE_AFTER)
    teller = Lines() if given.events else Progress() if sys.stderr.isatty() else Quiet()
    try:
        return asyncio.run(_refresh(given, place, teller))
    except LibraryBusy as error:
        teller.tell(Busy(holder=str(error)))
        return 0
    except ReaderError as error:
        teller.tell(Failed(message=clean(str(error), 1000)))
        raise
    finally:
        # Python looks for garbage a last time when it ends, a tenth of a second; what is frozen is passed over.
        gc.freeze()


class Quiet:
    """Tells nothing: for cron, whose mail is for what went wrong."""

    def tell(self, event: Event) -> None:
        """Take an event."""


class Lines(Quiet):
    """Tells each event as a line of JSON."""

    def tell(self, event: Event) -> None:
        """Write the event at once: the screen waits for it. When nobody listens any more, the work goes on."""
        try:
            print(event.to_json(), flush=True)
        except OSError:
            unheard()


class Progress(Quiet):
    """Tells a person, in one line that is written over, how far it is."""

    def tell(self, event: Event) -> None:
        """Write the line again, or end it."""
        match event:
            case FeedDone(done=done, feeds=feeds, title=title):
                self._line(f"{done}/{feeds}  {clean(title, 40)}")
            case Stage(stage=stage, done=done, of=of):
                self._line(f"{stage} {done}/{of}")
            case Busy(holder=holder):
                self._write(f"Already refreshing: {holder}.\n")
            case Finished():
                self._write(f"{ending(event)}\n")

    def _line(self, text: str) -> None:
        # The terminal, which knows how wide it shows each character, cuts the line: it is told not to wrap meanwhile.
        self._write(f"\x1b[?7l{text}\x1b[?7h")

    def _write(self, text: str) -> None:
        sys.stderr.write(f"\r\x1b[K{text}")
        sys.stderr.flush()


def ending(event: Finished) -> str:
    """Return how a refresh ended, in a sentence."""
    news = f"{event.new:,} new" if event.new else "Nothing new"
    failing = f", {words.many(event.failing, 'feed')} failing (`{PROGRAM} feeds --failing`)"
    stopped = "Stopped; what came is kept: " if event.stopped else ""
    offline = "No server could be reached; what is here stays readable. " if event.offline else ""
    return f"{offline}{stopped}{news}{failing if event.failing else ''}, {event.seconds:.1f} s."


async def _refresh(given: argparse.Namespace, place: Place, teller: Quiet) -> int:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, _stop, loop, stop)
    place = replace(place, settings=_limited(given, place.settings))
    with opened(place) as library:
        _check_feeds(library, given.feed)
        options = Options(
            settings=place.settings,
            source=lambda: source(library, place, force=given.force),
            feeds=tuple(given.feed),
            force=given.force,
            stop=stop,
        )
        await refresh(library, options, teller.tell)
    return INTERRUPTED if stop.is_set() else 0


def _stop(loop: asyncio.AbstractEventLoop, stop: asyncio.Event) -> None:
    """End gently at the first signal; the second one finds no handler and ends the process."""
    stop.set()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.remove_signal_handler(number)


def _limited(given: argparse.Namespace, settings: Settings) -> Settings:
    named = {"concurrency": given.concurrency, "per_host": given.per_host}
    limits = {name: value for name, value in named.items() if value is not None}
    return replace(settings, refresh=replace(settings.refresh, **limits))


def _check_feeds(library: Library, ids: list[int]) -> None:
    known = {feed.id for feed, _ in library.feeds()} if ids else set()
    missing = [str(id_) for id_ in ids if id_ not in known]
    if missing:
        raise NotFound(f"there is no feed {', '.join(missing)}; `{PROGRAM} feeds` lists them.")
