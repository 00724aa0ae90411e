"""Fetching over real connections: what comes back, what is asked, and what a person is told."""

import asyncio
import gzip
import hashlib
import random
import shutil
import ssl
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from reader.errors import BadStatus, FetchError, Refused, Unreachable
from reader.fetch.answer import Fetched, Held
from reader.fetch.client import Fetcher
from reader.model.feed import Feed, Health
from reader.settings import RefreshSettings
from tests.loopback import Loopback, answer, chunk

NOW = datetime(2026, 5, 1, 12, 0, tzinfo=UTC)
BODY = b"<rss><channel><title>t</title></channel></rss>"
ALLOW = frozenset({"127.0.0.1"})


def fetcher(*, allow: frozenset[str] = ALLOW, force: bool = False, **limits: object) -> Fetcher:
    settings = RefreshSettings(**{"deadline": timedelta(seconds=5), **limits})  # type: ignore[arg-type]
    return Fetcher(settings, allow=allow, rng=random.Random(1), now=lambda: NOW, force=force)


async def fetched(url: str, health: Health | None = None, **options: object) -> Fetched:
    consent = bool(options.pop("consent", False))
    async with fetcher(**options) as web:  # type: ignore[arg-type]
        return await web.fetch(Feed(url=url, allow_private=consent), health or Health())


@pytest.fixture
async def site() -> AsyncIterator[Loopback]:
    async with Loopback() as running:
        yield running


async def test_a_feed_comes_back_with_its_validators_byte_for_byte(site: Loopback) -> None:
    url = site.serve(
        "/f",
        answer(
            200, BODY, etag='W/"caf\xe9 x"', last_modified="Saturday, 01-Nov-25 00:00:00 GMT", content_type="text/xml"
        ),
    )
    got = await fetched(url)
    assert (got.body, got.status, got.content_type, got.unchanged) == (BODY, 200, "text/xml", False)
    assert (got.etag, got.modified) == ('W/"caf\xe9 x"', "Saturday, 01-Nov-25 00:00:00 GMT")
    assert got.digest == hashlib.sha256(BODY).hexdigest()
    await fetched(url, Health(etag=got.etag, modified=got.modified))
    asked = site.requests[-1].headers
    assert (asked["if-none-match"], asked["if-modified-since"]) == (got.etag, got.modified)


async def test_the_first_request_is_polite_and_unconditional(site: Loopback) -> None:
    await fetched(site.serve("/f", answer(200, BODY)))
    asked = site.requests[0].headers
    assert asked["accept-encoding"] == "gzip"
    assert asked["user-agent"].startswith("PulseAugur-Reader/")
    assert not {"if-none-match", "if-modified-since", "authorization", "cookie"} & set(asked)


async def test_a_304_that_was_asked_for_is_unchanged(site: Loopback) -> None:
    got = await fetched(site.serve("/f", answer(304)), Health(etag='"a"', digest="d"))
    assert (got.unchanged, got.status, got.digest, got.body) == (True, 304, "d", b"")


async def test_a_304_that_nobody_asked_for_is_an_error(site: Loopback) -> None:
    with pytest.raises(BadStatus, match="no earlier copy"):
        await fetched(site.serve("/f", answer(304)))


async def test_the_same_bytes_under_a_new_etag_are_unchanged(site: Loopback) -> None:
    url = site.serve("/f", answer(200, BODY, etag='"new"'))
    got = await fetched(url, Health(etag='"old"', digest=hashlib.sha256(BODY).hexdigest()))
    assert (got.unchanged, got.body, got.etag) == (True, b"", '"new"')


@pytest.mark.parametrize("label", ["gzip", "x-gzip", "GZIP", "identity, gzip", ""])
async def test_gzip_is_read_whether_labelled_or_not(site: Loopback, label: str) -> None:
    assert (await fetched(site.serve("/f", answer(200, gzip.compress(BODY), content_encoding=label)))).body == BODY


