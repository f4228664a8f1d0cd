"""`yichuang journal key`: the key the hall's heads are verified with, to be handed out."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from yichuang.jobs.sealer import outside
from yichuang.journal.proofs import verification_key


class Command(BaseCommand):
    help = "核对树头用的公钥 / the key that heads are verified with"

    def handle(self, *_: Any, **__: Any) -> None:
        self.stdout.write(verification_key(outside()).text)
