"""Feeds, entries and a plain pipeline, for tests of the library and of what stands on it."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from reader.model.cluster import Assignment, Changes, Memory, Reason, Rule
from reader.model.feed import Feed, FeedState, Health, Tier
from reader.model.ledger import Ledger, Term
from reader.model.summary import Sentence, Span, Summary
from reader.model.work import Entry, Work
from reader.store.write import Library
from reader.works import Matched, identities, match

NOW = datetime(2026, 5, 9, 8, 0, tzinfo=UTC)
OK = Health(state=FeedState.OK, status=200, fetched=NOW, succeeded=NOW)


def feed(name: str = "lab", *, tier: Tier = Tier.PRESS, publisher: str = "") -> Feed:
    return Feed(
        url=f"https://{name}.example/feed",
        title=f"The {name} feed",
        site=f"https://{name}.example/",
        publisher=publisher or f"{name}.example",
        tier=tier,
        language="en",
    )


def entry(name: str, **fields: object) -> Entry:
    """Make an entry whose guid, link and title are told apart by `name`."""
    plain = Entry(
        key=f"guid-{name}",
        url=f"https://articles.example/{name}",
        title=f"What {name} means for everyone",
        authors=("Ada Lovelace",),
        published=NOW - timedelta(hours=3),
        first_seen=NOW,
        language="en",
        language_from="feed",
        language_confidence=1.0,
        excerpt=f"A report on {name}, in plain words.",
    )
    return replace(plain, **fields)  # type: ignore[arg-type]


def subscribe(library: Library, *names: str) -> list[Feed]:
    return library.add_feeds([feed(name) for name in names])


def place(library: Library) -> None:
    """Give every entry its work."""
    waiting = library.unplaced()
    known = library.identities({key for item, source in waiting for key in identities(item, source)})
    library.keep_works(match(waiting, known, library.next_work_id(), library.listed(known.values())))


def assignment(work: int, story: int, roundup: int = 0) -> Assignment:
    theme = Reason(rule=Rule.THEME, score=0.4) if roundup else None
    return Assignment(
        work_id=work,
        story_id=story,
        roundup_id=roundup,
        reason=Reason(rule=Rule.SIMILAR, nearest=1, score=0.5, terms=("energy", "decay")),
        theme=theme,
    )


def memory(work: Work | int) -> Memory:
    number = work if isinstance(work, int) else work.id
    return Memory(work_id=number, story_id=0, roundup_id=0, when=NOW, features=b"f" * 40, vector=b"v", model="m")


def group(
    library: Library,
    stories: Mapping[int, int] | None = None,
    *,
    aliases: Mapping[int, int] | None = None,
    now: datetime = NOW,
) -> list[int]:
    """Put works into stories; those not named into one of their own."""
    first = library.next_cluster_id()
    wanted = dict(stories or {})
    free = max([first, *(story + 1 for story in wanted.values())])
    if stories is None:
        for number, work in enumerate(library.unclustered()):
            wanted[work] = free + number
    changes = Changes(
        assignments=tuple(assignment(work, story) for work, story in wanted.items()),
        memories=tuple(memory(work) for work in wanted),
        aliases=aliases or {},
        next_id=max([first, *(story + 1 for story in wanted.values())]),
    )
    return library.keep_changes(changes, now)


def merge_works(library: Library, loser: int, winner: int) -> None:
    """Make one work of two, as a refresh does that finds them the same."""
    library.keep_works(Matched(works={}, rules={}, keys={}, merged={loser: winner}, next_id=library.next_work_id()))


def summary(headline: str, works: Iterable[int] = (1,)) -> Summary:
    cited = tuple(works)
    spans = (Span(entry_id=1, start=0, end=8),)
    return Summary(
        headline=headline,
        sentences=(Sentence(text=f"{headline}, it says.", works=cited, spans=spans),),
        language="en",
        covered=len(cited),
        of_works=len(cited),
    )


def ledger(score: float = 10.0) -> Ledger:
    return Ledger(terms=(Term(name="freshness", points=score, given=1.0, unit="h"),))


def write_texts(library: Library, now: datetime = NOW, score: float = 10.0) -> list[int]:
    """Write what is stale; returns those clusters."""
    wanted = library.stale(100_000)
    for cluster in library.clusters(wanted):
        works = [work.id for work in cluster.works]
        library.keep_text(cluster.id, summary(cluster.works[0].title, works), ledger(score), {"n": 1}, now)
    return wanted


def fill(library: Library, *names: str, feeds: Iterable[str] = ("lab",)) -> None:
    """Store entries of these names in each feed, and take them through to texts, each in a story of its own."""
    for source in subscribe(library, *feeds):
        library.keep_fetch(source, OK, [entry(name) for name in names])
    place(library)
    group(library)
    write_texts(library)


def made(path: Path, *names: str) -> Path:
    """Make a library at `path` with a story each of these names, else of "a" and "b"."""
    with Library.open(path) as library:
        fill(library, *(names or ("a", "b")))
    return path
