"""The one sentence in which a source itself says what follows. Absent rather than doubtful."""

from collections.abc import Sequence

from reader.summarise.candidates import Candidate, is_quotable
from reader.summarise.cues import sets_scene, tells_effect

SHORTEST = 8.0
LONGEST = 45.0
"""Words: shorter is a slogan, longer hides its effect in a clause."""


def impact(found: Sequence[Candidate], chosen: Sequence[Candidate]) -> Candidate | None:
    """Return the first sentence, in source order, that tells an effect and is not quoted already.

    Args:
        found: All candidates in source order.
        chosen: What the summary holds.
    """
    said = {c.key for c in chosen}
    return next((c for c in found if c.key not in said and _is_impact(c)), None)


def _is_impact(candidate: Candidate) -> bool:
    return (
        SHORTEST <= candidate.size <= LONGEST
        and not candidate.is_torn
        and tells_effect(candidate.text)
        and not sets_scene(candidate.text)
        and is_quotable(candidate)
    )
