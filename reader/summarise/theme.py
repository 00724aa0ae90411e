"""A headline for a roundup: what its works share, then what tells them apart, all in their own words."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reader.model.work import Work
from reader.summarise.copies import Sources
from reader.summarise.headline import story_headline
from reader.summarise.phrases import GENERIC, Phrase, phrases, pieces, shared_runs

TERMS = 3
"""Distinguishing terms that are named; with the theme they fill two lines of the list."""
FEWEST_TERMS = 2
"""Below this many the terms tell less than a title does."""
THEME_SHARE = 0.6
"""Share of the works' titles that must hold the theme."""
TERM_TEXT = 800
"""Characters of a text that are looked at for terms: an abstract's first half."""
LENGTH_WORTH = (0.6, 1.0, 0.85)
"""By number of words: a pair names a subject best; one word is often too wide, three are often a chance."""
IN_TEXT = 0.5
"""What being said three times in the text adds to a phrase; being in the title gives 1."""
GOOD_TERM = 0.5
"""Worth from which a phrase is named."""
COUNTED = {
    "en": ("{n} papers", "{n} articles", "{title} · and {n} more"),
    "zh": ("{n} 篇论文", "{n} 篇文章", "{title} · 另有 {n} 篇"),
    "de": ("{n} Arbeiten", "{n} Artikel", "{title} · und {n} weitere"),
    "es": ("{n} artículos", "{n} artículos", "{title} · y {n} más"),
    "fr": ("{n} articles", "{n} articles", "{title} · et {n} autres"),
}
"""Language of the titles -> papers, articles, and what stands for the rest when no terms are found."""
COLON = {"zh": "："}
COMMA = {"zh": "、"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """The phrases of one work."""

    work: Work
    title: tuple[Phrase, ...]
    text: tuple[Phrase, ...]
    stems: frozenset[str]
    """Of both."""

    @classmethod
    def of(cls, work: Work) -> "Said":
        """Read a work's title and the beginning of its text."""
        title = tuple(phrases(work.title, work.language))
        text = tuple(phrases(work.text[:TERM_TEXT], work.language))
        return cls(work=work, title=title, text=text, stems=frozenset(s for p in (*title, *text) for s in p.stems))


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A phrase that tells one work from the others."""

    text: str
    worth: float
    """0 to about 1.5."""


def theme_headline(sources: Sources) -> str:
    """Return "Theme: term, term, term · 5 papers" for the works of a roundup; never empty.

    Args:
        sources: Never empty.
    """
    works = sources.works
    language = Counter(work.language for work in works).most_common(1)[0][0]
    papers, articles, rest = COUNTED.get(language, COUNTED["en"])
    said = [Said.of(work) for work in works]
    theme = _theme(said)
    holders = Counter(stem for one in said for stem in one.stems)
    terms = _distinct([_term(one, works, holders, theme) for one in said], theme)
    if len(terms) < min(FEWEST_TERMS, len(works)):
        return rest.format(title=story_headline(sources), n=len(works) - 1)
    counted = (papers if all(work.arxiv_id for work in works) else articles).format(n=len(works))
    listed = COMMA.get(language, ", ").join(terms)
    shown = theme.text + COLON.get(language, ": ") + listed if theme else _capital(listed)
    return f"{shown} · {counted}"


def _theme(said: Sequence[Said]) -> Phrase | None:
    """Return the phrase that most titles share, the longest of equals, in its commonest form."""
    forms: dict[tuple[str, ...], Counter[str]] = {}
    holders: Counter[tuple[str, ...]] = Counter()
    for one in said:
        found = [phrase for phrase in _themes(one) if not GENERIC.issuperset(phrase.stems)]
        for phrase in found:
            forms.setdefault(phrase.stems, Counter())[phrase.text] += 1
        holders.update({phrase.stems for phrase in found})
    common = [stems for stems, n in holders.items() if n >= max(2, THEME_SHARE * len(said))]
    if not common:
        return None
    best = max(common, key=lambda stems: (holders[stems] + len(stems) / 2, len("".join(stems)), stems))
    return Phrase(text=_capital(_form(forms[best])), stems=best)


def _themes(one: Said) -> list[Phrase]:
    return [*one.title, *(Phrase(text=piece, stems=(piece,)) for piece in pieces(one.work.title))]


def _form(forms: Counter[str]) -> str:
    """Return the plural of the commonest form if some title has it, else that form."""
    commonest = max(forms, key=lambda text: (forms[text], text))
    return next((text for text in sorted(forms) if text.casefold() == f"{commonest}s".casefold()), commonest)


def _term(one: Said, works: Sequence[Work], holders: Mapping[str, int], theme: Phrase | None) -> Term | None:
    """Return the phrase that tells a work best from the others: its title's words, rare here, said again below."""
    taken = theme.stems if theme else ()
    runs = shared_runs(one.work.title.replace("".join(taken) or "\n", " "), one.work.text[:TERM_TEXT])
    if runs:
        return _run_term(runs, one.work, works)
    title = {stem for phrase in one.title for stem in phrase.stems}
    count = Counter(phrase.stems for phrase in one.text)
    # The title's form wins: the text may have the words as verbs ("weights decay").
    named = {phrase.stems: phrase.text for phrase in reversed((*one.title, *one.text)) if title & set(phrase.stems)}
    spread = {stem: (n - 1) / max(1, len(works) - 1) for stem, n in holders.items()}
    worth = {
        stems: _worth(stems, title, count[stems], spread)
        for stems in reversed(named)
        if (count[stems] or not one.text) and not set(taken) & set(stems) and _is_subject(stems)
    }
    if not worth:
        return None
    # "causal energy" is a piece of "causal energy minimization" when it is never said without it.
    whole = [s for s in worth if not any(_is_piece(s, other) and count[s] == count[other] for other in worth)]
    best = max(whole, key=lambda stems: worth[stems])
    return Term(text=_as_said(named[best], works), worth=worth[best])


def _is_piece(part: tuple[str, ...], whole: tuple[str, ...]) -> bool:
    return len(part) == len(whole) - 1 and part in (whole[1:], whole[:-1])


def _is_subject(stems: tuple[str, ...]) -> bool:
    return stems[0] not in GENERIC and stems[-1] not in GENERIC


def _worth(stems: tuple[str, ...], title: set[str], count: int, spread: Mapping[str, float]) -> float:
    in_title = sum(stem in title for stem in stems) / len(stems)
    rarity = 1 - sum(spread[stem] for stem in stems) / len(stems)
    return rarity * (in_title + IN_TEXT * min(count, 3) / 3) * LENGTH_WORTH[len(stems) - 1]


def _run_term(runs: Sequence[str], work: Work, works: Sequence[Work]) -> Term | None:
    own = [run for run in runs if not any(run in other.title for other in works if other is not work)]
    if not own:
        return None
    return Term(text=max(own, key=lambda run: (len(run), -own.index(run))), worth=1.0)


def _distinct(terms: Sequence[Term | None], theme: Phrase | None) -> list[str]:
    """Return the best terms in source order, without those that repeat the theme or each other."""
    good = [term for term in terms if term and term.worth >= GOOD_TERM]
    kept: list[Term] = []
    for term in sorted(good, key=lambda term: -term.worth):
        named = [theme.text] if theme else []
        if len(kept) < TERMS and not any(_repeats(term.text, other) for other in [*named, *(k.text for k in kept)]):
            kept.append(term)
    return [term.text for term in good if term in kept]


def _repeats(left: str, right: str) -> bool:
    left, right = left.casefold(), right.casefold()
    return left in right or right in left


def _as_said(text: str, works: Sequence[Work]) -> str:
    """Return a phrase as running text would have it: a title's capitals and hyphens are for looks."""
    running = " ".join(work.text[:TERM_TEXT] for work in works)
    for form in (text.lower(), text.lower().replace("-", " ")):
        if form in running:
            return form
    return " ".join(word.lower() if f" {word.lower()}" in running else word for word in text.split(" "))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
