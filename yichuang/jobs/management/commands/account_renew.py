"""`yichuang account renew --person …`: a first password from the server's owner, printed once."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from yichuang import clock
from yichuang.errors import NotFound
from yichuang.organization.actions import renew_by_owner
from yichuang.organization.queries import person_named


class Command(BaseCommand):
    help = "重置登录密码，不需第二位管理员 / renew a log-in without a second administrator"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--person", required=True, help="工号、账号或姓名 / staff number, user name or name"
        )
        parser.add_argument(
            "--second-factor", action="store_true", help="同时取消第二因素 / take it away as well"
        )

    def handle(self, *_: Any, **options: Any) -> None:
        account = getattr(person_named(options["person"]), "account", None)
        if account is None:
            raise NotFound(what=options["person"], field="person")
        password = renew_by_owner(
            account=account, second_factor=options["second_factor"], at=clock.now()
        )
        self.stdout.write("初始密码只显示这一次，首次登录须修改：/ First password, shown once:")
        self.stdout.write(password)
