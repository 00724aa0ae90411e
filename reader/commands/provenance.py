"""Who wrote a story's text, in a line and as the whole record, for a terminal. Knows no files."""

from collections.abc import Iterator

from reader.commands.words import counts, many
from reader.model.summary import Author, Summary
from reader.model.view import Story
from reader.text.clean import clean


def line(story: Story) -> str:
    """Return who wrote a text, from what, when."""
    return " · ".join(part for part in (*_author(story.summary), _sources(story), counts(story.counts, ", ")) if part)


def record(story: Story) -> Iterator[str]:
    """Give what the line has no room for; nothing for extracts that no model was asked about."""
    by = story.summary.summary_by
    if by.details.message:
        yield f"Why: {clean(str(by.details), 300)}"
    if by.endpoint:
        tokens = f"{by.tokens_in} tokens sent, {by.tokens_out} received, {by.seconds:.1f} s"
        answer = tokens if by.tokens_in else "no answer came"
        asked = f"{clean(by.model, 80)}, prompt {clean(by.prompt_version, 20)}"
        yield f"Sent to {clean(by.endpoint, 120)} for {asked}: {answer}"
    for dropped in by.dropped:
        yield f"Left out by the source check: “{clean(dropped.text, 600)}” ({clean(str(dropped.why), 200)})"


def _author(summary: Summary) -> tuple[str, ...]:
    by = summary.summary_by
    if by.author is Author.EXTRACT:
        why = clean(by.note, 120)
        return (f"Extracts ({why})" if why else "Extracts from the sources, no AI",)
    word = "AI summary" if by.author is Author.MODEL else "AI and extracts"
    checked = f"{by.checked} of {by.written} sentences checked"
    if any(part.foreign for part in summary.sentences):
        checked += " (in another language than its sources: only numbers, dates and names could be compared)"
    when = f"{by.at:%Y-%m-%d %H:%M} UTC" if by.at else ""
    return (word, clean(by.model, 80), checked, when)


def _sources(story: Story) -> str:
    """Return from how many sources it was written: newer ones, and those that the model was not given."""
    every, inputs = len(story.sources), frozenset(story.summary.summary_by.inputs)
    read = sum(any(a.entry.id in inputs for a in source.work.appearances) for source in story.sources) or every
    if story.stale:
        return f"written from {min(read, every - story.stale)} of {many(every, 'source')} ({story.stale} newer)"
    if story.summary.summary_by.author is Author.EXTRACT:
        return ""
    return f"from {many(every, 'source')}" if read == every else f"from {read} of {many(every, 'source')}"
