"""`yichuang journal verify`: is the record whole? Exit 1 and the first bad place if not."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from yichuang.jobs.sealer import verify_now
from yichuang.journal.agreement import Disagreement
from yichuang.journal.verification import WHAT, Broken, Late, Verdict

_SHOWN = 50


class Command(BaseCommand):
    help = "校验流水账是否完整 / check that the journal is whole"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--all", action="store_true",
            help="从头读起，不接续上次校验 / from the beginning, not from the last verified head",
        )  # fmt: skip
        parser.add_argument(
            "--heads", nargs="+", default=[], metavar="FILE",
            help="别处留存的树头副本 / copies of heads kept elsewhere",
        )  # fmt: skip
        parser.add_argument("--json", action="store_true", help="输出 JSON / print JSON")

    def handle(self, *_: Any, **options: Any) -> None:
        copies = [Path(name) for name in options["heads"]]
        verdict = verify_now(everything=options["all"], copies=copies)
        if options["json"]:
            self.stdout.write(json.dumps(_as_json(verdict), ensure_ascii=False, indent=1))
        else:
            self._say(verdict)
        if not verdict.whole:
            sys.exit(1)

    def _say(self, verdict: Verdict) -> None:
        self._late(verdict.late)
        if verdict.unsealed:
            self.stdout.write(
                f"尚未封存 {verdict.unsealed} 条（从第 {verdict.oldest_unsealed} 条起），"
                "不在本次校验之内\n"
                f"Not sealed yet: {verdict.unsealed} (from entry {verdict.oldest_unsealed}); "
                "not vouched for"
            )
        if verdict.broken:
            zh, en = said(verdict.broken)
            self.stderr.write(f"不完整：{zh}\nNot whole: {en}")
        for one in verdict.disagreements[:_SHOWN]:
            zh, en = _differs(one)
            self.stderr.write(f"不完整：{zh}\nNot whole: {en}")
        if verdict.whole:
            self._whole(verdict)

    def _whole(self, verdict: Verdict) -> None:
        since = verdict.read_from
        zh = f"（前 {since} 条此前已校验，本次只核对条数与树根）" if since else ""
        en = f" (the first {since} were read by a former run)" if since else ""
        self.stdout.write(
            f"完整：{verdict.sealed} 条已封存{zh}，{verdict.heads} 个树头、"
            f"{verdict.stamps} 个时间戳全部相符，"
            f"树根 {verdict.head[:16]}\n"
            f"Whole: {verdict.sealed} entries sealed{en}, all {verdict.heads} heads and "
            f"{verdict.stamps} time stamps agree, "
            f"root {verdict.head[:16]}"
        )

    def _late(self, late: list[Late]) -> None:
        for one in late[:_SHOWN]:
            what = WHAT[one.what]
            minutes = round(one.by.total_seconds() / 60)
            self.stdout.write(
                f"迟 late: {one.entry_id} {one.kind} {one.subject} "
                f"{what.zh} / {what.en} ({minutes} min)"
            )
        if len(late) > _SHOWN:
            self.stdout.write(f"… 共 {len(late)} 条迟记 / {len(late)} late entries in all")


def said(broken: Broken) -> tuple[str, str]:
    """The first bad place, in words."""
    what = WHAT[broken.what]
    zh, en = what.zh, what.en
    if broken.entry_id is not None:
        zh = f"第 {broken.entry_id} 条（树上第 {broken.place} 位）{zh}"
        en = f"entry {broken.entry_id} (leaf {broken.place}) {en}"
    elif broken.place:
        zh, en = f"第 {broken.place} 位起：{zh}", f"from leaf {broken.place} on: {en}"
    return (f"{zh}：{broken.detail}", f"{en}: {broken.detail}") if broken.detail else (zh, en)


def _differs(one: Disagreement) -> tuple[str, str]:
    zh = "" if one.entry_id is None else f"（第 {one.entry_id} 条）"
    en = "" if one.entry_id is None else f" (entry {one.entry_id})"
    return f"{one.subject}{zh}：{one.what.zh}", f"{one.subject}{en}: {one.what.en}"


def _as_json(verdict: Verdict) -> dict[str, object]:
    broken = None
    if verdict.broken:
        zh, en = said(verdict.broken)
        broken = {
            "what": verdict.broken.what, "entry": verdict.broken.entry_id,
            "leaf": verdict.broken.place, "zh": zh, "en": en,
        }  # fmt: skip
    return {
        "whole": verdict.whole, "sealed": verdict.sealed, "read_from": verdict.read_from,
        "unsealed": verdict.unsealed, "heads": verdict.heads,
        "stamps": verdict.stamps, "root": verdict.head,
        "broken": broken,
        "disagreements": [
            {"subject": d.subject, "entry": d.entry_id, "zh": d.what.zh, "en": d.what.en}
            for d in verdict.disagreements
        ],
        "late": [
            {"entry": late.entry_id, "kind": late.kind, "subject": late.subject,
             "what": late.what, "seconds": late.by.total_seconds()} for late in verdict.late
        ],
    }  # fmt: skip
