"""Copying to the clipboard (OSC 52) and to a file."""

from pathlib import Path

from reader.model.view import Source, Story
from reader.text.cites import cites
from reader.ui.choice import Choice
from reader.ui.render.cells import safe
from reader.ui.render.sources import feed_title
from reader.ui.stage import Stage


class Copying:
    """What leaves by the clipboard is cleaned like what is shown."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    def link(self) -> None:
        """Copy the link of the source under the cursor, else the one that would be opened."""
        source = self._stage.best
        if source is not None:
            self._copy(safe(source.work.url))

    def more(self) -> None:
        """Choose what to copy."""
        source, story = self._stage.best, self._stage.story
        if source is None or story is None:
            return
        say = self._stage.manner.words.say
        texts = {
            "citation": (say("citation of the source"), citation(source)),
            "headline": (say("headline"), safe(story.summary.headline)),
            "markdown": (say("story as Markdown"), markdown(story)),
            "file": (say("story as a Markdown file in this folder"), ""),
        }
        choices = [Choice(value=name, runs=((told, "text"),)) for name, (told, _) in texts.items()]
        self._stage.choose("Copy", choices, lambda name: self._take(name, texts[name][1], story))

    def _take(self, name: str, text: str, story: Story) -> None:
        if name == "file":
            self._write(story)
        else:
            self._copy(text)

    def _copy(self, text: str) -> None:
        if not text:
            self._stage.say("This source has no link.", wrong=True)
            return
        self._stage.screen.app.copy_to_clipboard(text)
        self._stage.say("Copied: {text}", text=text.split("\n")[0])

    def _write(self, story: Story) -> None:
        path = Path.cwd() / f"story-{story.id}.md"
        try:
            path.write_text(markdown(story), encoding="utf-8")
        except OSError as error:
            why = self._stage.manner.words.told(error.strerror or "")
            self._stage.say("{path} was not written: {error}", wrong=True, path=path, error=why)
            return
        self._stage.say("Written: {path}", path=path)


def citation(source: Source) -> str:
    """Return "authors: title. feed, date. link"."""
    work = source.work
    authors = ", ".join(work.authors)
    parts = [f"{authors}: {work.title}" if authors else work.title, f"{feed_title(work.lead)}, {work.when:%Y-%m-%d}"]
    return safe(". ".join([*parts, work.url] if work.url else parts))


def markdown(story: Story) -> str:
    """Return headline, cited sentences and sources as Markdown."""
    numbers = {s.work.id: s.number for s in story.sources}
    text = " ".join(f"{_plain(part.text)} {cites(part.works, numbers)}" for part in story.summary.sentences)
    sources = "\n".join(_listed(source) for source in story.sources)
    return f"# {_plain(story.summary.headline)}\n\n{text}\n\n{sources}\n"


def _listed(source: Source) -> str:
    work = source.work
    # As a feed may give it, an address may hold what would end it here.
    url = safe(work.url).replace("<", "%3C").replace(">", "%3E")
    title = f"[{_plain(work.title)}](<{url}>)" if url else _plain(work.title)
    return f"{source.number}. {title}, {_plain(feed_title(work.lead))}"


def _plain(text: str) -> str:
    """Return outside text in which no character means anything to Markdown."""
    return "".join(f"\\{c}" if c in "\\`*_[]<>#!|" else c for c in safe(text))
