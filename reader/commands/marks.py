"""`marks`: what only you know (read, stars, rules, corrections) to a file and back, by the works' own names."""

import argparse
from contextlib import closing
from pathlib import Path

from reader.commands import output, reading
from reader.commands.place import Place
from reader.engine.clock import utc_now
from reader.store.marks import Marks


def arguments(parser: argparse.ArgumentParser) -> None:
    """Define the options."""
    parser.add_argument("action", choices=("export", "import"), help="which way")
    parser.add_argument("file", metavar="FILE", help="JSON lines, readable by people")


def run(given: argparse.Namespace, place: Place) -> int:
    """Write all marks, or take in those of a file without forgetting any."""
    if given.action == "export":
        with reading.opened(place) as library:
            file = output.destination(given.file)
            output.write(library.marks(utc_now()), file)
        if file:
            print(f"Marks written to {file}.")
    else:
        with closing(Marks(place.library)) as marks:
            marks.import_(Path(given.file))
        print(f"Marks of {given.file} taken in.")
    return 0
