"""Works: entries that point at one thing become one, whatever the order they come in."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.model.cluster import Rule
from reader.model.feed import Feed, Tier
from reader.model.work import Announce, Appearance, Entry
from reader.works import Matched, assemble, identities, match, source_order

NOW = datetime(2026, 5, 12, 12, tzinfo=UTC)
FEED = Feed(id=1, url="https://feed.example/rss", title="Feed", publisher="feed.example", tier=Tier.PRESS)
LONG = "A long title that hardly recurs by chance in two places"
LEAD = "The abstract goes on for a while and says what was done, with which data, and what came of it in the end. "

Pair = tuple[Entry, Feed]


def entry(number: int, feed: Feed = FEED, **fields: object) -> Pair:
    plain: dict[str, object] = {
        "id": number, "feed_id": feed.id, "key": f"k{number}", "title": f"Title {number}",
        "published": NOW - timedelta(hours=number % 24), "first_seen": NOW,
    }  # fmt: skip
    return Entry(**(plain | fields)), feed  # type: ignore[arg-type]


def one_by_one(batches: Sequence[Sequence[Pair]]) -> dict[int, int]:
    """Match batch after batch, as a library would keep the outcome; return entry -> work."""
    known: dict[str, int] = {}
    works: dict[int, int] = {}
    next_id = 1
    for batch in batches:
        keys = {key for e, f in batch for key in identities(e, f)}
        met = {w for k, w in known.items() if k in keys}
        given = {k: w for k, w in known.items() if k in keys or (w in met and k.startswith("arxiv:"))}
        matched = match(batch, given, next_id)
        next_id = matched.next_id
        known |= matched.keys
        known = {k: matched.merged.get(w, w) for k, w in known.items()}
        works = {e: matched.merged.get(w, w) for e, w in (works | dict(matched.works)).items()}
    return works


def parts(works: dict[int, int]) -> set[frozenset[int]]:
    return {frozenset(e for e, w in works.items() if w == work) for work in works.values()}


def matched(*pairs: Pair) -> Matched:
    return match(pairs, {}, 1)


def test_an_arxiv_id_joins_feeds_versions_and_routes() -> None:
    found = matched(
        entry(1, arxiv_id="2605.07588"),
        entry(2, url="https://arxiv.org/abs/2605.07588v3"),
        entry(3, url="http://www.arxiv.org/pdf/2605.07588v1.pdf"),
        entry(4, key="oai:arXiv.org:2605.07588v1"),
    )
    assert len({found.works[n] for n in (1, 2, 3)}) == 1
    assert set(found.rules.values()) <= {Rule.FIRST, Rule.ARXIV}


def test_a_doi_joins_what_has_different_addresses() -> None:
    found = matched(
        entry(1, doi="10.1000/xyz", url="https://a.example/paper/7"),
        entry(2, url="https://doi.org/10.1000/XYZ"),
    )
    assert found.works[1] == found.works[2]
    assert Rule.DOI in found.rules.values()


def test_tracking_host_prefix_and_fragment_do_not_make_another_work() -> None:
    found = matched(
        entry(1, url="https://www.news.example/story/7?utm_source=rss"),
        entry(2, replace(FEED, id=2), url="http://news.example/story/7#comments"),
    )
    assert found.works[1] == found.works[2]


def test_a_front_page_is_nobodys_identity() -> None:
    found = matched(entry(1, url="https://news.example/"), entry(2, url="https://news.example"))
    assert found.works[1] != found.works[2]


def test_dated_anchors_on_one_page_are_different_works() -> None:
    page = "https://cloud.example/release-notes"
    found = matched(entry(1, url=f"{page}#May_11_2026"), entry(2, url=f"{page}#May_12_2026"))
    assert found.works[1] != found.works[2]


def test_a_feed_that_gives_one_address_to_all_its_entries_keeps_them_apart() -> None:
    found = matched(*(entry(n, url="https://pod.example/show") for n in (1, 2, 3)))
    assert len(set(found.works.values())) == 3


def test_a_long_title_by_the_same_team_is_one_work() -> None:
    other = replace(FEED, id=2, publisher="lab.example")
    authors = ("Ada Lovelace", "Charles Babbage")
    found = matched(entry(1, title=LONG, authors=authors), entry(2, other, title=LONG.upper(), authors=authors[::-1]))
    assert found.works[1] == found.works[2]
    assert found.rules[1] in {Rule.TITLE, Rule.FIRST}


def test_a_weekly_column_is_a_new_work_every_week() -> None:
    columns = [
        entry(n, title=LONG, authors=("Staff",), excerpt=LEAD, published=NOW - timedelta(days=7 * n)) for n in (1, 2)
    ]
    assert len(set(matched(*columns).works.values())) == 2


def test_a_copy_of_title_and_lead_at_another_address_is_the_same_work() -> None:
    other = replace(FEED, id=2, publisher="planet.example")
    found = matched(
        entry(1, title=LONG, excerpt=LEAD * 3, url="https://a.example/1"),
        entry(2, other, title=LONG, excerpt=LEAD * 2, url="https://planet.example/77"),
    )
    assert found.works[1] == found.works[2]


def test_two_papers_of_one_title_stay_two() -> None:
    authors = ("Ada Lovelace", "Charles Babbage")
    found = matched(
        entry(1, title=LONG, authors=authors, arxiv_id="2605.00001"),
        entry(2, title=LONG, authors=authors, arxiv_id="2605.00002"),
    )
    assert found.works[1] != found.works[2]


def test_two_papers_of_one_title_stay_two_when_they_come_one_after_the_other() -> None:
    """A later entry of either paper joins its own, and one that says only the title joins the first."""
    authors = ("Ada Lovelace", "Charles Babbage")
    papers = ("2605.00001", "2605.00002", "2605.00002", "")
    pairs = [entry(n, title=LONG, authors=authors, arxiv_id=paper) for n, paper in enumerate(papers, 1)]
    works = one_by_one([[pair] for pair in pairs])
    assert works == {1: 1, 2: 2, 3: 2, 4: 1}
    assert parts(one_by_one([pairs])) == parts(works)


def test_a_work_that_already_is_two_papers_takes_in_what_is_either() -> None:
    known = {"arxiv:2605.00001": 1, "arxiv:2605.00002": 1}
    for paper in ("2605.00001", "2605.00002"):
        assert match([entry(1, arxiv_id=paper)], known, 2).works == {1: 1}


def test_a_late_bridge_merges_two_works_and_the_older_id_stays() -> None:
    first, second = entry(1, url="https://a.example/x"), entry(2, doi="10.1000/late")
    one = match([first], {}, 1)
    two = match([second], {}, one.next_id)
    known = dict(one.keys) | dict(two.keys)
    bridge = match([entry(3, url="https://a.example/x", doi="10.1000/late")], known, two.next_id)
    assert bridge.works == {3: 1}
    assert bridge.merged == {2: 1}
    assert bridge.keys["doi:10.1000/late"] == 1


def test_what_has_no_identity_still_gets_a_key() -> None:
    assert identities(*entry(1, title="Hm", published=None)) != ()


def test_matching_again_changes_nothing() -> None:
    pairs = [entry(1, arxiv_id="2605.1"), entry(2, url="https://a.example/x")]
    first = match(pairs, {}, 1)
    again = match(pairs, first.keys, first.next_id)
    assert (again.works, again.keys, again.next_id, again.merged) == (first.works, {}, first.next_id, {})


@st.composite
def streams(draw: st.DrawFn) -> list[Pair]:
    """Entries of a few works, each carrying some of its work's identities."""
    found = []
    for number in range(1, draw(st.integers(2, 14)) + 1):
        thing = draw(st.integers(0, 3))
        fields: dict[str, object] = {"title": f"{LONG} {thing}", "published": NOW}
        if draw(st.booleans()):
            fields["arxiv_id"] = f"2605.0000{thing}"
        if draw(st.booleans()):
            fields["doi"] = f"10.1000/{thing}"
        if draw(st.booleans()):
            fields["url"] = f"https://a.example/{thing}?utm_medium=feed{number}"
        feed = replace(FEED, id=draw(st.integers(1, 2)), publisher=draw(st.sampled_from(["", "a.example"])))
        found.append(entry(number, feed, **fields))
    return found


