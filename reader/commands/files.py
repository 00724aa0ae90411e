"""A file that a command writes: all of it or nothing."""

import sys
import tempfile
from pathlib import Path

from reader.errors import ReaderError


def write(text: str, file: Path | None) -> None:
    """Write to a file, replacing it only once all is there; to standard output if none is named.

    Raises:
        ReaderError: It cannot be written; what was there before stays.
    """
    if file is None:
        sys.stdout.write(text)
        return
    try:
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=file.parent, delete=False) as stream:
            stream.write(text)
        Path(stream.name).replace(file)
    except OSError as error:
        raise ReaderError(f"{file} cannot be written: {error.strerror or error}.") from error
