"""How often the language of a text is told right, wrong or not at all: `python -m tests.bench.language FILE.jsonl…`.

A line of a file is an object with "lang", "title" and "summary".
"""

import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from reader.text.language import detect

SHARED = Path(__file__).parents[3] / "shared" / "data" / "clusters"


def texts(files: list[Path]) -> Iterator[tuple[str, str, str]]:
    """Yield (what it is, language, text) of each line: its title, and title and summary together."""
    for file in files:
        for row in map(json.loads, file.read_text(encoding="utf-8").splitlines()):
            if row.get("lang"):
                yield "title", row["lang"], row["title"]
                if row.get("summary"):
                    yield "title and text", row["lang"], f"{row['title']}. {row['summary']}"


def main() -> None:
    """Print the counts."""
    files = [Path(name) for name in sys.argv[1:]] or sorted(SHARED.glob("*.jsonl"))
    counts: dict[tuple[str, str], Counter[str]] = {}
    for what, language, text in texts(files):
        found, _ = detect(text)
        verdict = "right" if found == language else "wrong" if found else "silent"
        counts.setdefault((what, language), Counter())[verdict] += 1
    for (what, language), counter in sorted(counts.items()):
        print(
            f"{what:15} {language:3} right {counter['right']:6} wrong {counter['wrong']:4} silent {counter['silent']:6}"
        )


if __name__ == "__main__":
    main()
