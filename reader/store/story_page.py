"""One story as the story pane shows it, and its history. Runs on the caller's connection, in one read transaction."""

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from reader.errors import NotFound
from reader.model.cluster import Cluster, Counts, Kind, Reason, Rule
from reader.model.summary import Differing, Summary
from reader.model.view import Revision, Source, Story
from reader.store.codec import dumped, ledger_of, reason_of, summary_of
from reader.store.members import works
from reader.works import source_order

CLUSTER = """
    SELECT c.kind, c.headline, c.language, c.starred, c.hidden = 1 OR c.muted_until > '', c.first_seen, c.updated,
           c.written, c.revision, c.ranked, c.seen_at, c.score, l.ledger, r.summary, r.works
    FROM clusters AS c
    LEFT JOIN ledgers AS l ON l.cluster_id = c.id
    LEFT JOIN revisions AS r ON r.cluster_id = c.id AND r.number = c.revision
    WHERE c.id = ? AND c.works > 0
"""
PLACES = "SELECT id, story_id, reason, theme, joined, read_at FROM works WHERE cluster_id = ? ORDER BY id"
ABOVE = """
    SELECT COUNT(*) FROM clusters INDEXED BY clusters_top
    WHERE shown = 1 AND (score > :score OR (score = :score AND id < :id))
"""
REVISIONS = "SELECT number, at, summary, works FROM revisions WHERE cluster_id = ? ORDER BY number"
MOVED = "SELECT id, work_id FROM work_aliases WHERE id IN (SELECT value FROM json_each(?))"


@dataclass(frozen=True, slots=True)
class _Place:
    story_id: int
    reason: str
    theme: str
    joined: str | None
    read_at: str | None


def story(connection: sqlite3.Connection, cluster_id: int) -> Story:
    """Build the story.

    Raises:
        NotFound: There is no such cluster, or no feed carries it any more.
    """
    row = connection.execute(CLUSTER, (cluster_id,)).fetchone()
    if row is None:
        raise NotFound(f"there is no story {cluster_id}; `pulseaugur list` shows those there are")
    kind, headline, language, starred, hidden, first_seen, updated, written, number, ranked, seen, score, *texts = row
    sources = _sources(connection, cluster_id, seen)
    summary = summary_of(texts[1]) if texts[1] else Summary(headline=headline, sentences=(), language=language)
    members = {source.work.id for source in sources}
    above = connection.execute(ABOVE, {"score": score, "id": cluster_id}).fetchone()[0]
    return Story(
        id=cluster_id,
        kind=Kind(kind),
        counts=Counts.of(Cluster(id=cluster_id, kind=Kind(kind), works=tuple(source.work for source in sources))),
        summary=followed(connection, summary, members),
        ledger=ledger_of(texts[0] or ""),
        sources=sources,
        starred=bool(starred),
        hidden=bool(hidden),
        rank=above + 1,
        first_seen=datetime.fromisoformat(first_seen),
        updated=datetime.fromisoformat(updated),
        written=datetime.fromisoformat(written or updated),
        revision=number,
        ranked=datetime.fromisoformat(ranked or updated),
        stale=len(members - {member[0] for member in json.loads(texts[2] or "[]")}),
    )


def revisions(connection: sqlite3.Connection, cluster_id: int) -> list[Revision]:
    """Return the kept revisions, oldest first."""
    return [
        Revision(
            number=number,
            at=datetime.fromisoformat(at),
            summary=summary_of(summary),
            works=tuple((work, title) for work, title in json.loads(members)),
        )
        for number, at, summary, members in connection.execute(REVISIONS, (cluster_id,))
    ]


