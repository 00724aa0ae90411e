"""`prepare`: the library exists and is of this version. Fetches nothing."""

import argparse

from reader.commands.place import Place
from reader.commands.writing import opened


def arguments(parser: argparse.ArgumentParser) -> None:
    """It takes none."""


def run(given: argparse.Namespace, place: Place) -> int:
    """Open the library for writing once, which makes or upgrades it."""
    with opened(place):
        return 0
