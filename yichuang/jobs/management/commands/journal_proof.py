"""`yichuang journal proof --entry ID`: that an entry is in the tree, for anybody to check."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from yichuang.jobs.sealer import outside
from yichuang.journal.proofs import sealed_proof


class Command(BaseCommand):
    help = "一条流水的包含证明 / the proof that an entry is in the tree"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--entry", type=int, required=True, help="流水序号 / entry number")
        parser.add_argument(
            "--tlog-proof", action="store_true", help="C2SP tlog-proof 格式 / as C2SP tlog-proof"
        )

    def handle(self, *_: Any, **options: Any) -> None:
        found = sealed_proof(options["entry"], outside())
        if options["tlog_proof"]:
            self.stdout.write(found.as_tlog(), ending="")
        else:
            self.stdout.write(json.dumps(found.as_json(), ensure_ascii=False))
