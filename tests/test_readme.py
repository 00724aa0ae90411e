"""The README says what the program does: its keys, its settings, its queries, its pictures."""

import re
import sqlite3
import tomllib
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database

from reader.config import read
from reader.store.schema import migrations
from tests.readme import README, filled

TEXT = README.read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.+?)\n```", TEXT, re.DOTALL)


def test_commands_keys_and_settings_are_those_of_the_code() -> None:
    assert filled(TEXT) == TEXT, "run `python -m tests.readme`"


def test_a_readme_without_its_markers_is_refused() -> None:
    with pytest.raises(ValueError, match="commands"):
        filled("# PulseAugur Reader\n")


def test_the_example_configuration_is_accepted() -> None:
    examples = blocks("toml")
    assert examples
    for example in examples:
        assert tomllib.loads(example)
        read(example, Path("config.toml"))


def test_the_queries_run_on_a_library() -> None:
    queries = blocks("sql")
    assert len(queries) == 2
    with closing(sqlite3.connect(":memory:")) as library:
        migrations.apply(Database(library))
        for query in queries:
            assert library.execute(query).fetchall() == []


def test_the_two_commands_are_single_lines_that_need_python_and_venv_alone() -> None:
    for marker in ("run", "test"):
        found = re.search(rf"<!-- {marker} -->\s*```sh\n(.+?)\n```", TEXT, re.DOTALL)
        assert found
        assert found[1].startswith("python3 -m venv .venv && ")
        assert "\n" not in found[1]
