"""The arithmetic of a rank. Knows nothing of clusters."""

from math import fsum

from reader.record import record


@record
class Term:
    """One line of a ledger."""

    name: str
    """"publishers", "tier", "freshness", "velocity", "kind", "follow", …"""
    points: float
    """What it adds to the score; negative for a penalty."""
    given: float
    """The input it was computed from (publishers, hours, works a day)."""
    unit: str = ""
    """Unit of `given`: "publishers", "h", "works/day"."""
    weight: float = 1.0
    cap: float = 0.0
    """Largest magnitude of `points`."""
    more: float = 0.0
    """What one more unit of the input would add (one publisher, one hour)."""


@record
class Ledger:
    """The terms whose sum is a cluster's score."""

    terms: tuple[Term, ...]

    @property
    def score(self) -> float:
        """Exact sum of the points (fsum): the sort key, highest first."""
        return fsum(term.points for term in self.terms)
