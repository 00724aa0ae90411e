"""Who wrote a text, from what, when: the line under it. Pure."""

from reader.model.summary import Author, Provenance, Said
from reader.model.view import Story
from reader.ui.render import names
from reader.ui.render.cells import safe
from reader.ui.render.look import Look
from reader.ui.render.runs import Run
from reader.ui.render.times import stamp
from reader.ui.render.words import N_

SEVERAL = "mul"
"""ISO 639-2's code for a text in several languages."""
NOTES = {
    "model not reachable": N_("model not reachable"),
    "daily budget used": N_("daily budget used"),
    "requests of this minute used": N_("requests of this minute used"),
    "the model's text failed the source check": N_("the model's text failed the source check"),
    "its feeds are private": N_("its feeds are private"),
}
"""What a record says of why extracts stand in for a model."""
REASONS = (
    N_("the model answered with HTTP {code}"),
    N_("the model could not be reached ({kind})"),
    N_("a model is configured but the extra is missing: {command}"),
    N_("the model “{model}” could not be loaded ({kind})"),
    N_("the model did not answer within {seconds} s"),
    N_("the model's answer holds no complete JSON object"),
    N_("only {n} of its sentences passed the source check"),
    N_("less than half of its sentences passed the source check"),
    N_("it covers only {n} of {all} works"),
    N_("the number {value} is in none of its sources"),
    N_("the number {value} stands for something else in its source"),
    N_("its source bounds the number {value} on the other side"),
    N_("the number {value} counts something else in its source"),
    N_("the date {value} is in none of its sources"),
    N_("the name “{value}” is in none of its sources"),
    N_("the name “{value}” stands elsewhere in its source"),
    N_("its source says the opposite, or says it without a negation"),
    N_("its source points the other way: {value}"),
    N_("its source only expects it"),
    N_("none of its sources says “{value}”"),
    N_("its names have changed places"),
    N_("a number differs from the sentence it retells"),
    N_("its numbers stand in another order than in its source"),
    N_("words differ from the sentence it retells"),
    N_("only {value} of its words are in its sources"),
    N_("written in another language than its sources: only numbers, dates and names could be compared"),
    N_("no source carries it"),
    N_("it is empty"),
    N_("it is too long"),
    N_("it holds a link or markup"),
    N_("it reads like an instruction"),
    N_("the headline shares no words with the sources' titles"),
    N_("the headline is not carried by the sources"),
    N_("it says again what an earlier sentence says"),
)
"""The details behind it, and why a sentence was left out: messages that are stored with what fills them."""


def line(story: Story, look: Look) -> tuple[Run, ...]:
    """Return the one line that is never vague about who wrote the text."""
    words, by = look.words, story.summary.summary_by
    parts = [author(by, look)]
    if sources := _sources(story, look):
        parts.append(sources)
    if by.author is Author.EXTRACT and story.summary.language:
        parts.append(language(story, look))
    if by.author is not Author.EXTRACT and by.written:
        parts.append(_checked(story, look))
    parts.append(stamp(by.at or story.written, look.now))
    mark = f"{look.glyphs.model} " if by.author is not Author.EXTRACT else ""
    return (
        (mark, "accent"),
        (names.listed(parts) + "\u00a0· ", "muted"),
        (f"{words.keys['how']}\u00a0", "key"),
        (words.say("how this was written").replace(" ", "\u00a0"), "muted"),
    )


def author(by: Provenance, look: Look) -> str:
    """Return who wrote it; of extracts in place of a model's text, why."""
    words = look.words
    if by.author is Author.EXTRACT and by.note:
        return words.say("Extracts ({why})", why=why(by, look))
    if by.author is Author.EXTRACT:
        return words.say("Extracts from the sources, no AI")
    kind = words.say("AI summary") if by.author is Author.MODEL else words.say("AI and extracts")
    return f"{kind} · {safe(by.model)}"


def why(by: Provenance, look: Look) -> str:
    """Return why extracts stand in for a model's text, without the details."""
    return look.words.say(NOTES[by.note]) if by.note in NOTES else safe(by.note)


def said(what: Said, look: Look) -> str:
    """Return a stored message in the reader's language."""
    return safe(look.words.say(what.message, **dict(what.values)))


def language(story: Story, look: Look) -> str:
    """Return the language of the text as its tag."""
    tag = story.summary.language
    return look.words.say("several languages") if tag == SEVERAL else safe(tag.upper())


def given(story: Story) -> tuple[int, ...]:
    """Return the numbers of the sources whose text whoever wrote it was given."""
    inputs = frozenset(story.summary.summary_by.inputs)
    return tuple(
        source.number for source in story.sources if any(a.entry.id in inputs for a in source.work.appearances)
    )


def _checked(story: Story, look: Look) -> str:
    """Return how much of it was checked against its sources, and where only figures and names could be."""
    words, by = look.words, story.summary.summary_by
    told = words.say("{n} of {all} sentences checked", n=by.checked, all=by.written)
    foreign = sum(part.foreign for part in story.summary.sentences)
    if not foreign:
        return told
    partly = words.say("in another language than its sources: only numbers, dates and names could be compared")
    return f"{told} ({partly})"


def _sources(story: Story, look: Look) -> str:
    """Return from how many of the sources it was written; newer ones are told of."""
    words, every = look.words, len(story.sources)
    if story.stale:
        read = min(len(given(story)) or every, every - story.stale)
        return words.say("written from {n} of {all} sources ({newer} newer)", n=read, all=every, newer=story.stale)
    if story.summary.summary_by.author is Author.EXTRACT:
        return words.say(", ").join(names.count_each(story.counts, words))
    read = len(given(story))
    if 0 < read < every:
        return words.say("from {n} of {all} sources", n=read, all=every)
    return words.count("from {n} source", "from {n} sources", every)
