"""Words for the model's values: tiers, kinds, languages, rules, states. Pure."""

from collections.abc import Sequence

from reader.model.cluster import Counts, Kind, Rule
from reader.model.feed import FeedState, Tier
from reader.model.mark import Action
from reader.model.view import Sort
from reader.model.work import Announce, Appearance
from reader.ui.render.cells import safe
from reader.ui.render.words import N_, Words

TIERS = {
    Tier.PRIMARY: N_("primary"),
    Tier.PRESS: N_("press"),
    Tier.SPECIALIST: N_("specialist"),
    Tier.AGGREGATOR: N_("aggregator"),
}
KINDS = {Kind.STORY: N_("story"), Kind.ROUNDUP: N_("roundup")}
SORTS = {
    Sort.TOP: N_("Top"),
    Sort.LATEST: N_("Latest"),
    Sort.COVERED: N_("Most covered"),
    Sort.GROWING: N_("Growing"),
}
VIEWS = {
    "top": N_("Top"),
    "unread": N_("Unread"),
    "starred": N_("Starred"),
    "latest": N_("Latest"),
    "search": N_("Search"),
    "filter": N_("Filtered"),
}
"""Names of views that are not the user's own."""
STATES = {
    FeedState.NEW: N_("not fetched yet"),
    FeedState.OK: N_("ok"),
    FeedState.UNCHANGED: N_("unchanged"),
    FeedState.ERROR: N_("error"),
    FeedState.REFUSED: N_("refused"),
    FeedState.BACKOFF: N_("waiting"),
    FeedState.GONE: N_("gone"),
    FeedState.MOVED: N_("moved"),
    FeedState.DISCOVER: N_("a page"),
}
ANNOUNCES = {
    Announce.REPLACE: N_("revision"),
    Announce.REPLACE_CROSS: N_("revision, cross-list"),
    Announce.CROSS: N_("cross-list"),
}
RULES = {
    Rule.FIRST: N_("it is the first here"),
    Rule.ARXIV: N_("the same arXiv paper"),
    Rule.DOI: N_("the same DOI"),
    Rule.URL: N_("the same address"),
    Rule.TITLE: N_("the same title by the same authors or feeds"),
    Rule.NEAR_COPY: N_("nearly the same text"),
    Rule.SIMILAR: N_("the same event, by similarity"),
    Rule.THEME: N_("the same theme"),
    Rule.YOU: N_("you put it here"),
}
ACTIONS = {
    Action.READ: N_("marked read"),
    Action.UNREAD: N_("marked unread"),
    Action.STAR: N_("starred"),
    Action.UNSTAR: N_("unstarred"),
    Action.HIDE: N_("hidden"),
    Action.UNHIDE: N_("shown again"),
    Action.MUTE: N_("muted"),
    Action.FOLLOW: N_("followed"),
    Action.DROP: N_("rule dropped"),
    Action.EJECT: N_("taken out"),
    Action.MERGE: N_("merged"),
    Action.APART: N_("kept apart"),
}
TERMS = {
    "publishers": N_("independent publishers"),
    "tier": N_("nearest tier"),
    "freshness": N_("freshness"),
    "velocity": N_("velocity"),
    "kind": N_("kind"),
    "follow": N_("what you follow"),
}
FEW_AUTHORS = 3
"""Up to so many authors are all named."""


def tier(value: Tier, words: Words) -> str:
    """Return number and word: "T1 primary"."""
    return f"T{value.value} {words.say(TIERS[value])}"


def listed(facts: Sequence[str]) -> str:
    """Join facts with dots; a line breaks between facts, not inside one."""
    return "\u00a0· ".join(fact.replace(" ", "\u00a0") for fact in facts)


def count_each(numbers: Counts, words: Words) -> tuple[str, ...]:
    """Return all four numbers: entries, works, feeds, publishers."""
    return (
        words.count("{n} entry", "{n} entries", numbers.entries),
        words.count("{n} work", "{n} works", numbers.works),
        words.count("{n} feed", "{n} feeds", numbers.feeds),
        words.count("{n} publisher", "{n} publishers", numbers.publishers),
    )


def counts(numbers: Counts, words: Words) -> str:
    """Return all four numbers in one phrase."""
    return listed(count_each(numbers, words))


def authors(names: Sequence[str], *, everyone: bool = False) -> str:
    """Return authors, elided to the first and the last where there are many: "A. Das … B. Wu (+5)"."""
    if everyone or len(names) <= FEW_AUTHORS:
        return safe(", ".join(names))
    return safe(f"{names[0]} … {names[-1]} (+{len(names) - 2})")


def language(appearance: Appearance) -> str:
    """Return a language tag; "?" follows one that was only guessed, and not surely."""
    entry = appearance.entry
    if not entry.language:
        return ""
    unsure = entry.language_from == "detected" and entry.language_confidence < SURE
    return safe(entry.language.upper()) + ("?" if unsure else "")


SURE = 0.8
"""Confidence from which a detected language is shown without a question mark."""


def badge(appearance: Appearance, words: Words) -> str:
    """Return arXiv's announcement as a word with its version: "revision v3"; empty for news."""
    entry = appearance.entry
    if entry.announce not in ANNOUNCES:
        return ""
    version = f" v{entry.arxiv_version}" if entry.arxiv_version > 1 else ""
    return words.say(ANNOUNCES[entry.announce]) + version


UNITS = {
    "publishers": N_("publishers"),
    "tier": N_("tier"),
    "h": N_("hours"),
    "h since first seen": N_("hours since first seen"),
    "publishers/day": N_("publishers/day"),
    "rules": N_("rules"),
}
"""Units of a ledger's inputs."""
