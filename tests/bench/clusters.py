"""Every labelled set as a stream, the figures beside what is to reach: `python -m tests.bench.clusters`.

`--embedder none` goes by terms alone; `--speed` measures entries per CPU second and memory instead; `--trial FOLDER`
runs the throwaway program beside it, in the same run.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from reader.cluster.clusterer import Clusterer
from reader.cluster.embed import Embedder, load
from reader.model.feed import Feed
from reader.model.work import Entry
from reader.settings import ClusterSettings
from tests.bench.cluster import Stream, run
from tests.bench.stream import batches, entries, lines
from tests.conftest import SHARED

DATA = SHARED / "data" / "clusters"
SCORER = SHARED / "tools" / "score_clusters.py"

SETS = (
    ("arxiv_dup", "work", "B3 >= .999, pair precision >= .99"),
    ("allsides_neus", "story", "B3 >= .835, ARI >= .60; moved <= 4 %"),
    ("mixed_stream", "story", "B3 >= .86, ARI >= .68; moved <= 4 %"),
    ("uci_titles", "roundup", "B3 >= .81, ARI >= .76; moved (dated) <= 3 %"),
    ("theme_iclr2020", "roundup", "at 50 % coverage .72 of theme mates share a keyword"),
    ("xling_wmt21", "story", "B3 >= .93"),
    ("xling_wmt21_hard", "story", "B3 >= .89"),
)
SIZES = (5_000, 10_000, 20_000)
BATCH = 200


class Noise:
    """Vectors without meaning, for speed alone."""

    name = "noise"
    dimensions = 256

    def embed(self, texts: Sequence[str]) -> Any:
        """Return random rows."""
        return np.random.default_rng(len(texts)).normal(size=(len(texts), self.dimensions)).astype(np.float32)


def figures(name: str, level: str, embedder: Embedder | None) -> str:
    """Stream a set; return its figures as a line."""
    path = DATA / f"{name}.jsonl"
    stream, ids = run(path, embedder=embedder, settings=ClusterSettings())
    found = stream.level(level)
    pred = {one: str(found[number]) for number, one in enumerate(ids, 1)}
    score = scored({str(row["id"]): row["cluster"] for row in lines(path)}, pred)
    line = f"B3 {score['b3_f1']:.4f} ARI {score['ari']:.3f} pair P {score['pair_p']:.3f}"
    if name.startswith("theme"):
        line = "coverage {:.0%}, {:.2f} share a keyword, largest {}".format(*theme(lines(path), pred))
    speed = f"{len(ids) / stream.cpu:.0f}/s"
    return f"{line} | moved {stream.lost():.1%} ({stream.moved():.1%} without redirects) | {speed}"


def scored(gold: Mapping[str, str], pred: Mapping[str, str]) -> dict[str, float]:
    """Return what the scorer says of a grouping: id -> label on both sides."""
    with tempfile.TemporaryDirectory() as folder:
        truth, guess = Path(folder, "gold.jsonl"), Path(folder, "pred.json")
        truth.write_text("\n".join(json.dumps({"id": key, "cluster": label}) for key, label in gold.items()))
        guess.write_text(json.dumps(pred))
        command = [sys.executable, str(SCORER), str(truth), str(guess), "--json"]
        said = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    return dict(json.loads(said)["all"])


def theme(found: Sequence[dict[str, Any]], pred: dict[str, str]) -> tuple[float, float, int]:
    """Return the share of lines in clusters of 3 or more, of pairs there that share a keyword, and the largest size."""
    groups: dict[str, list[set[str]]] = {}
    for line in found:
        groups.setdefault(pred[str(line["id"])], []).append(set(line.get("keywords") or ()))
    large = [group for group in groups.values() if len(group) > 2]
    mates = [np.mean([bool(a & b) for b in group if b is not a]) for group in large for a in group]
    share = float(np.mean(mates)) if mates else 0.0
    return sum(map(len, large)) / len(found), share, max(map(len, groups.values()))


def repeated(count: int) -> list[tuple[Entry, Feed]]:
    """Return a long stream: two sets over and over, each round's titles told apart by a number, without links."""
    found = lines(DATA / "arxiv_dup.jsonl") + lines(DATA / "allsides_neus.jsonl")
    rows = []
    for number in range(count):
        line = dict(found[number % len(found)], id=str(number), link="", published=None)
        again = number // len(found)
        rows.append(line | {"title": f"{line['title']} {again}" if again else line["title"]})
    return [(replace(entry, arxiv_id=""), feed) for entry, feed in entries(rows)]


def speed(embedder: Embedder | None) -> None:
    """Print entries per CPU second, batch times and memory as the window fills."""
    stream = Stream(Clusterer(ClusterSettings(), embedder=embedder))
    pairs = repeated(max(SIZES))
    base, done, spent, times = memory(), 0, 0.0, []
    for batch in batches(pairs, BATCH):
        start = time.process_time()
        stream.feed(batch)
        times.append(time.process_time() - start)
        done += len(batch)
        if done in SIZES:
            rate = (done - spent) / sum(times)
            print(
                f"{done} in window: {rate:.0f} entries per CPU second, batch of {BATCH}: median "
                f"{1000 * float(np.median(times)):.0f} ms, worst {1000 * max(times):.0f} ms, "
                f"{memory() - base:.0f} MB over base",
                flush=True,
            )
            spent, times = done, []


def memory() -> float:
    """Return the resident memory now, in MB."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / 1e6


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", nargs="*")
    parser.add_argument("--embedder", choices=("auto", "none"), default="auto")
    parser.add_argument("--speed", action="store_true")
    parser.add_argument("--trial", type=Path, help="folder of the throwaway program, to run beside")
    given = parser.parse_args()
    embedder = load(ClusterSettings(embedder=given.embedder))
    if given.speed:
        speed(Noise() if embedder else None)
        if given.trial:
            dimensions = ["--dim", "512"] if embedder else []
            subprocess.run([sys.executable, "story3.py", "--speed", "20000", *dimensions], cwd=given.trial, check=True)
        return
    for name, level, reach in SETS:
        if not given.sets or name in given.sets:
            print(f"{name} ({level}): {figures(name, level, embedder)}\n    to reach: {reach}", flush=True)


if __name__ == "__main__":
    main()
