"""Fill the sections of the README that are made from code: `python -m tests.readme`. Writes nothing else.

A section stands between `<!-- name -->` and `<!-- /name -->`: `commands` and `keys` come from the tables of commands
and keys, `settings` from the settings' own defaults and docstrings.
"""

import ast
import inspect
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import MISSING, Field, fields
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

from reader import settings
from reader.commands.table import COMMANDS
from reader.settings import Settings
from reader.ui.keying import shown
from reader.ui.keys import FEEDS, GROUPS, MAIN, SCREENS, STEPS, Key

README = Path(__file__).parents[1] / "README.md"

UNITS = ((86400, "d"), (3600, "h"), (60, "m"), (1, "s"))
"""Seconds in the units of a duration, as the configuration file writes them."""

TABLES = {"views": "[screen.views]", "keys": "[keys]"}
"""Settings that are a table of their own in the file."""


def commands() -> str:
    """Return every command by an example of its use."""
    lines = ["| for example | what the command does |", "|---|---|"]
    return "\n".join([*lines, *(f"| `{command.example}` | {command.does} |" for command in COMMANDS.values())])


def keys() -> str:
    """Return the keys as tables, one for each group of the help screen and two for the other screens."""
    groups = [(group.capitalize(), [key for key in MAIN if key.group == group]) for group in GROUPS]
    over = [key for table in SCREENS[2:] for key in table]
    others = [("Feeds screen", [*FEEDS, *STEPS]), ("Pages, menus, first screen", over)]
    return "\n\n".join(_keys_table(name, rows) for name, rows in [*groups, *others])


def configuration() -> str:
    """Return every key of the configuration with its default, one table for each section."""
    return "\n\n".join(_settings_table(section) for section in fields(Settings))


def filled(text: str) -> str:
    """Return the README with its made sections made again.

    Raises:
        ValueError: A section's markers are missing.
    """
    for name, section in (("commands", commands()), ("keys", keys()), ("settings", configuration())):
        pattern = re.compile(rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)", re.DOTALL)
        text, count = pattern.subn(lambda found, body=section: found[1] + body + "\n" + found[2], text)  # type: ignore[misc]
        if count != 1:
            raise ValueError(f"README.md has no section {name}")
    return text


def _keys_table(name: str, rows: list[Key]) -> str:
    lines = [f"| {name} | what it does | id |", "|---|---|---|"]
    return "\n".join([*lines, *(f"| {_code(shown(key))} | {key.label} | `{key.id}` |" for key in rows)])


def _code(names: str) -> str:
    """Show each key as code; a bar would end the table's cell."""
    return " ".join(name if name == "…" else f"`{name}`" for name in names.replace("|", "\\|").split(" "))


def _settings_table(section: "Field[object]") -> str:
    kind = type(getattr(Settings(), section.name))
    words = dict(_docstrings(kind))
    lines = [f"| `[{section.name}]` | default | meaning |", "|---|---|---|"]
    return "\n".join(
        [
            *lines,
            *(f"| `{TABLES.get(f.name, f.name)}` | {_default(f)} | {words.get(f.name, '')} |" for f in fields(kind)),
        ]
    )


def _docstrings(kind: type) -> Iterator[tuple[str, str]]:
    """Yield each field of a class with the docstring under it, on one line."""
    body = next(
        node
        for node in ast.parse(inspect.getsource(settings)).body
        if isinstance(node, ast.ClassDef) and node.name == kind.__name__
    ).body
    for line, below in pairwise(body):
        if isinstance(line, ast.AnnAssign) and isinstance(line.target, ast.Name) and isinstance(below, ast.Expr):
            yield line.target.id, " ".join(str(ast.literal_eval(below.value)).split()).replace("|", "\\|")


def _default(entry: "Field[object]") -> str:
    """Return a default as TOML writes it; nothing for an empty table."""
    value = entry.default
    if value is MISSING:
        return ""
    if isinstance(value, timedelta):
        return f'`"{_duration(value)}"`'
    return f"`{json.dumps(value)}`"


def _duration(value: timedelta) -> str:
    seconds = value.total_seconds()
    size, unit = next(((s, u) for s, u in UNITS if seconds >= s and seconds % s == 0), (1, "s"))
    return f"{seconds / size:g}{unit}"


def main() -> None:
    """Write the README again."""
    README.write_text(filled(README.read_text(encoding="utf-8")), encoding="utf-8")
    sys.stdout.write(f"{README.name}\n")


if __name__ == "__main__":
    main()
