"""The demo's documents as a source of bytes. Reached only where the demo is asked for: no URL leads here."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from http import HTTPStatus
from types import MappingProxyType, TracebackType
from typing import Self

from reader.demo import documents, later
from reader.errors import Refused
from reader.fetch.answer import Fetched
from reader.model.feed import Feed, Health


class DemoSource:
    """Answers as the demo's servers would: the first time with one reading, from then on with a later one."""

    holds: Mapping[str, datetime] = MappingProxyType({})

    def __init__(self, opened: datetime) -> None:
        self._first = {document.feed.url: document for document in documents(opened)}
        self._later = {document.feed.url: document for document in later(opened)}

    async def fetch(self, feed: Feed, health: Health) -> Fetched:
        """Return the document of a feed.

        Raises:
            Refused: It is no feed of the demo, which reads nothing else.
        """
        document = (self._later if health.digest else self._first).get(feed.url)
        if document is None:
            raise Refused("The demo reads its own feeds alone; nothing was asked.")
        digest = hashlib.sha256(document.body).hexdigest()
        unchanged = digest == health.digest
        return Fetched(
            url=feed.url,
            status=HTTPStatus.OK,
            body=b"" if unchanged else document.body,
            content_type=document.content_type,
            digest=digest,
            unchanged=unchanged,
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        pass
