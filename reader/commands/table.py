"""Every command, with the line that `--help` shows and the module that runs it. Imports none of them."""

from collections.abc import Mapping
from types import MappingProxyType

from reader.record import record


@record
class Command:
    """One command of the command line."""

    module: str
    """Module with `arguments` and `run`."""
    does: str
    """What it does, in a line."""
    example: str
    """A command line that shows its use."""


COMMANDS: Mapping[str, Command] = MappingProxyType(
    {
        "refresh": Command(
            module="reader.commands.refresh",
            does="Fetch the feeds that are due, group what is new, write its text.",
            example="pulseaugur refresh --force",
        ),
        "add": Command(
            module="reader.commands.add",
            does="Subscribe to a feed, or to the feed that a page offers.",
            example="pulseaugur add https://export.arxiv.org/rss/cs.LG --tier 1",
        ),
        "feeds": Command(
            module="reader.commands.feeds",
            does="List the feeds with their health.",
            example="pulseaugur feeds --failing",
        ),
        "edit": Command(
            module="reader.commands.edit",
            does="Change a feed: title, address, tier, publisher, language, folder, pause.",
            example='pulseaugur edit 12 --title "Lab blog" --tier 1 --pause',
        ),
        "remove": Command(
            module="reader.commands.remove",
            does="Unsubscribe from feeds; what they brought and your marks stay.",
            example="pulseaugur remove 12 13",
        ),
        "import": Command(
            module="reader.commands.importing",
            does="Subscribe to the feeds of an OPML file, or to the list to start with.",
            example="pulseaugur import subscriptions.opml",
        ),
        "export": Command(
            module="reader.commands.exporting",
            does="Write the feeds as OPML, without passwords.",
            example="pulseaugur export subscriptions.opml",
        ),
        "list": Command(
            module="reader.commands.listing",
            does="List stories, best first; words search.",
            example='pulseaugur list --sort latest "tier:1 transformer"',
        ),
        "show": Command(
            module="reader.commands.show",
            does="Show a story with its cited summary, its rank and its sources.",
            example="pulseaugur show 42",
        ),
        "open": Command(
            module="reader.commands.opening",
            does="Open a story's source in the browser: the best one, or number N.",
            example="pulseaugur open 42 3",
        ),
        "brief": Command(
            module="reader.commands.brief",
            does="Write the day's stories as Markdown, HTML, JSON or RSS.",
            example="pulseaugur brief --since 24h --top 20 --format html --out brief.html",
        ),
        "cluster": Command(
            module="reader.commands.cluster",
            does="Try other settings of grouping, or correct a grouping.",
            example="pulseaugur cluster --dry-run --roundups tight --since 7d",
        ),
        "marks": Command(
            module="reader.commands.marks",
            does="Write your marks to a file, or read them back.",
            example="pulseaugur marks export marks.jsonl",
        ),
        "doctor": Command(
            module="reader.commands.doctor",
            does="Check the library and what is installed; repair with --repair.",
            example="pulseaugur doctor",
        ),
        "serve": Command(
            module="reader.commands.serve",
            does="Show the screen in a web browser, on this machine alone.",
            example="pulseaugur serve --port 8000",
        ),
        "prepare": Command(
            module="reader.commands.prepare",
            does="Make the library, or bring it up to date; the screen does this by itself.",
            example="pulseaugur prepare",
        ),
    }
)
