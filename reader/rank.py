"""Cluster, now -> ledger: the terms whose sum is the score. Knows neither store nor screen nor who reads it.

What raises a score is news by independent publishers, near the origin and recent. What one publisher alone can
repeat (entries, feeds, replacements, cross-lists) raises nothing. Each term is capped and rounded to a tenth of a
point, so that the numbers on screen add up to the digit.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from math import log2
from typing import Any, Self

from reader.model.cluster import Cluster, Kind
from reader.model.feed import Tier
from reader.model.ledger import Ledger, Term
from reader.model.work import Announce, Appearance, Work
from reader.record import record
from reader.settings import RankSettings

HOUR = 3600.0
DAY = 24 * HOUR
STEP = 10
"""Points are kept in tenths: fine enough to order (freshness moves one step in about 5 minutes), and sums of what is
shown are exact."""
MAX_TITLES = 2000
"""Characters of titles kept for follow rules: about 25 titles; a larger cluster has said its words by then."""
NEWS = (Announce.NONE, Announce.NEW)
AGED = "h"
SEEN = "h since first seen"


@record
class Inputs:
    """Everything a ledger needs of a cluster, in plain values, so that ranking again reads no works."""

    publishers: int
    """Independent publishers with news here; those of all entries if nothing here is news."""
    tier: int
    """Nearest tier among the same."""
    newest: int | None
    """POSIX seconds of the newest dated new work; None if there is none."""
    seen: int | None
    """POSIX seconds at which the newest undated new work was first seen; None if there is none."""
    joined: tuple[int, ...]
    """POSIX seconds of each publisher's first dated news, ascending."""
    roundup: bool
    titles: str
    """Casefolded titles, one a line, for follow rules."""
    names: tuple[str, ...]
    """Casefolded "publisher:…" and "feed:…" of everyone here, sorted."""

    def plain(self) -> dict[str, object]:
        """Return values that JSON can hold."""
        return {one.name: getattr(self, one.name) for one in fields(self)}

    @classmethod
    def of_plain(cls, row: Mapping[str, object]) -> Self:
        """Build from what `plain` gave, also after a turn through JSON, where tuples became lists."""
        values: dict[str, Any] = {key: tuple(v) if isinstance(v, list) else v for key, v in row.items()}
        return cls(**values)


@record
class _Scale:
    """How a count becomes points."""

    weight: float
    cap: float
    worth: Callable[[int], float]
    """What a count is worth before weight and cap."""

    def term(self, name: str, count: int, unit: str) -> Term:
        """Return the term of a count, with what one more would add."""
        return Term(
            name=name,
            points=self._points(count),
            given=count,
            unit=unit,
            weight=self.weight,
            cap=self.cap,
            more=_tenths(self._points(count + 1) - self._points(count)),
        )

    def _points(self, count: int) -> float:
        return _capped(self.weight * self.worth(count), self.cap)


def ledger(cluster: Cluster, *, now: datetime, settings: RankSettings, follows: Sequence[str] = ()) -> Ledger:
    """Return the ledger of a cluster at `now`.

    Args:
        cluster: All members, read back from the store.
        now: UTC.
        settings: Weights, caps, half-life.
        follows: What the user follows: words or phrases of titles, "publisher:NAME", "feed:TITLE".
    """
    return ledger_of(inputs(cluster), now=now, settings=settings, follows=follows)


def inputs(cluster: Cluster) -> Inputs:
    """Reduce a cluster to what its rank rests on."""
    everything = [a for work in cluster.works for a in work.appearances]
    news = [a for a in everything if a.entry.announce in NEWS] or everything
    dated, undated = _times(cluster.works)
    return Inputs(
        publishers=len({a.feed.publisher for a in news}),
        tier=int(min(a.feed.tier for a in news)),
        newest=max(dated, default=None),
        seen=max(undated, default=None),
        joined=_joined(news),
        roundup=cluster.kind is Kind.ROUNDUP,
        titles="\n".join(work.title.casefold() for work in cluster.works)[:MAX_TITLES],
        names=_names(everything),
    )


def ledger_of(
    given: Inputs,
    *,
    now: datetime,
    settings: RankSettings,
    follows: Sequence[str] = (),
) -> Ledger:
    """Return the ledger that `ledger` returns for the cluster behind `given`."""
    moment = now.timestamp()
    return Ledger(
        terms=(
            _publishers(given, settings),
            _tier(given, settings),
            _freshness(given, moment, settings),
            _velocity(given, moment, settings),
            _kind(given, settings),
            _follow(given, follows, settings),
        )
    )


