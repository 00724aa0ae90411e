"""`doctor`: what is wrong with the library and what is not installed, in words; repairs when asked to."""

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path

from reader import __version__, browser
from reader.commands import output, reading, words
from reader.commands.place import Place
from reader.config import PROGRAM, config_path
from reader.engine.clock import utc_now
from reader.engine.notes import MODEL
from reader.errors import BrowserError, NewerLibrary, NotALibrary, NotFound, StoreError
from reader.refine.budget import TOKENS_USED, UNREACHED, Budget
from reader.store.check import Finding, Level, check
from reader.text.clean import clean

MARK = {Level.FINE: "ok ", Level.ODD: " ? ", Level.BAD: " ! "}
"""Levels as they stand at the start of a line: told apart without colour."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Define the options."""
    parser.add_argument("--repair", action="store_true", help="mend the library; a damaged file is kept beside it")
    parser.add_argument("--json", action="store_true", help="as JSON")


def run(given: argparse.Namespace, place: Place) -> int:
    """Print the findings; the exit status is 1 if one of them is bad."""
    if given.repair:
        # Only here: everything else only looks.
        from reader.store.repair import repair

        for sentence in repair(place.library, utc_now()):
            print(clean(sentence, 500), file=sys.stderr if given.json else sys.stdout)
    inside = check(place.library)
    findings = [*inside, *_surroundings(place)]
    if given.json:
        output.write(output.as_json([words.plain(finding) for finding in findings]))
    else:
        print("\n".join(f"{MARK[f.level]} {f.about:12} {clean(f.words, 500)}" for f in findings))
    if _has_bad(inside) and not given.repair and _can_be_mended(place.library):
        sys.stderr.write(f"`{PROGRAM} doctor --repair` mends the library.\n")
    return int(_has_bad(findings))


def _has_bad(findings: Iterable[Finding]) -> bool:
    return any(finding.level is Level.BAD for finding in findings)


def _can_be_mended(library: Path) -> bool:
    """Whether a repair would not refuse what stands here."""
    from reader.store.repair import check_ours

    try:
        check_ours(library)
    except (NewerLibrary, NotALibrary):
        return False
    return True


def _surroundings(place: Place) -> Iterator[Finding]:
    python = f"{sys.version_info.major}.{sys.version_info.minor}.{sys.version_info.micro}"
    yield Finding(about="program", level=Level.FINE, words=f"PulseAugur Reader {__version__} on Python {python}")
    yield _configuration(place)
    yield _meaning(place)
    yield _model(place)
    try:
        program = browser.choose(place.settings.screen.browser)
        yield Finding(about="browser", level=Level.FINE, words=" ".join(program.command))
    except BrowserError as error:
        yield Finding(about="browser", level=Level.ODD, words=str(error))
    if place.allow:
        yield Finding(about="network", level=Level.ODD, words=f"private addresses allowed: {', '.join(place.allow)}")


def _configuration(place: Place) -> Finding:
    file = place.config or config_path()
    told = f"{file}" if file.exists() else f"{file} is not there, so every default holds"
    return Finding(about="settings", level=Level.FINE, words=told)


def _meaning(place: Place) -> Finding:
    # numpy comes with it, so it is imported only where it is asked for.
    from reader.cluster import embed

    why = embed.why_absent(place.settings.cluster)
    said = f"stories are grouped by terms alone. {why}" if why else "stories are grouped by terms and by meaning"
    level = Level.ODD if why and place.settings.cluster.embedder != "none" else Level.FINE
    return Finding(about="grouping", level=level, words=said)


def _model(place: Place) -> Finding:
    model = place.settings.summary.model
    if not model:
        return Finding(about="text", level=Level.FINE, words="extracts from the sources; nothing leaves this machine")
    if find_spec("llm") is None:
        return Finding(about="text", level=Level.BAD, words=f"{model} needs an extra: pip install '.[llm]'")
    where = place.settings.summary.api_base or "where the llm library sends it"
    level, state = _asked(place)
    return Finding(about="text", level=level, words=f"written by {model}; sources are sent to {where}{state}")


def _asked(place: Place) -> tuple[Level, str]:
    """Return how asking the model went so far, from the library's note of it."""
    try:
        with reading.opened(place) as library:
            noted = library.noted(MODEL)
    except (NotFound, StoreError):
        return Level.FINE, ""  # `check` has said what is wrong with the library
    if not noted:
        return Level.FINE, "; it was not asked yet"
    budget, now = Budget.from_json(json.loads(noted)), utc_now()
    used = f"{budget.tokens:,} tokens used on {budget.day}" if budget.day else "no tokens used yet"
    said = f"; {used}, {place.settings.summary.tokens_per_day:,} a day are allowed"
    refusal = budget.refusal(now, place.settings.summary)
    if refusal == UNREACHED:
        wait = words.until(datetime.fromisoformat(budget.rests_until), now)
        return Level.ODD, f"{said}; it was not reachable {budget.failures} times, it is asked again {wait}"
    return (Level.ODD, f"{said}; {refusal}") if refusal == TOKENS_USED else (Level.FINE, said)
