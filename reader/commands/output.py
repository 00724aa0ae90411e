"""What a command writes: to standard output, or to a file all of it or nothing."""

import os
import sys
import tempfile
from pathlib import Path

from reader.errors import ReaderError


def destination(typed: str) -> Path | None:
    """Read the name of a file to write; "-" means standard output, as everywhere."""
    return None if typed == "-" else Path(typed)


def write(text: str, file: Path | None) -> None:
    """Write to a file, replacing it only once all is there; to standard output if none is named.

    Raises:
        ReaderError: It cannot be written; what was there before stays.
    """
    if file is None:
        sys.stdout.write(text)
        return
    try:
        if file.exists() and not file.is_file():
            # A pipe, a terminal or /dev/null is written to; a file in its place would be no use to anybody.
            file.write_text(text, encoding="utf-8")
        else:
            _replace(file.resolve(), text)
    except OSError as error:
        raise ReaderError(f"{file} cannot be written: {error.strerror or error}.") from error


def unheard() -> None:
    """Let what is still to be said go nowhere: whoever read it has gone, or the disk that took it is full."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _replace(file: Path, text: str) -> None:
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=file.parent, delete=False) as stream:
        draft = Path(stream.name)
        try:
            stream.write(text)
            stream.close()
            draft.replace(file)
        except OSError:
            draft.unlink()
            raise
