"""`yichuang journal seal`: seal what is waiting, once."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from yichuang.jobs.sealer import seal_now


class Command(BaseCommand):
    help = "封存流水账中尚未封存的记录 / seal what is not sealed yet"

    def handle(self, *_: Any, **__: Any) -> None:
        count = seal_now()
        self.stdout.write(f"已封存 {count} 条 / {count} entries sealed")
