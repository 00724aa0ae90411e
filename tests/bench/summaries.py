"""Quality and cost of the summaries: `python -m tests.bench.summaries`.

Writes predictions for the clusters that lie beside the checkout, prints their scorer's table, and the CPU time of one
cluster of ten works.
"""

import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from time import process_time

from reader.model.cluster import Cluster, Kind
from reader.settings import SummarySettings
from reader.summarise import summarise
from tests.bench.summarise import rows, works_of, write

SHARED = Path(__file__).parents[3] / "shared"
DATA = SHARED / "data" / "summaries" / "dev.jsonl"
SCORER = SHARED / "tools" / "score_summaries.py"
WORKS = 10
ROUNDS = 30
PASSES = 8


def milliseconds(documents: list[str], kind: Kind) -> float:
    """Return the mean CPU time of summarising clusters of ten works, made of the documents in order.

    The least of some passes over them: what else runs on the machine only ever adds, also to CPU time.
    """
    clusters = [
        Cluster(id=1, kind=kind, works=works_of(documents[start : start + WORKS]))
        for start in range(0, WORKS * ROUNDS, WORKS)
    ]
    return 1000 * min(_seconds(clusters) for _ in range(PASSES)) / len(clusters)


def _seconds(clusters: list[Cluster]) -> float:
    began = process_time()
    for cluster in clusters:
        summarise(cluster, now=datetime.now(UTC), settings=SummarySettings())
    return process_time() - began


def main() -> None:
    """Print the tables."""
    if not DATA.is_file():
        print(f"nothing to measure: {DATA} is not there")
        return
    for kind in Kind:
        with tempfile.TemporaryDirectory() as folder:
            out = Path(folder) / "predicted.jsonl"
            write(DATA, out, kind)
            print(f"as a {kind}:", flush=True)
            subprocess.run([sys.executable, str(SCORER), str(DATA), str(out)], check=True)
    documents = [document for row in rows(DATA) for document in row["documents"]]
    words = sum(len(document.split()) for document in documents[: WORKS * ROUNDS]) / ROUNDS
    for kind in Kind:
        print(f"{milliseconds(documents, kind):.2f} ms of CPU a {kind} of {WORKS} works ({words:.0f} words of sources)")


if __name__ == "__main__":
    main()
