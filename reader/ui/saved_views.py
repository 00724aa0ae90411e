"""Saved views in the user's configuration file. Touches their lines alone; comments and all else stay as they are."""

import json
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path

from reader.config import config_path, read
from reader.errors import ConfigError

HEADER = re.compile(r"\s*\[\s*screen\s*\.\s*views\s*\]")
ANY_HEADER = re.compile(r"\s*\[")


def save(path: Path | None, changes: Mapping[str, str | None]) -> dict[str, str]:
    """Save views, or remove those whose line is None; return all saved views as the file holds them now.

    Args:
        path: The configuration file; None = the usual one. Made if it is not there.
        changes: Name -> query, as `View.line` gives it.

    Raises:
        ConfigError: The file cannot be read or written, or keeps its views in a way that is not edited here.
    """
    place = (path or config_path()).resolve()
    try:
        text = place.read_text(encoding="utf-8") if place.exists() else ""
        wanted = {**read(text, place).screen.views, **changes}
        for name, line in changes.items():
            text = with_view(text, name, line)
        views = read(text, place).screen.views
        if views != {name: line for name, line in wanted.items() if line is not None}:
            raise ConfigError(f"{place} keeps its views in a way that is not edited here; change it by hand.")
        _replace(place, text)
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{place} cannot be changed: {error}.") from error
    return views


def with_view(text: str, name: str, line: str | None) -> str:
    """Return the text of a configuration file in which a view has another line, or none."""
    lines = text.splitlines()
    if not any(map(HEADER.match, lines)):
        lines += [*([""] if lines else []), "[screen.views]"]
    header = next(at for at, found in enumerate(lines) if HEADER.match(found))
    end = next((at for at in range(header + 1, len(lines)) if ANY_HEADER.match(lines[at])), len(lines))
    while not lines[end - 1].strip():
        end -= 1
    here = next((at for at in range(header + 1, end) if _sets(lines[at], name)), end)
    # JSON's strings are TOML's.
    entry = [] if line is None else [f"{json.dumps(name, ensure_ascii=False)} = {json.dumps(line, ensure_ascii=False)}"]
    return "\n".join([*lines[:here], *entry, *lines[here + (here < end) :], ""])


def _sets(line: str, name: str) -> bool:
    """Return whether a line of the section sets this view."""
    try:
        return name in tomllib.loads(line)
    except tomllib.TOMLDecodeError:
        return False


def _replace(place: Path, text: str) -> None:
    """Write the file anew beside the old one and put it in its place: a stop in between loses nothing."""
    place.parent.mkdir(parents=True, exist_ok=True)
    draft = place.with_name(f".{place.name}.part")
    draft.write_text(text, encoding="utf-8")
    if place.exists():
        draft.chmod(place.stat().st_mode)
    draft.replace(place)
