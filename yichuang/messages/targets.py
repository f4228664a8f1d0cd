"""Where messages go, read from the settings once: a mistake is told when the hall starts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import unquote, urlsplit

Security = Literal["none", "starttls", "tls"]
_SCHEMES: dict[str, tuple[Security, int]] = {
    "smtp": ("none", 25), "smtp+starttls": ("starttls", 587), "smtps": ("tls", 465),
}  # fmt: skip
GroupKind = Literal["wecom", "dingtalk"]


@dataclass(frozen=True, slots=True)
class MailServer:
    host: str
    port: int
    security: Security
    user: str
    password: str = field(repr=False)
    sender: str

    @classmethod
    def named(cls, url: str, sender: str) -> MailServer:
        """From ``smtp+starttls://user:password@host:587``. Raises ValueError."""
        parts = urlsplit(url)
        if parts.scheme not in _SCHEMES or not parts.hostname or "@" not in sender:
            raise ValueError(
                "YICHUANG_SMTP is smtp://, smtp+starttls:// or smtps:// with a host, and "
                "YICHUANG_MAIL_FROM the address that mail comes from"
            )
        security, port = _SCHEMES[parts.scheme]
        return cls(
            parts.hostname, parts.port or port, security, unquote(parts.username or ""),
            unquote(parts.password or ""), sender,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Gateway:
    """An SMS gateway spoken to over HTTP."""

    url: str
    key: str = field(repr=False)

    @classmethod
    def named(cls, url: str, key: str) -> Gateway:
        _must_be_http(url, "YICHUANG_SMS_URL")
        if not key:
            raise ValueError("YICHUANG_SMS_KEY signs what is sent to YICHUANG_SMS_URL")
        return cls(url, key)


@dataclass(frozen=True, slots=True)
class Group:
    """The robot of a group of WeCom or DingTalk."""

    url: str
    kind: GroupKind
    key: str = field(repr=False)

    @classmethod
    def named(cls, url: str, kind: str, key: str) -> Group:
        _must_be_http(url, "YICHUANG_GROUP_URL")
        if kind == "dingtalk":
            return cls(url, "dingtalk", key)
        if kind == "wecom":
            return cls(url, "wecom", key)
        raise ValueError("YICHUANG_GROUP_KIND is wecom or dingtalk")


def _must_be_http(url: str, setting: str) -> None:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(f"{setting} is an address with http:// or https://")
