"""`export`: the subscriptions as OPML, to a file or to standard output. Never a password."""

import argparse

from reader import opml
from reader.commands import output, reading, words
from reader.commands.place import Place
from reader.engine.clock import utc_now


def arguments(parser: argparse.ArgumentParser) -> None:
    """Define the options."""
    where = "where to write; else standard output"
    parser.add_argument("file", metavar="FILE.opml", type=output.destination, nargs="?", help=where)


def run(given: argparse.Namespace, place: Place) -> int:
    """Write every feed, paused ones too."""
    with reading.opened(place) as library:
        feeds = [row.feed for row in library.feeds(utc_now())]
    output.write(opml.write(feeds, "Feeds of PulseAugur Reader"), given.file)
    if given.file:
        print(f"{words.many(len(feeds), 'feed')} written to {given.file}.")
    return 0
