"""A headline for a roundup: what its stories share, then what tells them apart, all in their own words."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import chain

from reader.record import record
from reader.summarise.copies import Sources
from reader.summarise.headline import story_headline
from reader.summarise.phrases import GENERIC
from reader.summarise.subject import Stems, Subject, subjects
from reader.summarise.terms import Ground, Term, term_of

TERMS = 3
"""Distinguishing terms that are named; with the theme they fill two lines of the list."""
FEWEST_TERMS = 2
"""Below this many the terms tell less than a title does."""
THEME_SHARE = 0.6
"""Share of the stories whose titles must hold the theme."""
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
_STOP = re.compile(r"(?<!\.\w)[.。]$")
"""The full stop of a title that goes on; not that of "U.S."."""
COLON = {"zh": "："}
COMMA = {"zh": "、"}


@record
class Theme:
    """What the stories of a roundup share."""

    text: str
    stems: Stems


def theme_headline(sources: Sources, language: str = "") -> str:
    """Return "Theme: term, term, term · 5 papers" for the works of a roundup; never empty.

    Args:
        sources: Never empty.
        language: The one whose titles and texts are read for terms, if there are any.
    """
    works = sources.works
    if len(works) == 1:  # the others have gone
        return story_headline(sources)
    papers, articles, rest = COUNTED.get(language, COUNTED["en"])
    told = subjects(sources, language)
    theme = _theme(told)
    ground = Ground.of(told, theme.stems if theme else ())
    terms = _distinct([term_of(subject, ground) for subject in told], theme)
    if len(terms) < FEWEST_TERMS:
        return rest.format(title=_STOP.sub("", story_headline(sources, language)), n=len(works) - 1)
    counted = (papers if all(work.arxiv_id for work in works) else articles).format(n=len(works))
    listed = COMMA.get(language, ", ").join(terms)
    shown = theme.text + COLON.get(language, ": ") + listed if theme else _capital(listed)
    return f"{shown} · {counted}"


def _theme(told: Sequence[Subject]) -> Theme | None:
    """Return the phrase that the titles of most stories share, the longest of equals, in its commonest form."""
    holders = Counter(chain.from_iterable({phrase.stems for phrase in subject.named} for subject in told))
    least = max(2, THEME_SHARE * len(told))
    common = [stems for stems, n in holders.items() if n >= least and not GENERIC.issuperset(stems)]
    if not common:
        return None
    best = max(common, key=lambda stems: (holders[stems] + len(stems) / 2, len("".join(stems)), stems))
    forms = Counter(phrase.text for subject in told for phrase in subject.named if phrase.stems == best)
    return Theme(text=_capital(_form(forms)), stems=best)


def _form(forms: Mapping[str, int]) -> str:
    """Return the plural of the commonest form if some title has it, else that form; the shortest of equals."""
    commonest = max(forms, key=lambda text: (forms[text], -len(text), text))
    return next((text for text in sorted(forms) if text.casefold() == f"{commonest}s".casefold()), commonest)


def _distinct(terms: Sequence[Term | None], theme: Theme | None) -> list[str]:
    """Return the best terms in source order, without those that repeat the theme or each other."""
    good = list(dict.fromkeys(term for term in terms if term and term.worth >= GOOD_TERM))
    kept: list[Term] = []
    for term in sorted(good, key=lambda term: -term.worth):
        named = [theme.text] if theme else []
        if len(kept) < TERMS and not any(_repeats(term.text, other) for other in [*named, *(k.text for k in kept)]):
            kept.append(term)
    return [term.text for term in good if term in kept]


def _repeats(left: str, right: str) -> bool:
    left, right = left.casefold(), right.casefold()
    return left in right or right in left


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
