"""Decoded bytes within a bound (R3). Knows nothing of requests or policy beyond the bound."""

import asyncio
import zlib
from collections.abc import AsyncIterator

from reader.errors import Refused, Unreachable

PIECE = 1 << 18
"""Decoded bytes made at one time: a bomb is noticed after this much at the latest."""

GZIP = b"\x1f\x8b"
"""What gzip starts with (RFC 1952); servers mislabel in both directions."""

MOST_MEMBERS = 64
"""gzip members in one body; `zlib` copies the rest for each, so a million empty ones would be quadratic."""

GZIP_OR_ZLIB, RAW = 47, -15
"""zlib's window bits: either header by itself, and bare deflate, which some servers send as `deflate`."""

CODINGS = frozenset({"gzip", "x-gzip", "deflate"})
"""What is decoded. We ask for gzip alone; deflate comes unasked, and is no more dangerous."""


def coding(header: str) -> str:
    """Return the one content coding of a Content-Encoding header; empty for none.

    Raises:
        Refused: There are several, or one that nobody asked for.
    """
    names = [name.strip().lower() for name in header.split(",")]
    names = [name for name in names if name not in ("", "identity")]
    if len(names) > 1:
        raise Refused("The answer is compressed more than once, as bombs are; it was not read.")
    if names and names[0] not in CODINGS:
        raise Refused("The answer is compressed in a way that we did not ask for; it was not read.")
    return names[0] if names else ""


def check_announced(length: str, cap: int) -> None:
    """Check a Content-Length before anything is read.

    Raises:
        Refused: It is over the cap.
    """
    if length.isascii() and length.isdigit() and int(length[:20]) > cap:
        raise _too_large(cap)


def _too_large(cap: int) -> Refused:
    return Refused(f"The answer is larger than {cap / (1 << 20):g} MiB, the most that is read of a feed.")


class Inflater:
    """One compressed body, decoded piece by piece."""

    def __init__(self, cap: int) -> None:
        self._cap = cap
        self._members = 1
        self._engine = zlib.decompressobj(GZIP_OR_ZLIB)
        self._fresh = True
        self._rest = b""
        self.out = bytearray()

    async def feed(self, data: bytes) -> None:
        """Decode `data` onto `out`.

        Raises:
            Refused: The decoded bytes pass the cap.
            Unreachable: It is not what it says.
        """
        while data:
            if self._engine.eof:
                data = self._next_member(data)
                continue
            piece = self._decode(data)
            self.out += piece
            if len(self.out) > self._cap:
                raise _too_large(self._cap)
            data = self._engine.unconsumed_tail or self._engine.unused_data
            if len(piece) == PIECE:
                await asyncio.sleep(0)

    def _decode(self, data: bytes) -> bytes:
        try:
            piece = self._engine.decompress(data, PIECE)
        except zlib.error:
            if not self._fresh or data.startswith(GZIP):
                raise Unreachable("The answer is damaged: it cannot be decompressed.") from None
            self._engine = zlib.decompressobj(RAW)
            self._fresh = False
            return self._decode(data)
        self._fresh = False
        return piece

    def _next_member(self, data: bytes) -> bytes:
        """Return what another gzip member begins with; anything else after an end is padding, and ignored."""
        data = self._rest + data
        if len(data) < len(GZIP):
            self._rest = data
            return b""
        self._rest = b""
        if self._members >= MOST_MEMBERS or not data.startswith(GZIP):
            self._members = MOST_MEMBERS
            return b""
        self._members += 1
        self._engine = zlib.decompressobj(GZIP_OR_ZLIB)
        return data

    def finish(self) -> bytes:
        """Return the whole body.

        Raises:
            Unreachable: It ends in the middle.
        """
        if not self._engine.eof:
            raise Unreachable("The answer is incomplete: its compressed data ends in the middle.")
        return bytes(self.out)


async def read(chunks: AsyncIterator[bytes], encoding: str, cap: int) -> bytes:
    """Return a body, decoded, at most `cap` bytes of it both before and after decoding.

    Args:
        chunks: The bytes as sent.
        encoding: What `coding` returned.
        cap: The bound.

    Raises:
        Refused: It is larger.
        Unreachable: It is cut or damaged.
    """
    raw = bytearray()
    inflater: Inflater | None = None
    received = 0
    async for chunk in chunks:
        received += len(chunk)
        if received > cap:
            raise _too_large(cap)
        if inflater is not None:
            await inflater.feed(chunk)
            continue
        known = len(raw) >= len(GZIP)
        raw += chunk
        if not known and _is_packed(raw, encoding):
            inflater = Inflater(cap)
            await inflater.feed(bytes(raw))
    return inflater.finish() if inflater else bytes(raw)


def _is_packed(head: bytes | bytearray, encoding: str) -> bool:
    """Whether a body is compressed: what its first bytes say counts for more than its label."""
    return head.startswith(GZIP) or (encoding == "deflate" and len(head) >= len(GZIP))
