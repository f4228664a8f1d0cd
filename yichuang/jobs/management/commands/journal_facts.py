"""`yichuang journal facts --case NUMBER`: a case's facts beside their entries."""

from __future__ import annotations

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from yichuang.cases.agreement import Standing, standing
from yichuang.errors import NotFound

_UNFIT = 1


class Command(BaseCommand):
    help = "列出办件的事实及其流水账登记，是否相符 / a case's facts, and whether they agree"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--case", required=True, help="办件编号 / number of the case")
        parser.add_argument("--json", action="store_true", help="输出 JSON / print JSON")

    def handle(self, *_: Any, **options: Any) -> None:
        facts = standing(options["case"])
        if not facts:
            raise NotFound(what=options["case"], field="case")
        if options["json"]:
            self.stdout.write(json.dumps([_as_json(one) for one in facts], ensure_ascii=False))
        else:
            for one in facts:
                self._say(one)
        if not all(one.agrees for one in facts):
            sys.exit(_UNFIT)

    def _say(self, one: Standing) -> None:
        fits = "相符 agrees" if one.agrees else "不符 DIFFERS"
        self.stdout.write(
            f"{one.seq}\t{one.said.zh} {one.said.en}\t{_time(one) or '—'}\t"
            f"{one.entry_id or '—'}\t{one.digest or '—'}\t{fits}"
        )
        for fault in one.faults:
            self.stdout.write(f"\t{fault.zh} / {fault.en}")


def _time(one: Standing) -> str | None:
    return one.at.isoformat() if one.at else None


def _as_json(one: Standing) -> dict[str, object]:
    return {
        "seq": one.seq, "kind": one.kind, "at": _time(one), "entry": one.entry_id,
        "digest": one.digest, "agrees": one.agrees,
        "faults": [{"zh": fault.zh, "en": fault.en} for fault in one.faults],
    }  # fmt: skip