async def test_plain_bytes_labelled_gzip_are_read_as_they_are(site: Loopback) -> None:
    assert (await fetched(site.serve("/f", answer(200, BODY, content_encoding="gzip")))).body == BODY


async def test_a_byte_at_a_time_is_read_whole(site: Loopback) -> None:
    packed = gzip.compress(BODY)
    head = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\ncontent-encoding: gzip\r\n\r\n"
    pieces = b"".join(chunk(bytes([byte])) for byte in packed)
    assert (await fetched(site.serve("/f", head + pieces + chunk(b"")))).body == BODY


@pytest.mark.parametrize(
    ("given", "kind", "said"),
    [
        (answer(200, BODY, content_encoding="gzip, gzip"), Refused, "more than once"),
        (answer(200, BODY, content_encoding="br"), Refused, "did not ask for"),
        (answer(200, b"", content_length="99999999999"), Refused, "larger than 1 MiB"),
        (answer(200, BODY, content_type="audio/mpeg"), Refused, "sound"),
        (answer(200, gzip.compress(BODY)[:-9], content_encoding="gzip"), Unreachable, "incomplete"),
        (answer(200, gzip.compress(BODY)[:9] + b"\xff" * 40, content_encoding="gzip"), Unreachable, "damaged"),
        (b"\x00\x01 no http\r\n\r\n", Unreachable, "no HTTP"),
        (b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\ncontent-length: 9\r\n\r\n", Unreachable, "no HTTP"),
        (b"HTTP/1.1 200 OK\r\ncontent-length: 99\r\nconnection: close\r\n\r\nshort", Unreachable, "cut short"),
        (b"HTTP/1.1 000 X\r\ncontent-length: 0\r\n\r\n", FetchError, r"impossible status \(000\)|no HTTP"),
        (b"HTTP/1.1 101 X\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n", FetchError, "broke off|no HTTP"),
        (b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n", Unreachable, "no HTTP"),
        (b"HTTP/1.1 200 OK\r\ntransfer-encoding: gzip, chunked\r\n\r\n", Unreachable, "no HTTP"),
        (b"HTTP/1.1 200 OK\r\nx-long: " + b"a" * (1 << 20), Unreachable, "no HTTP"),
        (b"HTTP/1.1 200 OK\r\n" + b"x: y\r\n" * 100_000, Unreachable, "no HTTP"),
        (b"HTTP/1.1 200 OK\r\ncontent-length: -5\r\n\r\n", Unreachable, "no HTTP"),
        (answer(204), BadStatus, "without any content"),
        (answer(206, BODY), BadStatus, "part only"),
        (answer(401), BadStatus, "user name and a password"),
        (answer(404), BadStatus, "check the address"),
        (answer(410), BadStatus, "gone for good"),
        (answer(418), BadStatus, r"refuses our request \(418\)"),
        (answer(500, BODY), BadStatus, r"trouble of its own.*\(500\)"),
        (answer(300, BODY), BadStatus, "points elsewhere"),
        (answer(999), FetchError, r"impossible status \(999\)"),
    ],
)
async def test_what_is_no_feed_is_said_in_a_sentence(
    site: Loopback, given: bytes, kind: type[FetchError], said: str
) -> None:
    with pytest.raises(kind, match=said) as error:
        await fetched(site.serve("/f", given), max_bytes=1 << 20)
    assert str(error.value).endswith(".")
    assert str(error.value).isprintable()


async def test_an_endless_body_stops_at_the_cap(site: Loopback) -> None:
    async def pour(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            writer.write(bytes(1 << 16))
            await writer.drain()

    with pytest.raises(Refused, match="larger than 1 MiB"):
        await fetched(site.serve("/f", pour), max_bytes=1 << 20)


async def test_a_bomb_stops_at_the_cap_of_decoded_bytes(site: Loopback) -> None:
    bomb = gzip.compress(bytes(50 << 20))
    assert len(bomb) < 1 << 16
    with pytest.raises(Refused, match="larger than 1 MiB"):
        await fetched(site.serve("/f", answer(200, bomb, content_encoding="gzip")), max_bytes=1 << 20)


@pytest.mark.parametrize("start", [b"", b"HTTP/1.1 200 OK\r\nx-slow: ", b"HTTP/1.1 200 OK\r\n\r\n"])
async def test_a_drip_ends_at_the_total_deadline(site: Loopback, start: bytes) -> None:
    async def drip(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(start)
        while not reader.at_eof():
            writer.write(b"a" if start else b"")
            await asyncio.sleep(0.02)

    with pytest.raises(Unreachable, match=r"not done after 0\.3 s"):
        await fetched(site.serve("/f", drip), deadline=timedelta(seconds=0.3))


async def test_interim_answers_without_end_run_into_the_deadline(site: Loopback) -> None:
    async def hint(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while not reader.at_eof():
            writer.write(b"HTTP/1.1 103 Early Hints\r\n\r\n" * 50)
            await writer.drain()
            await asyncio.sleep(0)

    with pytest.raises(Unreachable, match="not done after"):
        await fetched(site.serve("/f", hint), deadline=timedelta(seconds=0.3))


async def test_a_deadline_holds_over_all_redirects_together(site: Loopback) -> None:
    async def slow(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(0.12)
        writer.write(answer(302, location="/f", connection="close"))
        await writer.drain()

    with pytest.raises(Unreachable, match="not done after"):
        await fetched(site.serve("/f", slow), deadline=timedelta(seconds=0.4))
    assert 2 <= len(site.requests) <= 4


async def test_a_reset_is_an_error_and_says_so(site: Loopback) -> None:
    async def reset(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\npart")
        await writer.drain()
        writer.transport.abort()

    with pytest.raises(Unreachable, match="cut"):
        await fetched(site.serve("/f", reset))


async def test_nothing_listening_is_said_at_once(site: Loopback) -> None:
    url = f"http://127.0.0.1:{site.port}/f"
    await site.__aexit__(None, None, None)
    with pytest.raises(Unreachable, match="refuses connections"):
        await fetched(url)


async def test_a_connection_is_used_again_and_its_closing_is_no_error(site: Loopback) -> None:
    site.serve("/a", answer(200, BODY))
    site.serve("/closing", answer(200, BODY, connection="close"))
    silent = answer(200, BODY)
    site.serve("/silent", silent)
    async with fetcher() as web:
        await web.fetch(Feed(url=f"{site.base}/a"), Health())
        await web.fetch(Feed(url=f"{site.base}/a"), Health(etag='"x"'))
        assert site.connections == 1
        for writer in tuple(site._open):
            writer.transport.abort()
        assert (await web.fetch(Feed(url=f"{site.base}/silent"), Health())).body == BODY
    assert site.connections == 2


async def test_no_more_requests_run_at_once_than_allowed(site: Loopback) -> None:
    gate = asyncio.Event()

    async def held(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if site.busy >= 3:
            gate.set()
        await gate.wait()
        writer.write(answer(200, BODY, connection="close"))
        await writer.drain()

    url = site.serve("/f", held)
    async with fetcher(per_host=3, concurrency=8) as web:
        await asyncio.gather(*(web.fetch(Feed(url=url), Health()) for _ in range(12)))
    assert site.busiest == 3


async def test_waiting_for_a_turn_is_not_the_feeds_own_time(site: Loopback) -> None:
    async def slow(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(0.15)
        writer.write(answer(200, BODY, connection="close"))
        await writer.drain()

    url = site.serve("/f", slow)
    async with fetcher(per_host=1, deadline=timedelta(seconds=0.5)) as web:
        got = await asyncio.gather(*(web.fetch(Feed(url=url), Health()) for _ in range(5)))
    assert [one.body for one in got] == [BODY] * 5


@pytest.mark.parametrize(
    ("given", "until"), [("120", 120), ("Fri, 01 May 2026 12:05:00 GMT", 300), ("1", 60), ("999999", 86400)]
)
async def test_a_host_that_asks_for_patience_holds_for_all_its_feeds(site: Loopback, given: str, until: int) -> None:
    busy = site.serve("/busy", answer(429, retry_after=given))
    other = site.serve("/other", answer(200, BODY))
    async with fetcher() as web:
        with pytest.raises(BadStatus, match="asked us to wait until") as error:
            await web.fetch(Feed(url=busy), Health())
        assert error.value.retry_at == NOW + timedelta(seconds=until)
        with pytest.raises(Held, match="nothing was asked"):
            await web.fetch(Feed(url=other), Health())
        assert web.holds == {"127.0.0.1": NOW + timedelta(seconds=until)}
    assert site.asked("/other") == []


@pytest.mark.parametrize("given", ["-5", "Mon, 01 Jan 2001 00:00:00 GMT", "soon", "", "0"])
async def test_a_useless_retry_after_holds_nobody(site: Loopback, given: str) -> None:
    busy = site.serve("/busy", answer(503, retry_after=given))
    async with fetcher() as web:
        with pytest.raises(BadStatus, match="come back later") as error:
            await web.fetch(Feed(url=busy), Health())
        assert error.value.retry_at is None
        assert web.holds == {}


async def test_a_forced_refresh_asks_all_the_same(site: Loopback) -> None:
    busy = site.serve("/busy", answer(429, retry_after="120"))
    other = site.serve("/other", answer(200, BODY))
    async with fetcher(force=True) as web:
        with pytest.raises(BadStatus):
            await web.fetch(Feed(url=busy), Health())
        assert (await web.fetch(Feed(url=other), Health())).body == BODY


async def test_freshness_is_read_from_the_headers(site: Loopback) -> None:
    aged = await fetched(site.serve("/a", answer(200, BODY, cache_control="public, max-age=3600", age="600")))
    expires = await fetched(site.serve("/e", answer(200, BODY, expires="Fri, 01 May 2026 14:00:00 GMT")))
    silent = await fetched(site.serve("/s", answer(200, BODY, cache_control="no-cache", expires="0")))
    assert (aged.fresh_for, expires.fresh_for, silent.fresh_for) == (timedelta(minutes=50), timedelta(hours=2), None)


async def test_credentials_are_sent_but_never_said(site: Loopback) -> None:
    url = site.serve("/f", answer(200, BODY)).replace("://", "://me:p%40ss@")
    got = await fetched(url)
    assert site.requests[0].headers["authorization"] == "Basic bWU6cEBzcw=="
    assert "me" not in got.url.partition("://")[2].partition("/")[0]
    site.serve("/f", answer(404))
    with pytest.raises(BadStatus) as error:
        await fetched(url)
    assert "p%40ss" not in str(error.value)


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl makes the certificate")
async def test_a_self_signed_certificate_is_named(tmp_path: Path) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    asked = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=127.0.0.1".split()
    files = ["-keyout", str(key), "-out", str(certificate), "-addext", "subjectAltName=IP:127.0.0.1"]
    made = await asyncio.create_subprocess_exec("openssl", *asked, *files, stderr=asyncio.subprocess.DEVNULL)
    assert await made.wait() == 0
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    async with Loopback(tls=context) as secure:
        with pytest.raises(Unreachable, match="is self-signed"):
            await fetched(secure.serve("/f", answer(200, BODY)))
        assert secure.requests == []


async def test_tls_to_a_plain_port_is_no_downgrade() -> None:
    heard: list[bytes] = []

    async def plain(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heard.append(await reader.read(1))
        writer.write(answer(400))
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(plain, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        with pytest.raises(Unreachable, match="no secure connection"):
            await fetched(f"https://127.0.0.1:{port}/f")
    assert heard == [b"\x16"]
