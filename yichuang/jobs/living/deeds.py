"""The deeds of a day done by the actions themselves, at the time of the driven clock."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cache

from yichuang.cases import actions as cases
from yichuang.cases.actions.intake import Papers
from yichuang.cases.applicants import Applicant
from yichuang.cases.joint import queries as joint
from yichuang.cases.joint.actions import give
from yichuang.cases.queries.brief import standing
from yichuang.feedback import actions as feedback
from yichuang.feedback.endings import finish, issue
from yichuang.feedback.queries import code_for_visitor
from yichuang.jobs.living.hands import OPINION, Filed, Number, Waiting
from yichuang.jobs.living.people import Someone
from yichuang.jobs.living.plan import Plan
from yichuang.jobs.living.till import settle
from yichuang.organization.queries import Reader, person_by_staff_no, reader_for
from yichuang.reception import actions as reception

_WHY = {"missing": "未提交", "defective": "不符合法定形式，需重新提供"}
_OPINION = "材料齐全，符合条件，建议同意。"
_DENIED = "经审查，不符合法定条件。"


class Actions:
    """Calls the actions as the people of one site; its kiosk gives the numbers."""

    def __init__(self, plan: Plan) -> None:
        self.kiosk = Reader(
            name="device:kiosk:demo", site_id=plan.site_id, site_code=plan.site_code, scope="kiosk"
        )
        self._site_id = plan.site_id

    def open(self, window: str, who: str, at: datetime) -> None:
        reception.open_window(window=window, at=at, by=_reader(who))

    def pause(self, window: str, who: str, reason: str, at: datetime) -> None:
        reception.pause_window(window=window, reason=reason, at=at, by=_reader(who))

    def close(self, window: str, who: str, at: datetime) -> None:
        reception.close_window(window=window, at=at, by=_reader(who))

    def take(self, service: str, kind: str, ground: str, at: datetime) -> Number:
        taken = reception.issue(
            service=service, ticket_class=kind, ground=ground, at=at, by=self.kiosk
        )
        return Number(taken.id, taken.number)

    def call(self, window: str, who: str, at: datetime) -> Number | None:
        called = reception.call(window=window, at=at, by=_reader(who))
        return Number(called.id, called.number) if called else None

    def start(self, ticket: Number, who: str, at: datetime) -> None:
        reception.start(ticket_id=ticket.id, at=at, by=_reader(who))

    def miss(self, ticket: Number, who: str, at: datetime) -> None:
        reception.miss(ticket_id=ticket.id, at=at, by=_reader(who))

    def finish(self, ticket: Number, who: str, at: datetime) -> str:
        finish(ticket_id=ticket.id, at=at, by=_reader(who))
        return code_for_visitor(f"ticket:{ticket.id}") or ""

    def apply(
        self, item: str, applicant: Someone, papers: Mapping[str, str], ticket: Number,
        who: str, at: datetime,
    ) -> Filed:  # fmt: skip
        person = Applicant(
            name=applicant.name, id_number=applicant.id_number, phone=applicant.phone
        )
        outcome = cases.submit(
            item=item, applicant=person, papers=_papers(papers), ticket=ticket.id, at=at,
            by=_reader(who),
        )  # fmt: skip
        return Filed(outcome.number, outcome.decision, outcome.items)

    def correct(self, case: str, papers: Mapping[str, str], who: str, at: datetime) -> Filed:
        outcome = cases.resubmit(number=case, papers=_papers(papers), at=at, by=_reader(who))
        return Filed(outcome.number, outcome.decision, outcome.items)

    def waiting(self, at: datetime) -> list[Waiting]:
        return on_desks(self._site_id)

    def opine(self, opinion: str, who: str, at: datetime) -> None:
        give_opinion(opinion, who, at)

    def review(self, case: str, who: str, at: datetime) -> None:
        cases.review(number=case, opinion=_OPINION, at=at, by=_reader(who))

    def verify(self, case: str, who: str, at: datetime) -> None:
        cases.verify(number=case, opinion="同意。", at=at, by=_reader(who))

    def decide(self, case: str, approve: bool, who: str, at: datetime) -> None:
        if approve:
            cases.decide(number=case, decision="approve", result="准予", at=at, by=_reader(who))
        else:
            cases.decide(number=case, decision="deny", reasons=_DENIED, at=at, by=_reader(who))

    def issue(self, case: str, who: str, at: datetime) -> None:
        settle(case, at)
        issue(number=case, by_way="signature", signed_by="本人", at=at, by=_reader(who))

    def rate(self, token: str, level: int, text: str, at: datetime) -> None:
        feedback.rate(code=token, level=level, text=text, at=at)


def on_desks(site_id: int) -> list[Waiting]:
    """The cases that wait for somebody in the house, and the opinions owed on joint ones."""
    cases_ = [Waiting(c.number, c.state, c.department_id, c.due) for c in standing(site_id)]
    owed = [
        Waiting(one.number, OPINION, one.department_id, one.due)
        for one in joint.asked() if one.department_id is not None
    ]  # fmt: skip
    return cases_ + owed


def give_opinion(opinion: str, who: str, at: datetime) -> None:
    """Give a department's opinion; departments do it on their page, so there is no API for it."""
    give(number=opinion, consents=True, opinion="无意见。", at=at, by=_reader(who))


def _papers(states: Mapping[str, str]) -> Papers:
    why = {code: _WHY[state] for code, state in states.items() if state in _WHY}
    return Papers(states=states, why=why)  # type: ignore[arg-type]


@cache
def _reader(staff_no: str) -> Reader:
    return reader_for(person_by_staff_no(staff_no))
