"""The user's word through refreshes of many days: it holds when the works that it was said of have left the window."""

import random
from datetime import timedelta

import pytest

from reader.engine.ahead import Ahead
from reader.engine.group import Grouping
from reader.model.cluster import Kind, Rule
from reader.model.view import View
from reader.settings import ClusterSettings, Settings
from reader.store.marks import Marks
from reader.store.read import Reader
from reader.store.write import Library
from tests.cluster_cases import telling
from tests.library import NOW, OK, place, subscribe, write_texts


class Days:
    """A feed that tells of events day after day, and the refreshes that group what it tells."""

    def __init__(self, library: Library, reads: Reader) -> None:
        self.library = library
        self.reads = reads
        self.feed = subscribe(library, "lab")[0]
        self.now = NOW
        self._rng = random.Random(1)
        self._told = 0

    def tell(self, *events: int, papers: bool = False) -> list[int]:
        """Bring an entry on each event and group them; returns their works."""
        first = self.library.next_work_id()
        self.bring(*events, papers=papers)
        place(self.library)
        self.group()
        return list(range(first, self.library.next_work_id()))

    def bring(self, *events: int, papers: bool = False) -> None:
        """Bring an entry on each event, as a refresh does that is killed before it groups."""
        entries = []
        for event in events:
            self._told += 1
            paper = {"arxiv_id": f"2605.{self._told:05}"} if papers else {}
            dates = {"published": self.now, "first_seen": self.now}
            entries.append(telling(self._told, event, self._rng, **dates, **paper).lead.entry)
        self.library.keep_fetch(self.feed, OK, entries)

    def group(self) -> None:
        """Group what waits, as a refresh does."""
        for _ in self.grouping().add():
            pass

    def grouping(self) -> Grouping:
        """Begin to group: the corrections are read."""
        return Grouping(self.library, ClusterSettings(embedder="none"), self.now, Ahead(Settings(), self.now))

    def pass_by(self, days: float) -> None:
        """Let the clock run."""
        self.now += timedelta(days=days)

    def clusters(self) -> dict[int, int]:
        """Return work -> the cluster that shows it."""
        ids = self.reads.ids(View(), self.now)
        return {source.work.id: id_ for id_ in ids for source in self.reads.story(id_, self.now).sources}


@pytest.fixture
def days(library: Library, reads: Reader) -> Days:
    """Return a library of one feed, with its clock."""
    return Days(library, reads)


def test_an_ejected_work_stays_out_when_what_it_was_ejected_from_is_a_week_old(days: Days, marks: Marks) -> None:
    first, second = days.tell(1, 1)
    marks.eject(second, days.clusters()[first], days.now)
    for _ in range(20):
        days.group()
        days.pass_by(1)
        days.tell(1, 1)
        where = days.clusters()
        assert where[first] != where[second]


def test_a_roundup_keeps_what_the_user_merged_into_it_when_the_rest_of_it_is_a_week_old(
    days: Days, marks: Marks
) -> None:
    old = days.tell(9, 9, 9, 9, papers=True)
    roundup = days.clusters()[old[0]]
    days.pass_by(9)
    (new,) = days.tell(7)
    assert marks.merge(roundup, days.clusters()[new], days.now) == roundup
    days.group()
    days.pass_by(0.2)
    (newer,) = days.tell(7)
    assert set(days.clusters().values()) == {roundup}
    themes = {s.work.id: s.theme for s in days.reads.story(roundup, days.now).sources}
    assert [theme.rule for work in (new, newer) if (theme := themes[work])] == [Rule.YOU, Rule.THEME]


def test_two_papers_that_the_user_merges_are_a_roundup_at_once_and_stay_one(days: Days, marks: Marks) -> None:
    one, other = days.tell(1, 2, papers=True)
    write_texts(days.library, score=7.0)
    stories = days.clusters()
    marks.star(stories[other])
    roundup = marks.merge(stories[one], stories[other], days.now)
    for wait in (0, 0, 9):
        assert days.clusters() == {one: roundup, other: roundup}
        story = days.reads.story(roundup, days.now)
        assert (story.kind, story.starred) == (Kind.ROUNDUP, True)
        assert {source.story_id for source in story.sources} == set(stories.values())
        assert days.reads.rows([roundup])[roundup].headline
        assert (story.ledger.score, story.summary.covered) == (7.0, 1), "those of the first story, for now"
        days.pass_by(wait)
        days.group()
    marks.undo()
    days.group()
    assert days.clusters() == stories
    assert days.reads.rows([stories[other]])[stories[other]].starred


def test_what_joins_a_story_while_the_user_merges_it_comes_along_at_the_next_refresh(days: Days, marks: Marks) -> None:
    theme, (one,) = days.tell(9, 9, 9, 9, papers=True), days.tell(1)
    roundup = days.clusters()[theme[0]]
    days.bring(1)
    place(days.library)
    under_way = days.grouping()
    marks.merge(roundup, days.clusters()[one], days.now)
    assert list(under_way.add())
    assert len(set(days.clusters().values())) == 2
    days.group()
    assert set(days.clusters().values()) == {roundup}


def test_a_story_merged_with_a_roundup_stays_a_story_of_its_own(days: Days, marks: Marks) -> None:
    theme, told = days.tell(9, 9, 9, 9, papers=True), days.tell(1, 1)
    where = days.clusters()
    roundup = marks.merge(where[theme[0]], where[told[0]], days.now)
    days.group()
    stories = {source.work.id: source.story_id for source in days.reads.story(roundup, days.now).sources}
    assert stories[told[0]] == stories[told[1]] == where[told[0]]
    assert len(set(stories.values())) == 5


def test_works_that_were_left_ungrouped_for_longer_than_the_window_get_their_stories(days: Days) -> None:
    days.bring(1)
    days.pass_by(9)
    days.tell(2)
    assert set(days.clusters()) == {1, 2}
    assert days.library.unclustered() == []
