"""Who wrote a text, from what, when: the line under it and the page behind it. Pure."""

from collections.abc import Sequence

from reader.model.summary import Author, Provenance
from reader.model.view import Story
from reader.ui.render import names
from reader.ui.render.cells import safe
from reader.ui.render.look import Look
from reader.ui.render.runs import BLANK, Block, Run
from reader.ui.render.times import stamp
from reader.ui.render.words import N_

SEVERAL = "mul"
"""ISO 639-2's code for a text in several languages."""
NOTES = {
    "not reachable": N_("the model was not reachable"),
    "budget used": N_("the daily budget is used up"),
    "failed the source check": N_("the model's text failed the source check"),
}


def line(story: Story, look: Look) -> tuple[Run, ...]:
    """Return the one line that is never vague about who wrote the text."""
    words, by = look.words, story.summary.summary_by
    said = [_author(by, look)]
    if story.summary.sentences:
        said.append(words.say("{covered} of {all} works", covered=story.summary.covered, all=len(story.sources)))
    if by.author is not Author.EXTRACT and by.written:
        said.append(words.say("{n} of {all} sentences checked", n=by.checked, all=by.written))
    if story.summary.language:
        said.append(_language(story, look))
    said.append(stamp(by.at or story.written, look.now))
    mark = f"{look.glyphs.model} " if by.author is not Author.EXTRACT else ""
    return (
        (mark, "accent"),
        (names.listed(said) + "\u00a0· ", "muted"),
        ("i\u00a0", "key"),
        (words.say("how this was written").replace(" ", "\u00a0"), "muted"),
    )


def _author(by: Provenance, look: Look) -> str:
    words = look.words
    if by.author is Author.EXTRACT and by.note:
        return words.say("Extracts ({why}), no AI", why=words.say(NOTES.get(by.note, safe(by.note))))
    if by.author is Author.EXTRACT:
        return words.say("Extracts from the sources, no AI")
    kind = words.say("AI summary") if by.author is Author.MODEL else words.say("AI and extracts")
    return f"{kind} · {safe(by.model)}"


def _language(story: Story, look: Look) -> str:
    language = story.summary.language
    return look.words.say("several languages") if language == SEVERAL else safe(language.upper())


def page(story: Story, look: Look) -> Sequence[Block]:
    """Return "How this was written", from this story's record."""
    numbers = {source.work.id: source.number for source in story.sources}
    words, by = look.words, story.summary.summary_by
    facts = [
        (words.say("Written by"), _author(by, look)),
        (words.say("When"), stamp(by.at or story.written, look.now)),
        (words.say("Text no."), f"{story.revision}"),
        (words.say("Read"), _read(story, look)),
        (words.say("Sent to"), safe(by.endpoint) or words.say("nobody: nothing left this computer")),
        (words.say("Language"), _language(story, look) or words.say("unknown")),
        (words.say("Headline"), _headline(story, look)),
        (words.say("Impact"), _impact(story, look)),
    ]
    if by.model:
        facts += _model_facts(by, look)
    return [
        *(Block(runs=((value, "text"),), lead=((f"{name}  ", "label"),)) for name, value in facts),
        BLANK,
        *_dropped(by, look),
        Block(runs=((words.say("SENTENCES AND THEIR SOURCES"), "label"),)),
        *_evidence(story, numbers, look),
    ]


def _read(story: Story, look: Look) -> str:
    by = story.summary.summary_by
    what = (
        look.words.say("whole articles")
        if by.full_text
        else look.words.say("titles and excerpts; articles were not fetched")
    )
    return f"{names.counts(story.counts, look.words)} ({what})"


def _headline(story: Story, look: Look) -> str:
    by = story.summary.headline_by
    return safe(by.model) if by.model else look.words.say("a source's title, or words of the titles; no AI")


def _impact(story: Story, look: Look) -> str:
    if story.summary.impact is None:
        return look.words.say("left out: no source says it")
    by = story.summary.impact_by
    return safe(by.model) if by and by.model else look.words.say("quoted from a source")


def _model_facts(by: Provenance, look: Look) -> list[tuple[str, str]]:
    words = look.words
    tokens = words.say(
        "{sent} tokens sent, {got} received, {seconds} s",
        sent=by.tokens_in,
        got=by.tokens_out,
        seconds=f"{by.seconds:.1f}",
    )
    checks = words.say("{n} of {all} sentences passed the source check", n=by.checked, all=by.written)
    return [(words.say("Prompt"), safe(by.prompt_version)), (words.say("Cost"), tokens), (words.say("Checks"), checks)]


def _dropped(by: Provenance, look: Look) -> list[Block]:
    if not by.dropped:
        return []
    lines = [
        Block(runs=((f"{safe(d.text)} ", "muted"), (f"({safe(d.why)})", "warn")), lead=(("  ", "text"),))
        for d in by.dropped
    ]
    return [Block(runs=((look.words.say("LEFT OUT BY THE CHECK"), "label"),)), *lines, BLANK]


def _evidence(story: Story, numbers: dict[int, int], look: Look) -> list[Block]:
    blocks = []
    for part in story.summary.sentences:
        cited = " ".join(str(numbers[work]) for work in part.works if work in numbers)
        runs: tuple[Run, ...] = ((safe(part.text), "text"),)
        if part.weak:
            runs = (*runs, (f" {look.words.say('(not fully found in its sources)')}", "warn"))
        blocks.append(Block(runs=runs, lead=(("  ", "text"),), right=((f"[{cited}]", "key"),)))
    return blocks or [Block(runs=((look.words.say("none"), "muted"),))]
