"""The deeds of a day done over HTTP, as kiosks, windows and desks would do them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from http.client import HTTPConnection, HTTPException
from typing import Any, ClassVar

from yichuang import clock
from yichuang.errors import HallError
from yichuang.feedback.queries import code_for_visitor
from yichuang.jobs.living.deeds import give_opinion, on_desks
from yichuang.jobs.living.hands import Filed, Number, Waiting
from yichuang.jobs.living.people import Someone
from yichuang.jobs.living.plan import Plan
from yichuang.organization.actions import create_token, revoke_token
from yichuang.organization.queries import (
    SYSTEM,
    person_by_staff_no,
    site_by_code,
    window_by_code,
)
from yichuang.phrases import Phrase


class Refused(HallError):
    """What the hall answered at its API."""

    code: ClassVar[str] = "simulate.refused"
    phrase: ClassVar[Phrase] = Phrase("{answer}", "{answer}")


class Api:
    """One connection to a hall, kept open."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._connection: HTTPConnection | None = None
        self.requests = 0

    def ask(self, method: str, path: str, token: str, body: Mapping[str, Any] | None = None) -> Any:
        """The JSON of an answer, None for 204. Raises Refused where the hall says no."""
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        if not token:
            del headers["Authorization"]
        content = json.dumps(body or {}) if method == "POST" else None
        status, answer = self._send(method, f"/api/v1{path}", content, headers)
        self.requests += 1
        if status >= 400:
            raise Refused(answer=f"{method} {path}: {status} {answer.decode()[:300]}")
        return json.loads(answer) if answer else None

    def _send(
        self, method: str, path: str, content: str | None, headers: Mapping[str, str]
    ) -> tuple[int, bytes]:
        for again in (True, False):
            if self._connection is None:
                self._connection = HTTPConnection("127.0.0.1", self._port, timeout=30)
            try:
                self._connection.request(method, path, content, dict(headers))
                response = self._connection.getresponse()
                return response.status, response.read()
            except (OSError, HTTPException) as error:
                self._connection.close()
                self._connection = None
                if not again:
                    raise Refused(answer=f"{method} {path}: {error}") from error
        raise AssertionError("the loop returns or raises")


class OverHttp:
    """Does the deeds of one site at its API. `leave` gives its tokens back."""

    def __init__(self, plan: Plan, api: Api) -> None:
        self._plan, self._api = plan, api
        self._tokens: dict[tuple[str, str, str], tuple[int, str]] = {}

    def leave(self) -> None:
        """Revoke every token that was made."""
        for token_id, _ in self._tokens.values():
            revoke_token(token_id=token_id, at=clock.now(), by=SYSTEM)
        self._tokens.clear()

    def _token(self, scope: str, who: str = "", window: str = "") -> str:
        key = (scope, who, window)
        if key not in self._tokens:
            token, secret = create_token(
                scope=scope, site=site_by_code(self._plan.site_code),
                window=window_by_code(self._plan.site_id, window) if window else None,
                person=person_by_staff_no(who) if who else None, at=clock.now(), by=SYSTEM,
            )  # fmt: skip
            self._tokens[key] = (token.pk, secret)
        return self._tokens[key][1]

    def _window(self, who: str) -> str:
        desk = next(desk for desk in self._plan.desks if desk.staff_no == who)
        return self._token("window", who, desk.window)

    def _post(self, path: str, token: str, **body: Any) -> Any:
        return self._api.ask("POST", path, token, body)

    def open(self, window: str, who: str, at: datetime) -> None:
        self._post(f"/windows/{window}/open", self._window(who))

    def pause(self, window: str, who: str, reason: str, at: datetime) -> None:
        self._post(f"/windows/{window}/pause", self._window(who), reason=reason)

    def close(self, window: str, who: str, at: datetime) -> None:
        self._post(f"/windows/{window}/close", self._window(who))

    def take(self, service: str, kind: str, ground: str, at: datetime) -> Number:
        body = {"service": service, "class": kind, "ground": ground, "holder": None}
        taken = self._api.ask("POST", "/tickets", self._token("kiosk"), body)
        return Number(taken["id"], taken["number"])

    def call(self, window: str, who: str, at: datetime) -> Number | None:
        called = self._post(f"/windows/{window}/call", self._window(who))
        return Number(called["id"], called["number"]) if called else None

    def start(self, ticket: Number, who: str, at: datetime) -> None:
        self._post(f"/tickets/{ticket.id}/start", self._window(who))

    def miss(self, ticket: Number, who: str, at: datetime) -> None:
        self._post(f"/tickets/{ticket.id}/miss", self._window(who))

    def finish(self, ticket: Number, who: str, at: datetime) -> str:
        self._post(f"/tickets/{ticket.id}/finish", self._window(who))
        return code_for_visitor(f"ticket:{ticket.id}") or ""

    def apply(
        self, item: str, applicant: Someone, papers: Mapping[str, str], ticket: Number,
        who: str, at: datetime,
    ) -> Filed:  # fmt: skip
        person = {
            "name": applicant.name, "id_number": applicant.id_number, "phone": applicant.phone,
        }  # fmt: skip
        outcome = self._post(
            "/cases", self._token("clerk", who), item=item, applicant=person,
            materials=dict(papers), ticket=ticket.id,
        )  # fmt: skip
        return Filed(outcome["number"], outcome["decision"], tuple(outcome["items"]))

    def correct(self, case: str, papers: Mapping[str, str], who: str, at: datetime) -> Filed:
        path = f"/cases/{case}/materials"
        outcome = self._post(path, self._token("clerk", who), materials=dict(papers))
        return Filed(case, outcome["decision"], tuple(outcome["items"]))

    def waiting(self, at: datetime) -> list[Waiting]:
        return on_desks(self._plan.site_id)

    def opine(self, opinion: str, who: str, at: datetime) -> None:
        give_opinion(opinion, who, at)

    def review(self, case: str, who: str, at: datetime) -> None:
        path = f"/cases/{case}/review"
        self._post(path, self._token("clerk", who), opinion="材料齐全，符合条件，建议同意。")

    def verify(self, case: str, who: str, at: datetime) -> None:
        self._post(f"/cases/{case}/verify", self._token("clerk", who), opinion="同意。")

    def decide(self, case: str, approve: bool, who: str, at: datetime) -> None:
        body = {"decision": "approve", "result": "准予"}
        if not approve:
            body = {"decision": "deny", "reasons": "经审查，不符合法定条件。"}
        self._post(f"/cases/{case}/decide", self._token("clerk", who), **body)

    def issue(self, case: str, who: str, at: datetime) -> None:
        path = f"/cases/{case}/issue"
        self._post(path, self._token("clerk", who), way="signature", signed_by="本人")

    def rate(self, token: str, level: int, text: str, at: datetime) -> None:
        body = {"token": token, "level": level, "tags": [], "text": text}
        self._api.ask("POST", "/ratings", "", body)
