"""`remove`: unsubscribes. Entries and marks stay in the library."""

import argparse

from reader.commands.numbers import listed
from reader.commands.place import Place
from reader.commands.writing import opened
from reader.text.clean import clean
from reader.urls import without_credentials


def arguments(parser: argparse.ArgumentParser) -> None:
    """Define the options."""
    parser.add_argument("feeds", metavar="ID", type=listed, nargs="+", help="numbers in `pulseaugur feeds`")


def run(given: argparse.Namespace, place: Place) -> int:
    """Unsubscribe from every feed named, or from none if one of them is unknown."""
    with opened(place, create=False) as library:
        removed = [library.feed(id_)[0] for id_ in dict.fromkeys(given.feeds)]
        for feed in removed:
            library.remove_feed(feed.id)
            print(f"Feed {feed.id} removed: {clean(feed.title or without_credentials(feed.url), 200)}")
    return 0
