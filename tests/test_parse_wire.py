"""What the engine and a worker say to each other arrives as it was sent."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.errors import Discoverable, ParseError, ReaderError, Refused
from reader.model.work import Announce, Entry
from reader.parse import wire
from reader.parse.job import Job
from reader.parse.parsed import Parsed

MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)

ENTRIES = st.builds(
    Entry,
    key=TEXTS,
    title=TEXTS,
    excerpt=TEXTS,
    authors=st.lists(TEXTS, max_size=3).map(tuple),
    tags=st.lists(TEXTS, max_size=3).map(tuple),
    published=st.none() | MOMENTS,
    updated=st.none() | MOMENTS,
    first_seen=MOMENTS,
    language_confidence=st.floats(0, 1),
    announce=st.sampled_from(Announce),
    suspect=st.booleans(),
)


@given(st.builds(Parsed, title=TEXTS, kind=TEXTS, entries=st.lists(ENTRIES, max_size=3).map(tuple), ttl=st.none() |
       st.timedeltas(timedelta(0), timedelta(days=365))))  # fmt: skip
def test_what_a_document_says_arrives_whole(parsed: Parsed) -> None:
    assert wire.to_parsed(wire.from_parsed(parsed)) == parsed


@given(st.binary(max_size=60), TEXTS, TEXTS, MOMENTS)
def test_a_job_arrives_byte_for_byte(body: bytes, url: str, content_type: str, moment: datetime) -> None:
    job = Job(body=body, url=url, content_type=content_type, now=moment, language="en")
    assert wire.to_job(wire.from_job(job)) == job


@pytest.mark.parametrize(
    "error",
    [ParseError("This is no feed."), Refused("Entities."), Discoverable("A page.", links=("https://a.example/feed",))],
)
def test_a_failure_arrives_as_what_it_is(error: ReaderError) -> None:
    with pytest.raises(type(error)) as caught:
        wire.to_parsed(wire.from_error(error))
    assert type(caught.value) is type(error)
    assert str(caught.value) == str(error)
    assert getattr(caught.value, "links", ()) == getattr(error, "links", ())