@given(st.data())
def test_order_of_arrival_and_batches_do_not_matter(data: st.DataObject) -> None:
    pairs = data.draw(streams())
    shuffled = data.draw(st.permutations(pairs))
    cut = data.draw(st.integers(0, len(pairs)))
    whole = parts(one_by_one([pairs]))
    assert parts(one_by_one([shuffled[:cut], shuffled[cut:]])) == whole
    assert parts(one_by_one([[pair] for pair in shuffled])) == whole


def test_appearances_are_nearest_tier_first_then_origin_then_oldest() -> None:
    press, primary = FEED, replace(FEED, id=2, tier=Tier.PRIMARY)
    found = [
        Appearance(entry=e, feed=f)
        for e, f in (
            entry(1, press),
            entry(2, primary, announce=Announce.REPLACE),
            entry(3, primary, announce=Announce.CROSS),
            entry(4, primary, announce=Announce.NEW, published=NOW),
            entry(5, primary, announce=Announce.NEW, published=NOW - timedelta(days=1)),
        )
    ]
    work = assemble(9, "arxiv:1", reversed(found))
    assert [a.entry.id for a in work.appearances] == [5, 4, 3, 2, 1]


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0)])
def test_sources_are_nearest_tier_first_then_origin_before_retelling_then_oldest(order: tuple[int, ...]) -> None:
    primary = replace(FEED, tier=Tier.PRIMARY)
    works = [
        assemble(1, "a", [Appearance(entry=entry(1)[0], feed=FEED)]),
        assemble(2, "b", [Appearance(entry=entry(2, announce=Announce.REPLACE)[0], feed=primary)]),
        assemble(3, "c", [Appearance(entry=entry(3, published=NOW)[0], feed=primary)]),
    ]
    assert [work.id for work in source_order(works[i] for i in order)] == [3, 2, 1]
