"""A working day of one place: who comes, who calls whom, which papers move."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from random import Random

from yichuang.jobs.living.agenda import Agenda
from yichuang.jobs.living.arrivals import Span, arrivals, minutes
from yichuang.jobs.living.hands import OPINION, Hands, Number, Waiting
from yichuang.jobs.living.people import someone
from yichuang.jobs.living.plan import Desk, Line, Matter, Office, Plan

_OLD = 70  # from this age on visitors are given a priority number
_REASONS = ("取材料", "系统办理中", "交接班")


@dataclass(slots=True)
class Returning:
    """Somebody who was told what is missing and comes back with it."""

    case: str
    matter: Matter
    missing: tuple[str, ...]
    service: str
    site: str
    on: datetime


@dataclass(slots=True)
class Visit:
    """Somebody in the hall, and what they came for."""

    line: Line
    matter: Matter | None
    returning: Returning | None = None


@dataclass(slots=True)
class Day:
    """One working day of a hall. `plan_it` puts it on the agenda; `after` must come again."""

    plan: Plan
    hands: Hands
    agenda: Agenda
    random: Random
    sessions: Sequence[Span]
    coming: list[Returning] = field(default_factory=list)
    after: list[Returning] = field(default_factory=list)
    _visits: dict[int, Visit] = field(default_factory=dict)
    _idle: dict[str, Desk] = field(default_factory=dict)
    _since: datetime | None = None

    def plan_it(self, since: datetime | None = None) -> None:
        """Put opening hours, arrivals and the work at the desks on the agenda.

        `since`: the day has begun; who would have come before then stays away.
        """
        self._since = since
        self._opening_hours()
        self._arrivals()
        self._back_office()

    def _opening_hours(self) -> None:
        for desk in self.plan.desks:
            for start, end in self.sessions:
                if self._since and end <= self._since:
                    continue
                early = start - timedelta(minutes=self.random.uniform(2, 10))
                self.agenda.at(early, partial(self._open, desk))
                self.agenda.at(end, partial(self._close, desk))

    def _arrivals(self) -> None:
        lines = self.plan.lines
        desks = self.plan.desks
        weights = [1 + sum(line.service in desk.services for desk in desks) for line in lines]
        for at in arrivals(self.random, self.sessions, self.plan.visits):
            line = self.random.choices(lines, weights)[0]
            if self._since and at < self._since:
                continue
            matter = self.random.choice(line.matters) if line.matters else None
            if matter and self.random.random() < 0.35:
                matter = None  # came to ask
            self.agenda.at(at, partial(self._arrive, Visit(line, matter)))
        by_service = {line.service: line for line in lines}
        for back in self.coming:
            visit = Visit(by_service[back.service], back.matter, back)
            self.agenda.at(max(back.on, self.sessions[0][0]), partial(self._arrive, visit))

    def _arrive(self, visit: Visit, at: datetime) -> None:
        kind, ground = "normal", ""
        if visit.returning:
            kind, ground = "returning", "corrections"
        elif someone(self.random).age(at.date()) >= _OLD:
            kind, ground = "priority", "elderly"
        ticket = self.hands.take(visit.line.service, kind, ground, at)
        self._visits[ticket.id] = visit
        for desk in list(self._idle.values()):
            if visit.line.service in desk.services:
                soon = at + timedelta(seconds=self.random.uniform(2, 20))
                self.agenda.at(soon, partial(self._call, desk))
                break

    def _open(self, desk: Desk, at: datetime) -> None:
        self.hands.open(desk.window, desk.staff_no, at)
        self._idle[desk.window] = desk
        self.agenda.at(at + timedelta(seconds=30), partial(self._call, desk))

    def _close(self, desk: Desk, at: datetime) -> None:
        if self._idle.pop(desk.window, None):
            self.hands.close(desk.window, desk.staff_no, at)
        else:  # the last person of the session is served to the end (S0 一.5)
            self.agenda.at(at + timedelta(minutes=2), partial(self._close, desk))

    def _open_now(self, at: datetime) -> bool:
        return any(start - timedelta(minutes=10) <= at < end for start, end in self.sessions)

    def _call(self, desk: Desk, at: datetime) -> None:
        if desk.window not in self._idle or not self._open_now(at):
            return
        ticket = self.hands.call(desk.window, desk.staff_no, at)
        if ticket is None:
            return
        del self._idle[desk.window]
        walking = at + timedelta(seconds=self.random.uniform(10, 60))
        if self.random.random() < 0.04:
            late = walking + timedelta(minutes=1)
            self.agenda.at(late, partial(self._missed, desk, ticket))
        else:
            self.agenda.at(walking, partial(self._serve, desk, ticket))

    def _missed(self, desk: Desk, ticket: Number, at: datetime) -> None:
        self._idle[desk.window] = desk
        self.hands.miss(ticket, desk.staff_no, at)
        self._next(desk, at)

    def _serve(self, desk: Desk, ticket: Number, at: datetime) -> None:
        visit = self._visits.pop(ticket.id, None)
        usual = visit.line.minutes if visit else 8
        asking = visit is None or visit.matter is None
        until = at + minutes(self.random, usual * (0.5 if asking else 1.0))
        self.agenda.at(until, partial(self._finish, desk, ticket))
        self.hands.start(ticket, desk.staff_no, at)
        if visit and visit.matter and desk.takes_in(visit.matter):
            self.agenda.at(at + (until - at) * 0.7, partial(self._apply, desk, ticket, visit))

    def _finish(self, desk: Desk, ticket: Number, at: datetime) -> None:
        self._idle[desk.window] = desk
        token = self.hands.finish(ticket, desk.staff_no, at)
        if token and self.random.random() < 0.45:
            later = at + timedelta(seconds=self.random.uniform(20, 300))
            self.agenda.at(later, partial(self._rate, token))
        self._next(desk, at)

    def _next(self, desk: Desk, at: datetime) -> None:
        rest = timedelta(seconds=self.random.uniform(5, 60))
        if self.random.random() < 0.02 and self._open_now(at + timedelta(minutes=12)):
            self._idle.pop(desk.window, None)
            self.hands.pause(desk.window, desk.staff_no, self.random.choice(_REASONS), at)
            back = at + minutes(self.random, 6)
            self.agenda.at(back, partial(self._open, desk))
        else:
            self.agenda.at(at + rest, partial(self._call, desk))

    def _rate(self, token: str, at: datetime) -> None:
        level = self.random.choices((5, 4, 3, 2, 1), (62, 24, 9, 3, 2))[0]
        text = self.random.choice(("等得有点久", "说法和上次不一样", "")) if level < 3 else ""
        self.hands.rate(token, level, text, at)

    def _apply(self, desk: Desk, ticket: Number, visit: Visit, at: datetime) -> None:
        matter = visit.matter
        assert matter is not None
        if visit.returning:
            papers = dict.fromkeys(visit.returning.missing, "ok")
            self.hands.correct(visit.returning.case, papers, desk.staff_no, at)
            return
        filed = self.hands.apply(
            matter.item, someone(self.random), self._papers(matter), ticket, desk.staff_no, at
        )
        if filed.decision == "notify":
            back = at + timedelta(days=self.random.choice((1, 1, 2, 3)))
            service = visit.line.service
            self.after.append(
                Returning(filed.case, matter, filed.missing, service, self.plan.site_code, back)
            )

    def _papers(self, matter: Matter) -> dict[str, str]:
        papers = dict.fromkeys(matter.materials, "ok")
        drawn = self.random.random()
        if drawn < 0.16 and matter.materials:
            bad = self.random.sample(matter.materials, k=min(len(matter.materials), 2))
            papers |= {code: self.random.choice(("missing", "defective")) for code in bad}
        return papers

    def _back_office(self) -> None:
        for start, end in self.sessions:
            at = start + timedelta(minutes=15)
            while at < end:
                if not self._since or at >= self._since:
                    self.agenda.at(at, self._work_through_the_desk)
                at += timedelta(minutes=20)

    def _work_through_the_desk(self, at: datetime) -> None:
        for waiting in self.hands.waiting(at):
            office = self.plan.offices.get(waiting.department_id)
            if office is None or not self._takes_it_up(waiting.due, at):
                continue
            self.agenda.do(partial(self._move_on, waiting, office), at)

    def _takes_it_up(self, due: datetime | None, at: datetime) -> bool:
        """The nearer the due, the likelier; a few are forgotten until they are late."""
        left = (due - at) / timedelta(days=1) if due else 1.0
        chance = 0.5 if left < 0.5 else 0.16 if left < 2 else 0.05
        return self.random.random() < chance * (0.35 if left < -1 else 1)

    def _move_on(self, waiting: Waiting, office: Office, at: datetime) -> None:
        case, choose = waiting.case, self.random.choice
        if waiting.state == "accepted" and office.reviewers:
            self.hands.review(case, choose(office.reviewers), at)
        elif waiting.state == OPINION and office.reviewers:
            self.hands.opine(case, choose(office.reviewers), at)
        elif waiting.state == "reviewed" and office.verifiers:
            self.hands.verify(case, choose(office.verifiers), at)
        elif waiting.state == "verified" and office.verifiers:
            self.hands.decide(case, self.random.random() < 0.97, choose(office.verifiers), at)
        elif waiting.state == "decided":
            self.hands.issue(case, self.plan.issuer, at)
