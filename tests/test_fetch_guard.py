"""Where a fetch may go: addresses, names and redirects, checked where the connection is made."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from ipaddress import ip_address
from random import Random

import pytest

from reader.errors import FetchError, Refused, Unreachable
from reader.fetch.address import Address, Permit, is_disguised, is_public
from reader.fetch.answer import Fetched
from reader.fetch.client import Fetcher
from reader.fetch.stream import Pipe
from reader.fetch.transport import GuardedTransport
from reader.model.feed import Feed, Health
from reader.settings import RefreshSettings
from tests.loopback import Loopback, answer

NOW = datetime(2026, 5, 1, 12, 0, tzinfo=UTC)
BODY = b"<rss/>"

PRIVATE = (
    "127.0.0.1 127.8.8.8 0.0.0.0 10.1.2.3 172.16.0.1 192.168.1.1 169.254.169.254 100.64.0.1 192.0.2.1 198.18.0.1 "
    "224.0.0.1 240.0.0.1 255.255.255.255 ::1 :: fe80::1 fc00::1 fec0::1 ff02::1 2001:db8::1 ::ffff:127.0.0.1 "
    "::ffff:10.0.0.1 ::127.0.0.1 64:ff9b::7f00:1 64:ff9b::a9fe:a9fe 2002:7f00:1:: 2001:0:1:2:3:4:5:6"
)
PUBLIC = "93.184.216.34 8.8.8.8 2606:4700::1111 ::ffff:8.8.8.8 64:ff9b::808:808"


@pytest.mark.parametrize("text", PRIVATE.split(" "))
def test_private_addresses_are_known_in_every_disguise(text: str) -> None:
    assert not is_public(ip_address(text))


@pytest.mark.parametrize("text", PUBLIC.split(" "))
def test_public_addresses_are_let_through(text: str) -> None:
    assert is_public(ip_address(text))


def test_numbers_in_disguise_are_told_from_names_and_addresses() -> None:
    disguises = [
        "2130706433",
        "0x7f.0.0.2",
        "0177.0.0.1",
        "127.1",
        "0x7f000001",
        "1.2.3.4.5",
        "127.0.0.0x1",
        "127.0.0.1.",
        "１２７.0.0.1",
        "127。0。0。1",
        "①②⑦.0.0.1",
    ]
    ordinary = ["127.0.0.1", "::1", "fe80::1", "example.com", "1and1.com", "x.7z", "0xdecafbad.example", "4chan"]
    assert [host for host in disguises if not is_disguised(host)] == []
    assert [host for host in ordinary if is_disguised(host)] == []


def test_an_allowed_address_allows_that_one_alone_and_as_spelt() -> None:
    permit = Permit(literal=frozenset({"127.0.0.1"}))
    home = ip_address("127.0.0.1")
    assert permit.covers("127.0.0.1", home)
    refused = [
        ("localhost", home),
        ("2130706433", home),
        ("127.0.0.2", ip_address("127.0.0.2")),
        ("::1", ip_address("::1")),
    ]
    assert not any(permit.covers(host, address) for host, address in refused)


def test_consent_covers_the_typed_host_alone() -> None:
    permit = Permit(host="nas.example")
    assert permit.covers("nas.example", ip_address("192.168.1.5"))
    assert not permit.covers("router.example", ip_address("192.168.1.1"))


@dataclass
class World:
    """A made-up internet: names lead to addresses, and every address is the server on loopback."""

    site: Loopback
    names: Mapping[str, tuple[str, ...]]
    dead: frozenset[str] = frozenset()
    dialled: list[str] = field(default_factory=list)

    async def look_up(self, host: str) -> tuple[Address, ...]:
        if host not in self.names:
            raise OSError("unknown host")
        return tuple(ip_address(text) for text in self.names[host])

    async def dial(self, address: Address, port: int) -> Pipe:
        self.dialled.append(str(address))
        if str(address) in self.dead:
            raise ConnectionRefusedError
        return await asyncio.open_connection("127.0.0.1", self.site.port)

    async def fetch(self, url: str, *, consent: bool = False, allow: str = "") -> Fetched:
        transport = GuardedTransport(self.look_up, self.dial)
        limits = RefreshSettings()
        async with Fetcher(
            limits, allow=frozenset(allow.split()), rng=Random(1), now=lambda: NOW, transport=transport
        ) as web:
            return await web.fetch(Feed(url=url, allow_private=consent), Health())


@pytest.fixture
async def site() -> AsyncIterator[Loopback]:
    async with Loopback() as running:
        running.serve("/f", answer(200, BODY))
        yield running


@pytest.fixture
def world(site: Loopback) -> World:
    return World(
        site,
        {
            "feeds.example": ("93.184.216.34",),
            "other.example": ("93.184.216.35",),
            "inner.example": ("10.0.0.5",),
            "second.example": ("10.0.0.6",),
            "rebound.example": ("10.0.0.5", "93.184.216.36"),
            "two.example": ("2606:4700::1111", "93.184.216.37"),
            "mapped.example": ("::ffff:169.254.169.254",),
            "127.0.0.1": ("127.0.0.1",),
        },
    )


async def test_a_public_host_is_reached_at_the_address_that_was_checked(world: World) -> None:
    assert (await world.fetch("http://feeds.example/f")).body == BODY
    assert world.dialled == ["93.184.216.34"]


@pytest.mark.parametrize("host", ["inner.example", "mapped.example"])
async def test_a_name_for_a_private_address_is_never_connected(world: World, host: str) -> None:
    with pytest.raises(Refused, match=f"{host} is a private address"):
        await world.fetch(f"http://{host}/f")
    assert world.dialled == []


async def test_of_several_addresses_only_the_public_ones_are_tried(world: World) -> None:
    await world.fetch("http://rebound.example/f")
    assert world.dialled == ["93.184.216.36"]


async def test_an_address_that_is_down_is_followed_by_the_next(world: World) -> None:
    world.dead = frozenset({"2606:4700::1111"})
    assert (await world.fetch("http://two.example/f")).body == BODY
    world.dead |= {"93.184.216.37"}
    with pytest.raises(Unreachable, match="refuses connections"):
        await world.fetch("http://two.example/f")


async def test_an_unknown_host_is_said_in_words(world: World) -> None:
    with pytest.raises(Unreachable, match="online"):
        await world.fetch("http://nowhere.example/f")


async def test_consent_opens_a_private_host_and_its_own_redirects(world: World) -> None:
    world.site.serve("/here", answer(302, location="/f"))
    assert (await world.fetch("http://inner.example/here", consent=True)).body == BODY


@pytest.mark.parametrize("target", ["http://second.example/f", "http://127.0.0.1/f", "http://mapped.example/f"])
async def test_consent_reaches_no_other_private_host_by_redirect(world: World, target: str) -> None:
    world.site.serve("/here", answer(302, location=target))
    with pytest.raises(Refused):
        await world.fetch("http://inner.example/here", consent=True)
    assert set(world.dialled) == {"10.0.0.5"}


async def test_a_public_host_never_redirects_to_a_private_one_whatever_is_allowed(world: World) -> None:
    world.site.serve("/here", answer(302, location="http://127.0.0.1/f"))
    world.site.serve("/there", answer(302, location="http://inner.example/f"))
    for path in ("/here", "/there"):
        with pytest.raises(Refused):
            await world.fetch(f"http://feeds.example{path}", consent=True, allow="127.0.0.1 10.0.0.5")
    assert set(world.dialled) == {"93.184.216.34"}


async def test_a_private_host_may_redirect_to_a_public_one_but_not_back(world: World) -> None:
    world.site.serve("/out", answer(302, location="http://feeds.example/back"))
    world.site.serve("/back", answer(302, location="http://inner.example/f"))
    with pytest.raises(Refused):
        await world.fetch("http://inner.example/out", consent=True)
    assert world.dialled == ["10.0.0.5", "93.184.216.34"]


async def test_a_kept_connection_serves_nobody_without_consent(world: World) -> None:
    transport = GuardedTransport(world.look_up, world.dial)
    async with Fetcher(RefreshSettings(), rng=Random(1), now=lambda: NOW, transport=transport) as web:
        await web.fetch(Feed(url="http://inner.example/f", allow_private=True), Health())
        with pytest.raises(Refused):
            await web.fetch(Feed(url="http://inner.example/f"), Health())
    assert len(world.site.requests) == 1


@pytest.mark.parametrize(
    "spelling", ["2130706433", "0x7f.0.0.1", "0177.0.0.1", "127.1", "0x7f000001", "localhost", "127.0.0.2", "[::1]"]
)
async def test_other_spellings_of_loopback_stay_refused(site: Loopback, spelling: str) -> None:
    async with Fetcher(RefreshSettings(), allow=frozenset({"127.0.0.1"}), rng=Random(1), now=lambda: NOW) as web:
        with pytest.raises(Refused, match="private"):
            await web.fetch(Feed(url=f"http://{spelling}:{site.port}/f"), Health())
    assert site.requests == []


@pytest.mark.parametrize(
    "target", ["file:///etc/passwd", "javascript:alert(1)", "data:text/xml,<rss/>", "gopher://a/_x"]
)
async def test_redirects_to_other_schemes_are_refused(world: World, target: str) -> None:
    world.site.serve("/here", answer(302, location=target))
    with pytest.raises(Refused, match="neither http nor https"):
        await world.fetch("http://feeds.example/here")


@pytest.mark.parametrize(
    ("location", "said"),
    [
        ("", "without saying where"),
        ("http://[::bad", "makes no sense"),
        ("http://a b/", "makes no sense"),
        ("/loop", "more than 10"),
    ],
)
async def test_redirects_that_lead_nowhere_are_errors(world: World, location: str, said: str) -> None:
    world.site.serve("/loop", answer(302, location=location))
    with pytest.raises(FetchError, match=said) as error:
        await world.fetch("http://feeds.example/loop")
    assert not isinstance(error.value, Refused)
    assert len(world.site.requests) <= 11


async def test_credentials_stay_at_their_origin_and_do_not_come_back(world: World) -> None:
    world.site.serve("/a", answer(302, location="/b"))
    world.site.serve("/b", answer(302, location="http://other.example/c"))
    world.site.serve("/c", answer(302, location="http://feeds.example/f"))
    await world.fetch("http://me:secret@feeds.example/a")
    sent = {asked.path: asked.headers.get("authorization", "") for asked in world.site.requests}
    assert sent == {"/a": "Basic bWU6c2VjcmV0", "/b": "Basic bWU6c2VjcmV0", "/c": "", "/f": ""}


async def test_cookies_live_for_one_fetch_and_their_own_host(world: World) -> None:
    world.site.serve("/wall", answer(302, location="/in", set_cookie="h=1; Path=/"))
    world.site.serve("/in", answer(302, location="http://other.example/f"))
    await world.fetch("http://feeds.example/wall")
    await world.fetch("http://feeds.example/wall")
    cookies = [(asked.path, asked.headers.get("cookie", "")) for asked in world.site.requests]
    assert cookies == [("/wall", ""), ("/in", "h=1"), ("/f", "")] * 2


@pytest.mark.parametrize(
    ("hops", "moved_to"),
    [
        ([(301, "/f")], "http://me:pw@feeds.example/f"),
        ([(308, "/b"), (301, "/f#part")], "http://me:pw@feeds.example/f"),
        ([(301, "http://other.example/f")], "http://other.example/f"),
        ([(301, "/b"), (302, "/f")], ""),
        ([(307, "/f")], ""),
    ],
)
async def test_a_move_is_permanent_only_if_every_hop_was(
    world: World, hops: list[tuple[int, str]], moved_to: str
) -> None:
    for path, (status, location) in zip(("/here", "/b"), hops, strict=False):
        world.site.serve(path, answer(status, location=location))
    got = await world.fetch("http://me:pw@feeds.example/here")
    assert got.moved_to == moved_to
    assert "@" not in got.url
