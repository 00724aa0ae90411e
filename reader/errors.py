"""Everything that can go wrong and is nobody's bug, as one tree.

::

    ReaderError              a sentence for the user: what was wrong, where, what to do
    |-- UsageError           misuse; exit status 2
    |   |-- ConfigError      a key or value in the configuration file (file, line)
    |   `-- OpmlError        an OPML file that cannot be read or is refused
    |-- FetchError           a feed could not be had
    |   |-- Refused          policy: scheme, private address, size, coding, entities
    |   |-- Unreachable      DNS, connect, TLS, time-out, broken HTTP
    |   `-- BadStatus        an HTTP status that is no success (carries status, retry_after)
    |-- ParseError           bytes that are no feed
    |   `-- Discoverable     an HTML page that offers feeds (carries links)
    |-- StoreError           the library cannot be read or written
    |   |-- LibraryBusy      another refresher holds it (carries the holder's words)
    |   |-- NewerLibrary     written by a newer version
    |   `-- NotALibrary      another program's file, truncated or damaged
    |-- BrowserError         a link that is refused, or no browser to open it with
    |-- NotFound             no such feed, cluster or source
    `-- ModelError           a language or embedding model did not answer usefully

Messages are plain text without markup, without control characters and without credentials.
"""

from datetime import datetime


class ReaderError(Exception):
    """A failure whose message is a sentence for the user."""

    exit_status = 1


class UsageError(ReaderError):
    """The user asked for something that cannot be asked."""

    exit_status = 2


class ConfigError(UsageError):
    """The configuration holds an unknown key or an impossible value.

    Attributes:
        setting: Section and key, for whoever knows the file to name the line; empty where the message does.
    """

    def __init__(self, message: str, *, setting: tuple[str, str] = ("", "")) -> None:
        super().__init__(message)
        self.setting = setting


class OpmlError(UsageError):
    """An OPML file is unreadable, hostile or no OPML."""


class FetchError(ReaderError):
    """A feed could not be had."""


class Refused(FetchError):
    """Declined by policy, before or during the fetch."""


class Unreachable(FetchError):
    """No complete HTTP answer came."""


class BadStatus(FetchError):
    """The answer's status is no success.

    Attributes:
        status: The HTTP status.
        retry_at: UTC before which the host asks not to be asked again; None if it does not say.
    """

    def __init__(self, message: str, *, status: int, retry_at: datetime | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.retry_at = retry_at


class ParseError(ReaderError):
    """The bytes are no feed."""


class Discoverable(ParseError):
    """An HTML page that offers feeds.

    Attributes:
        links: Absolute http(s) URLs of the offered feeds, in page order, at most 20.
    """

    def __init__(self, message: str, *, links: tuple[str, ...]) -> None:
        super().__init__(message)
        self.links = links


class StoreError(ReaderError):
    """The library cannot be read or written: locked, full, read-only."""


class LibraryBusy(StoreError):
    """Another process is refreshing this library."""


class NewerLibrary(StoreError):
    """The library was written by a newer version of the program."""


class NotALibrary(StoreError):
    """The file belongs to another program, or is damaged."""


class BrowserError(ReaderError):
    """A link that must not be opened, or nothing to open it with."""


class NotFound(ReaderError):
    """No such feed, cluster or source."""


class ModelError(ReaderError):
    """A model did not answer, or not usefully.

    Attributes:
        status: HTTP status of the answer; 0 if there was none.
        retry_after: Seconds that the server asks to wait; 0 if it does not say.
        message: What happened, with `{name}` for each of `values`.
        values: (name, value) of what the message holds.
    """

    def __init__(self, message: str, *, status: int = 0, retry_after: float = 0.0, **values: str) -> None:
        super().__init__(message.format(**values) if values else message)
        self.message, self.values = message, tuple(values.items())
        self.status = status
        self.retry_after = retry_after
