from __future__ import annotations

from collections.abc import Callable
from ipaddress import ip_address, ip_network

import pytest

from alerts.errors import BadAddress, UnsafeAddress
from alerts.guarding import Guard, is_public, resolve

PUBLIC = "93.184.216.34"


def guard(*peers: str, **changes: object) -> Guard:
    fields: dict[str, object] = {
        "schemes": ("https",),
        "ports": (443, 8443),
        "resolve": lambda _name, _port: list(peers) or [PUBLIC],
    }
    return Guard(**(fields | changes))  # type: ignore[arg-type] # the tests change one at a time


@pytest.mark.parametrize(
    "address",
    [
        pytest.param("127.0.0.1", id="loopback"),
        pytest.param("127.255.255.254", id="the end of loopback"),
        pytest.param("0.0.0.0", id="this machine"),  # noqa: S104 - to be refused
        pytest.param("10.1.2.3", id="private, ten"),
        pytest.param("172.16.0.1", id="private, 172"),
        pytest.param("192.168.1.1", id="private, 192"),
        pytest.param("169.254.169.254", id="metadata of a cloud"),
        pytest.param("168.63.129.16", id="metadata of Azure"),
        pytest.param("100.64.0.1", id="carrier-grade NAT"),
        pytest.param("100.100.100.200", id="metadata of Alibaba"),
        pytest.param("192.0.0.192", id="metadata of Oracle"),
        pytest.param("224.0.0.1", id="multicast"),
        pytest.param("240.0.0.1", id="reserved"),
        pytest.param("255.255.255.255", id="broadcast"),
        pytest.param("192.0.2.1", id="documentation"),
        pytest.param("198.18.0.1", id="benchmarks"),
        pytest.param("192.88.99.1", id="a relay of 6to4"),
        pytest.param("::1", id="loopback in IPv6"),
        pytest.param("::", id="unspecified in IPv6"),
        pytest.param("fe80::1", id="link-local in IPv6"),
        pytest.param("fc00::1", id="unique local"),
        pytest.param("fd00:ec2::254", id="metadata of Amazon in IPv6"),
        pytest.param("fec0::1", id="site-local"),
        pytest.param("ff02::1", id="multicast in IPv6"),
        pytest.param("2001:db8::1", id="documentation in IPv6"),
        pytest.param("::ffff:127.0.0.1", id="loopback mapped"),
        pytest.param("::ffff:169.254.169.254", id="metadata mapped"),
        pytest.param("::127.0.0.1", id="loopback, compatible"),
        pytest.param("64:ff9b::7f00:1", id="loopback through NAT64"),
        pytest.param("64:ff9b::a00:1", id="private through NAT64"),
        pytest.param("64:ff9b:1::808:808", id="a NAT64 of one's own"),
        pytest.param("2002:7f00:1::", id="loopback through 6to4"),
        pytest.param("2002:a9fe:a9fe::1", id="metadata through 6to4"),
        pytest.param("2001:0:53aa:64c:0:7bfe:80ff:fffe", id="Teredo"),
    ],
)
def test_knows_what_is_not_on_the_open_internet(address: str) -> None:
    assert not is_public(ip_address(address))


@pytest.mark.parametrize("address", [PUBLIC, "2606:4700::1", "::ffff:93.184.216.34", "64:ff9b::5db8:d822"])
def test_knows_what_is(address: str) -> None:
    assert is_public(ip_address(address))


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        pytest.param("https://hooks.example", "https://hooks.example/", id="a bare host"),
        pytest.param("https://HOOKS.example:443/a?b=1", "https://hooks.example/a?b=1", id="one spelling"),
        pytest.param("https://hooks.example:8443/a", "https://hooks.example:8443/a", id="another port that is allowed"),
        pytest.param("https://hooks.example/a#part", "https://hooks.example/a", id="no fragment"),
        pytest.param("https://bücher.example/ü", "https://xn--bcher-kva.example/%C3%BC", id="in ASCII"),
    ],
)
def test_keeps_an_address_in_one_spelling(given: str, kept: str) -> None:
    assert guard().check(given) == kept
    assert guard().check(kept) == kept


@pytest.mark.parametrize(
    ("url", "words"),
    [
        pytest.param("http://hooks.example/", "must start with https://", id="another scheme"),
        pytest.param("ftp://hooks.example/", "must start with https://", id="no web"),
        pytest.param("file:///etc/passwd", "must start with https://", id="a file"),
        pytest.param("hooks.example", "must start with https://", id="no scheme"),
        pytest.param("https://", "must start with https://", id="no host"),
        pytest.param("https://[", "not a web address", id="no address"),
        pytest.param("https://hooks.example:99999/", "not a web address", id="no port"),
        pytest.param("https://hooks.example:22/", "leads to port 22: it may be 443, 8443", id="another port"),
        pytest.param("https://me:secret@hooks.example/", "a name or a password", id="a password"),
        pytest.param("https://hooks.example\\@127.0.0.1/", "backslashes", id="a backslash"),
        pytest.param("https://hooks.example/\r\nHost: x", "control characters", id="line ends"),
        pytest.param("https://hooks.example/" + "a" * 2000, "too long", id="too long"),
        pytest.param("https://" + "ü" * 80 + ".example/", "can't be read", id="a host that is none"),
    ],
)
def test_refuses_what_is_no_address_to_post_to(url: str, words: str) -> None:
    with pytest.raises(BadAddress) as refusal:
        guard().check(url)

    assert words in str(refusal.value)
    assert "secret" not in str(refusal.value)


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "[::1]", "2130706433", "0x7f000001", "0177.0.0.1", "127.1", "[::ffff:127.0.0.1]", "localhost"]
)
def test_refuses_this_machine_however_it_is_spelt(host: str) -> None:
    with pytest.raises(UnsafeAddress, match="private or reserved"):
        guard(resolve=resolve).check(f"https://{host}/")


def test_refuses_a_name_of_which_one_address_is_private() -> None:
    with pytest.raises(UnsafeAddress):
        guard(PUBLIC, "10.0.0.1").check("https://hooks.example/")


def test_says_that_a_name_leads_nowhere() -> None:
    def nowhere(_name: str, _port: int) -> list[str]:
        raise OSError("no such host")

    with pytest.raises(BadAddress, match="can't be found"):
        guard(resolve=nowhere).check("https://hooks.example/")


def test_lets_through_the_networks_that_an_operator_names() -> None:
    own = guard("10.1.2.3", networks=(ip_network("10.1.0.0/16"),))

    assert own.check("https://internal.example/") == "https://internal.example/"
    with pytest.raises(UnsafeAddress):
        guard("10.2.0.1", networks=own.networks).check("https://internal.example/")


def test_refuses_a_peer_that_is_no_ip_address(guard_for: Callable[..., Guard]) -> None:
    with pytest.raises(UnsafeAddress, match="no address of the internet"):
        guard_for(80).check_peer("localhost", 80)
