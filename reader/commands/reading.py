"""The library as a command opens it for reading. Light: nothing of the engine is imported."""

from contextlib import AbstractContextManager, closing

from reader.commands.place import Place
from reader.store.read import Reader


def opened(place: Place) -> AbstractContextManager[Reader]:
    """Open the library for reading alone; several may, also while a refresh writes.

    Raises:
        NotFound: There is none yet.
        StoreError: It cannot be opened.
    """
    return closing(Reader(place.library))
