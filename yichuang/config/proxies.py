"""Whom a proxy speaks for: scheme, client address and host, settled once at the border.

A header such as X-Forwarded-For is worth what its sender is worth. It is believed from the
addresses named as proxies, dropped from everybody else, and never reaches the pages: what
they see as the client's address and scheme is already true.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import NamedTuple

from yichuang.config.refusals import BadProxy, BadProxySpeech

Network = IPv4Network | IPv6Network
SPOKEN = frozenset({
    "forwarded", "x-forwarded-for", "x-forwarded-proto", "x-forwarded-host",
    "x-forwarded-port", "x-forwarded-server", "x-forwarded-ssl", "x-real-ip",
})  # fmt: skip


class Origin(NamedTuple):
    """Where a request truly comes from; `host` None: as the Host header says."""

    client: str
    scheme: str
    host: str | None


@dataclass(frozen=True, slots=True)
class Proxies:
    """The proxies in front of the hall, and how they say for whom they speak."""

    networks: Sequence[Network]
    standard: bool = False
    """They send RFC 7239 `Forwarded`; else `X-Forwarded-For`, `-Proto` and `-Host`. Only one
    of the two is read: a proxy hands on the other as a client made it up."""
    scheme: str = "http"
    """What they are spoken to in where they don't say."""

    @classmethod
    def named(cls, names: str, *, spoken: str = "x-forwarded", https: bool) -> Proxies:
        """From a comma-separated list of addresses and networks.

        Raises BadProxy, and BadProxySpeech where `spoken` is neither of the two ways.
        """
        if spoken not in ("x-forwarded", "forwarded"):
            raise BadProxySpeech(given=spoken)
        listed = [name.strip() for name in names.split(",") if name.strip()]
        networks = [_network(name) for name in listed]
        return cls(networks, spoken == "forwarded", "https" if https else "http")

    def origin(self, peer: str, scheme: str, headers: Mapping[str, str]) -> Origin:
        """Who asks, by which scheme, for which host; `headers` by lower-case name."""
        peer = _plain(peer)
        if not self._trusts(peer):
            return Origin(peer, scheme, None)
        chain, proto, host = _forwarded(headers) if self.standard else _x_forwarded(headers)
        client = peer
        for hop in reversed(chain):
            if not hop:  # hidden or malformed: the last one known is the answer
                break
            client = hop
            if not self._trusts(hop):
                break
        return Origin(client, proto if proto in ("http", "https") else self.scheme, host or None)

    def _trusts(self, address: str) -> bool:
        try:
            known = ip_address(address)
        except ValueError:
            return False
        return any(known in network for network in self.networks)


def _network(name: str) -> Network:
    try:
        return ip_network(name, strict=False)
    except ValueError:
        raise BadProxy(given=name) from None


def _x_forwarded(headers: Mapping[str, str]) -> tuple[list[str], str, str]:
    chain = [_plain(hop) for hop in headers.get("x-forwarded-for", "").split(",") if hop.strip()]
    return chain, _last(headers, "x-forwarded-proto").lower(), _last(headers, "x-forwarded-host")


def _last(headers: Mapping[str, str], name: str) -> str:
    """What the nearest proxy said: each appends at the end."""
    return headers.get(name, "").rpartition(",")[2].strip()


def _forwarded(headers: Mapping[str, str]) -> tuple[list[str], str, str]:
    said = [_pairs(part) for part in headers.get("forwarded", "").split(",") if part.strip()]
    nearest = said[-1] if said else {}
    chain = [_plain(one.get("for", "")) for one in said]
    return chain, nearest.get("proto", "").lower(), nearest.get("host", "")


def _pairs(element: str) -> dict[str, str]:
    pairs = (pair.partition("=") for pair in element.split(";"))
    return {name.strip().lower(): value.strip().strip('"') for name, _, value in pairs}


def _plain(address: str) -> str:
    """An address without port, brackets and IPv4-in-IPv6; empty where it is none."""
    text = address.strip().strip('"')
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        known = ip_address(text)
    except ValueError:
        return ""
    mapped = known.ipv4_mapped if isinstance(known, IPv6Address) else None
    return str(mapped or known)
