"""How much the gate flags of what is wrong, and of what is right: `python -m tests.bench.gate [--worst]`."""

import random
import sys
import time
from collections import Counter

from reader.refine.gate import Standing, judge
from tests.gate_probes import Probe, clusters, probes, retellings
from tests.gate_twists import twists

TO_REACH = {"foreign": 0.99, "number": 0.95, "borrowed": 0.95, "swapped": 0.98, "replaced": 0.98, "negated": 0.85}
MOST = {"copied": 0.02, "retold": 0.15}
TWISTED = 0.8
"""Of each kind of `tests.gate_twists`."""
ROUNDS = 5
"""Seeds, so that each random change is tried in several places."""


def _fixed(seed: int) -> tuple[Probe, ...]:
    """Return the probes without chance in them; once, in the first round."""
    return () if seed else (*retellings(), *twists())


def main(worst: bool) -> None:
    """Print a row for each kind of probe."""
    among, asked, flagged, dropped = clusters(), Counter[str](), Counter[str](), Counter[str]()
    begun = time.process_time()
    for seed in range(ROUNDS):
        for probe in (*probes(random.Random(seed)), *_fixed(seed)):
            verdict = judge(probe.text, (probe.cited,), among[probe.cited], language=probe.language)
            right = probe.kind in MOST
            asked[probe.kind] += 1
            flagged[probe.kind] += verdict.standing < Standing.SUPPORTED or verdict.works != (probe.cited,)
            dropped[probe.kind] += verdict.standing is Standing.UNSUPPORTED
            if worst and seed == 0 and right == (verdict.standing < Standing.SUPPORTED):
                print(f"{probe.kind:9} {verdict.standing.name:11} {verdict.why}\n    {probe.text}\n    {probe.origin}")
    spent = (time.process_time() - begun) / sum(asked.values())
    print(f"{'probe':10}{'asked':>7}{'flagged':>9}{'dropped':>9}   to reach")
    for kind in sorted(asked):
        aim = f"<= {MOST[kind]:.0%}" if kind in MOST else f">= {TO_REACH.get(kind, TWISTED):.0%}"
        print(f"{kind:10}{asked[kind]:7}{flagged[kind] / asked[kind]:9.1%}{dropped[kind] / asked[kind]:9.1%}   {aim}")
    print(f"{spent * 1000:.2f} ms of CPU a sentence")


if __name__ == "__main__":
    main("--worst" in sys.argv)
