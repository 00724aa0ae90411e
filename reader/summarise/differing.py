"""Numbers about the same thing that differ between sources. None rather than a doubtful one."""

from collections.abc import Sequence

from reader.model.summary import Differing
from reader.model.work import Work
from reader.summarise.candidates import Candidate


def differing(works: Sequence[Work], found: Sequence[Candidate]) -> tuple[Differing, ...]:
    """Return what the sources count differently, in source order."""
    return ()
