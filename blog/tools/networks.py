"""The network that a visitor comes from."""

from functools import lru_cache
from ipaddress import IPv6Address, ip_address, ip_network

# What stands for the network where there is no usable address, as behind a proxy on a Unix socket that sends none.
# All who have none are then one network: a limit holds for them together rather than for nobody.
UNKNOWN = "-"


# The same one is looked at several times during a request.
@lru_cache(maxsize=64)
def network(address: str | None, bits: int = 64) -> str:
    """The network of an IP address: its /24, of IPv6 its first `bits`, by default the /64 that a household has.

    An IPv4 address written as IPv6 counts as IPv4. UNKNOWN for what is no address.
    """
    try:
        # What follows % is the interface of a link-local address, and known to this machine alone.
        parsed = ip_address((address or "").partition("%")[0])
    except ValueError:
        return UNKNOWN
    if isinstance(parsed, IPv6Address) and parsed.ipv4_mapped:
        parsed = parsed.ipv4_mapped
    return str(ip_network((parsed, 24 if parsed.version == 4 else bits), strict=False).network_address)
