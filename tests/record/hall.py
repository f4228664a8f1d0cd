"""A small hall in which everything the record speaks of has happened.

Cases are taken in, corrected, returned, extended, denied, issued; numbers are taken, missed,
transferred; windows opened and paused; services rated; roles, accounts and tokens given and
taken back; books adopted, items admitted and listed elsewhere, days entered.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, cast

from tests.cases import story as cases_story
from yichuang import clock
from yichuang.cases import actions as cases
from yichuang.catalog import actions as catalog
from yichuang.catalog.content import ItemContent
from yichuang.feedback.actions import rate
from yichuang.feedback.codes import code_of
from yichuang.feedback.endings import finish, issue
from yichuang.journal.actions import open_hall, set_training_clock
from yichuang.organization import actions as organization
from yichuang.organization.models import Person, Window
from yichuang.organization.queries import SYSTEM, DayOff, Reader, reader_for, reader_of_token
from yichuang.organization.roles import Role
from yichuang.phrases import Phrase
from yichuang.reception import actions as reception
from yichuang.regulations.actions import adopt

OPENED = cases_story.instant("2026-03-10 09:00")
MINUTE = timedelta(minutes=1)


class Minutes:
    """The hall's clock, a minute on at each look, so that nothing is recorded late."""

    def __init__(self) -> None:
        self._at = OPENED

    def __call__(self) -> datetime:
        self._at += MINUTE
        set_training_clock(at=self._at, speed=0, run_for=MINUTE)
        clock.forget()
        return self._at


@dataclass
class Names:
    """What the tests of tampering speak of."""

    issued: str
    """A case that went all the way, returned once, extended once."""
    denied: str
    waiting: str
    """A case that waits for corrections."""
    accepted: str
    finished: int
    """A ticket whose turn is over."""
    ticket: int
    """A ticket that waits."""
    held: int


def act() -> Names:
    """Open the hall and let everything happen, a minute after the other."""
    open_hall(training=True, at=OPENED, by=SYSTEM.name)
    return live()


def live() -> Names:
    """Everything that happens in a hall that is open."""
    now = Minutes()
    hall = cases_story.build(now())
    people = _people(hall, now)
    windows = _windows(hall, now)
    issued, denied, waiting, accepted = _cases(hall, now)
    finished, ticket, held = _tickets(hall, windows, now)
    names = Names(issued, denied, waiting, accepted, finished, ticket, held)
    _catalogue(hall, people, now)
    adopt(site=hall.site, presets=["county-hall", "integrated-window"], from_on=date(2026, 6, 1),
          at=now(), by=SYSTEM)  # fmt: skip
    organization.set_calendar_days(
        [DayOff(on=date(2026, 5, 4), working=False, name="本地假日", national=False)], site=hall.site, source="县府办〔2026〕1号",
        at=now(), by=SYSTEM,
    )  # fmt: skip
    return names


def _people(hall: cases_story.Hall, now: Minutes) -> list[Person]:
    made = []
    for number, (staff_no, role) in enumerate(
        [("21", Role.SYSTEM_ADMIN), ("22", Role.SECURITY_ADMIN), ("23", Role.AUDIT_ADMIN),
         ("24", Role.OFFICE), ("25", Role.OFFICE)]
    ):  # fmt: skip
        person = organization.add_person(
            site=hall.site, staff_no=staff_no, name=f"某{number}", phone="13800000000", at=now(),
            by=SYSTEM,
        )  # fmt: skip
        organization.grant_role(person=person, role=role, at=now(), by=SYSTEM)
        made.append(person)
    organization.grant_role(person=made[3], role=Role.GUIDE, at=now(), by=SYSTEM)
    organization.revoke_role(person=made[3], role=Role.GUIDE, at=now(), by=SYSTEM)
    organization.open_training_accounts(
        {"system": made[0], "security": made[1], "office": made[3]}, password="Yichuang-2026",
        at=now(), by=SYSTEM,
    )  # fmt: skip
    organization.close_account(account=made[3].account, reason="调离", at=now(), by=SYSTEM)
    token, _ = organization.create_token(scope="display", site=hall.site, at=now(), by=SYSTEM)
    by = replace(SYSTEM, site_id=hall.site.pk, site_code=hall.site.code)
    organization.revoke_token(token_id=token.pk, at=now(), by=by)
    return made


def _windows(hall: cases_story.Hall, now: Minutes) -> list[tuple[Window, Reader]]:
    made = []
    for code in ("1", "2"):
        window = organization.add_window(
            site=hall.site, code=code, name=f"{code}号窗口", integrated=True, at=now(), by=SYSTEM
        )
        _, secret = organization.create_token(
            scope="window", site=hall.site, window=window, at=now(), by=SYSTEM
        )
        made.append((window, reader_of_token(secret)))
    for code, prefix in (("tax", "A"), ("social", "B")):
        service = reception.add_service(
            site=hall.site, code=code, name=code, name_en=code, prefix=prefix, at=now(), by=SYSTEM
        )
        for window, _ in made:
            reception.assign_service(window=window, service=service, at=now(), by=SYSTEM)
    return made


