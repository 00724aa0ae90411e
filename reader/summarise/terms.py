"""The phrase that tells one story of a roundup from the others. Knows phrases; knows no language but its script."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from reader.summarise.phrases import GENERIC, Phrase, shared_runs
from reader.summarise.subject import Subject

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
"""Factor for a single word that is no name: as often a verb as a subject."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A phrase that tells one story from the others."""

    text: str
    worth: float
    """0 to about 2."""


def term_of(subject: Subject, told: Sequence[Subject], holders: Mapping[str, int], theme: Phrase | None) -> Term | None:
    """Return the best term of one story: its titles' words, rare among the others, said again in its text.

    Args:
        subject: One of `told`.
        told: All of them.
        holders: Stem -> how many of them have it.
        theme: What they share, which is no one's term.
    """
    taken = theme.stems if theme else ()
    title = subject.titles[0].replace("".join(taken) or "\n", " ")
    runs = shared_runs(title, subject.texts[0])
    if runs:
        return _run_term(runs, subject, told)
    count = Counter(phrase.stems for phrase in subject.said)
    forms = _forms(subject)
    title_has = {phrase.stems for phrase in subject.named}
    needed = {stems: SAID_WITH_TITLE if stems in title_has else SAID_ALONE for stems in forms}
    spread = {stem: (n - 1) / max(1, len(told) - 1) for stem, n in holders.items()}
    worth = {
        stems: _worth(stems, subject, count[stems], spread)
        for stems in forms
        if (count[stems] >= needed[stems] or not subject.said)
        and not set(taken) & set(stems)
        and not _is_generic(stems)
    }
    if not worth:
        return None
    # "causal energy" is a piece of "causal energy minimization" when it is never said without it.
    texts = [text for other in told for text in other.texts]
    shown = {stems: _as_said(forms[stems], texts) for stems in worth}
    whole = [s for s in worth if not any(_is_piece(s, other) and count[s] == count[other] for other in worth)]
    terms = [
        Term(text=shown[s], worth=worth[s] * (NO_NAME if len(s) == 1 and shown[s].islower() else 1.0)) for s in whole
    ]
    return max(terms, key=lambda term: term.worth)


def _forms(subject: Subject) -> dict[tuple[str, ...], str]:
    """Return the phrases that may be named, the title's first: the text may have the words as verbs."""
    title = {stem for phrase in subject.named for stem in phrase.stems}
    forms: dict[tuple[str, ...], str] = {}
    for phrase in (*subject.named, *subject.said):
        if title & set(phrase.stems):
            forms.setdefault(phrase.stems, phrase.text)
    return forms


def _worth(stems: tuple[str, ...], subject: Subject, count: int, spread: Mapping[str, float]) -> float:
    title = [phrase.stems for phrase in subject.named]
    in_title = sum(any(stem in other for other in title) for stem in stems) / len(stems)
    named = IN_ONE_PIECE + FIRST / (1 + _place(stems, title)) if stems in title else 0.0
    # Squared: a phrase may hold a common word ("subspace inference"), but not be made of them.
    rarity = 1 - (sum(spread[stem] for stem in stems) / len(stems)) ** 2
    return rarity * (in_title + named + IN_TEXT * min(count, 3) / 3) * LENGTH_WORTH[len(stems) - 1]


def _place(stems: tuple[str, ...], title: Sequence[tuple[str, ...]]) -> int:
    """Return how many single words of the titles stand before the phrase."""
    return len({other for other in title[: title.index(stems)] if len(other) == 1 and other[0] not in stems})


def _is_piece(part: tuple[str, ...], whole: tuple[str, ...]) -> bool:
    return len(part) == len(whole) - 1 and part in (whole[1:], whole[:-1])


def _is_generic(stems: tuple[str, ...]) -> bool:
    return stems[0] in GENERIC or stems[-1] in GENERIC


def _run_term(runs: Sequence[str], subject: Subject, told: Sequence[Subject]) -> Term | None:
    others = [title for other in told if other is not subject for title in other.titles]
    own = [run for run in runs if not any(run in title for title in others)]
    if not own:
        return None
    return Term(text=max(own, key=lambda run: (len(run), -own.index(run))), worth=1.0)


def _as_said(text: str, texts: Iterable[str]) -> str:
    """Return a phrase as running text has it: a title's capitals and hyphens are for looks. Never half and half."""
    running = " ".join(texts)
    lower = text.lower()
    found = next((form for form in (lower, lower.replace("-", " "), text) if form in running), "")
    return found or (lower if all(f" {word}" in running for word in lower.split()) else text)
