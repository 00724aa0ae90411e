"""Corrections of the grouping, and what is hidden, muted or followed."""

from collections.abc import Callable, Mapping
from datetime import datetime, time, timedelta

from reader.model.mark import Field, UserRule, Want
from reader.model.view import Source, Story
from reader.ui.choice import Choice
from reader.ui.render.cells import safe
from reader.ui.render.look import Look
from reader.ui.render.sources import feed_title
from reader.ui.render.times import stamp
from reader.ui.stage import Stage

NEIGHBOURS = 500
"""Stories of the list that are offered for a merge."""
MONDAY = 7
"""Days of a week; a mute "until Monday" ends at the next one, 00:00 local time."""


class Correcting:
    """What the user knows better; it holds through every refresh, and `u` takes it back."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    def eject(self) -> None:
        """Take the source under the cursor out of this story."""
        stage, story, source = self._stage, self._stage.story, self._stage.source
        if story is None or source is None:
            stage.say("Point at a source first: {keys[switch]} goes into the story.")
            return
        if len(story.sources) == 1:
            stage.say("It is the only source here.")
            return
        work_id, now = source.work.id, stage.manner.now()
        stage.mark(lambda marks: marks.eject(work_id, story.id, now), corrects=True)
        stage.say("Source {n} is a story of its own now; {keys[undo]} takes it back.", n=source.number)

    def apart(self) -> None:
        """From the story, choose another one that it must never become one with; from the list, scroll the story."""
        if self._stage.in_story:
            self._choose_story("Never merge it with", self._apart)
        else:
            self._stage.pane.scroll_lines(-3)

    def _apart(self, one: int, other: int) -> None:
        now = self._stage.manner.now()
        self._stage.mark(lambda marks: marks.apart(one, other, now), corrects=True)
        self._stage.say("Kept apart; {keys[undo]} takes it back.")

    def merge(self) -> None:
        """Choose another story that tells the same."""
        self._choose_story("Merge with", self._merge)

    def _choose_story(self, heading: str, then: Callable[[int, int], None]) -> None:
        stage, story = self._stage, self._stage.story
        if story is None:
            return
        ids = [i for i in stage.stories.ids[:NEIGHBOURS] if i != story.id]
        rows = stage.library.front.rows(ids)
        choices = [Choice(value=str(i), runs=((safe(rows[i].headline), "text"),)) for i in ids if i in rows]
        if not choices:
            stage.say("There is no other story in this list.")
            return
        stage.choose(heading, choices, lambda value: then(story.id, int(value)))

    def _merge(self, one: int, other: int) -> None:
        now = self._stage.manner.now()
        self._stage.mark(lambda marks: marks.merge(one, other, now), corrects=True)
        self._stage.say("Merged; {keys[undo]} takes it back.")

    def mute(self) -> None:
        """Choose what to hide, mute or follow."""
        story, source = self._stage.story, self._stage.best
        if story is not None and source is not None:
            self._stage.choose("Hide, mute or follow", self._offers(story, source), self._take)

    def _offers(self, story: Story, source: Source) -> list[Choice]:
        say = self._stage.manner.words.say
        feed = source.work.lead.feed
        offers = [("hide", "", "", "", say("show this story again") if story.hidden else say("hide this story"))]
        for field, value, shown in (
            (Field.FEED, feed.url, feed_title(source.work.lead)),
            (Field.PUBLISHER, feed.publisher, safe(feed.publisher)),
        ):
            offers += [
                ("mute", field, value, shown, say("mute {what} for good", what=shown)),
                ("monday", field, value, shown, say("mute {what} until Monday", what=shown)),
                ("follow", field, value, shown, say("follow {what}", what=shown)),
            ]
        word = Field.WORD
        offers += [
            ("mute", word, "", "", say("mute a word …")),
            ("monday", word, "", "", say("mute a word until Monday …")),
            ("follow", word, "", "", say("follow a word …")),
            ("rules", "", "", "", say("rules in force …")),
        ]
        return [Choice(value="\n".join(offer[:4]), runs=((offer[4], "text"),)) for offer in offers]

    def _take(self, value: str) -> None:
        what, field, word, shown = value.split("\n")
        if what == "hide":
            self._hide()
        elif what == "rules":
            self._stage.start(self._rules(), "page")
        elif word:
            self._rule(what, Field(field), word, shown)
        else:
            self._stage.type("A word or a name", lambda text: self._rule(what, Field(field), text, text))

    def _hide(self) -> None:
        story = self._stage.story
        if story is not None:
            on, cluster_id = not story.hidden, story.id
            self._stage.mark(lambda marks: marks.hide(cluster_id, on))
            self._stage.say("Hidden; {keys[hidden]} shows it, {keys[undo]} takes it back." if on else "Shown again.")

    def _rule(self, what: str, field: Field, value: str, shown: str) -> None:
        stage, now = self._stage, self._stage.manner.now()
        if what == "follow":
            stage.mark(lambda marks: marks.follow(field, value, now))
            stage.say("Following {what}; {keys[undo]} takes it back.", what=shown)
            return
        until = next_monday(now) if what == "monday" else None
        stage.mark(lambda marks: marks.mute(field, value, until=until, now=now))
        stage.say("Muted {what}; {keys[hidden]} shows what is hidden, {keys[undo]} takes it back.", what=shown)

    async def _rules(self) -> None:
        stage = self._stage
        now = stage.manner.now()
        rules, feeds = await stage.library.reading.run(lambda reads: (reads.rules(now), reads.feeds(now)))
        if not rules:
            stage.say("Nothing is muted or followed.")
            return
        titles = {row.feed.url: row.feed.title for row in feeds}
        choices = [_rule_choice(rule, titles, stage.manner.look()) for rule in rules]
        stage.choose("Choose a rule to drop", choices, self._drop)

    def _drop(self, rule_id: str) -> None:
        now = self._stage.manner.now()
        self._stage.mark(lambda marks: marks.drop_rule(int(rule_id), now))


def _rule_choice(rule: UserRule, titles: Mapping[str, str], look: Look) -> Choice:
    """Return a rule to drop; of a feed it names the title, where there is one."""
    words, shown = look.words, titles.get(rule.value) or rule.value
    want = words.say("mute") if rule.want is Want.MUTE else words.say("follow")
    until = f" · {words.say('until {time}', time=stamp(rule.until, look.now))}" if rule.until else ""
    return Choice(value=str(rule.id), runs=((f"{want} ", "label"), (safe(shown), "text"), (until, "muted")))


def next_monday(now: datetime) -> datetime:
    """Return the next Monday, 00:00 local time."""
    local = now.astimezone()
    day = local.date() + timedelta(days=MONDAY - local.weekday())
    return datetime.combine(day, time(), tzinfo=local.tzinfo)
