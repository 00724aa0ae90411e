"""Summaries of document clusters: `python -m tests.bench.summarise FILE.jsonl --out PRED.jsonl [--mode story|roundup]`.

Reads rows `{id, documents, reference}`, each document one source, writes rows `{id, summary}`. The reference is never
looked at. What writes the summaries is the reader's own `quotes`, with room for 120 words instead of 130.
"""

import argparse
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from reader.model.cluster import Kind
from reader.model.feed import Feed, Tier
from reader.model.work import Appearance, Entry, Work
from reader.summarise import quotes
from reader.summarise.copies import Sources
from reader.summarise.select import Room

WORDS = 120
SENTENCES = 5
EXCERPT = 4000
"""Characters of an excerpt in the reader."""
SEEN = datetime(2026, 1, 1, tzinfo=UTC)


def works_of(documents: Sequence[str]) -> tuple[Work, ...]:
    """Return each document as a work of its own publisher, white space folded as at the reader's door."""
    return tuple(_work(number, document) for number, document in enumerate(documents, 1))


def summary_of(documents: Sequence[str], kind: Kind = Kind.STORY) -> str:
    """Return the sentences that the reader would quote, joined by spaces; empty if no sentence can be quoted."""
    works = works_of([document for document in documents if document.strip()])
    chosen = quotes(kind, Sources.of(works), Room(sentences=SENTENCES, words=WORDS)) if works else []
    # Titles, which stand in where a text cannot be quoted, are no words of the documents here.
    return " ".join(quote.text for quote in chosen if quote.span.field == "excerpt")


def rows(path: Path) -> list[dict[str, Any]]:
    """Return the rows of a file of JSON lines."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def write(source: Path, out: Path, kind: Kind = Kind.STORY) -> int:
    """Write a summary for each row of `source`; return how many."""
    given = rows(source)
    written = [{"id": row["id"], "summary": summary_of(row["documents"], kind)} for row in given]
    out.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in written), encoding="utf-8")
    return len(written)


def _work(number: int, document: str) -> Work:
    feed = Feed(
        id=number,
        url=f"https://feed-{number}.example",
        title=f"Feed {number}",
        publisher=f"{number}.example",
        tier=Tier.PRESS,
    )
    text = " ".join(document.split())[:EXCERPT]
    entry = Entry(id=number, feed_id=number, key=str(number), title=f"Document {number}", excerpt=text, first_seen=SEEN)
    return Work(id=number, key=f"url:{number}", appearances=(Appearance(entry=entry, feed=feed),))


def main() -> None:
    """Read the command line and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--mode", choices=[kind.value for kind in Kind], default=Kind.STORY.value)
    args = parser.parse_args()
    count = write(args.file, args.out, Kind(args.mode))
    print(f"{count} summaries written to {args.out}")


if __name__ == "__main__":
    main()
