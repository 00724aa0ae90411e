"""What an empty list says: the truth about why. Pure."""

from collections.abc import Sequence

from reader.model.view import Totals, View
from reader.ui.render import names
from reader.ui.render.cells import safe
from reader.ui.render.look import Look
from reader.ui.render.runs import BLANK, Block, Line


def empty_blocks(view: View, totals: Totals, look: Look, *, left: bool = True, busy: bool = False) -> Sequence[Block]:
    """Return why there is nothing to read, and what can be done.

    Args:
        view: The one that is empty.
        totals: Of the library.
        look: Language and keys.
        left: Whether escape leaves the view: a search or a filter.
        busy: Whether a refresh runs.
    """
    words = look.words
    lines: list[Line] = []
    if view.query and totals.clusters:
        lines.append(((words.say("No story matches {query}.", query=safe(view.query)), "strong"),))
        stories = words.count("{n} story", "{n} stories", totals.clusters)
        if left:
            told = words.say("{stories} are outside this view; {keys[escape]} goes back.", stories=stories)
        else:
            told = words.say("{stories} are outside this view; {keys[next-view]} shows the next one.", stories=stories)
        lines.append(((told, "muted"),))
    else:
        lines.append(((words.say("No stories yet."), "strong"),))
        lines += _feeds(totals, look)
        lines.append(_next(totals, look, busy=busy))
    if totals.hidden:
        hidden = words.count("{n} story is hidden", "{n} stories are hidden", totals.hidden)
        lines.append(((words.keys["hidden"], "key"), (f" {hidden}", "muted")))
    return [BLANK, *(Block(runs=line, lead=(("  ", "text"),)) for line in lines)]


def _feeds(totals: Totals, look: Look) -> list[Line]:
    words = look.words
    fine = totals.feeds - totals.failing - totals.paused
    facts = [words.count("{n} feed fine", "{n} feeds fine", fine)]
    if totals.failing:
        facts.append(
            words.count(
                "{n} failing ({keys[feeds]} shows why)", "{n} failing ({keys[feeds]} shows why)", totals.failing
            )
        )
    if totals.paused:
        facts.append(words.count("{n} paused", "{n} paused", totals.paused))
    facts.append(words.count("{n} entry", "{n} entries", totals.entries))
    facts.append(words.count("{n} work", "{n} works", totals.works))
    return [((names.listed(facts), "muted"),)]


def _next(totals: Totals, look: Look, *, busy: bool) -> Line:
    """Return what happens next, or what would help."""
    words = look.words
    if busy:
        return ((words.say("A refresh is running; stories appear as they are grouped."), "muted"),)
    if totals.entries:
        return ((words.say("No entry is in a story; hidden and removed feeds count, too."), "muted"),)
    return ((words.keys["refresh"], "key"), (f" {words.say('fetches the feeds')}", "muted"))
