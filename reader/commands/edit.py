"""`edit`: changes what the library holds of one feed. Its entries stay."""

import argparse
from dataclasses import replace
from typing import Any

from reader.commands.describing import description, options_of_a_feed
from reader.commands.numbers import listed
from reader.commands.place import Place
from reader.commands.writing import opened
from reader.engine.publisher import publisher_of
from reader.errors import FetchError, UsageError
from reader.model.feed import Feed, Health
from reader.text.clean import clean
from reader.urls import check_feed, without_credentials


def arguments(parser: argparse.ArgumentParser) -> None:
    """Define the options."""
    parser.add_argument("feed", metavar="ID", type=listed, help="its number in `pulseaugur feeds`")
    options_of_a_feed(parser)
    parser.add_argument("--url", help="its new address")
    pausing = parser.add_mutually_exclusive_group()
    pausing.add_argument("--pause", dest="paused", action="store_true", default=None, help="poll it no more for now")
    pausing.add_argument("--resume", dest="paused", action="store_false", default=None, help="poll it again")
    parser.add_argument(
        "--allow-private",
        action=argparse.BooleanOptionalAction,
        default=None,
        help="agree to an address that is not public",
    )


def run(given: argparse.Namespace, place: Place) -> int:
    """Change the fields that were named; an empty publisher becomes the site's domain again."""
    changes = _changes(given)
    if not changes:
        raise UsageError("nothing to change was named; `pulseaugur edit --help` shows what can be.")
    with opened(place, create=False) as library:
        feed, _ = library.feed(given.feed)
        after = replace(feed, **changes)
        if "publisher" in changes and not after.publisher:
            after = replace(after, publisher=publisher_of(after.site, after.url))
        library.save_feed(after)
        if _starts_anew(feed, after):
            library.save_health(feed.id, Health())
    print(f"Feed {feed.id} changed: {clean(after.title or without_credentials(after.url), 200)}")
    return 0


def _changes(given: argparse.Namespace) -> dict[str, Any]:
    changes = description(given)
    if given.url is not None:
        try:
            changes["url"] = check_feed(given.url)
        except FetchError as error:
            raise UsageError(str(error)) from error
    named = {"paused": given.paused, "allow_private": given.allow_private}
    return changes | {name: value for name, value in named.items() if value is not None}


def _starts_anew(before: Feed, after: Feed) -> bool:
    """Whether earlier validators and failures say nothing any more: the feed is to be read whole, and at once."""
    agreed = after.allow_private and not before.allow_private
    resumed = before.paused and not after.paused
    # Only the document knows the feed's own title.
    untitled = bool(before.title) and not after.title
    return before.url != after.url or agreed or resumed or untitled
