"""Private and loopback addresses are refused in every spelling."""

import pytest
from scrapy import Request

from crawler.guard import AddressGuard, PrivateAddressError
from crawler.network import Lookup, is_public, literal_address, look_up

PRIVATE = [
    # Loopback, spelled in the ways that the C library reads.
    "127.0.0.1",
    "127.1",
    "2130706433",
    "0x7f000001",
    "0x7f.1",
    "0177.0.0.1",
    "[::1]",
    "[::ffff:127.0.0.1]",
    "[::127.0.0.1]",
    "0.0.0.0",
    "0",
    # Networks behind the router, the provider's and the cloud's own.
    "10.0.0.8",
    "172.16.3.4",
    "192.168.1.1",
    "100.64.0.1",
    "169.254.169.254",
    "[fe80::1]",
    "[fd00::1]",
    # Addresses that carry a private one inside.
    "[64:ff9b::7f00:1]",
    "[2002:7f00:1::]",
    # No single host.
    "224.0.0.1",
    "255.255.255.255",
]


@pytest.mark.parametrize("host", PRIVATE)
def test_a_private_address_is_refused(host: str) -> None:
    with pytest.raises(PrivateAddressError):
        AddressGuard([]).process_request(Request(f"http://{host}/"))


@pytest.mark.parametrize("host", ["1.1.1.1", "[2606:4700:4700::1111]", "www.example.gov.cn"])
def test_public_addresses_and_names_pass(host: str) -> None:
    AddressGuard([]).process_request(Request(f"http://{host}/"))


def test_an_allowed_host_passes_and_no_other() -> None:
    guard = AddressGuard(["127.0.0.1"])
    guard.process_request(Request("http://127.0.0.1:8080/"))
    with pytest.raises(PrivateAddressError):
        guard.process_request(Request("http://127.0.0.2:8080/"))


def test_a_name_is_no_literal_address() -> None:
    assert literal_address("www.example.gov.cn") is None
    assert literal_address("163.com") is None
    assert literal_address("") is None


def test_a_mapped_public_address_is_public() -> None:
    assert is_public("::ffff:1.1.1.1")


def test_a_name_of_this_machine_is_private_and_not_missing() -> None:
    assert look_up("localhost") is Lookup.PRIVATE


def test_a_name_that_no_lookup_accepts_is_not_called_missing() -> None:
    assert look_up("a" * 64 + ".cn") is Lookup.UNCLEAR