def _sources(connection: sqlite3.Connection, cluster_id: int, seen: str | None) -> tuple[Source, ...]:
    places = {row[0]: _Place(*row[1:]) for row in connection.execute(PLACES, (cluster_id,))}
    reasons = _reasons(connection, places)
    ordered = source_order(works(connection, places).values())
    grew = any(places[work.id].read_at for work in ordered)
    return tuple(
        Source(
            number=number,
            work=work,
            read=places[work.id].read_at is not None,
            new=_is_new(places[work.id], seen, grew=grew),
            story_id=places[work.id].story_id,
            reason=reasons[work.id][0] or Reason(rule=Rule.FIRST),
            theme=reasons[work.id][1],
        )
        for number, work in enumerate(ordered, start=1)
    )


def _reasons(
    connection: sqlite3.Connection, places: Mapping[int, _Place]
) -> dict[int, tuple[Reason | None, Reason | None]]:
    """Return why each work is in its story and in its roundup; the nearest that was merged since is what it became."""
    found = {work: (reason_of(place.reason), reason_of(place.theme)) for work, place in places.items()}
    gone = {reason.nearest for pair in found.values() for reason in pair if reason} - places.keys()
    moved = dict(connection.execute(MOVED, (dumped(sorted(gone)),)).fetchall()) if gone else {}
    if not moved:
        return found
    return {work: (_led_on(work, one, moved), _led_on(work, other, moved)) for work, (one, other) in found.items()}


def _led_on(work: int, reason: Reason | None, moved: Mapping[int, int]) -> Reason | None:
    """A work that has become one with the nearest to it names none."""
    if reason is None or reason.nearest not in moved:
        return reason
    return replace(reason, nearest=moved[reason.nearest] if moved[reason.nearest] != work else 0)


def _is_new(place: _Place, seen: str | None, *, grew: bool) -> bool:
    """New since the user last left the story; if that is not known, unread beside read ones."""
    if seen is None:
        return grew and place.read_at is None
    return (place.joined or "") > seen and (place.read_at is None or place.read_at > seen)


def followed(connection: sqlite3.Connection, summary: Summary, members: set[int]) -> Summary:
    """Let what names works that were merged since name the work that stayed, and leave out what rests on none here."""
    gone = _named(summary) - members
    if not gone:
        return summary
    moved = dict(connection.execute(MOVED, (dumped(sorted(gone)),)).fetchall())
    return _kept(summary, moved, members)


def _named(summary: Summary) -> set[int]:
    """Return every work that a text speaks of."""
    parts = (*summary.sentences, *((summary.impact,) if summary.impact else ()))
    values = (works for differing in summary.differing for _, works in differing.values)
    return {work for works in (*(part.works for part in parts), *values, summary.uncovered) for work in works}


def _kept(summary: Summary, moved: Mapping[int, int], members: set[int]) -> Summary:
    """Return the text as far as works that are here carry it: nothing is shown without its source."""

    def here(works: Iterable[int]) -> tuple[int, ...]:
        return tuple(work for work in dict.fromkeys(moved.get(work, work) for work in works) if work in members)

    sentences = tuple(replace(sentence, works=here(sentence.works)) for sentence in summary.sentences)
    sentences = tuple(sentence for sentence in sentences if sentence.works)
    impact = here(summary.impact.works) if summary.impact else ()
    covered = {work for sentence in sentences for work in sentence.works}
    uncovered = tuple(work for work in here(summary.uncovered) if work not in covered)
    return replace(
        summary,
        sentences=sentences,
        impact=replace(summary.impact, works=impact) if summary.impact and impact else None,
        impact_by=summary.impact_by if impact else None,
        differing=tuple(_differing(summary, here)),
        uncovered=uncovered,
        covered=len(covered),
        of_works=len(covered) + len(uncovered),
    )


def _differing(summary: Summary, here: Callable[[Iterable[int]], tuple[int, ...]]) -> Iterator[Differing]:
    """Yield what sources still differ in: at least two values that a work here carries."""
    for differing in summary.differing:
        values = tuple((value, works) for value, said in differing.values if (works := here(said)))
        if len(values) > 1:
            yield replace(differing, values=values)
