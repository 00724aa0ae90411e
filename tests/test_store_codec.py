"""Summaries, ledgers and reasons as JSON: what goes in comes out, also from an older version."""

from hypothesis import given
from hypothesis import strategies as st

from reader.model.cluster import Reason, Rule
from reader.model.ledger import Ledger, Term
from reader.model.summary import Author, Differing, Dropped, Provenance, Said, Sentence, Span, Summary
from reader.store.codec import (
    ledger_of,
    ledger_to_json,
    moment_or_none,
    reason_of,
    reason_to_json,
    stamp,
    summary_of,
    summary_to_json,
)
from tests.library import NOW

numbers = st.integers(0, 10**9)
finite = st.floats(allow_nan=False, allow_infinity=False)
texts = st.text(max_size=20)
spans = st.builds(Span, entry_id=numbers, start=numbers, end=numbers, field=texts)
sentences = st.builds(
    Sentence,
    text=texts,
    works=st.lists(numbers, min_size=1, max_size=3).map(tuple),
    spans=st.lists(spans, max_size=2).map(tuple),
    weak=st.booleans(),
    foreign=st.booleans(),
    quote=st.booleans(),
)
filled = st.lists(st.tuples(texts, texts), max_size=2).map(tuple)
sayings = st.just(Said()) | st.builds(Said, message=st.just("the {name}"), values=filled)
provenances = st.builds(
    Provenance,
    author=st.sampled_from(Author),
    model=texts,
    endpoint=texts,
    prompt_version=texts,
    at=st.none() | st.just(NOW),
    inputs=st.lists(numbers, max_size=3).map(tuple),
    full_text=st.booleans(),
    checked=numbers,
    written=numbers,
    dropped=st.lists(st.builds(Dropped, text=texts, why=sayings), max_size=2).map(tuple),
    tokens_in=numbers,
    tokens_out=numbers,
    seconds=finite,
    note=texts,
    details=sayings,
)
values = st.tuples(texts, st.lists(numbers, max_size=2).map(tuple))
differing = st.builds(Differing, label=texts, values=st.lists(values, max_size=2).map(tuple))
terms = st.builds(Term, name=texts, points=finite, given=finite, unit=texts, cap=finite)
summaries = st.builds(
    Summary,
    headline=texts,
    sentences=st.lists(sentences, max_size=3).map(tuple),
    impact=st.none() | sentences,
    language=texts,
    uncovered=st.lists(numbers, max_size=3).map(tuple),
    covered=numbers,
    of_works=numbers,
    differing=st.lists(
        st.builds(Differing, label=texts, values=st.lists(values, max_size=2).map(tuple)), max_size=2
    ).map(tuple),
    headline_by=provenances,
    summary_by=provenances,
    impact_by=st.none() | provenances,
)


@given(summaries)
def test_a_summary_comes_back_as_it_was(summary: Summary) -> None:
    assert summary_of(summary_to_json(summary)) == summary


@given(
    st.lists(st.builds(Term, name=texts, points=finite, given=finite, unit=texts, cap=finite), max_size=6).map(tuple)
)
def test_a_ledger_comes_back_with_the_same_score(terms: tuple[Term, ...]) -> None:
    assert ledger_of(ledger_to_json(Ledger(terms=terms))) == Ledger(terms=terms)


def test_a_reason_comes_back_and_none_stays_none() -> None:
    reason = Reason(rule=Rule.SIMILAR, nearest=3, score=0.25, terms=("波", "b"))
    assert reason_of(reason_to_json(reason)) == reason
    assert reason_of(reason_to_json(None)) is None


def test_what_an_older_version_wrote_takes_the_defaults() -> None:
    assert summary_of('{"headline": "H"}') == Summary(headline="H", sentences=())


def test_times_sort_as_text() -> None:
    later = NOW.replace(microsecond=1)
    assert stamp(NOW) < stamp(later)
    assert moment_or_none(stamp(later)) == later
