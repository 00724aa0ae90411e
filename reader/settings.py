"""Every setting with its default. Knows neither the file they come from nor who obeys them."""

from dataclasses import field
from datetime import timedelta

from reader.record import record


@record
class RefreshSettings:
    """[refresh]: how feeds are fetched."""

    every: timedelta = timedelta(minutes=15)
    """How often the screen refreshes what is due; 0 = never by itself."""
    at_start: bool = True
    """Whether the screen refreshes what is due when it opens."""
    concurrency: int = 32
    """Requests in flight in all (1..64)."""
    per_host: int = 2
    """Requests in flight to one host (1..64)."""
    deadline: timedelta = timedelta(seconds=20)
    """Total time one feed may take, redirects included."""
    max_bytes: int = 10 * 1024 * 1024
    """Cap on decoded bytes of one feed."""
    keep_entries: int = 2000
    """Entries kept of one feed; starred ones are always kept."""


@record
class ClusterSettings:
    """[cluster]: how works are grouped."""

    window: timedelta = timedelta(days=7)
    """Works further apart than this do not share a story by similarity."""
    roundups: str = "normal"
    """"tight", "normal", "loose" or "off"."""
    embedder: str = "auto"
    """"auto" (the shipped model if installed), "none", or "api"."""
    api_base: str = ""
    """OpenAI-compatible /embeddings endpoint, with `embedder = "api"`."""
    api_model: str = ""
    """The embedding model's name there."""


@record
class RankSettings:
    """[rank]: weights, caps and half-lives of the ledger; points unless said otherwise."""

    publisher_weight: float = 8.0
    """Per doubling of (1 + independent publishers): 1 gives 8, 3 give 16, 7 give 24, so that the second counts most."""
    publisher_cap: float = 32.0
    """Reached at 15 publishers: beyond that everyone reports it."""
    tier_weight: float = 5.0
    """Per step from tier 4 (one step) to tier 1 (four)."""
    tier_cap: float = 20.0
    """Most that the nearest tier gives."""
    freshness_cap: float = 30.0
    """What a new work gives at the minute it appears; just below the publishers' cap, so that a story which everyone
    reports stays above one person's newest post for about two days."""
    freshness_half_life: timedelta = timedelta(hours=18)
    """Yesterday's morning is worth less than half of today's; a day's end still shows in the list."""
    undated_age: timedelta = timedelta(hours=24)
    """How old a work without a date counts when it is first seen, so that a missing date never wins over a real one."""
    velocity_weight: float = 3.0
    """Per doubling of publishers whose first news here is less than 24 h old."""
    velocity_cap: float = 12.0
    """Most that velocity gives."""
    roundup_penalty: float = 6.0
    """Taken from a roundup: works that share a theme are less news than works that share an event."""
    follow_weight: float = 10.0
    """Per rule of the user's that a cluster meets."""
    follow_cap: float = 20.0
    """Most that the user's own rules give."""


@record
class SummarySettings:
    """[summary]: how text is written. Without a model nothing leaves the machine."""

    model: str = ""
    """A model id or alias of the `llm` library, or the model's name at `api_base`; empty = extracts only."""
    api_base: str = ""
    """An OpenAI-compatible server."""
    api_key_env: str = ""
    """Name of the environment variable that holds the key; keys are never in this file."""
    language: str = "en"
    """Language a model writes in."""
    impact_quotes: bool = False
    """Whether a source's own sentence on impact is quoted when there is no model."""
    max_sentences: int = 5
    """Sentences of a summary; a model's and extracts alike."""
    max_words: int = 130
    """Words of a summary; a model is asked for no more."""
    source_characters: int = 12000
    """Characters of sources sent for one cluster."""
    requests_per_minute: int = 10
    """Requests to the model; more wait for the next refresh."""
    tokens_per_day: int = 200_000
    """Tokens sent and received; beyond them extracts stand until the next day."""
    timeout: timedelta = timedelta(seconds=60)
    """Per cluster; three times as long for localhost."""
    debounce: timedelta = timedelta(minutes=10)
    """A text is not written again sooner than this."""


@record
class ScreenSettings:
    """[screen]: looks and behaviour."""

    language: str = "auto"
    """"en", "zh" or "auto" (from the locale)."""
    theme: str = "pulse-dark"
    """A theme of ours (`t` walks through them) or of Textual's."""
    clock: bool = True
    """Whether the time ticks in the top bar."""
    glyphs: str = "unicode"
    """"unicode" or "ascii"."""
    density: int = 2
    """Lines a row: 1, 2 or 3."""
    read_on: str = "dwell"
    """"dwell", "open" or "manual"."""
    dwell: timedelta = timedelta(seconds=1.5)
    """How long a story is shown, without a key, before it counts as read."""
    mouse: bool = True
    """Whether the mouse is used; without it the terminal's own selection works."""
    browser: tuple[str, ...] = ()
    """Command line of a browser; the URL is appended as one argument. Empty = $BROWSER, then the system's."""
    notify: str = "off"
    """Notices of the terminal: "off", "osc9" (iTerm2, kitty, WezTerm) or "osc777" (urxvt, foot, Ghostty)."""
    notify_per_day: int = 10
    """Most notices a day; between two there is half an hour at least."""
    views: dict[str, str] = field(default_factory=dict)
    """[screen.views]: name -> query, and `sort:latest` for an order of its own; the screen saves views here, too."""
    keys: dict[str, str] = field(default_factory=dict)
    """[keys]: action id -> comma-separated keys."""


@record
class Settings:
    """All of them."""

    refresh: RefreshSettings = RefreshSettings()
    cluster: ClusterSettings = ClusterSettings()
    rank: RankSettings = RankSettings()
    summary: SummarySettings = SummarySettings()
    screen: ScreenSettings = field(default_factory=ScreenSettings)
