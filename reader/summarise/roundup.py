"""One sentence a work, for works that share a theme. Knows weights and lengths; writes nothing."""

from collections.abc import Iterator, Sequence
from itertools import islice, product, zip_longest
from math import sqrt

from reader.summarise.candidates import Candidate, is_quotable, of_title
from reader.summarise.copies import Sources
from reader.summarise.cues import announces, sets_scene
from reader.summarise.select import Room
from reader.summarise.stopwords import is_content
from reader.summarise.weights import leans

ANNOUNCES = 1.0
TITLE = 0.6
LEAD = 0.25
SETS_SCENE = -0.6
TORN = -0.4
LEANS = -0.4
LONG = -0.3
"""What makes a sentence stand for its work: it says what is new, in the title's words, early, and at a length that
leaves room for the others. None stands beside what it may lean on ("These agents …")."""
LONG_FROM = 40.0
"""Words."""
WHOLE_TITLE = -1.5
"""What a title weighs against its work's sentences: less than any of them, and more than no mention at all."""
MENTION = 4.0
"""What covering a story is worth: more than any two sentences can differ, so that a longer sentence for one never
pushes out another."""

AGAIN = 0.3
"""Share of its worth that a sentence keeps whose story is told already: it fills room and takes none."""

State = tuple[float, tuple[Candidate, ...]]
"""Worth and choice so far."""


def roundup(sources: Sources, room: Room, language: str = "") -> list[Candidate]:
    """Return one candidate a work for as many works as there is room, in source order; near-copies count as one work.

    The best combination within the room (multiple-choice knapsack, exact to a word): covering every story comes
    first, then covering works, then how well the sentences stand for them. A story of which no sentence fits is told
    by a title.

    Args:
        sources: All of them.
        room: Sentences and words there are.
        language: A story is told in it if one of its works is; another language would only say the same again.
    """
    states: dict[tuple[int, int], State] = {(0, 0): (0.0, ())}
    turns = _turns(sources, language, room.sentences)
    for source in sorted(turns):
        title = of_title(source, sources.works[source])
        own = [(standing(c, title.tokens), c) for c in sources.readings[source].candidates]
        if turns[source] == 0:
            own = [(MENTION + worth, c) for worth, c in [*own, (WHOLE_TITLE, title)]]
        else:
            own = [(AGAIN * worth, c) for worth, c in own]
        states = _with(states, _undominated(own), room)
    return list(max(states.values(), key=lambda state: state[0])[1])


def _turns(sources: Sources, language: str, limit: int) -> dict[int, int]:
    """Return the first of the sources that tell their stories, each with its turn there from 0; the lowest turns first.

    The stories follow each other as their first news do; those that hold only revisions come last. No more of the
    texts is read than tells which these are.
    """
    stories = [_speakers(sources, members, language) for members in islice(_stories(sources), limit)]
    turns = ((source, turn) for turn, row in enumerate(zip_longest(*stories)) for source in row if source is not None)
    return dict(islice(turns, limit))


def _stories(sources: Sources) -> Iterator[list[int]]:
    """Yield the sources of each story that has one which copies no other, news before revisions."""
    # What a paper's third version says has been said.
    order = sorted(range(len(sources.works)), key=lambda i: sources.works[i].is_revision)
    members: dict[int, list[int]] = {}
    for source in order:
        members.setdefault(sources.story_of[source], []).append(source)
    for source in order:
        if sources.story_of[source] in members and sources.group_of[source] == source:
            yield members.pop(sources.story_of[source])


def _speakers(sources: Sources, members: Sequence[int], language: str) -> Iterator[int]:
    """Yield those of a story's sources that copy no other: the quotable ones if any is, of these those in the language.

    Without one in the language, all of them are as good.
    """
    for quotable, spoken in product((True, False), repeat=2):
        found = False
        for source in members:
            if _speaks(sources, source, language) == (quotable, spoken) and sources.group_of[source] == source:
                found = True
                yield source
        if found:
            return


def _speaks(sources: Sources, source: int, language: str) -> tuple[bool, bool]:
    """Return whether a source can be quoted, and whether it is in the language."""
    return bool(sources.readings[source].candidates), sources.works[source].language == language


def standing(candidate: Candidate, title: Sequence[str]) -> float:
    """Return how well a sentence stands for its work (-1.7 to 1.85)."""
    wanted = {token for token in title if is_content(token)}
    shared = len(wanted.intersection(candidate.tokens)) / max(1, len(wanted))
    return (
        ANNOUNCES * announces(candidate.text)
        + SETS_SCENE * sets_scene(candidate.text)
        + TITLE * shared
        + LEAD / sqrt(1 + candidate.place)
        + TORN * candidate.is_torn
        + LEANS * leans(candidate.text)
        + LONG * (candidate.size > LONG_FROM)
    )


def _undominated(scored: Sequence[tuple[float, Candidate]]) -> list[tuple[float, Candidate]]:
    """Return the candidates to which no other is both better and shorter: few of them are left."""
    kept: list[tuple[float, Candidate]] = []
    for worth, candidate in sorted(scored, key=lambda option: (-option[0], option[1].size, option[1].place)):
        if (not kept or candidate.size < kept[-1][1].size) and is_quotable(candidate):
            kept.append((worth, candidate))
    return kept


def _with(
    states: dict[tuple[int, int], State],
    scored: Sequence[tuple[float, Candidate]],
    room: Room,
) -> dict[tuple[int, int], State]:
    """Return the best state per (sentences, words), each old one as it is and with one of the new candidates."""
    grown = dict(states)
    for (count, size), (value, chosen) in states.items():
        for worth, candidate in scored:
            key = (count + 1, size + round(candidate.size))
            fits = key[0] <= room.sentences and key[1] <= room.words
            if fits and (key not in grown or grown[key][0] < value + worth):
                grown[key] = (value + worth, (*chosen, candidate))
    return grown
