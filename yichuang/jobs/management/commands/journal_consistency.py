"""`yichuang journal consistency --from N --to M`: that the tree only grew."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from yichuang.journal.proofs import consistency


class Command(BaseCommand):
    help = "两个树头之间的一致性证明 / the proof that one head of the tree follows another"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--from", type=int, required=True, dest="old", help="小 / the smaller")
        parser.add_argument("--to", type=int, required=True, dest="new", help="大 / the larger")

    def handle(self, *_: Any, **options: Any) -> None:
        self.stdout.write(json.dumps(consistency(options["old"], options["new"])))
