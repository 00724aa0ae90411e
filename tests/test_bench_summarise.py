"""The benchmark's interface: rows in, rows out, nothing but the sources' words."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from reader.model.cluster import Kind
from tests.bench.summarise import summary_of

DOCUMENTS = [
    "The dam at Orsa broke on Friday after three days of rain. Two villages were flooded. Nobody was hurt.",
    "After three days of rain the dam at Orsa broke on Friday, and two villages below it were flooded in the night.",
    "Officials said that nobody was hurt when the dam at Orsa broke. The dam had been inspected in spring and",
]


@pytest.mark.parametrize("mode", ["story", "roundup"])
def test_the_command_writes_a_summary_for_every_row(tmp_path: Path, mode: str) -> None:
    given, out = tmp_path / "given.jsonl", tmp_path / "out.jsonl"
    rows = [{"id": str(n), "documents": DOCUMENTS[: n + 1], "reference": "Never read."} for n in range(3)]
    given.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    command = [sys.executable, "-m", "tests.bench.summarise", str(given), "--out", str(out), "--mode", mode]
    subprocess.run(command, check=True, cwd=Path(__file__).parents[1], timeout=60, stdout=subprocess.PIPE)
    written = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert [row["id"] for row in written] == ["0", "1", "2"]
    assert all(set(row) == {"id", "summary"} and row["summary"] for row in written)


@pytest.mark.parametrize("kind", list(Kind))
def test_a_summary_has_at_most_120_words_all_of_them_the_documents(kind: Kind) -> None:
    long = [f"{document} " * 8 for document in DOCUMENTS]
    words = summary_of(long, kind).split()
    assert 0 < len(words) <= 120
    assert set(words) <= set(" ".join(long).split())


@pytest.mark.parametrize("documents", [[], [""], ["…"], ["no stop here", "nor here"]])
def test_nothing_to_quote_is_no_failure(documents: list[str]) -> None:
    assert summary_of(documents) == ""
