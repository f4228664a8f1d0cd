"""`yichuang hall template`: a set-up file to start from, with what each line is for."""

from __future__ import annotations

from importlib import resources
from typing import Any

from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "正式大厅设置文件的样例 / an example of a hall's set-up file"
    requires_system_checks: tuple[str, ...] = ()

    def handle(self, *_: Any, **__: Any) -> None:
        example = resources.files("yichuang.jobs.opening").joinpath("template.yaml")
        self.stdout.write(example.read_text(encoding="utf-8"), ending="")
