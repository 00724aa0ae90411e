"""Refreshing: runs the engine's command, follows what it tells, ends quietly."""

from dataclasses import replace
from datetime import datetime

from textual.timer import Timer

from reader.events import Busy, ClustersChanged, Event, FeedDone, Finished, Started
from reader.events import Stage as StageEvent
from reader.model.feed import FAILING
from reader.ui.render.bars import Progress
from reader.ui.render.words import N_
from reader.ui.stage import Stage

PAINT_EVERY = 0.25
"""Seconds between two paintings of the progress: four a second is all an eye reads."""
STAGES = {
    "grouping": N_("grouping {done} of {of}"),
    "writing": N_("writing texts, {done} of {of}"),
    "refining": N_("asking the model, {done} of {of}"),
}


class Refreshing:
    """One refresh at a time; the next one is due a while after the last."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._progress = Progress()
        self._painting: Timer | None = None
        self._changed = False

    def due(self) -> None:
        """Refresh the feeds that are due."""
        self._begin("refresh", "--events")

    def everything(self) -> None:
        """Refresh all feeds, due or not."""
        self._begin("refresh", "--events", "--force")

    def start_up(self) -> None:
        """Refresh at start, if the settings say so, and plan the next one."""
        settings = self._stage.manner.settings.refresh
        if settings.at_start:
            self.due()
        else:
            self._plan()

    def tick(self, now: datetime) -> None:
        """Refresh when it is time."""
        planned = self._stage.dashboard.next
        if planned is not None and now >= planned and not self._stage.engine.running:
            self.due()

    def stop(self) -> bool:
        """Ask a running refresh to stop; return whether one was running."""
        stage = self._stage
        if not stage.engine.running:
            return False
        if not stage.engine.stopping:
            stage.start(stage.engine.stop(), "stop")
            self._say(stage.manner.words.say("stopping"))
        return True

    def _begin(self, *arguments: str) -> None:
        stage = self._stage
        if stage.engine.running or stage.dashboard.progress is not None:
            stage.say("A refresh is running; {keys[escape]} stops it.")
            return
        self._progress = Progress(doing=stage.manner.words.say("starting"))
        stage.dashboard.progress = self._progress
        self._painting = stage.screen.set_interval(PAINT_EVERY, self._paint)
        stage.start(self._run(arguments), "engine")

    async def _run(self, arguments: tuple[str, ...]) -> None:
        stage = self._stage
        try:
            ended = await stage.engine.run(*arguments, tell=self._heard)
        finally:
            self._end()
        if not ended.well and not stage.engine.stopping:
            words = stage.manner.words
            stage.dashboard.note(words.told(ended.words) or words.say("the refresh failed"), wrong=True)

    def _end(self) -> None:
        if self._painting is not None:
            self._painting.stop()
        self._stage.dashboard.progress = None
        self._plan()
        self._stage.changed()
        self._stage.dashboard.paint(self._stage.place)

    def _plan(self) -> None:
        every = self._stage.manner.settings.refresh.every
        self._stage.dashboard.next = self._stage.manner.now() + every if every else None

    def _heard(self, event: Event) -> None:
        words = self._stage.manner.words
        match event:
            case Started():
                self._progress = replace(self._progress, feeds=event.feeds)
            case FeedDone():
                self._feed(event)
            case StageEvent() if event.stage in STAGES:
                self._say(words.say(STAGES[event.stage], done=event.done, of=event.of))
            case ClustersChanged():
                self._changed = True
            case Finished():
                self._finished(event)
            case Busy():
                self._note(words.say("already refreshing: {holder}", holder=words.told(event.holder)))

    def _feed(self, event: FeedDone) -> None:
        old = self._progress
        self._progress = replace(
            old,
            done=event.done or old.done + 1,
            feeds=event.feeds or old.feeds,
            new=old.new + event.new,
            failing=old.failing + (event.state in FAILING),
            doing=self._stage.manner.words.say("fetched {feed}", feed=event.title),
        )

    def _finished(self, event: Finished) -> None:
        words = self._stage.manner.words
        if event.offline:
            self._note(words.say("offline: what is here stays readable"))
            return
        told = [words.count("{n} new", "{n} new", event.new) if event.new else words.say("nothing new")]
        if event.failing:
            told.append(words.count("{n} feed failing", "{n} feeds failing", event.failing))
        if event.stopped:
            told.insert(0, words.say("stopped"))
        self._note(" · ".join(told))

    def _note(self, text: str) -> None:
        self._stage.dashboard.note(text)

    def _say(self, text: str) -> None:
        self._progress = replace(self._progress, doing=text)

    def _paint(self) -> None:
        self._stage.dashboard.progress = self._progress
        self._stage.dashboard.paint(self._stage.place)
        if self._changed:
            self._changed = False
            self._stage.changed()
