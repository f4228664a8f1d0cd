"""Writing the journal. `record` is called inside the transaction of the action itself."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import ClassVar

from django.db import connection, transaction

from yichuang.errors import HallError
from yichuang.journal.digests import Fact
from yichuang.phrases import Phrase


class AlreadyOpened(HallError):
    code: ClassVar[str] = "journal.already_opened"
    status: ClassVar[int] = 409
    phrase: ClassVar[Phrase] = Phrase(
        "这个大厅的流水账已经开立，正式与培训不能互换。",
        "This hall's journal is already open; a real hall and a training hall never change places.",
    )


class NotOpened(HallError):
    """There is no hall yet."""

    code: ClassVar[str] = "journal.not_opened"
    status: ClassVar[int] = 409
    phrase: ClassVar[Phrase] = Phrase(
        "这个大厅还没有开立。请系统管理员在服务器上运行 yichuang hall open 设置文件"
        "（样例：yichuang hall template）；只想试用，请运行 yichuang demo。",
        "This hall is not open yet. The system administrator opens it on the server with "
        "yichuang hall open FILE (an example: yichuang hall template); to try a hall, run "
        "yichuang demo.",
    )


class NotTraining(HallError):
    code: ClassVar[str] = "journal.not_training"
    status: ClassVar[int] = 409
    phrase: ClassVar[Phrase] = Phrase(
        "只有培训大厅可以调整时钟。", "Only a training hall's clock can be set."
    )


ENTRY_COLUMNS = "site, kind, subject, actor, happened_at, data"
"""What an action that is one single statement inserts into `journal_entry` with its rows.

Only for the few actions that run hundreds of times a second; all others call `record`.
"""

_RECORD = """
INSERT INTO journal_entry (site, kind, subject, actor, happened_at, second, reason, data)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s) RETURNING id, recorded_at, data
"""


def record(
    *, site: str, kind: str, subject: str, actor: str, at: datetime,
    data: Mapping[str, object] | None = None, second: str = "", reason: str = "",
) -> Fact:  # fmt: skip
    """Write down one fact (记一笔), and return it as it stands.

    `at` is when it happened; when it was recorded is the database's to say. `data` holds
    plain JSON and no personal data: names and numbers stay in their own rows.
    """
    row = (
        site,
        kind,
        subject,
        actor,
        at,
        second,
        reason,
        json.dumps(data or {}, ensure_ascii=False),
    )
    with connection.cursor() as cursor:
        cursor.execute(_RECORD, row)
        entry_id, recorded_at, kept = cursor.fetchone()
    return Fact(
        entry_id, site, kind, subject, actor, at, recorded_at, second, reason, json.loads(kept)
    )


def open_hall(*, training: bool, at: datetime, by: str) -> Fact:
    """Open the journal of a new hall. Its first entry says whether the hall is for training.

    Raises AlreadyOpened on a second call.
    """
    hall_id = str(uuid.uuid4())
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO journal_hall (id, hall_id, training) VALUES (1, %s, %s) "
            "ON CONFLICT DO NOTHING RETURNING id",
            (hall_id, training),
        )
        if cursor.fetchone() is None:
            raise AlreadyOpened
        if training:
            cursor.execute(
                "INSERT INTO journal_clock (id, training_at, real_at, run_until, speed) "
                "VALUES (1, %s, clock_timestamp(), clock_timestamp(), 1)",
                (at,),
            )
        kind = "hall.opened_for_training" if training else "hall.opened"
        return record(
            site="-", kind=kind, subject="hall", actor=by, at=at,
            data={"hall": hall_id, "training": training},
        )  # fmt: skip


def set_training_clock(
    *, at: datetime | None = None, speed: float | None = None, run_for: timedelta
) -> None:
    """Let the training clock stand at `at`, run `speed` times as fast as time for `run_for`.

    Without `at` or `speed` it goes on as it is; called again and again it runs on, and
    stands still when the calls stop. Raises NotTraining in a real hall; the database
    refuses to turn the clock back.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE journal_clock SET training_at = coalesce(%s, journal_now()), "
            "real_at = clock_timestamp(), speed = coalesce(%s, speed), "
            "run_until = clock_timestamp() + make_interval(secs => %s)",
            (at, speed, run_for.total_seconds()),
        )
        if cursor.rowcount == 0:
            raise NotTraining


def drive_training_clock(*, bound_for: datetime | None) -> None:
    """Say that somebody drives the clock through a past time, and where that ends.

    None: it has arrived. While it is driven nobody else keeps it running.
    """
    with connection.cursor() as cursor:
        cursor.execute("UPDATE journal_clock SET bound_for = %s", (bound_for,))
        if cursor.rowcount == 0:
            raise NotTraining
