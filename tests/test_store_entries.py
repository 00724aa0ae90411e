"""What one fetch brings: identity, edits, and what they leave alone (R10)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from reader.errors import NotFound, UsageError
from reader.model.feed import Feed, FeedState, Health, Tier
from reader.model.view import View
from reader.model.work import Announce, Entry
from reader.settings import RefreshSettings
from reader.store.keep_entries import Kept
from reader.store.marks import Marks
from reader.store.read import Reader
from reader.store.write import Library
from tests.library import NOW, OK, entry, feed, fill, group, place, subscribe, write_texts


def entries_of(library: Library) -> list[Entry]:
    return [item for item, _ in library.unplaced()]


def fetch(library: Library, source: Feed, *entries: Entry) -> Kept:
    return library.keep_fetch(source, OK, entries)


def test_an_entry_comes_back_as_it_was_stored(library: Library) -> None:
    source = subscribe(library, "lab")[0]
    given = entry(
        "full",
        raw_title="What $x$ means",
        authors=("Ada", "Bo 波"),
        updated=NOW,
        arxiv_id="2605.06599",
        arxiv_version=2,
        announce=Announce.CROSS,
        doi="10.1/x",
        tags=("a", "b"),
        comments_url="https://forum.example/1",
        suspect=True,
        full_text="The whole article. " * 30,
    )
    fetch(library, source, given)
    stored = entries_of(library)[0]
    assert stored == replace(given, id=stored.id, feed_id=source.id, full_text="", full_length=len(given.full_text))
    with Reader(library.path) as reads:
        assert reads.full_text(stored.id) == given.full_text


def test_the_same_document_again_changes_nothing(library: Library) -> None:
    source = subscribe(library, "lab")[0]
    items = [entry(name) for name in "abc"]
    assert fetch(library, source, *items) == Kept(new=3)
    later = [replace(item, first_seen=NOW + timedelta(days=1)) for item in items]
    assert fetch(library, source, *later) == Kept()
    assert [item.first_seen for item in entries_of(library)] == [NOW] * 3


def test_an_empty_document_removes_nothing(library: Library) -> None:
    source = subscribe(library, "lab")[0]
    fetch(library, source, entry("a"))
    assert fetch(library, source) == Kept()
    assert len(entries_of(library)) == 1


def test_guids_made_anew_at_each_fetch_are_seen_through_by_link(library: Library) -> None:
    source = subscribe(library, "lab")[0]
    for turn in range(4):
        fetch(library, source, *(entry(name, key=f"{turn}-{name}") for name in "abcde"))
    assert len(entries_of(library)) == 5
    assert {item.key for item in entries_of(library)} == {f"3-{name}" for name in "abcde"}


def test_new_guids_on_one_front_page_link_are_new_entries(library: Library) -> None:
    """A feed whose entries all lead to its front page says nothing by its links."""
    source = subscribe(library, "status")[0]
    front = "https://status.example/"
    fetch(library, source, *(entry(name, url=front) for name in "abc"))
    fetch(library, source, *(entry(name, url=front) for name in "def"))
    assert len(entries_of(library)) == 6


def test_a_lone_entry_with_a_new_guid_and_title_is_new(library: Library) -> None:
    source = subscribe(library, "lab")[0]
    fetch(library, source, entry("a", url="https://lab.example/today"))
    fetch(library, source, entry("b", url="https://lab.example/today"))
    assert len(entries_of(library)) == 2


def test_one_guid_on_ten_links_is_ten_entries_at_every_fetch(library: Library) -> None:
    source = subscribe(library, "lab")[0]
    document = [entry(str(number), key="the-same") for number in range(10)]
    assert fetch(library, source, *document).new == 10
    assert fetch(library, source, *reversed(document)) == Kept()
    assert fetch(library, source, *document[4:]) == Kept()
    assert fetch(library, source, document[7]) == Kept()


def test_a_guid_that_comes_to_be_shared_keeps_its_first_entry(library: Library) -> None:
    source = subscribe(library, "lab")[0]
    fetch(library, source, entry("a", key="g"))
    assert fetch(library, source, entry("a", key="g"), entry("b", key="g")).new == 1
    assert fetch(library, source, entry("a", key="g"), entry("b", key="g")) == Kept()


def test_entries_that_share_guid_and_link_are_told_apart_by_title_at_every_fetch(library: Library) -> None:
    source = subscribe(library, "lab")[0]
    first, second = (entry("log", key="g", title=title) for title in ("Version 1 is out", "Version 2 is out"))
    assert fetch(library, source, first).new == 1
    assert fetch(library, source, second, first) == Kept(new=1)
    assert fetch(library, source, second, first) == Kept()
    assert fetch(library, source, second) == Kept()
    assert sorted(item.title for item in entries_of(library)) == [first.title, second.title]


def test_the_next_entry_at_an_address_that_others_have_still_is_a_work_of_its_own(library: Library) -> None:
    source = subscribe(library, "lab")[0]
    log = [entry(name, url="https://lab.example/changelog") for name in "abcd"]
    for count in range(1, 5):
        fetch(library, source, *log[:count])
        place(library)
    assert len(library.unclustered()) == 4


def test_a_title_set_anew_under_a_new_guid_is_the_same_work(library: Library) -> None:
    source = subscribe(library, "press")[0]
    for name in "ab":
        fetch(library, source, entry(name, url="https://press.example/news/1"), *(entry(n) for n in "xyz"))
        place(library)
    assert len(library.unclustered()) == 4


def test_the_same_entry_twice_in_a_document_is_stored_once(library: Library) -> None:
    source = subscribe(library, "lab")[0]
    assert fetch(library, source, entry("a"), entry("a")).new == 1


def test_an_edit_updates_text_and_leaves_read_marks_and_first_seen(library: Library) -> None:
    fill(library, "a", "b")
    source = library.feeds()[0][0]
    with Marks(library.path) as marks, Reader(library.path) as reads:
        marks.read([1], NOW)
        edited = entry("a", title="What a means, corrected", first_seen=NOW + timedelta(hours=1))
        assert fetch(library, source, edited) == Kept(changed=1)
        assert library.unclustered() == [1]
        assert library.stale(10) == [1]
        group(library, {1: 1})
        write_texts(library)
        story = reads.story(1, NOW)
        assert story.sources[0].work.title == "What a means, corrected"
        assert story.sources[0].read
        assert story.sources[0].work.lead.entry.first_seen == NOW
        assert list(reads.search("corrected", now=NOW)) == [1]


def test_a_date_set_anew_does_not_bring_an_old_entry_to_the_top(library: Library) -> None:
    source = subscribe(library, "lab")[0]
    old = NOW - timedelta(days=3)
    fetch(library, source, entry("a", published=old))
    fetch(library, source, entry("a", published=NOW, title="What a means, again"))
    assert entries_of(library)[0].when == old


def test_another_appearance_of_a_read_work_brings_nothing_unread(library: Library) -> None:
    fill(library, "a")
    other = subscribe(library, "press")[0]
    with Marks(library.path) as marks, Reader(library.path) as reads:
        marks.read([1], NOW)
        fetch(library, other, entry("a", announce=Announce.REPLACE))
        place(library)
        row = reads.rows([1])[1]
        assert (row.entries, row.works, row.unread, row.grew, row.new_publisher) == (2, 1, 0, 0, False)
        assert library.stale(1) == [1]


def test_one_feed_is_one_transaction(library: Library) -> None:
    """What cannot be stored takes the whole fetch with it: its health and entries stay as they were."""
    source = subscribe(library, "lab")[0]
    broken = replace(entry("b"), excerpt=b"\xff" * 3, title=None)  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        fetch(library, source, entry("a"), broken)
    assert entries_of(library) == []
    assert library.feed(source.id)[1] == Health()


def test_feeds_come_back_as_stored_and_once(library: Library) -> None:
    first, again = library.add_feeds([feed("lab", tier=Tier.PRIMARY), feed("lab")])
    assert first == again
    assert first == replace(feed("lab", tier=Tier.PRIMARY), id=first.id)
    assert library.add_feeds([feed("lab")]) == [first]
    library.save_feed(replace(first, title="Mine", paused=True))
    assert library.feed(first.id)[0].title == "Mine"


def test_health_comes_back_byte_for_byte(library: Library) -> None:
    source = subscribe(library, "lab")[0]
    health = Health(
        state=FeedState.ERROR,
        status=500,
        note="no",
        fetched=NOW,
        due=NOW,
        failures=3,
        etag='W/"\xe9"',
        modified="x",
        moved_to="https://x.example/",
        moved_seen=2,
    )
    library.save_health(source.id, health)
    assert library.feeds() == [(source, health)]


def test_a_fetch_does_not_take_back_what_the_user_edits_meanwhile(library: Library) -> None:
    source = subscribe(library, "lab")[0]
    library.feeds()
    with Library.open(library.path) as other:
        other.save_feed(replace(source, title="Mine", paused=True))
    library.keep_fetch(replace(source, site="https://lab.example/new"), OK, [])
    stored = library.feed(source.id)[0]
    assert (stored.title, stored.paused, stored.site) == ("Mine", True, "https://lab.example/new")


def test_a_renamed_feed_is_found_by_its_new_name_alone(library: Library) -> None:
    fill(library, "a", "b", feeds=("lab", "press"))
    with Reader(library.path) as reads:
        lab, _ = library.feeds()[0]
        assert sorted(reads.search("lab", now=NOW)) == [1, 2]
        library.save_feed(replace(lab, title="Kestrel", publisher="kestrel.example"))
        assert sorted(reads.search("kestrel", now=NOW)) == [1, 2]
        assert list(reads.search('"the lab feed"', now=NOW)) == []
        library.keep_fetch(replace(library.feed(lab.id)[0], title="Merlin"), OK, [])
        assert sorted(reads.search("merlin", now=NOW)) == [1, 2]


def test_an_address_belongs_to_one_feed(library: Library) -> None:
    lab, press = subscribe(library, "lab", "press")
    with pytest.raises(UsageError, match="another feed"):
        library.save_feed(replace(lab, url=press.url))
    library.keep_fetch(replace(lab, url=press.url), OK, [])
    assert library.feed(lab.id)[0].url == lab.url


def test_no_password_is_said_or_exported(library: Library) -> None:
    """R18. The daily copy, which nobody but the owner reads, keeps it: the feed could not be fetched again."""
    secret = replace(feed("lab"), url="https://ada:hunter2@lab.example/feed")
    _, other = library.add_feeds([secret, feed("press")])
    with pytest.raises(UsageError) as caught:
        library.save_feed(replace(other, url=secret.url))
    assert "hunter2" not in str(caught.value)
    with Reader(library.path) as reads:
        assert "https://lab.example/feed" in reads.marks(NOW)
        assert "hunter2" not in reads.marks(NOW)
    copy = library.back_up(NOW)
    assert copy is not None
    assert "hunter2" in copy.read_text()


def test_a_removed_feed_takes_its_own_works_out_of_sight_and_brings_them_back(library: Library) -> None:
    fill(library, "a", "b")
    other = subscribe(library, "press")[0]
    fetch(library, other, entry("a"))
    place(library)
    lab = library.feeds()[0][0]
    with Marks(library.path) as marks, Reader(library.path) as reads:
        marks.read([1, 2], NOW)
        library.remove_feed(lab.id)
        assert list(reads.ids(View(), NOW)) == [1]
        assert (reads.totals(NOW).works, reads.totals(NOW).entries) == (1, 1)
        assert reads.story(1, NOW).counts.entries == 1
        with pytest.raises(NotFound):
            reads.story(2, NOW)
        with pytest.raises(NotFound):
            library.feed(lab.id)
        assert fetch(library, lab, entry("c")) == Kept()
        assert library.add_feeds([feed("lab")])[0].id == lab.id
        assert list(reads.ids(View(query="is:read"), NOW)) == [1, 2]


def test_retention_keeps_what_is_starred_and_what_the_feed_lists(library: Library) -> None:
    names = [f"n{number:02}" for number in range(20)]
    source = subscribe(library, "lab")[0]
    dates = {name: NOW - timedelta(days=30 - number) for number, name in enumerate(names)}
    fetch(library, source, *(entry(name, published=dates[name]) for name in names))
    place(library)
    group(library)
    with Marks(library.path) as marks, Reader(library.path) as reads:
        starred = next(row.id for row in reads.rows(reads.ids(View(), NOW)).values() if "n00" in row.headline)
        marks.star(starred)
        fetch(library, source, *(entry(name, published=dates[name]) for name in names[-5:]))
        assert library.prune(RefreshSettings(keep_entries=3)) == 14
        assert len(reads.ids(View(), NOW)) == 6
        assert starred in reads.ids(View(), NOW)
        assert reads.feeds(NOW)[0].entries == 6
        assert library.prune(RefreshSettings(keep_entries=3)) == 0
        assert fetch(library, source, *(entry(name, published=dates[name]) for name in names[-5:])) == Kept()
        assert len(reads.search("report", now=NOW)) == 6
