"""How handing a message over can fail."""

from __future__ import annotations


class Failed(Exception):
    """`code` says why without repeating an address: ``smtp:550``, ``http:503``, ``net:refused``."""

    def __init__(self, code: str) -> None:
        self.code = code[:60]
        super().__init__(self.code)


class Away(Failed):
    """Not now: it is tried again."""


class Refused(Failed):
    """Never: this address or this message won't be taken."""
