"""Numbers about the same thing that differ between sources. None rather than a doubtful one."""

from reader.model.summary import Differing
from reader.summarise.copies import Sources


def differing(sources: Sources) -> tuple[Differing, ...]:
    """Return what the sources count differently, in source order."""
    return ()
