"""The phrase that tells one story of a roundup from the others. Knows phrases; knows no language but its script."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from reader.record import record
from reader.summarise.phrases import GENERIC, shared_runs
from reader.summarise.subject import Stems, Subject

LENGTH_WORTH = (0.65, 1.0, 0.95)
"""By number of words: a pair names a subject best; one word is often too wide, three are often a chance."""
IN_TEXT = 0.5
"""What being said three times in the text adds to a phrase; being in the title gives 1."""
IN_ONE_PIECE = 0.25
"""What a phrase gains that a title has as it stands."""
SAID_WITH_TITLE = 1
SAID_ALONE = 2
"""How often a text must have a phrase that its title has, or has not: once is a chance ("rule takes")."""
FIRST = 0.2
"""What the first phrase of a title gains, the second half of it, and so on: names come first."""

NO_NAME = 0.4
"""Factor for a single word that is no compound, and which no text has with a capital: as often a verb as a subject."""


@record
class Term:
    """A phrase that tells one story from the others."""

    text: str
    worth: float
    """0 to about 2."""


@record
class Ground:
    """What the stories of a roundup have in all: the ground from which one of them stands out."""

    told: Sequence[Subject]
    spread: Mapping[str, float]
    """Stem -> share of the other stories that have it."""
    running: str
    """All texts."""
    taken: Stems
    """Stems of what they share, which is no one's term."""

    @classmethod
    def of(cls, told: Sequence[Subject], taken: Stems) -> "Ground":
        """Return the ground of these stories."""
        holders = Counter(stem for subject in told for stem in subject.stems)
        return cls(
            told=told,
            spread={stem: (n - 1) / max(1, len(told) - 1) for stem, n in holders.items()},
            running=" ".join(text for subject in told for text in subject.texts),
            taken=taken,
        )


def term_of(subject: Subject, ground: Ground) -> Term | None:
    """Return the best term of one story: its titles' words, rare among the others, said again in its text."""
    title = subject.titles[0].replace("".join(ground.taken) or "\n", " ")
    runs = shared_runs(title, subject.texts[0])
    if runs:
        return _run_term(runs, subject, ground.told)
    worth = dict(_worths(subject, ground))
    # "causal energy" is a piece of "causal energy minimization" when it is never said without it.
    pieces = {(piece, subject.said.get(s, 0)) for s in worth if len(s) > 1 for piece in (s[1:], s[:-1])}
    whole = [stems for stems in worth if (stems, subject.said.get(stems, 0)) not in pieces]
    return _shown_best({stems: worth[stems] for stems in whole}, subject, ground.running)


def _shown_best(worth: Mapping[Stems, float], subject: Subject, running: str) -> Term | None:
    """Return the best phrase as it is shown, the first of equals; the texts are searched for the likeliest alone."""
    terms: list[tuple[float, int, str]] = []
    place = {stems: i for i, stems in enumerate(worth)}
    for stems in sorted(worth, key=lambda stems: -worth[stems]):
        if terms and max(terms)[0] > worth[stems]:
            break
        run, first, last = subject.forms[stems]
        shown = _as_said(run.text(first, last), running)
        is_named = len(stems) > 1 or "-" in shown or (not shown.islower() and shown in running)
        factor = 1.0 if is_named else NO_NAME
        terms.append((factor * worth[stems], -place[stems], shown))
    return Term(text=max(terms)[2], worth=max(terms)[0]) if terms else None


def _worths(subject: Subject, ground: Ground) -> Iterator[tuple[Stems, float]]:
    """Yield what may be named, with its worth."""
    title = [phrase.stems for phrase in subject.named]
    places = {stems: place for place, stems in reversed(tuple(enumerate(title)))}
    singles = sorted((place, stems[0]) for stems, place in places.items() if len(stems) == 1)
    said_in_title = frozenset(chain.from_iterable(title))
    for stems in subject.forms:
        count = subject.said.get(stems, 0)
        if count < (SAID_WITH_TITLE if stems in places else SAID_ALONE) or _is_taken(stems, ground.taken):
            continue
        in_title = sum(map(said_in_title.__contains__, stems)) / len(stems)
        named = IN_ONE_PIECE + FIRST / (1 + _place(stems, places[stems], singles)) if stems in places else 0.0
        # Squared: a phrase may hold a common word ("subspace inference"), but not be made of them.
        rarity = 1 - (sum(map(ground.spread.__getitem__, stems)) / len(stems)) ** 2
        worth = rarity * (in_title + named + IN_TEXT * min(count, 3) / 3) * LENGTH_WORTH[len(stems) - 1]
        yield stems, worth


def _place(stems: Stems, place: int, singles: Sequence[tuple[int, str]]) -> int:
    """Return how many single words of the titles stand before the phrase."""
    before = bisect_left(singles, (place, ""))
    return before - sum(stem in stems for _, stem in singles[:before])


def _is_taken(stems: Stems, taken: Stems) -> bool:
    """Whether a phrase names nothing, or what all share."""
    return stems[0] in GENERIC or stems[-1] in GENERIC or any(map(taken.__contains__, stems))


def _run_term(runs: Sequence[str], subject: Subject, told: Sequence[Subject]) -> Term | None:
    others = [title for other in told if other is not subject for title in other.titles]
    own = [run for run in runs if not any(run in title for title in others)]
    if not own:
        return None
    return Term(text=max(own, key=lambda run: (len(run), -own.index(run))), worth=1.0)


def _as_said(text: str, running: str) -> str:
    """Return a phrase as running text has it: a title's capitals and hyphens are for looks. Never half and half."""
    lower = text.lower()
    found = next((form for form in (lower, lower.replace("-", " "), text) if form in running), "")
    return found or (lower if all(f" {word}" in running for word in lower.split()) else text)
