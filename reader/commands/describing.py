"""What a person may say of a feed on the command line: the same words for `add` and `edit`."""

import argparse
from typing import Any

from reader.errors import UsageError
from reader.model.feed import Tier
from reader.text.clean import clean

TIERS = {str(int(tier)): tier for tier in Tier} | {tier.name.lower(): tier for tier in Tier}
"""A tier's number or word -> the tier."""

LONGEST = 200
"""Characters of a title, publisher or folder."""


def options_of_a_feed(parser: argparse.ArgumentParser) -> None:
    """Define the options that describe a feed."""
    parser.add_argument("--title", help="its name; else the feed's own")
    parser.add_argument("--tier", choices=sorted(TIERS), help="how close to the origin it is: 1 is nearest")
    parser.add_argument("--publisher", help="who stands behind it; else its site's registered domain")
    parser.add_argument("--language", metavar="CODE", help='its language, such as "en" or "zh"')
    parser.add_argument("--folder", help='its folder, such as "Research/Theory"')
    parser.add_argument(
        "--private", action=argparse.BooleanOptionalAction, default=None, help="keep it out of any model's prompt"
    )


def description(given: argparse.Namespace) -> dict[str, Any]:
    """Return the fields of a feed that were named.

    Raises:
        UsageError: The language is no language code.
    """
    named: dict[str, Any] = {
        name: clean(value, LONGEST)
        for name in ("title", "publisher", "folder")
        if (value := getattr(given, name)) is not None
    }
    if "folder" in named:
        # As an OPML file has them: no name is empty.
        named["folder"] = "/".join(part for name in named["folder"].split("/") if (part := name.strip()))
    if given.tier:
        named["tier"] = TIERS[given.tier]
    if given.private is not None:
        named["private"] = given.private
    if given.language is not None:
        named["language"] = _language(given.language)
    return named


def _language(code: str) -> str:
    subtag = code.strip().lower().partition("-")[0]
    if subtag and not (subtag.isascii() and subtag.isalpha() and len(subtag) in (2, 3)):
        raise UsageError(f'--language takes a code such as "en" or "zh", not {clean(code, 20)!r}.')
    return subtag
