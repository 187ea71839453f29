"""Visitors of one household or office are one network, however their address is written."""

import pytest

from blog.tools.networks import UNKNOWN, network


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("203.0.113.7", "203.0.113.0"),
        ("203.0.113.255", "203.0.113.0"),
        ("203.0.114.7", "203.0.114.0"),
        ("::ffff:203.0.113.7", "203.0.113.0"),
        ("::FFFF:cb00:7107", "203.0.113.0"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("2001:db8:1:2::", "2001:db8:1:2::"),
        ("2001:db8:1:3::1", "2001:db8:1:3::"),
        ("2001:DB8:1:2::1", "2001:db8:1:2::"),
        ("fe80::1%eth0", "fe80::"),
        ("::1", "::"),
    ],
)
def test_an_address_belongs_to_its_network(address: str, expected: str) -> None:
    assert network(address) == expected


@pytest.mark.parametrize(
    "address",
    [None, "", "-", "unix:", "localhost", "203.0.113", "203.0.113.7:80", "1.2.3.4, 5.6.7.8", "\0", "é", "9" * 9999],
)
def test_what_is_no_address_is_one_network(address: str | None) -> None:
    assert network(address) == UNKNOWN


def test_a_wider_network_may_be_asked_for() -> None:
    assert network("2001:db8:1:2::1", 48) == "2001:db8:1::"
    assert network("203.0.113.7", 48) == "203.0.113.0"
