"""What a command writes: to standard output, or to a file all of it or nothing."""

import json
import os
import stat
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

from reader.errors import ReaderError

NEW_FILE = 0o666
"""What a new file allows unless the user's mask forbids it, as of any program's."""


def destination(typed: str) -> Path | None:
    """Read the name of a file to write; "-" means standard output, as everywhere."""
    return None if typed == "-" else Path(typed)


def write(text: str, file: Path | None = None) -> None:
    """Write to a file, replacing it only once all is there; to standard output if none is named.

    Raises:
        ReaderError: It cannot be written; what was there before stays.
    """
    if file is None:
        _put(text)
        return
    try:
        with suppress(FileNotFoundError):
            # Refuses a link that leads to itself, which would be replaced, or be a traceback, by the version of Python.
            file.stat()
        if file.exists() and not file.is_file():
            # A pipe, a terminal or /dev/null is written to; a file in its place would be no use to anybody.
            file.write_text(text, encoding="utf-8")
        else:
            _replace(file.resolve(), text)
    except OSError as error:
        raise ReaderError(f"{file} cannot be written: {error.strerror or error}.") from error


def as_json(value: Any) -> str:
    """Return a value as an indented document, in its own characters."""
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def unheard() -> None:
    """Let what is still to be said go nowhere: whoever read it has gone, or the disk that took it is full."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _put(text: str) -> None:
    """Write a document to standard output: in UTF-8, as it says of itself, unless a terminal shows it."""
    if sys.stdout.isatty():
        sys.stdout.write(text)
        return
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode(errors="replace"))


def _replace(file: Path, text: str) -> None:
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=file.parent, delete=False) as stream:
        draft = Path(stream.name)
        try:
            stream.write(text)
            stream.close()
            draft.chmod(_mode(file))
            draft.replace(file)
        except OSError:
            draft.unlink()
            raise


def _mode(file: Path) -> int:
    """Return who may do what with a file that is written: as before, so that a web server still reads it, or usual."""
    if file.exists():
        return stat.S_IMODE(file.stat().st_mode)
    mask = os.umask(0)
    os.umask(mask)
    return NEW_FILE & ~mask
