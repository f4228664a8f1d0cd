"""`yichuang journal verify`: is the record whole? Exit 1 and the first bad entry if not."""

from __future__ import annotations

import sys
from itertools import islice
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import transaction

from yichuang.jobs.record import disagreements
from yichuang.jobs.sealer import limits
from yichuang.journal.agreement import Disagreement
from yichuang.journal.verification import WHAT, Broken, Late, Verdict, verify

_SHOWN = 50


class Command(BaseCommand):
    help = "校验流水账是否完整 / check that the journal is whole"

    def handle(self, *_: Any, **__: Any) -> None:
        verdict = verify(limits=limits(), anchors=settings.HOME.anchors)
        self._late(verdict.late)
        self._waiting(verdict)
        if verdict.broken:
            self._broken(verdict.broken)
            sys.exit(1)
        with transaction.atomic():
            if found := list(islice(disagreements(), _SHOWN)):
                self._disagreeing(found)
                sys.exit(1)
        self.stdout.write(
            f"完整：{verdict.sealed} 条已封存，链头 {verdict.head[:16] or '—'}\n"
            f"Whole: {verdict.sealed} entries sealed, head {verdict.head[:16] or '—'}"
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

    def _waiting(self, verdict: Verdict) -> None:
        if verdict.unsealed:
            self.stdout.write(
                f"尚未封存 {verdict.unsealed} 条（从第 {verdict.oldest_unsealed} 条起），"
                "不在本次校验之内\n"
                f"Not sealed yet: {verdict.unsealed} (from entry {verdict.oldest_unsealed}); "
                "not vouched for"
            )

    def _disagreeing(self, found: list[Disagreement]) -> None:
        for one in found:
            where = "—" if one.entry_id is None else one.entry_id
            self.stderr.write(
                f"账实不符：{one.subject}（第 {where} 条）{one.what.zh}\n"
                f"Doesn't agree: {one.subject} (entry {where}) {one.what.en}"
            )

    def _broken(self, broken: Broken) -> None:
        what = WHAT[broken.what]
        where = "—" if broken.entry_id is None else broken.entry_id
        self.stderr.write(
            f"不完整：第 {where} 条（链上第 {broken.seq} 环）{what.zh}\n"
            f"Not whole: entry {where} (link {broken.seq}) {what.en}"
        )