def _publishers(given: Inputs, settings: RankSettings) -> Term:
    scale = _Scale(weight=settings.publisher_weight, cap=settings.publisher_cap, worth=lambda count: log2(1 + count))
    return scale.term("publishers", given.publishers, "publishers")


def _tier(given: Inputs, settings: RankSettings) -> Term:
    def points(tier: int) -> float:
        return _capped(settings.tier_weight * (1 + Tier.AGGREGATOR - tier), settings.tier_cap)

    nearer = max(int(Tier.PRIMARY), given.tier - 1)
    return Term(
        name="tier",
        points=points(given.tier),
        given=given.tier,
        unit="tier",
        weight=settings.tier_weight,
        cap=settings.tier_cap,
        more=_tenths(points(nearer) - points(given.tier)),
    )


def _freshness(given: Inputs, moment: float, settings: RankSettings) -> Term:
    half_life = max(settings.freshness_half_life.total_seconds(), 1.0)

    def points(age: float) -> float:
        return _capped(settings.freshness_cap * 0.5 ** (age / half_life), settings.freshness_cap)

    # A date that nobody gave must not win over one that somebody gave: what is undated counts as old from the start.
    late = settings.undated_age.total_seconds()
    ages = [(max(0.0, moment - given.newest), AGED)] if given.newest is not None else []
    ages += [(max(0.0, moment - given.seen) + late, SEEN)] if given.seen is not None else []
    if not ages:
        return Term(name="freshness", points=0.0, given=0.0, weight=settings.freshness_cap, cap=settings.freshness_cap)
    age, unit = min(ages)
    return Term(
        name="freshness",
        points=points(age),
        given=(age if unit == AGED else age - late) / HOUR,
        unit=unit,
        weight=settings.freshness_cap,
        cap=settings.freshness_cap,
        more=_tenths(points(age + HOUR) - points(age)),
    )


def _velocity(given: Inputs, moment: float, settings: RankSettings) -> Term:
    # Publishers and not works: a single publisher's stream of posts is no spreading news.
    count = sum(moment - DAY <= time for time in given.joined)
    scale = _Scale(weight=settings.velocity_weight, cap=settings.velocity_cap, worth=lambda count: log2(max(1, count)))
    return scale.term("velocity", count, "publishers/day")


def _kind(given: Inputs, settings: RankSettings) -> Term:
    penalty = _capped(settings.roundup_penalty, settings.roundup_penalty)
    return Term(
        name="kind",
        points=-penalty if given.roundup else 0.0,
        given=float(given.roundup),
        unit="roundup",
        weight=-settings.roundup_penalty,
        cap=settings.roundup_penalty,
    )


def _follow(given: Inputs, follows: Sequence[str], settings: RankSettings) -> Term:
    count = sum(_follows(given, rule.strip().casefold()) for rule in dict.fromkeys(follows))
    return _Scale(weight=settings.follow_weight, cap=settings.follow_cap, worth=float).term("follow", count, "rules")


def _follows(given: Inputs, rule: str) -> bool:
    if rule.startswith(("publisher:", "feed:")):
        return rule in given.names
    # Boundaries look at Latin letters and digits alone: Chinese has no spaces, and "GPT模型" holds the word "gpt".
    return bool(rule) and re.search(rf"(?<![a-z0-9]){re.escape(rule)}(?![a-z0-9])", given.titles) is not None


def _times(works: Sequence[Work]) -> tuple[list[int], list[int]]:
    """Return when each new work came: the dated ones, and those of which only the first sight is known.

    A work's time is its oldest: telling it again, in another feed or category, makes it no newer.
    """
    dated, undated = [], []
    for work in works:
        news = [a.entry for a in work.appearances if a.entry.announce in NEWS]
        times = [entry.when for entry in news if entry.published]
        if times:
            dated.append(int(min(times).timestamp()))
        elif news:
            undated.append(int(min(entry.first_seen for entry in news).timestamp()))
    return dated, undated


def _joined(news: Sequence[Appearance]) -> tuple[int, ...]:
    first: dict[str, int] = {}
    for appearance in news:
        entry = appearance.entry
        if entry.published and entry.announce in NEWS:
            time = int(entry.when.timestamp())
            first[appearance.feed.publisher] = min(time, first.get(appearance.feed.publisher, time))
    return tuple(sorted(first.values()))


def _names(appearances: Sequence[Appearance]) -> tuple[str, ...]:
    publishers = {f"publisher:{a.feed.publisher}".casefold() for a in appearances if a.feed.publisher}
    return tuple(sorted(publishers | {f"feed:{a.feed.title}".casefold() for a in appearances if a.feed.title}))


def _capped(points: float, cap: float) -> float:
    return _tenths(max(0.0, min(points, cap)))


def _tenths(points: float) -> float:
    return round(points * STEP) / STEP
