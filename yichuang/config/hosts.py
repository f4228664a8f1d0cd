"""The names and addresses this machine answers to, where nobody narrowed or widened them."""

from __future__ import annotations

import fcntl
import socket
import struct

_SIOCGIFADDR = 0x8915
"""Linux: the IPv4 address of an interface (netdevice(7))."""


def own_hosts() -> list[str]:
    """localhost, the machine's name, and the address of each of its interfaces.

    A page asked for by any other name (``Host``) is refused: a link with a foreign name in it
    must not be written into a notice, nor a browser be led here by somebody else's name.
    """
    name = socket.gethostname().lower()
    names = ["localhost", "127.0.0.1", "[::1]", name, f"{name}.local", socket.getfqdn().lower()]
    return list(dict.fromkeys([*names, *_addresses()]))


def _addresses() -> list[str]:
    found = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
        for _, interface in socket.if_nameindex():
            request = struct.pack("256s", interface.encode()[:15])
            try:
                answer = fcntl.ioctl(asked.fileno(), _SIOCGIFADDR, request)
            except OSError:  # an interface without an IPv4 address
                continue
            found.append(socket.inet_ntoa(answer[20:24]))
    return found
