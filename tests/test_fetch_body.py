"""Bodies within bounds, whatever they are packed in; and the resolver's failures."""

import asyncio
import contextlib
import gzip
import socket
import ssl
import zlib
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.errors import Refused, Unreachable
from reader.fetch import words
from reader.fetch.body import MOST_MEMBERS, check_announced, coding, read
from reader.fetch.resolve import Resolver

CAP = 1 << 20
TEXT = b"<rss>" + b"word " * 5000 + b"</rss>"


async def pieces(data: bytes, size: int) -> AsyncIterator[bytes]:
    for start in range(0, len(data), size):
        yield data[start : start + size]


def bare(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


@pytest.mark.parametrize("size", [1, 2, 7, 1 << 16])
@pytest.mark.parametrize(
    ("packed", "label"),
    [
        (TEXT, ""),
        (gzip.compress(TEXT), "gzip"),
        (gzip.compress(TEXT), ""),
        (gzip.compress(TEXT[:999]) + gzip.compress(TEXT[999:]), "gzip"),
        (gzip.compress(TEXT) + bytes(40), "gzip"),
        (zlib.compress(TEXT), "deflate"),
        (bare(TEXT), "deflate"),
    ],
)
async def test_a_body_is_the_same_however_it_is_packed_and_cut(packed: bytes, label: str, size: int) -> None:
    assert await read(pieces(packed, size), label, CAP) == TEXT


@settings(deadline=None)
@given(st.binary(max_size=300), st.sampled_from(["", "gzip", "deflate"]), st.integers(1, 50))
def test_no_bytes_at_all_raise_anything_else(data: bytes, label: str, size: int) -> None:
    with contextlib.suppress(Refused, Unreachable):
        assert len(asyncio.run(read(pieces(data, size), label, CAP))) <= CAP


@pytest.mark.parametrize("packed", [bytes(CAP + 1), gzip.compress(bytes(CAP + 1)), zlib.compress(bytes(CAP + 1))])
async def test_one_byte_over_the_cap_is_refused(packed: bytes) -> None:
    with pytest.raises(Refused, match="larger than 1 MiB"):
        await read(pieces(packed, 4096), "deflate" if packed[:1] == b"\x78" else "", CAP)


async def test_exactly_the_cap_is_read() -> None:
    assert len(await read(pieces(gzip.compress(bytes(CAP)), 4096), "gzip", CAP)) == CAP


async def test_members_without_end_are_not_decoded_one_by_one() -> None:
    packed = gzip.compress(TEXT) + gzip.compress(b"x") * (MOST_MEMBERS * 3)
    assert len(await read(pieces(packed, 1 << 16), "gzip", CAP)) == len(TEXT) + MOST_MEMBERS - 1


@pytest.mark.parametrize("cut", [1, 9, 40])
async def test_a_cut_gzip_body_is_never_taken_for_a_whole_one(cut: int) -> None:
    with pytest.raises(Unreachable):
        await read(pieces(gzip.compress(TEXT)[:-cut], 64), "gzip", CAP)


@pytest.mark.parametrize(
    ("header", "name"), [("", ""), ("identity", ""), ("GZip", "gzip"), (" , deflate ,", "deflate")]
)
def test_one_known_coding_is_taken(header: str, name: str) -> None:
    assert coding(header) == name


@pytest.mark.parametrize("header", ["br", "zstd", "gzip, gzip", "deflate, br", "gzip gzip", "\xe9"])
def test_any_other_coding_is_refused(header: str) -> None:
    with pytest.raises(Refused):
        coding(header)


@pytest.mark.parametrize("length", ["", "12", "-1", "x", "²", str(CAP)])
def test_an_announced_size_within_the_cap_or_senseless_is_left_to_the_count(length: str) -> None:
    check_announced(length, CAP)


@pytest.mark.parametrize("length", [str(CAP + 1), "9" * 5000])
def test_an_announced_size_over_the_cap_is_refused_unread(length: str) -> None:
    with pytest.raises(Refused):
        check_announced(length, CAP)


async def test_an_impossible_name_fails_without_asking_anyone() -> None:
    resolver = Resolver()
    for _ in range(2):
        with pytest.raises(UnicodeError):
            await resolver("a" * 70 + ".example")
    await resolver.aclose()


async def test_an_abandoned_look_up_harms_nobody() -> None:
    resolver = Resolver()
    asking = asyncio.ensure_future(resolver("localhost"))
    await asyncio.sleep(0)
    await resolver.aclose()
    with pytest.raises(asyncio.CancelledError):
        await asking


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (socket.gaierror(-2, "x\x1b[31m"), "no address"),
        (ConnectionRefusedError(), "refuses"),
        (ConnectionResetError(), "cut the connection"),
        (TimeoutError(), "in time"),
        (ssl.SSLError("x"), "no secure connection"),
        (OSError(101, "Network is unreachable"), "online"),
    ],
)
def test_each_failure_of_the_network_has_its_own_words(error: OSError, said: str) -> None:
    sentence = str(words.unreachable("example.com", error))
    assert said in sentence
    assert "example.com" in sentence
    assert sentence.isprintable()


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (10, "has expired"),
        (18, "is self-signed"),
        (20, "does not trust"),
        (62, "another host"),
        (9999, "cannot be verified"),
    ],
)
def test_a_bad_certificate_says_what_is_wrong_with_it(code: int, said: str) -> None:
    error = ssl.SSLCertVerificationError()
    error.verify_code = code
    assert said in str(words.unreachable("example.com", error))


def test_a_late_answer_names_the_limit() -> None:
    assert "20 s" in str(words.late("example.com", timedelta(seconds=20)))
