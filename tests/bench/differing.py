"""What is said to differ between sources, within stories and wrongly between them: `python -m tests.bench.differing`.

Prints every difference found in the labelled stories that lie beside the checkout, to be read and judged; then pairs up
reports of different stories that count the same thing, and prints how many of them would be said to differ.
"""

import json
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

from reader.model.work import Work
from reader.summarise.copies import Sources
from reader.summarise.countable import found_in
from reader.summarise.differing import differing
from tests.bench.summarise import rows, works_of

SHARED = Path(__file__).parents[3] / "shared" / "data"
MOST = 25
"""Works of a story that are looked at."""


def stories() -> Iterator[tuple[str, list[str]]]:
    """Yield the name and the texts of every story with two texts or more."""
    for row in rows(SHARED / "summaries" / "dev.jsonl"):
        yield row["id"], row["documents"]
    for path in sorted((SHARED / "clusters").glob("*.jsonl")):
        told: dict[str, list[str]] = {}
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            told.setdefault(row["cluster"], []).append(f"{row['title']}.\n{row['summary'] or ''}")
        yield from ((f"{path.stem} {name}", texts[:MOST]) for name, texts in told.items() if len(texts) > 1)


def _shown(works: tuple[Work, ...]) -> list[str]:
    told = differing(Sources.of(works))
    return [f"{one.label}: {' · '.join(f'{value} {list(ids)}' for value, ids in one.values)}" for one in told]


def _counting(texts: list[str]) -> Iterator[tuple[str, str]]:
    """Yield (what is counted, text) of the texts that count something."""
    for text in texts:
        for label in {label for label, _ in found_in(text.casefold())}:
            yield label, text


def main() -> None:
    """Print both."""
    counting: dict[str, dict[str, str]] = {}
    total = 0
    for name, texts in stories():
        total += 1
        for line in _shown(works_of([text for text in texts if text.strip()])):
            print(f"{name}: {line}")
        for label, text in _counting(texts):
            counting.setdefault(label, {}).setdefault(text, name)
    pairs = [
        (one, other) for told in counting.values() for one, other in combinations(told, 2) if told[one] != told[other]
    ]
    wrong = sum(bool(_shown(works_of(pair))) for pair in pairs)
    print(f"{total} stories; {wrong} of {len(pairs)} pairs of reports on different events are said to differ")


if __name__ == "__main__":
    main()
