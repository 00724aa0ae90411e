"""A headline for a roundup: what its works share, then what tells them apart, all in their own words."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reader.model.work import Work
from reader.summarise.headline import story_headline
from reader.summarise.phrases import GENERIC, Phrase, phrases, shared_runs

TERMS = 3
"""Distinguishing terms that are named; with the theme they fill two lines of the list."""
FEWEST_TERMS = 2
"""Below this many the terms tell less than a title does."""
THEME_SHARE = 0.6
"""Share of the works' titles that must hold the theme."""
TERM_TEXT = 1200
"""Characters of a text that are looked at for terms."""
LENGTH_WORTH = {1: 0.6, 2: 1.0, 3: 0.85}
"""A pair of words names a subject best; one word is often too wide, three are often a chance."""
IN_TEXT = 0.5
"""What being said again in the text adds to a phrase of the title, and what a phrase of the text alone starts from."""
GOOD_TERM = 0.5
"""Score from which a phrase is worth naming."""
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
class Term:
    """A phrase that tells one work from the others."""

    text: str
    worth: float
    """0 to about 1.5."""


def theme_headline(works: Sequence[Work]) -> str:
    """Return "Theme: term, term, term · 5 papers" for the works of a roundup; never empty.

    Args:
        works: In source order, never empty.
    """
    language = Counter(work.language for work in works).most_common(1)[0][0]
    papers, articles, rest = COUNTED.get(language, COUNTED["en"])
    theme = _theme(works)
    terms = _distinct([_term(work, works, theme) for work in works], theme)
    if len(terms) < min(FEWEST_TERMS, len(works)):
        return rest.format(title=story_headline(works)[0], n=len(works) - 1)
    counted = (papers if all(work.arxiv_id for work in works) else articles).format(n=len(works))
    listed = COMMA.get(language, ", ").join(terms)
    shown = theme.text + COLON.get(language, ": ") + listed if theme else _capital(listed)
    return f"{shown} · {counted}"


def _theme(works: Sequence[Work]) -> Phrase | None:
    """Return the phrase that most titles share, the longest of equals, in its commonest form."""
    forms: dict[tuple[str, ...], Counter[str]] = {}
    holders: Counter[tuple[str, ...]] = Counter()
    for work in works:
        found = [p for p in _phrases(work.title, work) if not set(p.stems) <= GENERIC]
        for phrase in found:
            forms.setdefault(phrase.stems, Counter())[phrase.text] += 1
        holders.update({phrase.stems for phrase in found})
    common = [stems for stems, n in holders.items() if n >= max(2, THEME_SHARE * len(works))]
    if not common:
        return None
    best = max(common, key=lambda stems: (holders[stems] + len(stems) / 2, stems))
    return Phrase(text=_capital(_form(forms[best])), stems=best)


def _form(forms: Counter[str]) -> str:
    """Return the plural of the commonest form if some title has it, else that form."""
    commonest = max(forms, key=lambda text: (forms[text], text))
    return next((text for text in sorted(forms) if text.casefold() == f"{commonest}s".casefold()), commonest)


def _term(work: Work, works: Sequence[Work], theme: Phrase | None) -> Term | None:
    unspaced = [] if theme is None else [theme.text]
    runs = [run for run in shared_runs(work.title, work.text[:TERM_TEXT]) if run not in unspaced]
    if runs:
        return _run_term(runs, work, works)
    taken = set(theme.stems) if theme else set()
    others = [_stems(other) for other in works if other is not work]
    title = {stem for phrase in _phrases(work.title, work) for stem in phrase.stems}
    said = list(_phrases(work.text[:TERM_TEXT], work))
    count = Counter(phrase.stems for phrase in said)
    named = {phrase.stems: phrase for phrase in _phrases(work.title, work)}
    named.update({p.stems: p for p in reversed(said) if p.stems in named or set(p.stems) & title})
    worth = {
        stems: _worth(stems, title, count, others)
        for stems in named
        if not taken & set(stems) and stems[0] not in GENERIC and stems[-1] not in GENERIC
    }
    if not worth:
        return None
    best = max(worth, key=lambda stems: (worth[stems], stems))
    return Term(text=_as_said(named[best].text, work, works), worth=worth[best])


def _worth(
    stems: tuple[str, ...], title: set[str], count: Mapping[tuple[str, ...], int], others: Sequence[set[str]]
) -> float:
    in_title = sum(stem in title for stem in stems) / len(stems)
    rarity = 1 - sum(sum(stem in other for other in others) for stem in stems) / len(stems) / max(1, len(others))
    return rarity * (in_title + IN_TEXT * min(count[stems], 3) / 3) * LENGTH_WORTH[min(3, len(stems))]


def _run_term(runs: Sequence[str], work: Work, works: Sequence[Work]) -> Term | None:
    own = [run for run in runs if not any(run in other.title for other in works if other is not work)]
    if not own:
        return None
    best = max(own, key=lambda run: (min(len(run), 6), run))
    return Term(text=best, worth=1.0)


def _distinct(terms: Sequence[Term | None], theme: Phrase | None) -> list[str]:
    """Return the best terms in source order, without those that repeat the theme or each other."""
    good = [term for term in terms if term and term.worth >= GOOD_TERM]
    best = sorted(good, key=lambda term: -term.worth)
    kept: list[Term] = []
    for term in best:
        said = [theme.text, *(k.text for k in kept)] if theme else [k.text for k in kept]
        if len(kept) < TERMS and not any(_repeats(term.text, other) for other in said):
            kept.append(term)
    return [term.text for term in good if term in kept]


def _repeats(left: str, right: str) -> bool:
    left, right = left.casefold(), right.casefold()
    return left in right or right in left


def _phrases(text: str, work: Work) -> list[Phrase]:
    return list(phrases(text, work.language))


def _stems(work: Work) -> set[str]:
    return {stem for phrase in _phrases(f"{work.title}. {work.text[:TERM_TEXT]}", work) for stem in phrase.stems}


def _as_said(text: str, work: Work, works: Sequence[Work]) -> str:
    """Return a phrase in lower case if the works' running text has it so; a title's capitals are no one's name."""
    if any(text.lower() in other.text for other in (work, *works)):
        return text.lower()
    said = " ".join(other.text for other in works)
    return " ".join(word.lower() if f" {word.lower()}" in said else word for word in text.split())


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
