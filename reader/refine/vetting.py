"""A draft's sentences through the gate, and whether enough of them are left. Knows no model."""

from collections.abc import Mapping

from reader.model.summary import Dropped, Said, Sentence
from reader.record import record
from reader.refine.answer import Draft, Drafted
from reader.refine.evidence import Source
from reader.refine.facts import content
from reader.refine.gate import Standing, Verdict, judge

REPEATED = 0.8
"""Share of content words in common from which a sentence says again what an earlier one said."""
REPEATS = "it says again what an earlier sentence says"

_MARKS = frozenset('“”„«»「」"')
"""Of a sentence that has some of its own, none are added: marks inside marks are a riddle."""


@record
class Vetted:
    """What the gate left of a draft."""

    headline: str
    """Empty if the gate or the form refused it."""
    sentences: tuple[Sentence, ...]
    impact: Sentence | None
    dropped: tuple[Dropped, ...]
    draft: Draft
    """What it is left of."""

    @property
    def written(self) -> int:
        """Sentences of the draft, impact included."""
        return self.draft.written + self.draft.tells_impact

    @property
    def checked(self) -> int:
        """Those of them that passed."""
        return len(self.sentences) + (self.impact is not None)

    def shortfall(self, works: int, extract: int, fewest: int) -> Said:
        """Say why less is left of it than a text needs, if it is.

        Half of the works is asked for, but not more than the extract gives: five sentences cannot cite twelve reports
        of one event, since what only repeats another source is pruned from the citations.

        Args:
            works: Works of the cluster.
            extract: Works that its extract cites.
            fewest: Sentences that must be left.
        """
        covered = {work for sentence in self.sentences for work in sentence.works}
        if len(self.sentences) < fewest:
            left = (("n", f"{len(self.sentences)}"),)
            return Said(message="only {n} of its sentences passed the source check", values=left)
        if 2 * len(self.sentences) < self.draft.written:
            return Said(message="less than half of its sentences passed the source check")
        if 2 * len(covered) < min(works, 2 * extract):
            return Said(
                message="it covers only {n} of {all} works", values=(("n", f"{len(covered)}"), ("all", f"{works}"))
            )
        return Said()


def _heads(verdict: Verdict) -> bool:
    return verdict.foreign or verdict.standing is Standing.SUPPORTED


def _kept(draft: Drafted, verdict: Verdict) -> Sentence:
    return Sentence(
        text=_with_marks(draft.text, verdict.quote),
        works=verdict.works,
        spans=verdict.spans,
        weak=verdict.standing is Standing.WEAK and not verdict.foreign,
        foreign=verdict.foreign,
        quote=bool(verdict.quote),
    )


def _dropped(text: str, why: str) -> Dropped:
    return Dropped(text=text, why=Said(message=why))


def _with_marks(text: str, quote: range) -> str:
    """Put the words of a source between quotation marks, and no others; a whole sentence with its full stop."""
    start, stop = quote.start, quote.stop
    if not quote or _MARKS & set(text):
        return text
    if not any(char.isalnum() for char in text[stop:]):
        stop = len(text)
    return f"{text[:start]}“{text[start:stop]}”{text[stop:]}"


def _repeats(text: str, earlier: list[Sentence]) -> bool:
    ours = content(text)
    return any(len(ours & content(other.text)) >= REPEATED * max(1, len(ours)) for other in earlier)


def vet(draft: Draft, sources: Mapping[int, Source], *, language: str) -> Vetted:
    """Return what of the draft its sources carry.

    The headline must be carried by the cluster as a whole, the impact like any sentence, and both without doubt: a
    headline shows no "?".
    """
    kept, dropped = list[Sentence](), [_dropped(text, why) for text, why in draft.refused]
    for drafted in draft.sentences:
        verdict = judge(drafted.text, drafted.works, sources, language=language)
        if verdict.standing is Standing.UNSUPPORTED:
            dropped.append(Dropped(text=drafted.text, why=verdict.why))
        elif _repeats(drafted.text, kept):
            dropped.append(_dropped(drafted.text, REPEATS))
        else:
            kept.append(_kept(drafted, verdict))
    headline, impact = draft.headline, None
    if headline and not _heads(judge(headline, tuple(sources), sources, language=language)):
        dropped.append(_dropped(headline, "the headline is not carried by the sources"))
        headline = ""
    if draft.impact:
        verdict = judge(draft.impact.text, draft.impact.works, sources, language=language)
        if verdict.standing is not Standing.SUPPORTED:
            dropped.append(Dropped(text=draft.impact.text, why=verdict.why))
        elif _repeats(draft.impact.text, kept):
            dropped.append(_dropped(draft.impact.text, REPEATS))
        else:
            impact = _kept(draft.impact, verdict)
    return Vetted(headline=headline, sentences=tuple(kept), impact=impact, dropped=tuple(dropped), draft=draft)
