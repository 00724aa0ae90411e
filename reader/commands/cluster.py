"""`cluster`: what other settings of grouping would change, and the user's word against a grouping."""

import argparse
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from datetime import timedelta

from reader import config
from reader.commands import reading, words
from reader.commands.numbers import back, listed
from reader.commands.place import Place
from reader.commands.writing import opened
from reader.config import PROGRAM
from reader.engine.clock import utc_now
from reader.engine.plan import plan
from reader.errors import NotFound, UsageError
from reader.store.marks import Marks
from reader.text.clean import clean

ACTIONS = {"eject": "CLUSTER N", "merge": "CLUSTER CLUSTER", "apart": "CLUSTER CLUSTER", "undo": ""}
"""What can be said against a grouping -> the numbers it takes."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Define the options."""
    parser.add_argument("action", choices=list(ACTIONS), nargs="?", help="eject source N; merge or part two; undo")
    parser.add_argument("numbers", metavar="NUMBER", type=listed, nargs="*", help="clusters, and the source to eject")
    parser.add_argument("--dry-run", action="store_true", help="print what other settings would split or merge")
    parser.add_argument("--roundups", choices=config.CHOICES["cluster", "roundups"], help="how readily themes form")
    parser.add_argument(
        "--since", metavar="AGE", type=back, default=timedelta(days=7), help='how far back a dry run looks ("7d")'
    )


def run(given: argparse.Namespace, place: Place) -> int:
    """Correct a grouping, or try one; a dry run changes nothing."""
    if given.dry_run == bool(given.action):
        raise UsageError(f"say one of --dry-run, {', '.join(ACTIONS)}; see `{PROGRAM} cluster --help`.")
    if given.dry_run:
        return _dry_run(given, place)
    wanted = ACTIONS[given.action].split()
    if len(given.numbers) != len(wanted):
        raise UsageError(f"`{PROGRAM} cluster {given.action}` takes {ACTIONS[given.action] or 'no numbers'}.")
    print(_correct(given.action, given.numbers, place))
    return 0


def _correct(action: str, numbers: Sequence[int], place: Place) -> str:
    """Keep the user's word, at once and for every later refresh; returns what was done."""
    now = utc_now()
    with closing(Marks(place.library)) as marks:
        if action == "undo":
            return _undone(marks)
        if action == "eject":
            cluster, number = numbers
            work = _source(place, cluster, number)
            marks.eject(work, cluster, now)
            return f"Source {number} no longer belongs to story {cluster}."
        first, second = numbers
        if first == second:
            raise UsageError("it takes two different stories.")
        (marks.merge if action == "merge" else marks.apart)(first, second, now)
        return f"Stories {first} and {second} {'are one' if action == 'merge' else 'stay apart'}."


def _undone(marks: Marks) -> str:
    undone = marks.undo()
    return f"Undone: {undone.action.value}." if undone else "There is nothing to undo."


def _source(place: Place, cluster: int, number: int) -> int:
    """Return the work behind a source's number.

    Raises:
        NotFound: There is no such story or source.
    """
    with reading.opened(place) as library:
        sources = library.story(cluster, utc_now()).sources
    if not 1 <= number <= len(sources):
        raise NotFound(f"story {cluster} has no source {number}; it has 1 to {len(sources)}.")
    return sources[number - 1].work.id


def _dry_run(given: argparse.Namespace, place: Place) -> int:
    """Print which stories would split and which would become one; the library stays as it is."""
    settings = place.settings.cluster
    if given.roundups:
        settings = replace(settings, roundups=given.roundups)
    with opened(place, create=False) as library:
        found = plan(library, settings, utc_now() - given.since)
    concerned = sorted({*found.split, *(cluster for union in found.merged for cluster in union)})
    with reading.opened(place) as rows:
        names = {id_: clean(row.headline, 80) for id_, row in rows.rows(concerned).items()}
    for cluster, sizes in found.split.items():
        print(f"split  #{cluster} {names.get(cluster, '')}  into {', '.join(map(str, sizes))}")
    for union in found.merged:
        print("merge  " + "  +  ".join(f"#{cluster} {names.get(cluster, '')}" for cluster in union))
    print(f"{words.many(found.works, 'work')}: {len(found.split)} would split, {len(found.merged)} would merge.")
    return 0
