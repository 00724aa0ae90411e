"""The page "How this was written": the whole record of a text, and what is configured now. Pure."""

from collections.abc import Sequence

from reader.model.cluster import Kind
from reader.model.summary import Author, Provenance, Sentence
from reader.model.view import Story
from reader.ui.render import names
from reader.ui.render.cells import fit, safe, width
from reader.ui.render.look import Look
from reader.ui.render.provenance import author, given, language, said
from reader.ui.render.runs import BLANK, Block, Run
from reader.ui.render.times import stamp

Fact = tuple[str, str]
"""Name and value."""


def page(story: Story, look: Look, model: str = "") -> Sequence[Block]:
    """Return the page.

    Args:
        story: With the record of its text.
        look: Language and clock.
        model: The model that is configured now; empty if none is.
    """
    words, by = look.words, story.summary.summary_by
    facts: list[Fact] = [
        (words.say("Written by"), author(by, look)),
        *_reason(by, look),
        (words.say("When"), stamp(by.at or story.written, look.now)),
        (words.say("Text no."), f"{story.revision}"),
        (words.say("Read"), _read(story, look)),
        (words.say("Sent to"), _sent(by, look)),
        (words.say("Language"), language(story, look) or words.say("unknown")),
        (words.say("Headline"), _headline(story, look)),
        (words.say("Impact"), _impact(story, look)),
        *(_model_facts(by, look) if by.model else ()),
        (words.say("Configured"), _configured(model, look)),
    ]
    widest = max(width(name) for name, _ in facts)
    return [
        *(Block(runs=((value, "text"),), lead=((f"{fit(name, widest)}  ", "label"),)) for name, value in facts),
        BLANK,
        *_dropped(by, look),
        Block(runs=((words.say("SENTENCES AND THEIR SOURCES"), "label"),)),
        *_evidence(story, look),
    ]


def _reason(by: Provenance, look: Look) -> list[Fact]:
    return [(look.words.say("Why"), said(by.details, look))] if by.details.message else []


def _read(story: Story, look: Look) -> str:
    by, words = story.summary.summary_by, look.words
    what = words.say("whole articles") if by.full_text else words.say("titles and excerpts; articles were not fetched")
    numbers = given(story)
    if not numbers or len(numbers) == len(story.sources):
        return f"{names.counts(story.counts, words)} · {what}"
    return f"{''.join(f'[{number}]' for number in numbers)} · {what}"


def _sent(by: Provenance, look: Look) -> str:
    if not by.endpoint:
        return look.words.say("nobody: nothing left this computer")
    host = safe(by.endpoint)
    return host if by.tokens_in else look.words.say("{host}; no answer came", host=host)


def _headline(story: Story, look: Look) -> str:
    by = story.summary.headline_by
    if by.author is not Author.EXTRACT:
        return safe(by.model)
    return look.words.say("a source's title, or words of the titles; no AI")


def _impact(story: Story, look: Look) -> str:
    if story.summary.impact is None:
        return _no_impact(story, look)
    by = story.summary.impact_by
    return safe(by.model) if by and by.author is not Author.EXTRACT else look.words.say("quoted from a source")


def _no_impact(story: Story, look: Look) -> str:
    words = look.words
    if story.summary.summary_by.author is not Author.EXTRACT:
        return words.say("left out: no source says it")
    if story.kind is Kind.ROUNDUP:
        return words.say("left out: separate works have no one effect")
    return words.say("left out: extracts have one only with [summary] impact_quotes, where a source says it")


def _configured(model: str, look: Look) -> str:
    if model:
        return look.words.say("{model}; the sources of the best-ranked stories are sent to it", model=safe(model))
    return look.words.say("No model is configured: nothing leaves this machine.")


def _model_facts(by: Provenance, look: Look) -> list[Fact]:
    words = look.words
    tokens = words.say(
        "{sent} tokens sent, {got} received, {seconds} s",
        sent=by.tokens_in,
        got=by.tokens_out,
        seconds=f"{by.seconds:.1f}",
    )
    facts = [(words.say("Model"), safe(by.model)), (words.say("Prompt"), safe(by.prompt_version))]
    if by.tokens_in:
        facts.append((words.say("Cost"), tokens))
    if by.written:
        checks = words.say("{n} of {all} sentences passed the source check", n=by.checked, all=by.written)
        facts.append((words.say("Checks"), checks))
    return facts


def _dropped(by: Provenance, look: Look) -> list[Block]:
    if not by.dropped:
        return []
    lines = [
        Block(runs=((f"{safe(d.text)} ", "muted"), (f"({said(d.why, look)})", "warn")), lead=(("  ", "text"),))
        for d in by.dropped
    ]
    return [Block(runs=((look.words.say("LEFT OUT BY THE CHECK"), "label"),)), *lines, BLANK]


def _evidence(story: Story, look: Look) -> list[Block]:
    numbers = {source.work.id: source.number for source in story.sources}
    blocks = [
        Block(runs=_sentence(part, look), lead=(("  ", "text"),), right=((_cited(part, numbers), "key"),))
        for part in story.summary.sentences
    ]
    return blocks or [Block(runs=((look.words.say("none"), "muted"),))]


def _cited(part: Sentence, numbers: dict[int, int]) -> str:
    return f"[{' '.join(str(numbers[work]) for work in part.works if work in numbers)}]"


def _sentence(part: Sentence, look: Look) -> tuple[Run, ...]:
    runs: list[Run] = [(safe(part.text), "text")]
    if part.quote:
        runs.append((f" {look.words.say('(partly in the words of a source)')}", "muted"))
    if part.weak:
        runs.append((f" {look.words.say('(not fully found in its sources)')}", "warn"))
    if part.foreign:
        runs.append((f" {look.words.say('(only numbers, dates and names compared)')}", "warn"))
    return tuple(runs)