def _cases(hall: cases_story.Hall, now: Minutes) -> Iterator[str]:
    number = hall.accepted(now())
    cases.review(number=number, opinion="材料属实", at=now(), by=hall.reviewer)
    cases.return_to_reviewer(number=number, opinion="请核实面积", at=now(), by=hall.verifier)
    cases.start_segment(
        number=number, kind="expert_review", days=5, reason="现场核查", at=now(), by=hall.reviewer
    )
    cases.end_segment(number=number, kind="expert_review", outcome="相符", at=now(),
                      by=hall.reviewer)  # fmt: skip
    cases.review(number=number, opinion="面积已核实", at=now(), by=hall.reviewer)
    cases.verify(number=number, opinion="同意", at=now(), by=hall.verifier)
    cases.decide(number=number, decision="approve", result="准予", at=now(), by=hall.verifier)
    issue(number=number, by_way="signature", signed_by="王小明", at=now(), by=hall.issuer)
    rate(code=code_of(f"case:{number}"), level=5, text="很快", at=now())
    yield number
    denied = hall.verified(now(), proposes="deny")
    cases.decide(number=denied, decision="deny", reasons="场所不符", at=now(), by=hall.verifier)
    yield denied
    yield hall.submit(now(), premises="missing").number
    yield hall.accepted(now())


def _tickets(
    hall: cases_story.Hall, windows: list[tuple[Window, Reader]], now: Minutes
) -> Iterator[int]:
    kiosk = replace(SYSTEM, name="device:kiosk:1", site_id=hall.site.pk,
                    site_code=hall.site.code, scope="kiosk")  # fmt: skip
    taken = [
        reception.issue(service=service, at=now(), by=kiosk, **cast("Any", more)).id
        for service, more in [
            ("tax", {"holder": {"name": "王芳"}}), ("tax", {}), ("social", {}),
            ("tax", {"ticket_class": "priority", "ground": "elderly"}), ("tax", {}), ("social", {}),
        ]
    ]  # fmt: skip
    for window, by in windows:
        reception.open_window(window=window.code, at=now(), by=by)
    (first, one), (second, two) = windows
    called = reception.call(window=first.code, at=now(), by=one)
    assert called is not None
    reception.start(ticket_id=called.id, at=now(), by=one)
    finish(ticket_id=called.id, at=now(), by=one)
    rate(code=code_of(f"ticket:{called.id}"), level=1, text="等得太久", at=now())
    missed = reception.call(window=first.code, at=now(), by=one)
    assert missed is not None
    reception.miss(ticket_id=missed.id, at=now(), by=one)
    held = reception.call(window=second.code, at=now(), by=two)
    assert held is not None
    reception.hold(ticket_id=held.id, at=now(), by=two)
    reception.abandon(ticket_id=taken[5], at=now(), by=kiosk)
    reception.pause_window(window=second.code, reason="用餐", at=now(), by=two)
    waiting = next(t for t in taken[:5] if t not in {called.id, missed.id, held.id})
    yield called.id
    yield waiting
    yield held.id


def _catalogue(hall: cases_story.Hall, people: list[Person], now: Minutes) -> None:
    office, other = (reader_for(person) for person in people[3:5])
    law = {"key": "l", "rank": "statute", "zh": "中华人民共和国食品安全法", "en": "Food Safety Law"}
    content = ItemContent.model_validate({
        "name": "小作坊登记 | Workshop registration", "kind": "07",
        "legal_basis": [{"law": law, "article": 36}],
    })  # fmt: skip
    for code, agreed in (("1151160200867654324000101001003", True), ("4", False)):
        application = catalog.apply_to_admit(
            code=code, department_id=hall.market.pk, content=content, reason="新增", at=now(),
            by=office,
        )  # fmt: skip
        catalog.enter_decision(application=application, agreed=agreed, minutes="〔2026〕3号",
                               at=now(), by=other)  # fmt: skip
        if agreed:
            at = now()
            catalog.enter_approval(application=application, granted=True, document="府复〔2026〕1号",
                                   effective_at=at, at=at, by=other)  # fmt: skip
    catalog.list_elsewhere(
        name=Phrase("车辆年检", "Vehicle inspection"), where=Phrase("车管所", "Vehicle office"),
        why=Phrase("专用设备", "Special equipment"), phone="", at=now(), by=office,
    )  # fmt: skip
