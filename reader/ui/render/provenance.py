"""Who wrote a text, from what, when: the line under it. Pure."""

from reader.model.summary import Author, Provenance
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
"""What a record says, up to its details, of why extracts stand in for a model."""


def line(story: Story, look: Look) -> tuple[Run, ...]:
    """Return the one line that is never vague about who wrote the text."""
    words, by = look.words, story.summary.summary_by
    said = [author(by, look)]
    if sources := _sources(story, look):
        said.append(sources)
    if by.author is Author.EXTRACT and story.summary.language:
        said.append(language(story, look))
    if by.author is not Author.EXTRACT and by.written:
        said.append(words.say("{n} of {all} sentences checked", n=by.checked, all=by.written))
    said.append(stamp(by.at or story.written, look.now))
    mark = f"{look.glyphs.model} " if by.author is not Author.EXTRACT else ""
    return (
        (mark, "accent"),
        (names.listed(said) + "\u00a0· ", "muted"),
        ("i\u00a0", "key"),
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
    note = by.note.partition(": ")[0]
    return look.words.say(NOTES[note]) if note in NOTES else safe(note)


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
