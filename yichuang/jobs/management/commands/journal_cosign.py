"""`yichuang journal cosign`: have another office's witness sign the newest head."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from yichuang.jobs.elsewhere import cosign


class Command(BaseCommand):
    help = "请见证方为最新树头签名 / have a witness sign the newest head"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--url", default=settings.WITNESS_URL,
                            help="见证方地址 / the witness's address")  # fmt: skip
        parser.add_argument("--key", default=settings.WITNESS_KEY,
                            help="见证方公钥 / the witness's key")  # fmt: skip

    def handle(self, *_: Any, **options: Any) -> None:
        self.stdout.write(cosign(options["url"], options["key"]).text, ending="")
