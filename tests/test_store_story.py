"""The text of a story as the library gives it back: nothing in it rests on a work that is not there."""

from dataclasses import replace

from reader.model.cluster import Changes, Reason, Rule
from reader.model.summary import Differing, Provenance, Sentence, Summary
from reader.store.marks import Marks
from reader.store.read import Reader
from reader.store.write import Library
from tests.library import NOW, assignment, fill, group, ledger, merge_works, summary


def test_a_text_that_cites_a_merged_work_cites_the_one_that_stayed(library: Library, reads: Reader) -> None:
    fill(library, "a", "b")
    group(library, {2: 1}, aliases={2: 1})
    library.keep_text(1, summary("Both", [1, 2]), ledger(), {}, NOW)
    merge_works(library, 2, 1)
    assert reads.story(1, NOW).summary.sentences[0].works == (1,)


def test_a_reason_that_names_a_merged_work_names_the_one_that_stayed(library: Library, reads: Reader) -> None:
    fill(library, "a", "b", "c")
    places = tuple(replace(assignment(n, 2), reason=Reason(rule=Rule.SIMILAR, nearest=3)) for n in (1, 2))
    library.keep_changes(Changes(assignments=places, next_id=4), NOW)
    merge_works(library, 3, 2)
    assert [source.reason.nearest for source in reads.story(2, NOW).sources] == [2, 0]


def text_of_three() -> Summary:
    """Return a text in which everything rests on some of the works 1, 2 and 3; 4 is not covered."""
    by = Provenance(model="m")
    return Summary(
        headline="What they say",
        sentences=(Sentence(text="One.", works=(1, 2)), Sentence(text="Two.", works=(2,))),
        impact=Sentence(text="It matters.", works=(2,)),
        impact_by=by,
        differing=(
            Differing(label="killed", values=(("3", (1,)), ("5", (2,)))),
            Differing(label="hurt", values=(("7", (1,)), ("8", (2,)), ("9", (3,)))),
        ),
        uncovered=(4, 3),
        covered=2,
        of_works=4,
    )


def test_what_rests_on_a_work_that_was_taken_out_is_not_shown_and_comes_back_with_it(
    library: Library, reads: Reader, marks: Marks
) -> None:
    fill(library, "a", "b", "c", "d")
    group(library, {2: 1, 3: 1, 4: 1}, aliases={2: 1, 3: 1, 4: 1})
    library.keep_text(1, text_of_three(), ledger(), {}, NOW)
    marks.eject(2, 1, NOW)
    left = reads.story(1, NOW).summary
    assert [(s.text, s.works) for s in left.sentences] == [("One.", (1,))]
    assert (left.impact, left.impact_by) == (None, None)
    assert left.differing == (Differing(label="hurt", values=(("7", (1,)), ("9", (3,)))),)
    assert (left.covered, left.uncovered, left.of_works) == (1, (4, 3), 3)
    marks.undo()
    assert reads.story(1, NOW).summary == text_of_three()


def test_impact_and_differences_follow_a_work_that_was_merged(library: Library, reads: Reader) -> None:
    fill(library, "a", "b", "c", "d")
    group(library, {2: 1, 3: 1, 4: 1}, aliases={2: 1, 3: 1, 4: 1})
    library.keep_text(1, text_of_three(), ledger(), {}, NOW)
    merge_works(library, 2, 4)
    left = reads.story(1, NOW).summary
    assert left.impact is not None
    assert left.impact.works == (4,)
    assert left.differing[0].values == (("3", (1,)), ("5", (4,)))
    assert (left.covered, left.uncovered, left.of_works) == (2, (3,), 3)
