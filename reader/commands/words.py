"""Model values as a terminal's plain words, and as JSON. Every word from outside is cleaned once more."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Any

from reader.model.cluster import Counts
from reader.model.feed import Tier
from reader.model.summary import Said, Sentence, Summary
from reader.model.view import Source, Story
from reader.text.cites import cites, ranges
from reader.text.clean import clean

DAYS_FROM = timedelta(hours=48)
"""Age from which days are counted; "30 h" tells more than "1 d"."""


def tier(value: Tier) -> str:
    """Return a tier as number and word: "T1 primary"."""
    return f"T{int(value)} {value.name.lower()}"


def age(since: datetime | None, now: datetime) -> str:
    """Return how long ago something was, in its largest sensible unit; "never" if it was not."""
    if since is None:
        return "never"
    passed = now - since
    if passed < timedelta(hours=1):
        return f"{max(0, passed // timedelta(minutes=1))} min"
    return f"{passed // timedelta(days=1)} d" if passed >= DAYS_FROM else f"{passed // timedelta(hours=1)} h"


def until(moment: datetime | None, now: datetime) -> str:
    """Return when something is due: "now", or the time left."""
    return "now" if moment is None or moment <= now else f"in {age(now - (moment - now), now)}"


def many(number: int, noun: str) -> str:
    """Return a number with its noun; all nouns used here take -s, or -ies for -y."""
    if number == 1:
        return f"1 {noun}"
    return f"{number:,} {noun[:-1]}ies" if noun.endswith("ry") else f"{number:,} {noun}s"


def counts(of: Counts, separator: str = " · ") -> str:
    """Return the honest numbers of a story."""
    numbers = ((of.entries, "entry"), (of.works, "work"), (of.feeds, "feed"), (of.publishers, "publisher"))
    return separator.join(many(number, noun) for number, noun in numbers)


def cited(sentence: Sentence, numbers: Mapping[int, int]) -> str:
    """Return a sentence with the numbers of its sources: "… [1][4]"."""
    return f"{clean(sentence.text, 2000)}{' ?' if sentence.weak else ''} {cites(sentence.works, numbers)}".rstrip()


def numbers(story: Story) -> dict[int, int]:
    """Return work id -> the number of its source."""
    return {source.work.id: source.number for source in story.sources}


def coverage(summary: Summary, numbered: Mapping[int, int]) -> str:
    """Return which works the summary reflects; empty while there is no text."""
    if not summary.of_works:
        return ""
    missing = ranges(summary.uncovered, numbered)
    reflects = f"Reflects {summary.covered} of {many(summary.of_works, 'work')}"
    return f"{reflects}; not covered: {missing}" if missing else reflects


def about(summary: Summary, numbered: Mapping[int, int]) -> Iterator[str]:
    """Yield what stands under a text, a line each: coverage, numbers that differ between sources, impact."""
    if covered := coverage(summary, numbered):
        yield covered
    for differing in summary.differing:
        values = [f"{clean(value)} {cites(works, numbered)}".rstrip() for value, works in differing.values]
        yield f"Sources differ, {clean(differing.label)}: {' · '.join(values)}"
    if summary.impact:
        yield f"Impact: {cited(summary.impact, numbered)}"


def link(source: Source) -> str:
    """Return a source's link, harmless to a terminal; empty if it has none."""
    return clean(source.work.url, 4096)


def plain(value: Any) -> Any:
    """Return a value as JSON can hold it: dataclasses as objects, times as ISO 8601, messages in English."""
    if isinstance(value, Said):
        return str(value)
    if is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in value]
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, timedelta):
        return value.total_seconds()
    return value.value if isinstance(value, Enum) else value
